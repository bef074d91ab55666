"""Filling in with scripts: the page saves itself and says so; a question comes and goes with the answer above it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import begin, fill_section, forget_draft, save_and_go_on

pytestmark = pytest.mark.journey


class TestASection:
    def test_saves_itself_and_is_there_again_later(self, somebody):
        citizen = somebody("cong-dan-2@motcua.test")
        forget_draft(citizen)
        page = begin(citizen)

        page.fill("[name=nguoi_ho_ten]", "Thạch Sô Phi")
        state = page.locator("[data-autosave-state]")
        expect(state).to_contain_text(re.compile(r"Đã tự lưu lúc \d\d:\d\d"), timeout=20_000)

        listed = citizen.go("/apply/diploma_copy/")
        expect(listed.locator("[data-section=nguoi_de_nghi] .mc-state")).to_have_text("Đang điền")
        expect(listed.locator("main [role=status]")).to_contain_text("Đã lưu nháp lúc")
        expect(begin(citizen).locator("[name=nguoi_ho_ten]")).to_have_value("Thạch Sô Phi")

    def test_brings_a_question_out_with_the_answer_that_calls_for_it(self, somebody):
        citizen = somebody("cong-dan-2@motcua.test")
        forget_draft(citizen)
        page = begin(citizen)
        relation = page.locator("[data-field=quan_he]")

        page.check("[name=tu_cach][value=than_nhan]")
        expect(relation).to_be_visible()
        page.check("[name=tu_cach][value=chinh_chu]")

        expect(relation).to_be_hidden()

    def test_asks_what_an_earlier_page_calls_for(self, somebody):
        citizen = somebody("cong-dan-2@motcua.test")
        forget_draft(citizen)
        page = begin(citizen)
        fill_section(page, capacity="chinh_chu")

        save_and_go_on(page)

        expect(page).to_have_url(re.compile("/apply/diploma_copy/chu_bang/$"))
        expect(page.locator("[data-field=chu_bang_so_dinh_danh]")).to_have_count(0)
        citizen.go("/apply/diploma_copy/nguoi_de_nghi/").check("[name=tu_cach][value=than_nhan]")
        page.click("[name=action][value=draft]")
        page.wait_for_url("**/apply/diploma_copy/")
        expect(
            citizen.go("/apply/diploma_copy/chu_bang/").locator("[data-field=chu_bang_so_dinh_danh]")
        ).to_be_visible()
