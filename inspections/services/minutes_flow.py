"""Lets signed minutes move the institution's flow: the announcement begins the days, the signed minutes end the visit.

Ordered as a job in the transaction that completes the minutes, since a flow is locked before its case's parts: whoever
stored the signature holds locks of another order. Minutes that come again find the step gone and change nothing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from inspections.conditions import sides_of
from inspections.effects import TargetEffects
from inspections.following import ANNOUNCED, CONFIRMED, REFUSED, SIGNED, ways_following
from inspections.minutes import read_spot
from inspections.models import InspectionStep, Minutes, MinutesSignature, Target
from inspections.notes import note
from inspections.notice_days import ANNOUNCED_FIELD
from inspections.parties import lead_of
from inspections.protocol import Faults
from inspections.roles import LEAD_ROLE
from jobs.services import enqueue
from workflows import services as flow
from workflows.models import WorkItem

Side = MinutesSignature.Side
NOT_SIGNED = "Đối tượng không ký; có người xác nhận."


def order_following(minutes: Minutes) -> None:
    """Order the flow to follow minutes that have just been completed; once for each."""
    enqueue(
        "inspections.follow_minutes",
        key=f"inspections.follow_minutes:{minutes.public_id}",
        payload={"minutes": str(minutes.public_id)},
    )


def follow_minutes(public_id: UUID | str, *, at: datetime) -> None:
    """Complete the lead's step that waits for these minutes; without such a step nothing happens."""
    seen = Minutes.objects.get(public_id=public_id)
    with transaction.atomic():
        TargetEffects().lock(seen.target_id)
        minutes = Minutes.objects.get(pk=seen.pk)
        target = TargetEffects().case(minutes.target_id)
        if minutes.complete_at is None or minutes.voided_at is not None or target.run_id is None:
            return
        if minutes.kind == Minutes.Kind.ANNOUNCEMENT:
            answer_step(target, ANNOUNCED, announcement_of(minutes, at), at)
        elif minutes.kind == Minutes.Kind.INSPECTION:
            end_visit(target, minutes, at)


def end_visit(target: Target, minutes: Minutes, at: datetime) -> None:
    """Go on from the minutes of the inspection: signed by both, or the refusal confirmed."""
    if Side.INSTITUTION in sides_of(minutes):
        answer_step(target, SIGNED, {}, at)
    elif sides_of(minutes) & {Side.COMMUNE, Side.WITNESS}:
        answer_step(target, REFUSED, {}, at, reason=NOT_SIGNED)
        answer_step(target, CONFIRMED, {}, at)


def announcement_of(minutes: Minutes, at: datetime) -> dict[str, Any]:
    """Return what the step of the announcement keeps: by the device's clock, unless that runs ahead of the server's.

    Minutes made at a desk may be typed in days later: there the minutes say when the announcement ended.
    """
    said = minutes.device_at or ended_at(minutes) or minutes.made_at
    institution = minutes.signatures.filter(side=Side.INSTITUTION).first()
    return {
        ANNOUNCED_FIELD: min(said, at).isoformat(),
        "hinh_thuc": "truc_tiep",
        "dai_dien": f"{institution.name}, {institution.title}".strip(", ") if institution else "",
    }


def ended_at(minutes: Minutes) -> datetime | None:
    """Return when what minutes tell of ended, as they say; None where that cannot be read."""
    try:
        return read_spot(minutes.kind, minutes.content.get("spot")).ended_at
    except Faults:
        return None


def answer_step(
    target: Target, event: str, answers: dict[str, Any], at: datetime, *, reason: str = ""
) -> None:
    """Complete the lead's open step that follows an event, in the lead's name, with what the minutes say."""
    ways = ways_following(target, event)
    item = WorkItem.objects.filter(
        process_id=target.run_id, node_id__in=ways, completed_at=None, role=LEAD_ROLE
    ).first()
    lead = lead_of(target.inspection)
    if item is None or lead is None:
        return
    if item.owner_id != lead.person_id:
        item = flow.assign(work_item_id=item.pk, person_id=lead.person_id, at=at)
    outcome = ways[item.node_id]
    InspectionStep.objects.create(
        inspection=target.inspection, target=target, work_item=item, node_id=item.node_id, answers=answers,
        outcome=outcome, reason=reason, answered_by=lead.person, answered_at=at,
    )  # fmt: skip
    note(
        target.inspection,
        "step_answered",
        lead.person_id,
        at,
        target,
        step=item.node_id,
        outcome=outcome,
        by="minutes",
    )
    flow.complete(
        work_item_id=item.pk, person_id=lead.person_id, outcome=outcome, variables={},
        facts=TargetEffects().facts(target.pk), expected_version=item.version, at=at, reason=reason,
    )  # fmt: skip
