"""What bad input gets: a reason, everything else kept, and never two of what was meant once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.papers import ELEVEN_MEGABYTES, PROGRAM, paper
from tests.journeys.steps import (
    PHI,
    apply_for_a_copy,
    begin,
    fill_application,
    fill_section,
    forget_draft,
    open_work,
    save_and_go_on,
    select_work,
    send,
)

pytestmark = pytest.mark.journey


class TestAnUpload:
    def test_that_lies_or_is_too_big_is_refused_and_the_rest_is_kept(self, somebody):
        citizen = somebody("cong-dan-2@motcua.test")
        forget_draft(citizen)
        page = begin(citizen)
        fill_section(page, PHI, capacity="uy_quyen")

        self.upload(page, paper("uy-quyen.pdf", PROGRAM))
        self.is_refused_with(page, "nội dung khác")
        self.upload(page, paper("uy-quyen.pdf", ELEVEN_MEGABYTES))
        self.is_refused_with(page, "10 MB")

    def test_with_a_hostile_name_loses_the_name_not_the_content(self, somebody):
        citizen = somebody("cong-dan-2@motcua.test")
        forget_draft(citizen)
        page = begin(citizen)
        hostile = paper("..\\..\\<img src=x onerror=alert(1)>\u202efdp.exe")

        fill_application(page, PHI, capacity="uy_quyen", papers={"giay_chung_minh": hostile})

        shown = page.locator("[data-answer=giay_chung_minh] a[href^='/files/']")
        expect(shown).to_have_text("_img src=x onerror=alert(1)_fdp.exe.pdf")
        answer = citizen.fetch(shown.get_attribute("href"))
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["x-content-type-options"] == "nosniff"

    def upload(self, page, file):
        page.set_input_files("[name=giay_chung_minh]", file)
        save_and_go_on(page)

    def is_refused_with(self, page, reason):
        expect(page.locator(".govuk-error-summary a[href='#f-giay_chung_minh']")).to_contain_text(reason)
        expect(page.locator("#f-giay_chung_minh-error")).to_contain_text(reason)
        expect(page.locator(".mc-uploads__name")).to_have_count(0)
        expect(page.locator("[name=nguoi_ho_ten]")).to_have_value("Thạch Sô Phi")
        expect(page.locator("[name=tu_cach][value=uy_quyen]")).to_be_checked()


class TestSendingTwice:
    @pytest.mark.services
    def test_by_a_double_click_or_again_makes_one_dossier(self, somebody):
        citizen = somebody("cong-dan@motcua.test")
        before = self.how_many(citizen)
        page = begin(citizen)
        fill_application(page)
        form = page.locator("main form[action$='/review/']")
        sent = {
            name: form.locator(f"[name={name}]").get_attribute("value")
            for name in ("csrfmiddlewaretoken", "idempotency_key")
        }

        form.locator("button").dblclick()
        page.wait_for_url(re.compile("/dossiers/[0-9a-f-]+/"))
        again = citizen.fetch(
            "/apply/diploma_copy/review/", method="POST", form=sent, headers={"Referer": page.url}
        )

        assert again.url.split("?")[0] == page.url.split("?")[0]
        assert self.how_many(citizen) == before + 1

    def how_many(self, citizen):
        page = citizen.go("/dossiers/")
        return page.locator("main a[href*='/dossiers/']").count()


class TestAStep:
    @pytest.mark.services
    def test_goes_to_the_officer_who_was_faster(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        faster = select_work(somebody("tiep-nhan@motcua.test"), case)
        slower = select_work(somebody("tiep-nhan-2@motcua.test", java_script_enabled=False), case)

        faster.click("#case [data-claim] button")
        faster.wait_for_url("**/desk/work/*/")
        with slower.expect_response(lambda response: response.url.endswith("/claim/")) as answered:
            slower.click("#case [data-claim] button")

        assert answered.value.status == 409
        expect(slower.locator("h1")).to_have_text("Trần Văn Hòa đã nhận việc này trước")

    def test_is_not_ended_from_a_page_that_has_grown_old(self, somebody):
        case = apply_for_a_copy(somebody("cong-dan@motcua.test"))
        officer = somebody("tiep-nhan@motcua.test")
        old = open_work(officer, case)
        old.fill("[name=ghi_chu]", "Đã gọi cho trường")
        new = officer.another_tab().page
        new.goto(old.url)
        new.click("form[action$='/release/'] button")
        new.wait_for_url("**/desk/")
        open_work(somebody("tiep-nhan-2@motcua.test"), case)

        old.check("[name=noi_giu_so_goc] >> nth=0")
        with old.expect_response(lambda response: "/desk/work/" in response.url) as answered:
            old.click("[name=outcome][value=tiep_nhan]")

        assert answered.value.status == 409
        expect(old.locator("h1")).to_have_text("Trang bạn xem đã cũ")
        expect(old.locator(".mc-history")).to_contain_text("Lê Thị Út đã nhận việc")
        expect(old.locator("main")).to_contain_text("Đã gọi cho trường")
        assert violations(old, "conflict") == []


class TestAnAddress:
    def test_of_somebody_elses_dossier_or_file_does_not_exist(self, somebody):
        case, file = self.dossier_and_file_of(somebody("cong-dan@motcua.test"))
        stranger = somebody("cong-dan-2@motcua.test")

        for path in (case.address, file, f"/desk/dossiers/{case.public_id}/"):
            self.does_not_exist(stranger, path, "Không có trang này")
        stranger.page.click("[name=language][value=en]")
        self.does_not_exist(stranger, case.address, "This page does not exist")

    def dossier_and_file_of(self, citizen):
        page = begin(citizen)
        fill_application(page, capacity="uy_quyen", papers={"giay_chung_minh": paper()})
        file = page.locator("[data-answer=giay_chung_minh] a[href^='/files/']").get_attribute("href")
        return send(page), file

    def does_not_exist(self, stranger, path, words):
        answer = stranger.page.goto(f"{stranger.product.url}{path}")
        assert answer.status == 404
        expect(stranger.page.locator("h1")).to_have_text(words)
        expect(stranger.page.locator(".mc-number code")).to_have_text(re.compile(r"\d{4}-\d{3}-\d{3}"))
