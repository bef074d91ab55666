"""The tablet itself: installed, shared by two people, full, and opened at the gate by the code on a licence."""

import io
import tempfile

import pytest
import segno
from playwright.sync_api import Browser, FilePayload, Locator, expect

from tests.journeys.killing import start
from tests.journeys.product import Product
from tests.journeys.tablet import LONG, PIN, Arrive, Tablet, picture, wait_for_shell
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

LICENCE = """
from registry.models import Licence
institution = target.institution
Licence.objects.update_or_create(institution=institution, issuer=target.inspection.agency, number="{number}", defaults={{
    "issued_on": timezone.localdate(), "created_at": timezone.now(), "changed_at": timezone.now()}})
print("0")
"""
APART = """
from registry.models import Institution
target.institution = Institution.objects.create(name="{name}", kind="truong_trung_cap", valid_from=timezone.localdate())
target.save(update_fields=["institution"])
print("0")
"""
ANSWERED_BY = """
print(json.dumps(dict(Answer.objects.filter(target=target).values_list("item_key", "by__email"))))
"""
NO_ROOM = """() => {
  const { add, put } = IDBObjectStore.prototype;
  const full = function () { throw new DOMException("no room", "QuotaExceededError"); };
  Object.assign(IDBObjectStore.prototype, { add: full, put: full });
  window.makeRoom = () => { Object.assign(IDBObjectStore.prototype, { add, put }); };
}"""

SLOW_CAMERA = """() => {
  const make = window.createImageBitmap;
  const taken = new Promise((resolve) => { window.takePhoto = resolve; });
  window.createImageBitmap = async (...given) => { await taken; return make(...given); };
}"""


def store_of(tablet: Tablet, name: str) -> Locator:
    """Return the form that opens somebody's store."""
    return tablet.page.locator("[data-lock]").filter(has_text=name)


def open_store(tablet: Tablet, name: str) -> Tablet:
    """Open one of the stores of a shared tablet by its PIN."""
    form = store_of(tablet, name)
    form.locator("input").fill(PIN)
    form.get_by_role("button", name="Mở").click()
    expect(form).to_have_count(0, timeout=LONG)
    return tablet


def lock(tablet: Tablet) -> None:
    """Lock the tablet, as one who hands it over does."""
    tablet.page.evaluate("() => { location.hash = '#/device' }")
    tablet.page.get_by_role("button", name="Khóa máy").click()
    expect(tablet.page.locator("[data-lock]").first).to_be_visible()


class TestATabletOfTwo:
    def test_changes_hands_by_pin_and_loses_nobodys_drafts(self, tablet: Arrive, visit: Visit):
        shared = tablet("an").section(visit)
        wait_for_shell(shared)
        shared.context.set_offline(True)
        shared.answer("TS.01", "fail")
        shared.question("TS.01").locator("input[type=file]").set_input_files(picture(200, 150))
        expect(shared.question("TS.01").get_by_text("Chưa xem lại, chưa gửi")).to_be_visible()

        lock(shared)
        shared.context.set_offline(False)
        shared.page.reload()
        shared.page.get_by_role("button", name="Đăng nhập người khác").click()
        shared.page.wait_for_url("**/accounts/login/**")
        shared.sign_in("binh").make_store().section(visit)
        expect(shared.question("TS.01").locator("[data-photo]")).to_have_count(0)
        shared.answer("TS.02")
        shared.wait_until_sent()

        shared.context.set_offline(True)
        lock(shared)
        open_store(shared, "Nguyễn An").section(visit)
        expect(shared.question("TS.01").locator("input[value=fail]")).to_be_checked()
        expect(shared.question("TS.01").get_by_text("Chưa xem lại, chưa gửi")).to_be_visible()
        shared.answer("TS.07")
        shared.context.set_offline(False)
        expect(shared.state).to_contain_text("người khác đang đăng nhập, chưa gửi", timeout=LONG)
        shared.context.set_offline(True)
        shared.page.get_by_role("button", name="Đổi người đăng nhập").click()
        expect(shared.state).to_contain_text("Không có mạng nên chưa đổi được")
        shared.context.set_offline(False)
        shared.page.get_by_role("button", name="Đổi người đăng nhập").click()
        shared.page.wait_for_url("**/accounts/login/**")
        shared.sign_in("an")
        open_store(shared, "Nguyễn An").wait_until_sent()

        by = visit.ask(ANSWERED_BY)
        assert by["TS.02"] == "binh@dong.bo"
        assert by["TS.01"] == by["TS.07"] == "an@dong.bo"

    def test_keeps_a_photograph_that_was_still_being_made_smaller_when_it_was_locked(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit).answer("TS.01", "fail")
        an.page.evaluate(SLOW_CAMERA)

        an.question("TS.01").locator("input[type=file]").set_input_files(picture(200, 150))
        lock(an)
        an.page.evaluate("() => window.takePhoto()")
        open_store(an, "Nguyễn An").section(visit)

        expect(an.question("TS.01").get_by_text("Chưa xem lại, chưa gửi")).to_be_visible()


