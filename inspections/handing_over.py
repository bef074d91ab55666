"""Hands the file of an institution over: to who may punish, to the inspectorate, to the police (k12, k13a, k13b).

A record of an administrative violation is drawn up within 2 working days of the discovery and sent within 24 hours of
that (INSPECTION k12; Law on handling administrative violations, Đ58 [K]). What was handed over is kept from deletion.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation

from accounts.localdays import local_day
from accounts.selectors import calendar_of
from audit.services import record
from dossiers.papers import PAPER_LANGUAGE
from inspections.models import Evidence, HandOver, InspectionStep, Target

DAYS_TO_DRAW_UP, HOURS_TO_SEND = 2, 24


def keep_hand_over(target: Target, *, to: str, step: str, record_step: str, at: datetime) -> HandOver:
    """Return the hand-over to one receiver, written on first use from what two steps say.

    record_step  where the record or the letter was drawn up: noi_nhan, ly_do, and of a violation phat_hien_luc, lap_luc
    step         where it was handed over: noi_nhan, nguoi_nhan, gui_luc; an older flow has one step for both
    """
    known = HandOver.objects.filter(target=target, to=to).first()
    if known is not None:
        return known
    said, drawn = latest_of(target, step), latest_of(target, record_step)
    answers = {**drawn.answers, **said.answers}
    found_at, drawn_up_at = moment(answers.get("phat_hien_luc")), moment(answers.get("lap_luc"))
    made = HandOver.objects.create(
        target=target,
        to=to,
        receiver=", ".join(filter(None, (answers.get("noi_nhan", ""), answers.get("nguoi_nhan", ""))))[:300],
        reason=str(answers.get("ly_do", "") or said.reason),
        contents=contents_of(target),
        found_at=found_at,
        drawn_up_at=drawn_up_at,
        record_due_on=record_due_on(target, local_day(found_at)) if found_at else None,
        send_due_at=drawn_up_at + timedelta(hours=HOURS_TO_SEND) if drawn_up_at else None,
        handed_by=said.answered_by,
        handed_at=moment(answers.get("gui_luc")) or said.answered_at,
    )
    Evidence.objects.filter(target=target).update(is_held=True)
    record(
        action="inspection.handed_over",
        actor_id=said.answered_by_id,
        target="inspections.Target",
        target_id=target.pk,
        at=at,
        values={"to": to, "receiver": made.receiver, "contents": len(made.contents)},
        agency_id=target.inspection.agency_id,
    )
    return made


def latest_of(target: Target, node_id: str) -> InspectionStep:
    """Return what a step of an institution's part answered last."""
    return InspectionStep.objects.filter(target=target, node_id=node_id).latest("answered_at", "pk")


def record_due_on(target: Target, found_on: date) -> date:
    """Return the last day on which the record of a violation found on a day may be drawn up."""
    return calendar_of(target.inspection.agency_id).working_day_after(found_on, DAYS_TO_DRAW_UP)


def contents_of(target: Target) -> list[dict[str, str]]:
    """Return what the file holds: minutes and evidence, each with the digest that proves it; titles in the language of paper."""
    minutes = target.minutes.filter(voided_at=None)
    evidence = target.evidence.filter(completed_at__isnull=False, removed_at=None).order_by(
        "announced_at", "pk"
    )
    with translation.override(PAPER_LANGUAGE):
        papers = [{"title": str(each.get_kind_display()), "sha256": each.content_digest} for each in minutes]
    return papers + [{"title": each.name or each.item_key, "sha256": each.sha256} for each in evidence]


def moment(value: Any) -> datetime | None:
    """Return a moment as a form keeps it; None where nobody wrote one."""
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None
