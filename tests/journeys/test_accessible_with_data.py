"""Pages that are empty until somebody has done something: axe finds nothing on them either, in both languages.

The people here are ones for whom no other journey applies: whoever acts for others is first asked for whom.
"""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.papers import paper
from tests.journeys.steps import (
    AFTER_A_STEP,
    LONG,
    answer_all,
    apply_for_a_copy,
    open_work,
    receive,
    search_register,
)
from tests.journeys.test_accessible import findings, in_both_languages, linked

pytestmark = pytest.mark.journey

ORGANISATION = {
    "party_number": "1500000001",
    "party_name": "Trường Trung cấp Mẫu",
    "basis": "Quyết định bổ nhiệm số 12/QĐ-TC",
    "starts_on": "1/1/2026",
}
QUESTION = {"holder_name": "Trần Minh Quân", "birth_year": "1995", "graduation_year": "2016", "major": "Hàn"}
INSTITUTIONS = "code,name,kind,valid_from\nTC01,Trường Trung cấp Mẫu,{kind},01/02/2010\n"
LICENCES = (
    "institution_code,number,issued_on,level,major_code,major_name,place,yearly_quota\n"
    "TC01,7/GCN,05/03/2020,trung_cap,5520123,Hàn,Số 1 đường Mẫu,60\n"
    "TC01,9/GCN,05/03/2024,trung_cap,5520123,Hàn,Số 1 đường Mẫu,90\n"
)


def table(name: str, text: str) -> FilePayload:
    """Return a table as the browser hands it over."""
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def path_of(page: Page, person: Person) -> str:
    """Return where a page is."""
    return page.url.removeprefix(person.product.url)


def send_form(page: Page) -> None:
    """Press the button of the page's form, and wait for what comes."""
    with page.expect_navigation():
        page.locator(
            "main form:has([name=csrfmiddlewaretoken]) button[type=submit]:not([hidden])"
        ).first.click()


class TestARequestToRepresent:
    def test_has_accessible_pages_from_its_mistakes_to_its_decision(self, somebody):
        askers = in_both_languages(somebody, "truong-van-thu@motcua.test")
        page = askers["en"].go("/account/representation/organisation/")
        send_form(page)
        found = violations(page, "a request with mistakes")
        answer_all(page, ORGANISATION)
        page.set_input_files("[name=evidence]", paper())
        send_form(page)
        found += findings(askers, ["/account/representation/"])

        officers = in_both_languages(somebody, "tiep-nhan@motcua.test")
        asked = linked(officers["vi"], "/desk/representations/", r"/representations/[0-9a-f-]{36}/$")
        found += findings(officers, ["/desk/representations/", asked])
        page = officers["vi"].go(asked)
        with page.expect_navigation():
            page.click("[name=action][value=verify]")
        found += findings(officers, ["/desk/representations/", asked])

        assert found + findings(askers, ["/account/representation/", "/apply/diploma_copy/for-whom/"]) == []


class TestAQuestionToTheRegister:
    def test_has_an_accessible_answer(self, somebody):
        found: list[str] = []
        for person in in_both_languages(somebody, "cong-dan@motcua.test").values():
            page = person.go("/register-check/")
            send_form(page)
            found += violations(page, "a question with mistakes")
            answer_all(page, QUESTION)
            send_form(page)
            expect(page.locator("main [role=status]")).to_be_visible()
            found += violations(page, "an answer")

        assert found == []


class TestAFileForARegister:
    def bring(self, keeper: Person, register: str, text: str) -> Page:
        page = keeper.go("/desk/imports/")
        page.select_option("[name=register]", f"{register} H61.12")
        page.set_input_files("[name=file]", table(f"{register}.csv", text))
        send_form(page)
        return page

    def test_has_accessible_pages_from_its_mistakes_to_the_register(self, somebody):
        heads = in_both_languages(somebody, "truong-phong@motcua.test")
        head = heads["vi"]
        page = self.bring(head, "institutions", INSTITUTIONS.format(kind="chợ"))
        found = findings(heads, [path_of(page, head)])

        for register, text in (("institutions", INSTITUTIONS.format(kind="")), ("licences", LICENCES)):
            page = self.bring(head, register, text)
            found += findings(heads, [path_of(page, head)])
            send_form(page)
            found += findings(heads, [path_of(page, head)])

        institution = linked(head, "/desk/institutions/?q=mau", r"/institutions/[0-9a-f-]{36}/$")
        registers = (
            "/desk/imports/",
            "/desk/institutions/",
            institution,
            "/desk/licences/",
            "/desk/licences/?q=xyz",
        )
        assert found + findings(heads, registers) == []


class TestADossier:
    def test_with_a_question_that_waits_is_accessible_on_both_sides(self, somebody):
        citizens = in_both_languages(somebody, "cong-dan@motcua.test")
        case = apply_for_a_copy(citizens["vi"])
        page = citizens["vi"].go(f"{case.address}messages/")
        page.fill("[name=text]", "Bao giờ có kết quả?")
        page.click("main form:has([name=text]) button[type=submit]")
        expect(page.locator("#messages")).to_contain_text("Bao giờ có kết quả?", timeout=LONG)
        officers = in_both_languages(somebody, "tiep-nhan@motcua.test")

        dossier = f"/desk/dossiers/{case.public_id}/"
        found = findings(citizens, [case.address, f"{case.address}messages/"])
        found += findings(officers, [dossier, f"{dossier}messages/", "/desk/messages/", "/desk/"])

        assert found == []

    @pytest.mark.parametrize("outcome", ["bo_sung", "khong_tiep_nhan"])
    def test_that_came_back_is_accessible(self, somebody, outcome):
        citizens = in_both_languages(somebody, "cong-dan@motcua.test")
        case = apply_for_a_copy(citizens["vi"])
        officers = in_both_languages(somebody, "tiep-nhan@motcua.test")
        page = open_work(officers["vi"], case)
        page.fill("[name=reason]", "Thiếu giấy tờ")
        page.click(f"[name=outcome][value={outcome}]")
        found = violations(page, "what follows the outcome")
        if page.locator("[name=confirmed]").count():
            page.click("form:has([name=confirmed]) button[type=submit]")
        page.wait_for_url(AFTER_A_STEP)

        page = citizens["vi"].go(case.address)
        asked = [
            each.get_attribute("href") or ""
            for each in page.locator("main a[href*='/supplement/']").all()[:1]
        ]
        found += findings(citizens, [case.address, *asked])
        found += findings(officers, [f"/desk/dossiers/{case.public_id}/"])

        assert len(asked) == (outcome == "bo_sung")
        assert found == []

    def test_with_a_draft_to_compare_is_accessible(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        receive(somebody("tiep-nhan@motcua.test"), case)
        search_register(somebody("giu-so@motcua.test"), case)
        keepers = in_both_languages(somebody, "giu-so-2@motcua.test")

        step = path_of(open_work(keepers["vi"], case), keepers["vi"])
        expect(
            keepers["vi"].page.locator("main [href*='draft.pdf'], main [src*='draft.pdf']").first
        ).to_be_attached()

        assert findings(keepers, [step]) == []
