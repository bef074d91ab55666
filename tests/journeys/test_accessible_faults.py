"""Pages for what went wrong and for grave steps: axe finds nothing there either."""

import re

import pytest
from django.test import RequestFactory
from playwright.sync_api import expect

from portal.throttle import MISSES
from portal.views.errors import server_error
from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.steps import LONG, apply_for_a_copy, end_step, open_work
from tests.journeys.test_accessible import LANGUAGES, findings, in_both_languages, linked, speaking

pytestmark = pytest.mark.journey

TOO_MANY_FIELDS = 5001
DETAILS = (
    ("/desk/admin/people/", r"/people/[0-9a-f-]{36}/$"),
    ("/desk/admin/agencies/", r"/agencies/[0-9a-f-]{36}/$"),
)
LISTS = ("delegations/", "calendar/", "registers/", "certificates/", "incidents/")
GRAVE = re.compile(
    r"^/desk/admin/.*/(close|second-factor|end|revoke|edit|retire|remove|propose|void|suspended|revoked|skip)/$"
)
ADD_FIELDS = """(count) => {
  const form = document.querySelector("main form[method=post]");
  for (let number = 0; number < count; number++) form.append(Object.assign(document.createElement("input"), { name: "x" }));
}"""
DROP_TOKEN = """() => document.querySelector("main form [name=csrfmiddlewaretoken]").remove()"""


def send_code(reader: Person, code: str, before: str = "", *arguments: object) -> int:
    """Look a dossier up, after spoiling the page by a script; return the status of the answer."""
    page = reader.go("/lookup/")
    if before:
        page.evaluate(before, *arguments)
    page.fill("[name=code]", code)
    with page.expect_navigation() as answered:
        page.locator("main form[method=post] button[type=submit]").first.click()
    return answered.value.status


class TestAPageOfAFault:
    @pytest.mark.parametrize(
        ("status", "script", "arguments"),
        [(400, ADD_FIELDS, (TOO_MANY_FIELDS,)), (403, DROP_TOKEN, ())],
        ids=["400, more fields than a form has", "403, a form from elsewhere"],
    )
    def test_is_accessible(self, somebody, status, script, arguments):
        for language, reader in in_both_languages(somebody).items():
            answered = send_code(reader, "BN-1", script, *arguments)

            assert answered == status
            assert violations(reader.page, f"{status} in {language}") == []

    def test_of_guessing_is_accessible(self, somebody):
        for language, reader in in_both_languages(somebody).items():
            answers = [send_code(reader, f"BN-{number}") for number in range(MISSES + 1)][-1:]

            assert answers == [429]
            assert violations(reader.page, f"429 in {language}") == []

    def test_of_ours_is_accessible(self, somebody):
        reader = somebody()
        fault = server_error(RequestFactory().get("/fault/")).content.decode()
        reader.page.route(
            "**/fault/", lambda route: route.fulfill(status=500, body=fault, content_type="text/html")
        )

        page = reader.go("/fault/")

        expect(page.locator("h1")).to_have_text("Hệ thống gặp lỗi")
        assert violations(page, "500") == []


class TestAGraveStep:
    def test_is_asked_once_more_on_an_accessible_page(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        officer = somebody("tiep-nhan@motcua.test")
        page = open_work(officer, case)
        for language in LANGUAGES:
            speaking(officer, language)
            page.reload()
            page.fill("[name=reason]", "Không đúng thẩm quyền")

            page.click("[name=outcome][value=khong_tiep_nhan]")
            page.locator("[name=confirmed]").wait_for(state="attached")

            assert violations(page, f"once more in {language}") == []
            page.go_back()

    def test_of_the_applicant_is_accessible(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        for language, citizen in in_both_languages(somebody, "cong-dan@motcua.test").items():
            page = citizen.go(case.address)

            page.locator("#withdraw summary").click()

            expect(page.locator("#withdraw form")).to_be_visible()
            assert violations(page, f"withdraw in {language}") == []

    def test_back_to_the_applicant_asks_for_more_on_an_accessible_page(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        end_step(open_work(somebody("tiep-nhan@motcua.test"), case), "bo_sung", reason="Chụp lại rõ bốn góc")
        for language, citizen in in_both_languages(somebody, "cong-dan@motcua.test").items():
            page = citizen.go(case.address)
            page.locator("section[aria-labelledby=todo] a").click(timeout=LONG)
            page.wait_for_url("**/supplement/*/")

            found = violations(page, f"supplement in {language}")

            assert found == []

    def test_of_the_administration_asks_why_on_an_accessible_page(self, somebody):
        administrators = in_both_languages(somebody, "quan-tri@motcua.test")
        administrator = administrators["vi"]
        pages = [linked(administrator, path, pattern) for path, pattern in DETAILS]
        pages += [f"/desk/admin/{path}" for path in LISTS]

        grave = [path for page in pages for path in self.graves_on(administrator, page)]

        assert {GRAVE.fullmatch(path)[1] for path in grave} >= {"close", "end", "edit", "retire"}
        assert findings(administrators, grave) == []

    def graves_on(self, administrator, path):
        links = administrator.go(path).locator("main a").all()
        found = {link.get_attribute("href") or "" for link in links}
        return sorted(
            {GRAVE.fullmatch(href)[1]: href for href in sorted(found) if GRAVE.fullmatch(href)}.values()
        )
