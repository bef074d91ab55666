"""One visit with a checklist of 500 items, made in a child: verdicts that ask for evidence, numbers with limits, conditions."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import Agency
from benchmarks.people import account, session_of
from dossiers.demo.accounts import DEPARTMENT
from inspections.checklists import load, to_json
from inspections.models import Checklist, ChecklistVersion, Inspection, Target, TeamMember, TeamRole
from inspections.status import InspectionStatus, TargetStatus
from registry.models import Institution

ITEMS, SECTIONS = 500, 10
VERDICT = '  - {{key: {key}, text: {{vi: "Tiêu chí {item}"}}, kind: verdict, nature: duty, required_if: "true", asks: {{fail: [reason, evidence]}}}}'
NUMBER = '  - {{key: {key}, text: {{vi: "Tiêu chí {item}"}}, kind: number, nature: standard, required_if: "true", visible_if: "not({before} = null) or true", limit: {{operator: "<=", value: 35, unit: "%"}}}}'


def visit() -> dict[str, Any]:
    """Return a session and the visit of its inspector."""
    at = timezone.now()
    person = account(f"do-may-tinh-bang-{uuid4().hex[:8]}", at)
    content = to_json(load(files()))
    checklist, _ = Checklist.objects.get_or_create(name="phieu_dai", defaults={"code": "DAI"})
    version, _ = ChecklistVersion.objects.get_or_create(
        version_hash=content["hash"],
        defaults={"checklist": checklist, "content": content, "valid_from": at.date(), "published_at": at},
    )
    inspection = Inspection.objects.create(
        code=f"DAI-{uuid4().hex[:8]}", agency=Agency.objects.get(code=DEPARTMENT), ground_kind="plan", title="Phiếu dài",
        checklist_version=version, procedure="sector_inspection", rules_hash="0" * 64,
        status=InspectionStatus.IN_PROGRESS, created_by=person, created_at=at,
    )  # fmt: skip
    institution = Institution.objects.create(name="Trường Mẫu", kind="truong_trung_cap", valid_from=at.date())
    TeamMember.objects.create(inspection=inspection, person=person, role=TeamRole.LEAD, joined_at=at)
    target = Target.objects.create(
        inspection=inspection, institution=institution, status=TargetStatus.IN_PROGRESS, announced_at=at
    )
    return {"session": session_of(person), "visit": str(target.public_id)}


def files() -> dict[str, bytes]:
    """Return the folder of that checklist."""
    head = 'checklist: 1\ncode: DAI\ntitle: {vi: "Phiếu dài"}\nvalid_from: 2026-01-01\n'
    sections = {f"sections/{number}.yaml": section(number).encode() for number in range(SECTIONS)}
    return {"checklist.yaml": head.encode(), **sections}


def section(number: int) -> str:
    """Return a section of verdicts, every fifth item a number with a limit."""
    items = [line(number, item) for item in range(ITEMS // SECTIONS)]
    return f'section: S{number}\ntitle: {{vi: "Phần {number}"}}\nitems:\n' + "\n".join(items) + "\n"


def line(number: int, item: int) -> str:
    """Return one item."""
    shape = NUMBER if item % 5 == 4 else VERDICT
    return shape.format(key=f"S{number}.{item}", item=item, before=f"S{number}_{item - 1}")
