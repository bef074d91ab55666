"""Every page of the tablet for everybody: axe, the keyboard alone, 400 % zoom, held either way, 48 px under a finger."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.tablet import LONG, PIN, TABLET, Arrive, Tablet, picture
from tests.journeys.tablet_checklists import pin_checklist
from tests.journeys.tablet_world import Visit
from tests.journeys.test_tablet_signing import make_minutes

pytestmark = pytest.mark.journey

UPRIGHT = TABLET["viewport"]
SIZES = {
    "upright": UPRIGHT,
    "lying": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
    "400 %": {"width": 320, "height": 256},
}
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary, label.t-choice, label.t-button")]
  .filter((each) => each.checkVisibility() && !each.matches(".t-choice input, .t-picker input, .t-skip"))
  .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && (box.height < 47.5 || box.width < 47.5))
  .map(([html, box]) => `${Math.round(box.width)} × ${Math.round(box.height)} px: ${html}`)"""
CONFLICT = """
from uuid import uuid4
from inspections.models import AnswerConflict
an = Person.objects.get(email="an@dong.bo")
told = {"verdict": "fail", "value": None, "numerator": None, "denominator": None, "reason": "Không có sổ", "evidence": [], "unseen_because": "", "note": ""}
side = {"values": told, "by": an.pk, "device": None, "noted_at": timezone.now().isoformat()}
AnswerConflict.objects.create(public_id=uuid4(), target=target, item_key="K.verdict", first=side, second=side, seq=target.sync_seq + 1,
    raised_at=timezone.now())
Target.objects.filter(pk=target.pk).update(sync_seq=target.sync_seq + 1)
print("0")
"""
FAULT = """() => {
  IDBObjectStore.prototype.add = function () { throw new DOMException("no room", "QuotaExceededError"); };
}"""

FORGET = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.deleteDatabase("motcua-tablet");
  Object.assign(asked, { onsuccess: resolve, onerror: reject, onblocked: reject });
})"""


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with a page as it stands: for axe, under a finger, and where it does not fit its window."""
    found = violations(page, name)
    for held, size in SIZES.items():
        page.set_viewport_size(size)
        wider = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        found += [f"{name}, {held}: {wider} px too wide"] if wider > 0 else []
        found += [f"{name}, {held}: {each}" for each in page.evaluate(SMALL)]
    page.set_viewport_size(UPRIGHT)
    return found


class TestEveryPage:
    def test_passes_axe_has_big_targets_and_fits_however_it_is_held(self, tablet: Arrive, visit: Visit):
        pin_checklist(visit, "tests.journeys.every_kind_checklist")
        visit.ask(CONFLICT)
        lead = tablet("lead")
        lead.open(visit)
        found = [each for name in pages(lead, visit) for each in faults(lead.page, name)]

        assert found == []

    def test_of_a_checklist_with_samples_does_too(self, tablet: Arrive, visit: Visit):
        lead = tablet("lead").section(visit)
        found = faults(lead.page, "a section with samples")

        found += faults(lead.section(visit, "CS").page, "a section of measures")

        assert found == []


def pages(lead: Tablet, visit: Visit) -> Iterator[str]:
    """Walk through every page of the application; give the name of each while it stands."""
    page = lead.page
    yield "contents"
    lead.section(visit, "KIND").answer("K.verdict", "fail")
    lead.question("K.ratio").get_by_label("Có việc").fill("10")
    lead.question("K.ratio").get_by_label("Tốt nghiệp").fill("30")
    lead.question("K.table").get_by_role("button", name="Thêm dòng").click()
    lead.question("K.verdict").locator("input[type=file]").set_input_files(picture())
    expect(lead.question("K.verdict").locator("[data-photo]")).to_have_count(1, timeout=LONG)
    for details in page.locator("main details").all():
        details.evaluate("(each) => { each.open = true }")
    yield "a section of every kind"
    lead.question("K.verdict").get_by_role("button", name="Xem lại và dùng ảnh").click()
    expect(page.locator("dialog canvas")).to_be_visible()
    yield "a photograph looked at"
    page.get_by_role("button", name="Dùng ảnh", exact=True).click()
    lead.open(visit, "/conflicts")
    expect(page.locator("[data-conflict]")).to_be_visible()
    yield "conflicts"
    lead.open(visit, "/sections")
    page.get_by_role("button", name="Nhận phần này").click()
    page.get_by_role("button", name="Nhận phần từ máy khác").click()
    yield "sections"
    lead.open(visit, "/minutes")
    expect(page.get_by_role("heading", name="Biên bản", exact=True)).to_be_visible()
    yield "minutes"
    lead.open(visit, "/minutes/new/announcement")
    page.get_by_role("button", name="Lập biên bản").click()
    expect(page.get_by_role("heading", name="Còn thiếu")).to_be_visible()
    yield "an announcement to fill in"
    make_minutes(lead, visit)
    page.get_by_role("button", name="Mã QR trao bản").click()
    yield "signing on the tablet"
    page.get_by_label("Đối tượng kiểm tra", exact=True).check()
    page.get_by_label("Không ký", exact=True).check()
    yield "a refusal"
    page.get_by_label("Người chứng kiến xác nhận", exact=True).check()
    page.get_by_label("Ký mực trên giấy", exact=True).check()
    yield "signing in ink"
    page.get_by_role("link", name="Đọc cho đối tượng nghe").click()
    expect(page.locator(".t-aloud")).to_be_visible()
    yield "read aloud"
    lead.wait_until_sent()
    page.evaluate("() => { location.hash = '#/visit/00000000-0000-0000-0000-000000000000' }")
    expect(page.get_by_role("heading", name="Chưa có trên máy")).to_be_visible()
    yield "a visit that is not here"
    visit.ask("Target.objects.filter(pk=target.pk).update(status='closed')\nprint('0')")
    lead.section(visit, "KIND").answer("K.verdict", "not_applicable")
    expect(lead.state).to_contain_text("1 việc máy chủ không nhận", timeout=LONG)
    page.evaluate("() => { location.hash = '#/device' }")
    expect(page.locator("[data-rejected]")).to_be_visible()
    yield "this tablet"
    page.evaluate("() => { location.hash = '#/' }")
    page.get_by_role("button", name="Mở bằng mã QR trên giấy phép").click()
    yield "visits"
    lead.section(visit, "KIND")
    page.evaluate(FAULT)
    lead.answer("K.verdict", "pass")
    expect(page.get_by_role("alert").filter(has_text="CHƯA được lưu")).to_be_visible()
    yield "an answer that was not kept"
    page.reload()
    expect(page.get_by_role("button", name="Đăng nhập người khác")).to_be_visible()
    yield "the lock"
    page.evaluate(FORGET)
    page.reload()
    expect(page.locator("[data-new-store]")).to_be_visible()
    yield "a store to make"


