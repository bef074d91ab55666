"""The objects that addresses of inspections on the desk may name, for the permission matrix."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.localdays import local_day
from accounts.models import Agency, Person
from inspections.canonical import digest
from inspections.exporting import keep_export
from inspections.minutes import make_content
from inspections.models import (
    AnswerConflict,
    Evidence,
    Finding,
    HandOver,
    Inspection,
    InspectionComplaint,
    Minutes,
    PaperRequest,
    Remedy,
    SampleDraw,
    Target,
)
from inspections.roles import PROCEDURE
from inspections.selectors.minutes import basis_of
from inspections.services import propose
from inspections.services.make_minutes import Made, keep_minutes
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.inspections.test_minutes import SPOT


def of_desk(target: Target, member: Person, drafter: Person, at: datetime) -> dict[str, dict[str, Any]]:
    """Return the arguments of the desk's addresses, around an institution that is being inspected.

    member   of the team, not its lead; drafter, who proposes another inspection with a source
    """
    with transaction.atomic():
        keep_export(target.inspection, at)
    finding = Finding.objects.create(target=target, text="Thiếu sổ", found_by=member, found_at=at)
    due_on = local_day(at) + timedelta(days=9)
    remedy = Remedy.objects.create(finding=finding, due_on=due_on, first_due_on=due_on)
    side = {"values": {"verdict": "pass"}, "by": member.pk, "device": None, "noted_at": None}
    conflict = AnswerConflict.objects.create(
        public_id=uuid.uuid4(), target=target, item_key="TS.01", first=side, second=side, raised_at=at
    )
    return {
        "inspected": {"public_id": target.public_id},
        "inspection_decided": {"public_id": target.inspection.public_id},
        "inspection_proposed": {"public_id": proposed(target.inspection.agency, drafter, at).public_id},
        "inspection_member": {"public_id": target.inspection.team.get(person=member).public_id},
        "inspection_finding": {"public_id": finding.public_id},
        "inspection_remedy": {"public_id": remedy.public_id},
        "inspection_hand_over": {
            "public_id": HandOver.objects.create(
                target=target, to="punisher", receiver="Chủ tịch UBND tỉnh", handed_by=member, handed_at=at
            ).public_id
        },  # fmt: skip
        "inspection_conflict": {"public_id": conflict.public_id},
        "inspection_complaint": {"public_id": complained(target, member, at).public_id},
        "inspection_received": {"public_id": received_paper(target, member, at).public_id},
        "inspection_photo": {"number": Evidence.objects.get(target=target).pk},
        "inspection_minutes": {"public_id": minutes_of(target, member, at).public_id},
        **of_checklist(target, member, at),
        "inspected_section": {"public_id": target.public_id, "code": "TS"},
        "inspected_session": {"public_id": target.public_id, "kind": "session"},
        "inspection_rules": {"kind": "risk", "public_id": target.inspection.agency.public_id},
    }


def of_checklist(target: Target, member: Person, at: datetime) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages on which a checklist is typed in, with a sample of two files drawn."""
    SampleDraw.objects.create(
        target=target, code="learner_files", population=2, size=10, seed="x", drawn=[1, 2], by=member, at=at
    )
    here = {"public_id": target.public_id}
    return {
        "inspected_unit": {**here, "code": "TS", "number": 1, "over": "sample:learner_files"},
        "inspected_sample": {**here, "code": "classes"},
        "inspected_item": {**here, "key": "TS.01"},
        "inspected_file": {**here, "number": Evidence.objects.get(target=target).pk},
    }


def received_paper(target: Target, person: Person, at: datetime) -> PaperRequest:
    """Return a paper that was asked for and received."""
    return PaperRequest.objects.create(
        target=target, title="Sổ lương", state="received", asked_by=person, asked_at=at, answered_by=person,
        answered_at=at,
    )  # fmt: skip


def minutes_of(target: Target, member: Person, at: datetime) -> Minutes:
    """Return minutes that nobody has signed yet."""
    content = make_content("inspection", basis_of(target), None, SPOT)
    made = Made(id=uuid.uuid4(), kind="inspection", content=content, digest=digest(content))
    return keep_minutes(target, made, person=member, at=at)


def proposed(agency: Agency, drafter: Person, at: datetime) -> Inspection:
    """Return an inspection that waits at its first step, whose source is kept apart."""
    publish(
        PROCEDURE,
        read_folder(settings.MOTCUA_PROCEDURES_DIR / PROCEDURE),
        at=at,
        actor_id=None,
        reason="Bản trình diễn",
    )
    return propose(
        drafter, agency, title="Kiểm tra", ground_kind="signs", ground_text="Phản ánh", source="Người báo tin",
        idempotency_key=uuid.uuid4(), at=at,
    )  # fmt: skip


def complained(target: Target, person: Person, at: datetime) -> InspectionComplaint:
    """Return a complaint of the institution."""
    return InspectionComplaint.objects.create(
        target=target, complainant=person, text="Đoàn đến muộn", sent_at=at
    )