class TestATabletWithoutRoom:
    def test_says_at_once_that_an_answer_was_not_kept(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit).answer("TS.01")
        an.wait_until_sent()
        fault = an.page.get_by_role("alert").filter(has_text="CHƯA được lưu")

        an.page.evaluate(NO_ROOM)
        an.answer("TS.02")
        expect(fault).to_contain_text("Máy đã hết chỗ")
        an.section(visit)
        expect(fault).to_contain_text("Máy đã hết chỗ")
        expect(an.state).to_contain_text("Có việc chưa lưu được")
        an.page.evaluate("() => window.makeRoom()")
        an.answer("TS.02", "fail")
        an.wait_until_sent()
        expect(fault).to_have_count(0)

        assert visit.answers()["TS.02"]["verdict"] == "fail"

    def test_says_why_a_store_does_not_open(self, tablet: Arrive, visit: Visit):
        an = tablet("an")
        lock(an)
        form = store_of(an, "Nguyễn An")

        an.page.evaluate(NO_ROOM)
        form.locator("input").fill(PIN)
        form.get_by_role("button", name="Mở").click()

        expect(form.get_by_role("alert")).to_contain_text("Máy đã hết chỗ")
        an.page.evaluate("() => window.makeRoom()")
        open_store(an, "Nguyễn An")

    def test_says_before_a_visit_that_the_browser_may_throw_data_away(self, tablet: Arrive, visit: Visit):
        an = tablet("an")
        warning = an.page.locator("[data-storage-warning]")
        assert an.page.evaluate("navigator.storage.persisted()") is False

        expect(warning).to_contain_text("trình duyệt có thể xóa dữ liệu chưa gửi")
        warning.get_by_role("link").click()

        expect(an.page.locator("[data-storage]")).to_contain_text("MB trình duyệt cho phép")
        expect(an.page.get_by_role("button", name="Xin giữ dữ liệu")).to_be_visible()


class TestAFaultNobodyExpected:
    def test_is_told_where_one_works(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)

        an.page.evaluate("() => void Promise.reject(new TypeError('no such thing'))")

        fault = an.page.get_by_role("alert").filter(has_text="CHƯA được lưu")
        expect(fault).to_contain_text("Hãy làm lại việc đó")
        an.section(visit)
        expect(fault).to_have_count(0)


def code_of(text: str) -> FilePayload:
    """Return a photograph of a QR code."""
    written = io.BytesIO()
    segno.make_qr(text, error="m").save(written, kind="png", scale=8, border=4)
    return {"name": "giay-phep.png", "mimeType": "image/png", "buffer": written.getvalue()}


class TestTheCodeOnALicence:
    def test_opens_the_institution_it_belongs_to_without_a_network(self, tablet: Arrive, visit: Visit):
        number = f"{visit.id[:6]}/GCN-SGDĐT"
        visit.ask(APART.format(name=f"Trường {visit.id[:6]}"))
        visit.ask(LICENCE.format(number=number))
        an = tablet("an")
        expect(an.page.locator(f'a[href="#/visit/{visit.id}"]')).to_be_visible(timeout=LONG)
        an.wait_until_sent()
        an.context.set_offline(True)

        an.page.get_by_role("button", name="Mở bằng mã QR trên giấy phép").click()
        scanned = an.page.get_by_label("Hoặc chọn ảnh có mã QR")
        scanned.set_input_files(code_of("0/GCN-SGDĐT"))
        expect(an.page.get_by_text("Mã này không thuộc cơ sở nào")).to_be_visible()
        scanned.set_input_files(code_of(number))

        expect(an.page.get_by_role("heading", level=1)).to_have_text(f"Trường {visit.id[:6]}")


class TestTheApplication:
    def test_can_be_installed(self, product: Product, browser: Browser, visit: Visit):
        with tempfile.TemporaryDirectory() as folder:
            context = start(browser, folder)
            an = Tablet(product, context).begin("an")
            wait_for_shell(an)
            debugger = context.new_cdp_session(an.page)

            faults = debugger.send("Page.getInstallabilityErrors")["installabilityErrors"]
            manifest = debugger.send("Page.getAppManifest")

            context.close()
        assert faults == []
        assert manifest["errors"] == []
        assert manifest["url"].endswith("/tablet/manifest.webmanifest")
