"""An inspector at work on a tablet: with a network and without, in two windows, with a colleague."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.tablet import Arrive, Tablet, picture, wait_for_shell
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey


class TestWithoutANetwork:
    def test_an_inspector_reloads_answers_and_the_server_has_it_afterwards(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit)
        wait_for_shell(an)

        an.context.set_offline(True)
        an.page.reload()
        an.unlock().section(visit).answer("TS.01").answer("TS.02", "not_applicable")
        an.question("TS.02").get_by_label("Lý do").fill("Không tuyển sinh năm nay")
        expect(an.state).to_contain_text(re.compile("Đã lưu trên máy · 2 việc chờ gửi · không có mạng"))
        an.wait_until_kept().page.reload()
        an.unlock().section(visit)
        expect(an.question("TS.01").locator("input[value=pass]")).to_be_checked()
        an.context.set_offline(False)
        an.wait_until_sent()

        answers = visit.answers()
        assert answers["TS.01"]["verdict"] == "pass"
        assert answers["TS.02"]["reason"] == "Không tuyển sinh năm nay"

    def test_a_wrong_pin_opens_nothing_and_costs_more_each_time(self, tablet: Arrive, visit: Visit):
        an = tablet("an")
        an.page.reload()
        form = an.page.locator("[data-lock]")

        for _ in range(4):
            form.locator("input").fill("111111")
            form.get_by_role("button", name="Mở").click()
            expect(form.get_by_role("alert")).to_contain_text("Mã PIN chưa đúng", timeout=10_000)
            expect(form.get_by_role("button")).to_be_enabled(timeout=10_000)

        expect(form.get_by_role("alert")).to_contain_text("Đợi")
        form.locator("input").fill("246810")
        form.get_by_role("button", name="Mở").click()
        expect(form.get_by_role("alert")).to_contain_text("Đợi")

    def test_nothing_readable_lies_on_the_tablet(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit).answer("TS.01", "fail")
        an.question("TS.01").get_by_label("Lý do").fill("BÍMẬT-0123")
        an.wait_until_sent()

        found = an.page.evaluate(
            """async () => {
              const texts = [];
              for (const { name } of await indexedDB.databases()) {
                const database = await new Promise((resolve) => {
                  const asked = indexedDB.open(name);
                  asked.onsuccess = () => resolve(asked.result);
                });
                for (const store of database.objectStoreNames) {
                  const rows = await new Promise((resolve) => {
                    const asked = database.transaction(store).objectStore(store).getAll();
                    asked.onsuccess = () => resolve(asked.result);
                  });
                  for (const row of rows) {
                    const seen = (value) => {
                      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) texts.push(new TextDecoder("utf-8").decode(value));
                      else if (value && typeof value === "object") Object.values(value).forEach(seen);
                      else texts.push(String(value));
                    };
                    seen(row);
                  }
                }
              }
              return texts.join("\\n");
            }"""
        )

        assert "TS.01" in found
        assert "BÍMẬT-0123" not in found
        assert "Trường Trung cấp Mẫu" not in found


class TestOneSection:
    def test_asks_only_for_what_the_answer_needs_and_leads_to_the_next(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        question = an.question("TS.01")

        an.answer("TS.01")
        expect(question.get_by_label("Lý do")).to_have_count(0)
        an.answer("TS.01", "fail")
        expect(question.get_by_text("Còn thiếu: lý do, ảnh")).to_be_visible()
        question.get_by_label("Lý do").fill("Không công khai")
        question.get_by_text("Không chụp được", exact=True).click()
        question.get_by_label("Đã quan sát trực tiếp").fill("Phòng máy chủ cấm chụp")
        expect(question.get_by_text("Còn thiếu")).to_have_count(0)
        onward = an.page.get_by_role("link", name=re.compile(r"Còn \d+ mục chưa trả lời"))
        onward.click()

        expect(an.page).to_have_url(re.compile("section/TS/TS.02$"))
        expect(an.question("TS.02").locator("input").first).to_be_focused()

    def test_marks_a_ratio_beyond_its_limit_provisionally_and_keeps_it(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        question = an.question("TS.03")

        question.get_by_label("Số tuyển mới").fill("40")
        question.get_by_label("Quy mô được cấp").fill("30")

        expect(question.get_by_text("Tạm tính: 133,33 %")).to_be_visible()
        expect(question.get_by_text("Vượt hạn mức, tạm tính")).to_be_visible()
        question.get_by_label("Lý do").fill("Tuyển thêm theo đơn đặt hàng")
        an.wait_until_sent()
        assert visit.answers()["TS.03"]["numerator"] == "40"

    def test_repeats_its_items_over_a_sample_drawn_by_the_seed_of_the_server(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit)

        an.page.get_by_label("Có tất cả bao nhiêu?").fill("137")
        an.page.get_by_role("button", name="Lấy mẫu").click()
        expect(an.page.locator('[id^="q-TS.05#"]')).to_have_count(10)
        shown = [each.get_attribute("id").split("#")[1] for each in an.page.locator('[id^="q-TS.05#"]').all()]
        an.page.locator('[id^="q-TS.05#"] input[value=pass]').first.check()
        an.wait_until_sent()

        assert visit.ask("print(json.dumps(SampleDraw.objects.get(target=target).drawn))") == [
            int(each) for each in shown
        ]
        assert f"TS.05#{shown[0]}" in visit.answers()

    @pytest.mark.parametrize("is_reopened", [False, True], ids=["fresh", "a draft that is reopened"])
    def test_saves_an_answer_within_50_milliseconds(self, tablet: Arrive, visit: Visit, *, is_reopened: bool):
        an = tablet("an").section(visit)
        an.answer("TS.01")
        if is_reopened:
            an.answer("TS.02", "fail")
            an.question("TS.02").get_by_label("Lý do").fill("Viết dở")
            an.wait_until_kept().page.reload()
            an.unlock().section(visit)
            expect(an.question("TS.02").get_by_label("Lý do")).to_have_value("Viết dở")

        for verdict in ("fail", "pass", "not_applicable", "pass") * 3:
            an.answer("TS.02", verdict)
        an.wait_until_sent()

        taken = sorted(
            an.page.evaluate("performance.getEntriesByName('motcua-save').map((each) => each.duration)")
        )
        assert len(taken) >= 10
        assert taken[len(taken) // 2] <= 50, taken


class TestLeaving:
    def test_is_asked_about_while_a_word_is_still_being_written_down(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        asked: list[str] = []
        an.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        an.question("TS.01").locator("input[value=pass]").click()
        an.wait_until_kept().page.reload()
        an.unlock().section(visit)
        assert asked == []

        an.page.evaluate(
            """() => {
              const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
              crypto.subtle.encrypt = async (...said) => {
                await new Promise((resolve) => setTimeout(resolve, 2_000));
                return encrypt(...said);
              };
            }"""
        )
        an.question("TS.02").locator("input[value=pass]").click()
        an.page.reload()

        assert asked == ["beforeunload"]


class TestAPageThatIsSlow:
    def test_never_comes_over_the_one_that_was_asked_for_after_it(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        an.page.evaluate(
            """() => {
              const estimate = navigator.storage.estimate.bind(navigator.storage);
              navigator.storage.estimate = async () => {
                await new Promise((resolve) => setTimeout(resolve, 700));
                window.listIsDrawn = true;
                return estimate();
              };
            }"""
        )

        an.page.evaluate("() => { location.hash = '#/' }")
        an.page.wait_for_timeout(100)
        an.page.evaluate("path => { location.hash = path }", f"#/visit/{visit.id}")
        an.page.wait_for_function("() => window.listIsDrawn")

        expect(an.page.locator("main h1")).to_have_text("Trường Trung cấp Mẫu")
        an.page.wait_for_timeout(500)
        expect(an.page.locator("main h1")).to_have_text("Trường Trung cấp Mẫu")


class TestTwoWindows:
    def test_send_each_operation_once_and_show_each_other_the_answers(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        sent: list[str] = []
        an.context.on(
            "request",
            lambda request: (
                sent.append(request.post_data or "") if request.url.endswith("/operations/") else None
            ),
        )
        second = Tablet(an.product, an.context)
        second.page.goto(f"{an.product.url}/tablet/")
        second.unlock().section(visit)

        an.answer("TS.01")
        second.answer("TS.02")
        an.answer("TS.07", "fail")
        second.wait_until_sent()

        expect(second.question("TS.01").locator("input[value=pass]")).to_be_checked()
        expect(an.question("TS.02").locator("input[value=pass]")).to_be_checked()
        an.wait_until_sent()
        ids = [number for body in sent for number in re.findall(r'"id":"([0-9a-f-]{36})"', body)]
        assert len(ids) == len(set(ids)) >= 3
        assert set(visit.answers()) >= {"TS.01", "TS.02", "TS.07"}


class TestTwoInspectors:
    def test_both_answers_to_one_question_are_kept_and_the_lead_decides(self, tablet: Arrive, visit: Visit):
        an, binh, lead = (tablet(who).section(visit) for who in ("an", "binh", "lead"))
        an.context.set_offline(True)
        binh.context.set_offline(True)
        an.answer("TS.01")
        binh.answer("TS.01", "fail")
        binh.answer("TS.02")

        an.context.set_offline(False)
        an.wait_until_sent()
        binh.context.set_offline(False)
        binh.wait_until_sent()
        lead.page.evaluate("() => window.dispatchEvent(new Event('online'))")
        lead.page.evaluate("() => { location.hash = '#/' }")
        lead.open(visit)
        lead.page.get_by_role("link", name="1 mục có hai câu trả lời").click()
        conflict = lead.page.locator('[data-conflict="TS.01"]')
        expect(conflict).to_contain_text("Nguyễn An")
        expect(conflict).to_contain_text("Lê Bình")
        conflict.locator("input[value=b]").check()
        conflict.get_by_label("Lý do chọn").fill("Bình đã xem sổ gốc")
        conflict.get_by_role("button", name="Quyết định").click()
        lead.wait_until_sent()

        answers = visit.answers()
        assert answers["TS.01"]["verdict"] == "fail"
        assert answers["TS.02"]["verdict"] == "pass"


class TestPhotographs:
    def test_stay_on_the_tablet_until_they_were_looked_at_and_leave_masked(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit).answer("TS.01", "fail")
        question = an.question("TS.01")
        question.locator("input[type=file]").set_input_files(picture(2000, 1200))
        expect(question.get_by_text("Chưa xem lại, chưa gửi")).to_be_visible()
        an.wait_until_sent()
        assert visit.evidence() == []

        question.get_by_role("button", name="Xem lại và dùng ảnh").click()
        expect(an.page.locator("dialog canvas")).to_be_visible()
        size = an.page.evaluate(
            "(() => { const c = document.querySelector('dialog canvas'); return [c.width, c.height] })()"
        )
        an.drag(an.page.locator("dialog canvas"), (0.1, 0.1), (0.5, 0.4))
        an.page.get_by_role("button", name="Dùng ảnh", exact=True).click()
        expect(question.get_by_text("Đã tới máy chủ")).to_be_visible(timeout=30_000)

        assert size == [1600, 960]
        [(received, announced, is_whole, is_masked)] = visit.evidence()
        assert received == announced
        assert is_whole
        assert is_masked
        assert len(visit.answers()["TS.01"]["evidence"]) == 1

    def test_that_are_none_are_refused_with_what_to_do(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit).answer("TS.01", "fail")

        an.question("TS.01").locator("input[type=file]").set_input_files(
            {"name": "so.png", "mimeType": "image/png", "buffer": b"khong phai anh"}
        )

        expect(
            an.question("TS.01").get_by_text("so.png không phải ảnh đọc được. Hãy chụp lại")
        ).to_be_visible()
