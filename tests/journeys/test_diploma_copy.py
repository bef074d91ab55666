"""A citizen, a one-stop officer, two keepers, a leader and a clerk take a diploma copy to a verifiable PDF."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.papers import paper
from tests.journeys.steps import (
    CODE,
    LONG,
    PHI,
    apply_for_a_copy,
    begin,
    choose,
    compare,
    end_step,
    fill_application,
    forget_draft,
    open_work,
    receive,
    reload_until_seen,
    row_of,
    save_and_go_on,
    search_register,
    send,
    sign,
)
from tests.journeys.test_accessible import findings, in_both_languages

pytestmark = [pytest.mark.journey, pytest.mark.services]


class TestADiplomaCopy:
    def test_goes_from_application_to_a_verified_pdf_without_a_reload(self, somebody, product):
        officer = somebody("tiep-nhan@motcua.test")
        inbox = officer.go("/desk/")
        citizen = somebody("cong-dan@motcua.test")

        case = apply_for_a_copy(citizen)

        expect(row_of(inbox, case)).to_be_visible(timeout=LONG)
        receive(officer, case)
        expect(citizen.page.get_by_text(CODE).first).to_be_visible(timeout=LONG)

        search_register(somebody("giu-so@motcua.test"), case)
        compare(somebody("giu-so-2@motcua.test"), case)
        sign(somebody("lanh-dao@motcua.test"), case)
        end_step(open_work(somebody("van-thu@motcua.test"), case), "xong")

        download = citizen.page.locator("main a[href*='/files/']").first
        expect(download).to_be_visible(timeout=LONG)
        file = citizen.fetch(download.get_attribute("href"))
        assert file.body().startswith(b"%PDF-")

        assert violations(citizen.page, "result") == []

        verification = citizen.page.locator("main a[href*='/verify/']").first.get_attribute("href")
        stranger = somebody()
        page = stranger.go(urlsplit(verification or "").path)
        expect(page.locator("main")).to_contain_text("có thật và đang có hiệu lực")
        assert "Nguyễn Thị Mai" not in page.locator("main").inner_text()
        assert violations(page, "verification") == []
        page.set_input_files("input[type=file]", paper("ban-sao.pdf", file.body()))
        page.locator("form[enctype='multipart/form-data'] button[type=submit]").click()
        expect(page.locator("main")).to_contain_text(re.compile(r"\d+/BS-SGDĐT"))

        handing_over = open_work(officer, case)
        choose(handing_over, "cach_tra", "truc_tuyen")
        end_step(handing_over, "da_tra")
        expect(citizen.go(case.address).locator("main")).to_contain_text("Đã trả kết quả")
        self.is_rated_once(citizen.page)
        self.asks_on_both_sides_what_is_wrong_with_it(somebody, case)

    def asks_on_both_sides_what_is_wrong_with_it(self, somebody, case):
        for email, dossier in (("cong-dan", case.address), ("lanh-dao", f"/desk/dossiers/{case.public_id}/")):
            readers = in_both_languages(somebody, f"{email}@motcua.test")
            assert findings(readers, [f"{dossier}correction/"]) == []
            page = readers["en"].page
            page.locator("main form .mc-actions button[type=submit]").click()
            page.locator(".govuk-error-summary").wait_for()
            assert violations(page, "nothing said") == []

    def is_rated_once(self, page):
        assert violations(page, "rating") == []
        page.check("[name=score][value='5']")
        page.fill("[name=words]", "Nhanh, không phải đi lại")
        page.click("#rate button")
        expect(page.locator("#rate")).to_contain_text("5/5 – Rất hài lòng")
        expect(page.locator("[name=score]")).to_have_count(0)

    def test_is_asked_for_in_english_without_scripts_and_given_by_the_school_under_a_second_number(
        self, somebody
    ):
        citizen = somebody("cong-dan-2@motcua.test", java_script_enabled=False)
        forget_draft(citizen)
        page = citizen.go("/apply/diploma_copy/")
        page.click("[name=language][value=en]")
        expect(page.locator("html")).to_have_attribute("lang", "en")

        page = begin(citizen)
        wrong = {**PHI, "nguoi_dien_thoai": "12", "nguoi_so_dinh_danh": ""}
        fill_application(page, wrong, capacity="uy_quyen", papers={"giay_chung_minh": paper()})

        self.sees_mistakes_on_top_and_at_the_fields(page)
        self.finds_everything_kept(page)
        self.sees_how_far_it_has_come(citizen.go("/apply/diploma_copy/"))
        self.finds_everything_kept(begin(citizen))

        fill_application(page, PHI, capacity="uy_quyen")
        self.changes_one_answer(page)
        case = send(page)
        expect(page.locator("main")).to_contain_text("Your dossier has been sent")

        self.is_given_by_the_school(somebody, case)
        result = page.get_by_role("button", name="Download")
        reload_until_seen(page, result)
        expect(page.locator("h1")).to_contain_text(case.number)

    def sees_mistakes_on_top_and_at_the_fields(self, page):
        links = page.locator(".govuk-error-summary a")
        targets = [link.get_attribute("href") for link in links.all()]
        assert page.evaluate("document.querySelector('main .govuk-error-summary ~ .mc-form') !== null")
        assert targets == ["#f-nguoi_so_dinh_danh", "#f-nguoi_dien_thoai"]
        for target in targets:
            expect(page.locator(f".govuk-form-group--error {target}")).to_be_visible()
            expect(page.locator(f".govuk-form-group--error:has({target}) .mc-error")).to_be_visible()

    def finds_everything_kept(self, page):
        for name, text in {"nguoi_ho_ten": PHI["nguoi_ho_ten"], "nguoi_dien_thoai": "12"}.items():
            expect(page.locator(f"[name={name}]")).to_have_value(text)
        expect(page.locator("[name=tu_cach][value=uy_quyen]")).to_be_checked()
        expect(page.locator(".mc-uploads__name")).to_have_text("uy-quyen.pdf")

    def sees_how_far_it_has_come(self, page):
        states = [row.inner_text() for row in page.locator(".mc-sections__row > span").all()]
        assert states == ["In progress", "Not filled in", "Not filled in", "Not filled in"]

    def changes_one_answer(self, page):
        page.locator("[data-answer=muc_dich]").get_by_role("link", name="Change").click()
        page.wait_for_url("**/apply/diploma_copy/nhan_ket_qua/?back=review#f-muc_dich")
        page.fill("[name=muc_dich]", "To apply for a job")
        save_and_go_on(page)
        assert page.url.endswith("/review/")
        expect(page.locator("[data-answer=muc_dich] dd").first).to_contain_text("To apply for a job")

    def is_given_by_the_school(self, somebody, case):
        receive(somebody("tiep-nhan@motcua.test"), case, keeper="H61.12.31")
        search_register(somebody("truong-giu-so@motcua.test"), case)
        compare(somebody("truong-giu-so-2@motcua.test"), case)
        principal, clerk = somebody("hieu-truong@motcua.test"), somebody("truong-van-thu@motcua.test")
        sign(principal, case)
        self.comes_back_to_the_leader_when_its_number_is_voided(principal, clerk, case)
        self.shows_why_in_the_register(somebody("quan-tri@motcua.test"))
        sign(principal, case)
        end_step(open_work(clerk, case), "xong")

    def comes_back_to_the_leader_when_its_number_is_voided(self, leader, clerk, case):
        end_step(open_work(clerk, case), "huy_so", reason="Tên trường in sai")

        expect(row_of(leader.page, case)).to_be_visible(timeout=LONG)

    def shows_why_in_the_register(self, administrator):
        page = administrator.go("/desk/admin/registers/")
        page.locator("main tr", has_text="Cửu Long").locator("a").first.click()
        expect(page.locator("main")).to_contain_text("Tên trường in sai")
        assert violations(page, "register") == []
