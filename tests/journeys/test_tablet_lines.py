"""Bad lines: a server that takes everything and drops the answer, 20 kbit/s with cuts, a wrong clock, a shut-out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.tablet import Arrive, picture, wait_for_shell
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

KBIT = 1000 / 8
SHUT_OUT = """
an = Person.objects.get(email="an@dong.bo")
Device.objects.filter(person=an).update(revoked_at=timezone.now(), revoked_by=an)
print("0")
"""


class TestADroppedLine:
    def test_takes_nothing_away_and_makes_nothing_twice(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        dropped: list[str] = []

        def commit_and_drop(route: Route) -> None:
            if len(dropped) < 4:
                route.fetch()
                dropped.append(route.request.post_data or "")
                route.abort("connectionreset")
            else:
                route.continue_()

        an.context.route("**/operations/", commit_and_drop)
        for key, verdict in (("TS.01", "pass"), ("TS.02", "fail"), ("TS.07", "pass")):
            an.answer(key, verdict)
        an.question("TS.02").get_by_label("Lý do").press_sequentially("Tuyển ngoài giấy phép", delay=30)
        expect(an.state).to_contain_text("không có mạng, sẽ tự gửi", timeout=20_000)
        an.wait_until_sent()

        ids = [set(re.findall(r'"id":"([0-9a-f-]{36})"', body)) for body in dropped]
        assert len(dropped) == 4
        assert ids[0] & ids[1], "what was dropped is sent again under its id"
        applied = visit.operations()
        assert all(status == "applied" for _, status, _ in applied)
        assert visit.answers()["TS.02"]["reason"] == "Tuyển ngoài giấy phép"
        assert visit.ask("print(json.dumps(target.sync_seq))") == len(applied)


class TestADisorderlyLine:
    def test_that_doubles_requests_and_brings_old_ones_late_makes_nothing_twice(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit)
        an.wait_until_sent()
        late: list[tuple[str, dict[str, str]]] = []
        told: list[object] = []

        def disorder(route: Route) -> None:
            request = route.request
            if not late:  # the first is held back: the tablet hears nothing of it and sends again
                late.append((request.post_data or "", request.headers))
                return route.abort("connectionreset")
            route.fetch()
            answer = route.fetch()
            told.append(answer.json()["results"])
            if len(told) == 2:  # what was held back comes after its successors
                told.append(route.fetch(post_data=late[0][0], headers=late[0][1]).json()["results"])
            return route.fulfill(response=answer)

        an.context.route("**/operations/", disorder)
        an.context.route("**/tablet/api/evidence/**", lambda route: (route.fetch(), route.continue_()))
        an.answer("TS.01").answer("TS.02", "fail")
        an.wait_until_sent()
        an.answer("TS.01", "fail")
        an.take_photo("TS.01", picture(300, 200))
        an.wait_until_sent()

        assert len(told) >= 3
        applied = visit.operations()
        assert all(status == "applied" for _, status, _ in applied)
        answers = visit.answers()
        assert [answers[key]["verdict"] for key in ("TS.01", "TS.02")] == ["fail", "fail"]
        [(received, size, is_whole, _)] = visit.evidence()
        assert is_whole and received == size
        assert visit.ask("print(json.dumps(target.sync_seq))") == len(applied) + 1, "the photograph's receipt"


class TestASlowLine:
    def test_of_20_kbit_with_cuts_brings_photographs_part_by_part(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit).answer("TS.01", "fail")
        an.wait_until_sent()
        debugger = an.context.new_cdp_session(an.page)
        debugger.send("Network.enable")
        offsets: list[int] = []
        an.context.on(
            "request",
            lambda asked: (
                offsets.append(int(asked.headers["upload-offset"])) if asked.method == "PATCH" else None
            ),
        )

        def line(*, offline: bool, kbit: float) -> None:
            debugger.send("Network.emulateNetworkConditions", {
                "offline": offline, "latency": 400, "downloadThroughput": kbit * KBIT, "uploadThroughput": kbit * KBIT,
            })  # fmt: skip

        line(offline=False, kbit=20)
        an.take_photo("TS.01", picture(300, 330))
        under_way = an.question("TS.01").get_by_text(re.compile("Đã gửi [0-9]+ %"))
        expect(under_way).to_be_visible(timeout=60_000)
        line(offline=True, kbit=20)
        expect(an.state).to_contain_text("không có mạng")
        before = len(offsets)
        line(offline=False, kbit=20)
        expect(under_way).to_be_visible(timeout=60_000)
        expect(an.question("TS.01").get_by_text("Đã tới máy chủ")).to_be_visible(timeout=120_000)

        [(received, size, is_whole, _)] = visit.evidence()
        assert received == size > 30_000
        assert is_whole
        assert offsets[before] > 0, "after a cut it goes on where it stopped"


class TestAWrongClock:
    def test_is_told_and_not_corrected_in_silence(self, tablet: Arrive, visit: Visit):
        an = tablet("an")
        an.page.clock.install(time=datetime.now(UTC) + timedelta(days=1))
        an.page.reload()
        an.unlock()

        expect(an.state).to_contain_text("đồng hồ máy sai", timeout=20_000)
        an.page.evaluate("() => { location.hash = '#/device' }")

        warning = an.page.get_by_role("alert").filter(has_text="Đồng hồ máy nhanh hơn máy chủ 1 ngày.")
        expect(warning).to_be_visible()

    def test_is_told_before_the_decision_is_announced_without_a_network_too(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit)
        wait_for_shell(an)
        an.page.clock.install(time=datetime.now(UTC) + timedelta(days=1))
        an.page.reload()
        an.unlock()
        expect(an.state).to_contain_text("đồng hồ máy sai", timeout=20_000)
        an.context.set_offline(True)
        an.page.reload()
        an.unlock()

        an.open(visit, "/minutes/new/announcement")

        warning = an.page.get_by_role("alert").filter(has_text="Đồng hồ máy nhanh hơn máy chủ 1 ngày.")
        expect(warning).to_contain_text("trước khi công bố quyết định")


class TestATabletShutOutFromAfar:
    def test_locks_itself_and_opens_again_for_who_signs_in_with_everything_unsent(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit)
        an.wait_until_sent()
        an.context.set_offline(True)
        an.answer("TS.01")
        visit.ask(SHUT_OUT)

        an.context.set_offline(False)
        expect(an.page.locator("[data-lock]")).to_be_visible(timeout=30_000)
        an.page.locator("[data-lock] input").fill("246810")
        an.page.get_by_role("button", name="Mở").click()
        expect(an.page.get_by_role("alert")).to_contain_text("đã bị ngừng dùng từ xa")
        assert "TS.01" not in visit.answers()
        an.sign_in("an")
        an.unlock()
        an.wait_until_sent()

        assert visit.answers()["TS.01"]["verdict"] == "pass"

    def test_takes_from_the_screen_what_stood_over_its_page(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit).answer("TS.01", "fail")
        question = an.question("TS.01")
        question.locator("input[type=file]").set_input_files(picture(300, 200))
        question.get_by_role("button", name="Xem lại và dùng ảnh").click()
        expect(an.page.locator("dialog canvas")).to_be_visible()
        visit.ask(SHUT_OUT)

        an.page.evaluate("() => window.dispatchEvent(new Event('online'))")

        expect(an.page.locator("[data-lock]")).to_be_visible(timeout=30_000)
        expect(an.page.locator("dialog")).to_have_count(0)


class TestAClosedVisit:
    def test_keeps_what_it_does_not_take_on_the_tablet_and_blocks_signing_out(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit)
        an.wait_until_sent()
        visit.ask("Target.objects.filter(pk=target.pk).update(status='done')\nprint('0')")

        an.answer("TS.01")
        expect(an.state).to_contain_text("1 việc máy chủ không nhận", timeout=20_000)
        an.page.evaluate("() => { location.hash = '#/device' }")
        expect(an.page.locator("[data-rejected]")).to_contain_text("Buổi kiểm tra đã đóng")
        an.page.get_by_role("button", name="Đăng xuất và xóa dữ liệu").click()
        expect(an.page.get_by_role("alert").filter(has_text="Còn việc chưa gửi")).to_be_visible()
        an.page.get_by_label("Mật khẩu của tệp").fill("mat-khau-cua-tep")
        with an.page.expect_download() as download:
            an.page.get_by_role("button", name="Xuất việc chưa gửi").click()
        with open(download.value.path(), "rb") as file:
            carried = file.read()

        assert b"motcua-tablet-1" in carried
        assert b"TS.01" not in carried
        an.page.get_by_role("button", name="Đăng xuất và xóa dữ liệu").click()
        expect(an.page.get_by_role("link", name="Đăng nhập")).to_be_visible()
        assert an.page.evaluate("indexedDB.databases().then((all) => all.map((each) => each.name))") == [
            "motcua-tablet"
        ]
