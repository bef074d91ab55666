"""Which findings of an institution must be remedied, and by when."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from accounts.localdays import local_day
from inspections.models import Finding, Outcome, Remedy, Target

USUAL_DAYS = 30
"""Days to remedy what has no day of its own [D]."""


def to_remedy(target: Target) -> "QuerySet[Finding]":
    """Return the findings of an institution that must be remedied."""
    rows = Finding.objects.filter(target=target, withdrawn_at=None).order_by("pk")
    wanted = [each.pk for each in rows if Outcome.REMEDY in each.outcomes]
    return rows.filter(pk__in=wanted)


def wants_remedies(target: Target) -> str:
    """Say "yes" where an institution must remedy something, "no" else."""
    return "yes" if to_remedy(target).exists() else "no"


def open_remedies(target: Target, at: datetime) -> int:
    """Open one remedy for each finding that has none, by its day or the usual one; return how many."""
    findings = list(to_remedy(target).filter(remedy=None))
    for finding in findings:
        due_on = due_of(finding, local_day(at))
        Remedy.objects.create(finding=finding, due_on=due_on, first_due_on=due_on)
    return len(findings)


def due_of(finding: Finding, today: date) -> date:
    """Return by when a finding must be remedied: its own day, unless that is past already."""
    return own_day(finding, today) or today + timedelta(days=USUAL_DAYS)


def own_day(finding: Finding, today: date) -> date | None:
    """Return the day that the team gave a finding; None for none, and for one that is past before anybody was told."""
    return finding.due_on if finding.due_on and finding.due_on > today else None
