"""Sign-in: a guesser is locked out, an officer does not get past the door without a second factor."""

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Person
from tests.journeys.product import Product, another_door

pytestmark = pytest.mark.journey

LIMIT = 5
OFFICER = "hieu-truong@motcua.test"


@pytest.fixture
def officer(product: Product, browser: Browser) -> Iterator[Person]:
    """Somebody who signs in where officers need a second factor, as every office runs it."""
    with another_door(product, MOTCUA_REQUIRE_SECOND_FACTOR="yes") as strict_door:
        context = browser.new_context(locale="vi-VN")
        yield Person(strict_door, context).sign_in(OFFICER)
        context.close()


class TestAGuesser:
    def test_is_locked_out_after_five_wrong_passwords(self, somebody):
        guesser = somebody()

        for _ in range(LIMIT - 1):
            page = guesser.enter("truong-van-thu@motcua.test", "khong-phai-mat-khau")
            expect(page.locator(".govuk-error-summary")).to_contain_text("không đúng")
        with guesser.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            guesser.enter("truong-van-thu@motcua.test", "khong-phai-mat-khau")

        assert answered.value.status == 429
        expect(guesser.page.locator("h1")).to_have_text("Tạm khóa đăng nhập")
        expect(guesser.page.locator("main")).to_contain_text("15 phút")
        assert violations(guesser.page, "locked out") == []
        somebody().sign_in("cong-dan-2@motcua.test")


class TestAnOfficer:
    def test_needs_a_second_factor_and_gets_it_reset_when_it_is_lost(self, officer, somebody, sessions):
        page = officer.go("/desk/")
        expect(page.locator("h1")).to_have_text("Bật xác thực hai lớp")
        assert violations(page, "set-up") == []
        page.fill("main [name=code]", code_of(page.locator("main dd code").inner_text()))
        page.click("main form button[type=submit]")
        page.wait_for_url("**/recovery-codes/**")
        assert violations(page, "recovery codes") == []
        expect(officer.go("/desk/").locator("h1")).to_have_text("Hộp việc")

        self.has_lost_the_telephone(somebody("quan-tri@motcua.test"))
        sessions.pop(OFFICER, None)
        page.wait_for_url("**/accounts/login/**")

    def has_lost_the_telephone(self, administrator):
        page = administrator.go(f"/desk/admin/people/?q={OFFICER}")
        page.locator("main a[href*='/desk/admin/people/']", has_text="Lâm Quốc Bảo").click()
        page.locator("a[href$='/second-factor/']").click()
        page.fill("[name=reason]", "Mất điện thoại")
        page.click("main form button[type=submit]")
        expect(page.locator("main")).to_contain_text("Đã đặt lại xác thực hai lớp.")


def code_of(secret: str) -> str:
    """Return the six digits an application on a telephone would show now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
