"""Visits with inspectors and their tablets, made and counted in a child: two tablets a visit, 500 items each to answer."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from django.db.models import Sum
from django.utils import timezone

from accounts.models import Agency
from benchmarks.people import account, session_of
from dossiers.demo.accounts import DEPARTMENT
from inspections.checklists import load, to_json
from inspections.models import (
    Answer,
    Checklist,
    ChecklistVersion,
    Device,
    Evidence,
    Inspection,
    SyncOperation,
    Target,
    TeamMember,
    TeamRole,
)
from inspections.status import InspectionStatus, TargetStatus
from registry.models import Institution

ITEMS, SECTIONS = 1000, 10
A_VISIT = 2


def visits(tablets: int) -> list[dict[str, Any]]:
    """Return tablets, each with its session, device, visit and the keys it is to answer; visits are new every time."""
    at = timezone.now()
    made = []
    for number in range(0, tablets, A_VISIT):
        people = [account(f"kiem-tra-do-luong-{number + place}", at) for place in range(A_VISIT)]
        target = visit_of(people, at)
        keys = [f"S{item % SECTIONS}.{item}" for item in range(ITEMS)]
        for place, person in enumerate(people[: tablets - number]):
            device = Device.objects.create(
                public_id=uuid4(), person=person, name="Đo tốc độ", registered_at=at, last_seen_at=at
            )
            made.append(
                {
                    "session": session_of(person),
                    "device": str(device.public_id),
                    "visit": str(target.public_id),
                    "keys": keys[place::A_VISIT],
                }
            )
    return made


def visit_of(people: list[Any], at: datetime) -> Target:
    """Return a visit under way with these inspectors."""
    inspection = Inspection.objects.create(
        code=f"DO-{uuid4().hex[:12]}", agency=Agency.objects.get(code=DEPARTMENT), ground_kind="plan", title="Đo tốc độ",
        checklist_version=version(), procedure="sector_inspection", rules_hash="0" * 64,
        status=InspectionStatus.IN_PROGRESS, created_by=people[0], created_at=at,
    )  # fmt: skip
    institution, _ = Institution.objects.get_or_create(
        name="Trường Trung cấp Đo tốc độ", defaults={"kind": "truong_trung_cap", "valid_from": at.date()}
    )
    for number, person in enumerate(people):
        role = TeamRole.MEMBER if number else TeamRole.LEAD
        TeamMember.objects.create(inspection=inspection, person=person, role=role, joined_at=at)
    return Target.objects.create(
        inspection=inspection, institution=institution, status=TargetStatus.IN_PROGRESS, announced_at=at
    )


@cache
def version() -> ChecklistVersion:
    """Return a published checklist of a thousand items in ten sections."""
    content = to_json(load(files()))
    checklist, _ = Checklist.objects.get_or_create(name="do_toc_do", defaults={"code": "DO"})
    found, _ = ChecklistVersion.objects.get_or_create(
        version_hash=content["hash"],
        defaults={
            "checklist": checklist, "content": content, "valid_from": timezone.now().date(), "published_at": timezone.now()
        },
    )  # fmt: skip
    return found


def files() -> dict[str, bytes]:
    """Return the folder of that checklist."""
    description = 'checklist: 1\ncode: DO\ntitle: {vi: "Đo tốc độ"}\nvalid_from: 2026-01-01\n'
    return {"checklist.yaml": description.encode()} | {
        f"sections/{section}.yaml": section_file(section).encode() for section in range(SECTIONS)
    }


def section_file(section: int) -> str:
    """Return a section of verdicts."""
    items = "\n".join(
        f'  - {{key: S{section}.{item}, text: {{vi: "Tiêu chí {item}"}}, kind: verdict}}'
        for item in range(section, ITEMS, SECTIONS)
    )
    return f'section: S{section}\ntitle: {{vi: "Phần {section}"}}\nitems:\n{items}\n'


def counted(visits: list[str]) -> dict[str, int]:
    """Return what arrived in these visits."""
    targets = Target.objects.filter(public_id__in=visits)
    whole = Evidence.objects.filter(target__in=targets, completed_at__isnull=False)
    return {
        "answers": Answer.objects.filter(target__in=targets).count(),
        "versions": Answer.objects.filter(target__in=targets).aggregate(sum=Sum("version"))["sum"] or 0,
        "operations": SyncOperation.objects.filter(target__in=targets, status="applied").count(),
        "photos": whole.count(),
    }
