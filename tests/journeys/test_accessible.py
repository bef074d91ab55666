"""Every page of every face: axe finds nothing, and the keyboard alone is enough.

Pages that only a long way leads to (a result, its verification, a conflict, a lock-out, a register with
numbers) are looked at by the journeys that come past them.
"""

import re
from collections.abc import Callable, Iterable, Mapping

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations, violations_of
from tests.journeys.conftest import Person
from tests.journeys.papers import paper
from tests.journeys.steps import (
    apply_for_a_copy,
    begin,
    fill_application,
    fill_section,
    forget_draft,
    open_work,
    receive,
    save_and_go_on,
    select_work,
)

pytestmark = pytest.mark.journey

LANGUAGES = ("vi", "en")
UNKNOWN = "00000000-0000-4000-8000-000000000000"
ANYBODY = (
    "/",
    "/thu-tuc/diploma_copy/",
    "/tro-giup/",
    "/lookup/",
    "/verify/",
    "/verify/KHONG-CO-MA-NAY/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-khong-con/",
    f"/dossiers/{UNKNOWN}/khong-co/",
)
CITIZEN = (
    "/apply/diploma_copy/",
    "/dossiers/",
    "/notifications/",
    "/account/",
    "/account/representation/",
    "/account/representation/organisation/",
    "/account/representation/person/",
    "/account/representation/grant/",
    "/apply/diploma_copy/for-whom/",
    "/register-check/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/logout/",
)
OFFICER = (
    "/desk/",
    "/desk/keys/",
    "/desk/dossiers/",
    "/desk/dossiers/?q=Mai",
    "/desk/?queue=&due=late",
    "/desk/views/",
    "/desk/messages/",
    "/desk/representations/",
    "/desk/admin/delegations/new/",
)
ADMINISTRATOR = tuple(
    f"/desk/admin/{page}"
    for page in (
        "",
        "people/",
        "people/appoint/",
        "delegations/",
        "agencies/",
        "agencies/new/",
        "calendar/",
        "registers/",
        "certificates/",
        "certificates/new/",
        "incidents/",
    )
)
DETAILS = (
    ("/desk/admin/people/", r"/people/[0-9a-f-]{36}/$"),
    ("/desk/admin/agencies/", r"/agencies/[0-9a-f-]{36}/$"),
)


def findings(readers: Mapping[str, Person], paths: Iterable[str]) -> list[str]:
    """Return what axe finds on the pages, in the language of each reader."""
    found: list[str] = []
    for path in paths:
        pages = {f"{path} in {language}": reader.go(path) for language, reader in readers.items()}
        for page in pages.values():
            assert page.url == f"{readers['vi'].product.url}{path}", f"{path} leads elsewhere"
        found += violations_of(pages)
    return found


def in_both_languages(somebody: Callable[..., Person], email: str = "") -> dict[str, Person]:
    """Give one person twice, reading Vietnamese and English."""
    return {language: speaking(somebody(email), language) for language in LANGUAGES}


def speaking(reader: Person, language: str) -> Person:
    """Choose the language of the pages, as the header's form does."""
    reader.context.add_cookies([{"name": "django_language", "value": language, "url": reader.product.url}])
    return reader


def linked(reader: Person, path: str, pattern: str) -> str:
    """Return the first address on a page that has a shape."""
    links = reader.go(path).locator("main a").all()
    return next(href for link in links if re.search(pattern, href := link.get_attribute("href") or ""))


class TestAxe:
    def test_would_find_a_picture_without_words(self, somebody):
        page = somebody().go("/")
        page.evaluate("document.querySelector('main').append(document.createElement('img'))")

        assert len(violations(page)) == 2
        assert "image-alt" in violations(page)[0]


