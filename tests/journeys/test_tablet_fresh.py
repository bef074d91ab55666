"""What a tablet took along stays true: declarations that come late, a checklist that was replaced meanwhile."""

import pytest
from playwright.sync_api import expect

from tests.journeys.tablet import LONG, Arrive
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

DECLARE = """
from inspections.models import DeclaredAnswer
DeclaredAnswer.objects.create(target=target, item_key="TS.03", values={"numerator": "28", "denominator": "30"},
    by=Person.objects.get(email="lead@dong.bo"), changed_at=timezone.now())
Target.objects.filter(pk=target.pk).update(self_declared_at=timezone.now())
print("0")
"""
FOUND_BEFORE = """
from datetime import timedelta
from registry.models import Institution
target.institution = Institution.objects.create(name="Trường có lần trước", kind="truong_trung_cap", valid_from=timezone.localdate())
target.save(update_fields=["institution"])
inspection = target.inspection
earlier = Inspection.objects.create(code=f"KT-T-{target.pk}", agency=inspection.agency, ground_kind="signs", title="Lần trước",
    checklist_version=inspection.checklist_version, procedure=inspection.procedure, rules_hash=inspection.rules_hash,
    status=inspection.status, created_by=inspection.created_by, created_at=timezone.now())
before = Target.objects.create(inspection=earlier, institution=target.institution, status="closed",
    announced_at=timezone.now() - timedelta(days=400), ended_at=timezone.now() - timedelta(days=390))
Finding.objects.create(target=before, item_key="TS.03", text="Tuyển vượt quy mô", nature="duty", found_by=inspection.created_by,
    found_at=timezone.now() - timedelta(days=395))
print("0")
"""
NEWER = """
from inspections.canonical import canonical
import hashlib
content = json.loads(json.dumps(target.inspection.checklist_version.content))
content["items"] = [item for item in content["items"] if item["key"] != "TS.02"]
content["title"]["vi"] = "Phiếu mới"
content.pop("hash", None)
content["hash"] = hashlib.sha256(canonical(content)).hexdigest()
version, _ = ChecklistVersion.objects.get_or_create(version_hash=content["hash"], defaults={
    "checklist": target.inspection.checklist_version.checklist, "content": content, "valid_from": timezone.localdate(),
    "published_at": timezone.now()})
print(json.dumps(version.pk))
"""


class TestWhatTheInstitutionDeclared:
    def test_after_the_visit_was_downloaded_stands_beside_what_is_found(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        expect(an.question("TS.03").get_by_text("Cơ sở tự khai")).to_have_count(0)
        visit.ask(DECLARE)
        visit.ask(FOUND_BEFORE)

        an.page.evaluate("() => { location.hash = '#/' }")
        an.page.get_by_role("button", name="Tải lại danh sách").click()
        an.open(visit)
        expect(an.page.get_by_text("1 tồn tại lần trước")).to_be_visible(timeout=LONG)
        an.section(visit)

        beside = an.question("TS.03").locator(".t-beside")
        expect(beside).to_contain_text("Cơ sở tự khai")
        expect(beside).to_contain_text("28 / 30")
        expect(beside).to_contain_text("Lần trước")
        expect(beside).to_contain_text("Tuyển vượt quy mô")


class TestAStaleChecklist:
    def test_stays_the_one_of_a_visit_that_began_with_it_when_a_newer_is_published(
        self, tablet: Arrive, visit: Visit
    ):
        an = tablet("an").section(visit)
        visit.ask(NEWER)

        an.page.evaluate("() => { location.hash = '#/' }")
        an.page.get_by_role("button", name="Tải lại danh sách").click()
        an.wait_until_sent()
        an.section(visit).answer("TS.02")
        an.wait_until_sent()

        assert visit.answers()["TS.02"]["verdict"] == "pass"

    def test_that_was_replaced_while_there_was_no_network_loses_no_answer(self, tablet: Arrive, visit: Visit):
        an = tablet("an").section(visit)
        an.wait_until_sent()
        an.context.set_offline(True)
        an.answer("TS.02").answer("TS.01")
        newer = visit.ask(NEWER)
        visit.ask(
            f"Inspection.objects.filter(pk=target.inspection_id).update(checklist_version_id={newer})\nprint('0')"
        )

        an.context.set_offline(False)
        expect(an.state).to_contain_text("1 việc máy chủ không nhận", timeout=LONG)

        assert set(visit.answers()) == {"TS.01"}
        an.page.evaluate("() => { location.hash = '#/device' }")
        told = an.page.locator("[data-rejected]")
        expect(told).to_contain_text("Câu trả lời TS.02")
        expect(told).to_contain_text("Phiếu kiểm tra không có mục này.")
        an.page.evaluate("() => { location.hash = '#/' }")
        with an.page.expect_response("**/tablet/api/visits/", timeout=LONG):
            an.page.get_by_role("button", name="Tải lại danh sách").click()
        an.section(visit)
        expect(an.question("TS.01").locator("input[value=pass]")).to_be_checked()
        expect(an.question("TS.02")).to_have_count(0)
