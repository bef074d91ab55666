"""An institution in the portal: its pages in both languages without a finding of axe, and its way without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import LONG
from tests.journeys.tablet_world import run
from tests.journeys.test_accessible import findings, in_both_languages
from tests.journeys.test_live import remember

pytestmark = pytest.mark.journey

HEAD = "co-so@motcua.test"
BUILD = f"""
from datetime import timedelta
from uuid import uuid4
from inspections.status import TargetStatus
from tests.integration.inspections.visit_world import World, version
from tests.integration.portal.institution_world import asked_paper, remedy_of
at = timezone.now()
head = Person.objects.get(email={HEAD!r})
first = Target.objects.filter(institution__tax_code="5300999991", announced_at__isnull=False).first()
lead = first.inspection.team.first().person
copied = {{name: getattr(first.inspection, name) for name in ("agency", "ground_kind", "title", "procedure", "rules_hash", "status", "created_by", "created_at")}}
def part(**state):
    return Target.objects.create(inspection=Inspection.objects.create(code=f"KT-{{uuid4().hex[:8]}}", checklist_version=version(at), **copied), institution=first.institution, **state)
told = part(status=TargetStatus.NOTIFIED, notified_at=at)
heard = part(status=TargetStatus.EXPLAINING, announced_at=at - timedelta(days=2))
Answer.objects.create(target=heard, item_key="TS.01", by=lead, changed_at=at, values={{"verdict": "fail", "reason": "Chua cong khai"}})
mending = part(status=TargetStatus.REMEDYING, announced_at=at - timedelta(days=9))
world = World(at, mending, {{"lead": lead}})
remedy, asked = remedy_of(world), asked_paper(world)
InspectionComplaint.objects.create(target=mending, complainant=head, text="Doan den muon", sent_at=at, answer_by=at + timedelta(days=10))
own = "/inspections/{{}}/"
print(json.dumps({{
    "told": own.format(told.public_id), "heard": own.format(heard.public_id), "mending": own.format(mending.public_id),
    "remedy": f"{{own.format(mending.public_id)}}remedies/{{remedy.public_id}}/",
    "paper": f"{{own.format(mending.public_id)}}papers/{{asked.public_id}}/",
}}))
"""


@pytest.fixture
def own(product) -> dict[str, str]:
    """The addresses of three parts of the institution: told, to be explained, to be remedied."""
    return run(product, BUILD)


class TestAnInstitution:
    def test_has_accessible_pages_in_both_languages(self, somebody, own):
        heads = in_both_languages(somebody, HEAD)

        found = findings(
            heads,
            [
                "/inspections/",
                own["told"],
                f"{own['told']}declaration/",
                f"{own['told']}declaration/TS/",
                own["heard"],
                f"{own['heard']}draft/",
                own["mending"],
                own["remedy"],
                own["paper"],
                f"{own['mending']}complaints/",
            ],
        )

        assert found == []

    def test_declares_itself_and_answers_for_a_paper(self, somebody, own):
        head = somebody(HEAD)

        page = head.go(f"{own['told']}declaration/TS/")
        page.get_by_role("group", name="TS.01").get_by_label("Không đạt").check()
        page.get_by_label("TS.01").and_(page.locator("textarea")).fill("Đang sửa trang thông tin")
        page.get_by_role("button", name="Lưu", exact=True).click()
        expect(page.get_by_text("1/", exact=False).first).to_be_visible()

        page = head.go(own["paper"])
        page.get_by_label("Từ chối vì không liên quan nội dung kiểm tra").check()
        page.get_by_label("Lý do từ chối").fill("Không thuộc nội dung quyết định")
        page.get_by_role("button", name="Gửi trả lời").click()
        expect(page.get_by_text("Từ chối cung cấp")).to_be_visible()


class TestOpenPages:
    def test_of_the_desk_and_of_the_institution_hear_of_each_other_without_a_reload(self, somebody, own):
        desk = somebody("lanh-dao@motcua.test").go(
            own["mending"].replace("/inspections/", "/desk/inspections/institutions/")
        )
        remember(desk)
        page = somebody(HEAD).go(f"{own['mending']}complaints/")
        page.fill("[name=text]", "Đoàn yêu cầu giấy tờ ngoài quyết định")
        page.get_by_role("button", name="Gửi khiếu nại, kiến nghị").click()
        page.wait_for_url(f"**{own['mending']}")

        expect(desk.locator("#asked")).to_contain_text("Đoàn yêu cầu giấy tờ ngoài quyết định", timeout=LONG)
        page.goto(f"{page.url}complaints/")
        remember(page)
        desk.get_by_role("tab", name=re.compile("Văn bản")).click()
        desk.locator("#asked li", has_text="ngoài quyết định").get_by_role(
            "link", name=re.compile("^Trả lời")
        ).click()
        desk.fill("[name=answer]", "Đã nhắc đoàn rút yêu cầu")
        desk.locator("main form button[type=submit]").last.click()

        expect(page.locator("#complaints")).to_contain_text("Đã nhắc đoàn rút yêu cầu", timeout=LONG)
        assert page.evaluate("window.notReloaded")
