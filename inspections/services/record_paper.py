"""Write down a check that was done wholly on paper, after the fact: for the honest indicator alone (INSPECTION §5).

It has no flow and no documents here; the institutions it announced itself to count in the denominator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.localdays import LOCAL_ZONE, local_day
from accounts.models import Agency, Person
from inspections.codes import next_code
from inspections.errors import NotFit
from inspections.models import Inspection, InspectionStatusChange, Origin, Overlap, Target, TargetStatusChange
from inspections.notes import note
from inspections.parties import delegator
from inspections.services.propose import check_ground, check_may_propose
from inspections.status import InspectionStatus, TargetStatus
from registry.models import Institution

OFFICE_OPENS, OFFICE_CLOSES = time(8), time(17)


@dataclass(frozen=True)
class CheckedOnPaper:
    """One institution that was checked: the days of its announcement and of its minutes, the last not yet known as None."""

    institution: Institution
    announced_on: date
    ended_on: date | None = None


def record_paper_check(
    person: Person,
    agency: Agency,
    *,
    title: str,
    ground_kind: str,
    ground_text: str,
    decision_number: str,
    decision_on: date,
    checked: Sequence[CheckedOnPaper],
    idempotency_key: UUID,
    at: datetime,
) -> Inspection:
    """Return the check that was written down, or the one this key wrote down before.

    Raises MayNot; NotFit ("decision_number", "institutions": required; "announced_on", "ended_on": order or future;
    "institutions": twice).
    """
    check_may_propose(person, agency, at)
    check_ground(title, ground_kind)
    check_days(decision_number, decision_on, checked, local_day(at))
    known = Inspection.objects.filter(created_by=person, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            inspection = Inspection.objects.create(
                code=next_code(agency, at), agency=agency, procedure="", rules_hash="", title=title.strip(),
                ground_kind=ground_kind, ground_text=ground_text, origin=Origin.ON_PAPER,
                decision_number=decision_number.strip(), decision_on=decision_on, status=InspectionStatus.CLOSED,
                closed_at=at, created_by=person, created_at=at, idempotency_key=idempotency_key,
            )  # fmt: skip
            InspectionStatusChange.objects.create(
                inspection=inspection, status=InspectionStatus.CLOSED, at=at
            )
            for each in checked:
                keep_target(inspection, each, at)
            note(
                inspection,
                "recorded_from_paper",
                person.pk,
                at,
                for_id=delegator(person, inspection, at),
                code=inspection.code,
                institutions=len(checked),
            )
    except IntegrityError:
        known = Inspection.objects.filter(created_by=person, idempotency_key=idempotency_key).first()
        if known is None:
            raise
        return known
    return inspection


def check_days(
    decision_number: str, decision_on: date, checked: Sequence[CheckedOnPaper], today: date
) -> None:
    """Raises NotFit where a number or institution is missing, or days do not follow each other up to today."""
    if not decision_number.strip():
        raise NotFit("decision_number", "required")
    if not checked:
        raise NotFit("institutions", "required")
    if len({each.institution.pk for each in checked}) < len(checked):
        raise NotFit("institutions", "twice")
    for each in checked:
        if each.announced_on < decision_on:
            raise NotFit("announced_on", "before_decision")
        if each.announced_on > today:
            raise NotFit("announced_on", "future")
        if each.ended_on and not each.announced_on <= each.ended_on <= today:
            raise NotFit("ended_on", "order")


def keep_target(inspection: Inspection, checked: CheckedOnPaper, at: datetime) -> None:
    """Write down one institution; of its days the paper knows no hour."""
    ended_on = checked.ended_on
    target = Target.objects.create(
        inspection=inspection, institution=checked.institution, address=checked.institution.address_line,
        overlap=Overlap.NONE, status=TargetStatus.CLOSED, closed_at=at,
        announced_at=datetime.combine(checked.announced_on, OFFICE_OPENS, LOCAL_ZONE),
        ended_at=datetime.combine(ended_on, OFFICE_CLOSES, LOCAL_ZONE) if ended_on else None,
    )  # fmt: skip
    TargetStatusChange.objects.create(target=target, status=TargetStatus.CLOSED, at=at)
