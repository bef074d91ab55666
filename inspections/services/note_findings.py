"""What the signed minutes of an inspection name as findings becomes findings, by item and clause in force.

The words are those both sides signed; clause and nature are the server's reckoning. Only the breach of a duty under a
clause in force is noted as of a duty: where none is in force that day, the finding has no nature, so that nobody draws
up a violation of it (INSPECTION §0.9). Minutes whose written part cannot be read note nothing: the lead adds findings
by hand, and the proof says why.
"""

from datetime import datetime, timedelta

from accounts.localdays import local_day
from accounts.models import Person
from inspections.checklists import Result
from inspections.minutes import read_spot
from inspections.minutes.spot import Finding as Told
from inspections.models import Finding, Minutes, Nature, Severity
from inspections.notes import note
from inspections.protocol import Faults
from inspections.selectors.evaluation import evaluation_of


def note_findings(minutes: Minutes, *, by: Person, at: datetime) -> list[Finding]:
    """Store the findings of an inspection's minutes, in their order; of other minutes, and a second time, none.

    What was written down at the desk without an item, in the same words, is the same finding.
    """
    if minutes.kind != Minutes.Kind.INSPECTION:
        return []
    evaluation = evaluation_of(minutes.target)
    results = evaluation.results if evaluation else {}
    noted = set(Finding.objects.filter(target=minutes.target).values_list("item_key", "text"))
    found = [
        finding_of(minutes, told, results.get(told.key), at)
        for told in told_in(minutes)
        if not {(told.key, told.text), ("", told.text)} & noted
    ]
    for each in Finding.objects.bulk_create(found):
        note(
            minutes.target.inspection,
            "found",
            by.pk,
            at,
            minutes.target,
            finding=each.public_id,
            item=each.item_key,
        )
    return found


def told_in(minutes: Minutes) -> tuple[Told, ...]:
    """Return the findings that were written down; none where that cannot be read."""
    try:
        return read_spot(minutes.kind, minutes.content.get("spot")).findings
    except Faults:
        return ()


def finding_of(minutes: Minutes, told: Told, result: Result | None, at: datetime) -> Finding:
    """Return one finding; of an item nobody knows, one of no nature."""
    clauses = [clause.text for clause in result.clauses] if result else []
    nature = result.item.nature if result else Nature.NONE
    return Finding(
        target=minutes.target,
        item_key=told.key[:80],
        text=told.text,
        clause="; ".join(clauses)[:500],
        nature=Nature.NONE if nature == Nature.DUTY and not clauses else nature,
        severity=Severity.CRITICAL if result and result.item.critical else Severity.MINOR,
        recommendation=told.recommendation,
        due_on=local_day(at) + timedelta(days=told.days) if told.days else None,
        found_by=minutes.made_by,
        found_at=at,
    )
