"""What the team finds: written down, sorted, withdrawn with a reason. Only a duty of law can be violated (§0.9)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from inspections.effects import TargetEffects
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import Finding, Nature, Outcome, Severity, Target
from inspections.notes import note
from inspections.parties import member_in
from inspections.status import TargetStatus

OPEN_FOR_FINDINGS = frozenset(
    {TargetStatus.IN_PROGRESS, TargetStatus.EXPLAINING, TargetStatus.MINUTES, TargetStatus.UNSIGNED, TargetStatus.CLASSIFYING}
)  # fmt: skip


def add_finding(
    person: Person,
    target: Target,
    *,
    text: str,
    idempotency_key: UUID,
    at: datetime,
    item_key: str = "",
    clause: str = "",
    nature: str = Nature.DUTY,
    severity: str = Severity.MINOR,
    recommendation: str = "",
    due_on: date | None = None,
    evidence_demanded: str = "",
) -> Finding:
    """Return a finding written down by a member of the team, or the one this key wrote before.

    Raises MayNot, WrongMoment, NotFit.
    """
    if not text.strip():
        raise NotFit("text", "required")
    if nature not in Nature.values or severity not in Severity.values:
        raise NotFit("nature", "unknown")
    with transaction.atomic():
        locked = open_target(person, target, at)
        known = Finding.objects.filter(target=locked, idempotency_key=idempotency_key).first()
        if known is not None:
            return known
        finding = Finding.objects.create(
            target=locked, item_key=item_key, text=text.strip(), clause=clause, nature=nature, severity=severity,
            recommendation=recommendation, due_on=due_on, evidence_demanded=evidence_demanded, found_by=person,
            found_at=at, idempotency_key=idempotency_key,
        )  # fmt: skip
        note(locked.inspection, "found", person.pk, at, locked, finding=finding.public_id, item=item_key)
    return finding


def sort_finding(person: Person, finding: Finding, *, outcomes: Sequence[str], at: datetime) -> Finding:
    """Write where a finding leads. Raises MayNot, WrongMoment, NotFit("outcomes", "not_a_duty") for a violation of none."""
    if not outcomes or set(outcomes) - set(Outcome.values):
        raise NotFit("outcomes", "unknown" if outcomes else "required")
    if Outcome.VIOLATION in outcomes and finding.nature != Nature.DUTY:
        raise NotFit("outcomes", "not_a_duty")
    with transaction.atomic():
        locked = open_target(person, finding.target, at)
        finding.outcomes = list(dict.fromkeys(outcomes))
        finding.save(update_fields=["outcomes"])
        note(locked.inspection, "sorted", person.pk, at, locked, finding=finding.public_id, outcomes=outcomes)
    return finding


def withdraw_finding(person: Person, finding: Finding, *, reason: str, at: datetime) -> Finding:
    """Take a finding back; it stays on record with the reason. Raises MayNot, WrongMoment, NotFit."""
    if not reason.strip():
        raise NotFit("reason", "required")
    with transaction.atomic():
        locked = open_target(person, finding.target, at)
        finding.withdrawn_at, finding.withdrawn_reason = at, reason.strip()
        finding.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        note(
            locked.inspection,
            "finding_withdrawn",
            person.pk,
            at,
            locked,
            finding=finding.public_id,
            reason=reason,
        )
    return finding


def open_target(person: Person, target: Target, at: datetime) -> Target:
    """Return the institution's part, locked, while findings may change. Raises MayNot, WrongMoment."""
    if member_in(person, target.inspection) is None:
        raise MayNot("lead")
    TargetEffects().lock(target.pk)
    locked = TargetEffects().case(target.pk)
    if locked.status not in OPEN_FOR_FINDINGS:
        raise WrongMoment("over" if locked.is_over else "closed")
    return locked