class TestEveryPage:
    def test_of_the_portal_and_of_sign_in_is_accessible_to_a_stranger(self, somebody):
        assert findings(in_both_languages(somebody), ANYBODY) == []

    def test_of_a_citizen_is_accessible(self, somebody):
        citizens = in_both_languages(somebody, "cong-dan@motcua.test")
        sent = apply_for_a_copy(citizens["vi"]).address

        own = (sent, f"{sent}?sent=1", f"{sent}messages/", f"{sent}complaints/")
        assert findings(citizens, (*CITIZEN, *own)) == []

    def test_of_an_application_with_mistakes_and_papers_is_accessible(self, somebody):
        citizen = somebody("cong-dan-2@motcua.test")
        found: list[str] = []
        for language in LANGUAGES:
            forget_draft(speaking(citizen, language))
            page = begin(citizen)
            fill_section(page, capacity="uy_quyen")
            page.set_input_files("[name=giay_chung_minh]", paper())
            page.fill("[name=nguoi_dien_thoai]", "12")
            save_and_go_on(page)
            page.locator(".govuk-error-summary").wait_for()
            found += violations(page, f"mistakes in {language}")
            found += violations(citizen.go("/apply/diploma_copy/"), f"sections in {language}")
            found += violations(citizen.go("/apply/diploma_copy/review/"), f"what is missing in {language}")
            fill_application(begin(citizen), capacity="uy_quyen")
            found += violations(page, f"review in {language}")

        assert found == []

    def test_of_the_desk_is_accessible(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        officers = in_both_languages(somebody, "tiep-nhan@motcua.test")
        officer = officers["vi"]
        beside_the_list = select_work(officer, case).url.removeprefix(officer.product.url)
        step = open_work(officer, case).url.removeprefix(officer.product.url)
        dossier = f"/desk/dossiers/{case.public_id}/"

        found = findings(officers, (*OFFICER, beside_the_list, step, dossier))
        page = officer.go(dossier)
        for tab in page.locator(".govuk-tabs__tab").all():
            tab.click()
            found += violations(page, f"tab {tab.inner_text()}")

        assert found == []

    def test_of_a_dossiers_term_is_accessible(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        receive(somebody("tiep-nhan@motcua.test"), case)
        leaders = in_both_languages(somebody, "lanh-dao@motcua.test")
        dossier = f"/desk/dossiers/{case.public_id}/"

        assert findings(leaders, ("/desk/register/", f"{dossier}clocks/", f"{dossier}extension/")) == []

    def test_of_the_administration_is_accessible(self, somebody):
        administrators = in_both_languages(somebody, "quan-tri@motcua.test")
        details = [linked(administrators["vi"], path, pattern) for path, pattern in DETAILS]

        assert findings(administrators, (*ADMINISTRATOR, *details)) == []


class TestTheKeyboard:
    def test_skips_to_the_content(self, somebody):
        page = somebody().go("/")

        page.keyboard.press("Tab")
        expect(page.locator(".govuk-skip-link")).to_be_focused()
        page.keyboard.press("Enter")

        expect(page.locator("#main")).to_be_focused()

    def test_takes_a_work_and_reaches_its_outcomes_in_order(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        page = select_work(somebody("tiep-nhan@motcua.test"), case)

        page.keyboard.press("n")
        page.wait_for_url("**/desk/work/*/")
        page.locator("[name=ghi_chu]").focus()
        reached = []
        while "release" not in reached and len(reached) < 12:
            page.keyboard.press("Tab")
            reached.append(page.evaluate(FOCUSED))

        assert reached == ["reason", "tiep_nhan", "bo_sung", "khong_tiep_nhan", "action", "release"]

    def test_shows_its_keys_and_walks_the_list(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        page = somebody("tiep-nhan@motcua.test").go("/desk/")
        page.locator("[data-row]", has_text=case.number).wait_for()

        page.keyboard.press("?")
        expect(page.locator("dialog#keys")).to_be_visible()
        assert violations(page, "keys") == []
        page.keyboard.press("Escape")
        expect(page.locator("dialog#keys")).to_be_hidden()
        page.wait_for_function("document.activeElement === document.body")
        page.keyboard.press("j")

        expect(page.locator("[data-rows] a").first).to_be_focused()


FOCUSED = """() => {
  const { name, value, form } = document.activeElement;
  return form?.getAttribute("action")?.endsWith("/release/") ? "release" : name === "outcome" ? value : name;
}"""
