"""A citizen, a one-stop officer, two keepers, a leader and a clerk take a diploma copy to a verifiable PDF."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import LONG, apply_for_a_copy, end_step, first_row, open_first_work, receive

pytestmark = [pytest.mark.journey, pytest.mark.services]


class TestADiplomaCopy:
    def test_goes_from_application_to_a_verified_pdf_without_a_reload(self, somebody, product):
        officer = somebody("tiep-nhan@motcua.test")
        inbox = officer.go("/desk/")
        citizen = somebody("cong-dan@motcua.test")

        address = apply_for_a_copy(citizen)

        expect(first_row(inbox)).to_be_visible(timeout=LONG)
        receive(officer)
        expect(citizen.page.get_by_text(re.compile(r"H61\.12-\d{6}-\d{4}")).first).to_be_visible(timeout=LONG)

        keeper = somebody("giu-so@motcua.test")
        page = open_first_work(keeper)
        page.locator("[name=ban_ghi]").first.check()
        end_step(page, "khop_mot")
        second = somebody("giu-so-2@motcua.test")
        page = open_first_work(second)
        page.check("[name=da_doi_chieu]")
        end_step(page, "dung")
        end_step(open_first_work(somebody("lanh-dao@motcua.test")), "ky")
        end_step(open_first_work(somebody("van-thu@motcua.test")), "xong")

        download = citizen.page.locator("a[href*='/files/'], a[href*='/documents/']").first
        expect(download).to_be_visible(timeout=LONG)
        file = citizen.context.request.get(f"{product.url}{download.get_attribute('href')}")
        assert file.body().startswith(b"%PDF-")

        verification = citizen.page.locator("main a[href*='/verify/']").first.get_attribute("href")
        stranger = somebody()
        page = stranger.go(urlsplit(verification or "").path)
        expect(page.locator("main")).to_contain_text("có thật và đang có hiệu lực")
        assert "Nguyễn Thị Mai" not in page.locator("main").inner_text()
        page.set_input_files(
            "input[type=file]", {"name": "ban-sao.pdf", "mimeType": "application/pdf", "buffer": file.body()}
        )
        page.locator("form[enctype='multipart/form-data'] button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("01/BS-SGDĐT")

        open_item = open_first_work(officer)
        end_step(open_item, "da_tra")
        expect(citizen.go(address).locator("main")).to_contain_text("Đã trả kết quả")