class TestTheKeyboardAlone:
    def test_unlocks_opens_a_section_and_answers(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        an.page.reload()
        keyboard = an.page.keyboard
        expect(an.page.locator("[data-lock] input")).to_be_focused()

        keyboard.type(PIN)
        keyboard.press("Enter")
        expect(an.page.get_by_role("heading", name="Tuyển sinh", exact=True)).to_be_visible(timeout=20_000)
        tab_to(an, '[id="q-TS.01"] input[type=radio]')
        keyboard.press("Space")
        expect(an.question("TS.01").locator("input[value=pass]")).to_be_checked()
        keyboard.press("ArrowRight")
        expect(an.question("TS.01").locator("input[value=fail]")).to_be_checked()
        keyboard.press("Tab")
        keyboard.type("Không công khai")
        an.wait_until_sent()

        assert visit.answers()["TS.01"] | {"evidence": []} == {
            "verdict": "fail", "value": None, "numerator": None, "denominator": None, "reason": "Không công khai",
            "evidence": [], "unseen_because": "", "note": "",
        }  # fmt: skip

    def test_masks_a_photograph_whole_makes_minutes_and_notes_a_refusal(self, tablet: Arrive, visit: Visit):
        lead = tablet("lead").section(visit).answer("TS.01", "fail")
        keyboard, page = lead.page.keyboard, lead.page
        lead.question("TS.01").locator("input[type=file]").set_input_files(picture(300, 200))
        expect(lead.question("TS.01").locator("[data-photo]")).to_have_count(1, timeout=LONG)
        press(lead, "Xem lại và dùng ảnh")
        expect(page.locator("dialog canvas")).to_be_visible()
        press(lead, "Che cả ảnh")
        press(lead, "Dùng ảnh")
        expect(lead.question("TS.01").get_by_text("Đã tới máy chủ")).to_be_visible(timeout=LONG)

        lead.open(visit, "/minutes/new/inspection")
        tab_to(lead, "fieldset:has(legend:text-is('Đại diện đối tượng kiểm tra')) button")
        keyboard.press("Enter")
        keyboard.type("Phạm Hiệu Trưởng")
        tab_to(lead, "input[type=radio][value=none]")
        keyboard.press("Space")
        press(lead, "Lập biên bản")
        expect(page.locator(".t-minutes")).to_be_visible()
        tab_to(lead, ".t-no-print input[type=radio]:checked")
        keyboard.press("ArrowDown")
        tab_to(lead, ".t-no-print input[type=radio][value=drawn]")
        keyboard.press("ArrowDown")
        keyboard.press("ArrowDown")
        expect(page.get_by_label("Không ký", exact=True)).to_be_checked()
        tab_to(lead, "label:text-is('Họ và tên') + input")
        keyboard.type("Phạm Hiệu Trưởng")
        tab_to(lead, "label:text-is('Lý do không ký') + input")
        keyboard.type("Không đồng ý")
        press(lead, "Ghi nhận không ký")
        expect(page.locator("[data-signatures]")).to_contain_text("Không ký")
        lead.wait_until_sent()

        assert visit.ask(
            "print(json.dumps([[each.side, each.method] for each in MinutesSignature.objects.filter(minutes__target=target)]))"
        ) == [["institution", "refused"]]
        [(_, _, is_whole, is_masked)] = visit.evidence()
        assert is_whole and is_masked


def tab_to(tablet: Tablet, selector: str) -> None:
    """Press Tab until what a selector means has the focus. Raises AssertionError where it is not reached."""
    wanted = tablet.page.locator(selector).first
    for _ in range(120):
        if wanted.evaluate("(each) => each === document.activeElement"):
            return
        tablet.page.keyboard.press("Tab")
    raise AssertionError(f"not reached by the keyboard: {selector}")


def press(tablet: Tablet, name: str) -> None:
    """Reach a button by the keyboard and press it."""
    tab_to(tablet, f"button:text-is('{name}')")
    tablet.page.keyboard.press("Enter")
