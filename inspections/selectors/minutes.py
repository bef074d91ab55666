"""What minutes of a visit are made of: the facts every paper of it begins with, and everything found.

A tablet gets the same facts with the visit (`minutes_basis`) and makes the same content of them without a network.
Nothing here is a secret of the office: no source, no risk, no note.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.localdays import local_day
from accounts.models import Person
from accounts.permissions import SEAL_DOCUMENT
from accounts.selectors import agencies_where
from documents.letterhead import broken
from documents.models import DocumentDraft
from inspections.checklists import Item
from inspections.errors import NotVisible
from inspections.minutes import Found
from inspections.models import Evidence, Finding, Minutes, Target, TeamMember, Variant
from inspections.parties import LEADING
from inspections.selectors.evaluation import checklist_of, evaluation_of, facts_of
from inspections.sight import sight_of
from inspections.status import OVER_TARGET


def basis_of(target: Target) -> dict[str, Any]:
    """Return what every paper of a visit begins with, as the tablet gets it too."""
    inspection, institution = target.inspection, target.institution
    return {
        "agency": {
            "name": inspection.agency.name,
            "lines": broken(inspection.agency.name),
            "place": inspection.agency.place_name,
        },
        "inspection": {
            "code": inspection.code,
            "title": inspection.title,
            "decision_number": inspection.decision_number,
            "decision_on": inspection.decision_on.isoformat() if inspection.decision_on else "",
            "scope": inspection.scope,
            "contents": [str(line) for line in inspection.contents],
            "period_from": inspection.period_from.isoformat() if inspection.period_from else "",
            "period_to": inspection.period_to.isoformat() if inspection.period_to else "",
        },
        "institution": {
            "name": institution.name,
            "code": institution.code,
            "kind": institution.kind,
            "address": target.address,
        },
    }


def found_of(target: Target) -> Found | None:
    """Return everything found at a visit as it stands now; None where its inspection has no checklist."""
    version, evaluation = target.inspection.checklist_version, evaluation_of(target)
    if version is None or evaluation is None:
        return None
    return Found(
        checklist=checklist_of(version.version_hash),
        checklist_hash=version.version_hash,
        visit_on=facts_of(target).visit_on,
        evaluation=evaluation,
        answers={each.item_key: each.values for each in target.answers.all()},
        declared=declared_of(target),
        hashes=hashes_of(target),
        samples={
            each.code: {"seed": each.seed, "population": each.population, "units": each.drawn}
            for each in target.samples.all()
        },
    )


def declared_of(target: Target) -> dict[str, Any]:
    """Return what the institution declared of itself, once it has sent it."""
    if target.self_declared_at is None:
        return {}
    return {each.item_key: each.values for each in target.declared.all()}


def hashes_of(target: Target) -> dict[str, str]:
    """Return identifier → SHA-256 of every file announced for a visit."""
    rows = Evidence.objects.filter(target=target, removed_at=None)
    return {str(pk): sha256 for pk, sha256 in rows.values_list("pk", "sha256")}


def kinds_to_make(target: Target) -> list[str]:
    """Return which kinds of minutes can be made of a part now, at a desk: nothing twice that somebody has signed."""
    if target.is_over:
        return []
    standing = Minutes.objects.filter(target=target, voided_at=None, signatures__isnull=False)
    signed = set(standing.values_list("kind", flat=True))
    kinds = []
    if is_to_be_announced(target) and Minutes.Kind.ANNOUNCEMENT not in signed:
        kinds.append(Minutes.Kind.ANNOUNCEMENT)
    if target.announced_at is not None or target.takes_answers:
        kinds.append(Minutes.Kind.SESSION)
    if target.takes_answers and Minutes.Kind.INSPECTION not in signed:
        kinds.append(Minutes.Kind.INSPECTION)
    return [str(kind) for kind in kinds]


def is_to_be_announced(target: Target) -> bool:
    """Say whether there is a decision to announce: signed, and not of what was caught in the act (§0.3)."""
    is_decided = bool(target.inspection.decision_number) or target.announced_at is not None
    return is_decided and target.inspection.variant != Variant.IN_THE_ACT


def findings_to_tell(target: Target) -> list[dict[str, Any]]:
    """Return what minutes of the inspection may name as findings: written down by the team, then what failed by itself.

    {"key", "text", "recommendation", "days"} each; `key` "" where no item says it
    """
    written = list(target.findings.filter(withdrawn_at=None).order_by("pk"))
    told = [told_of(each) for each in written]
    known = {each.item_key for each in written if each.item_key}
    evaluation = evaluation_of(target)
    for candidate in evaluation.candidates if evaluation else ():
        if candidate.key not in known:
            told.append({"key": candidate.key, **first_words(candidate.item)})
    return told


def told_of(finding: Finding) -> dict[str, Any]:
    """Return a finding that was written down; its days are counted from when it was."""
    days = (finding.due_on - local_day(finding.found_at)).days if finding.due_on else None
    return {
        "key": finding.item_key,
        "text": finding.text,
        "recommendation": finding.recommendation,
        "days": days,
    }


def first_words(item: Item) -> dict[str, Any]:
    """Return the checklist's own words for an item that failed, else the item's."""
    if not item.findings:
        return {"text": item.text.vi, "recommendation": "", "days": None}
    canned = item.findings[0]
    recommendation = canned.recommendation.vi if canned.recommendation else ""
    return {"text": canned.text.vi, "recommendation": recommendation, "days": canned.days}


def visible_minutes(person: Person, public_id: UUID | str, at: datetime) -> Minutes:
    """Return minutes the person may read. Raises NotVisible.

    From inside all of them; the institution its own once they are complete and stand; the clerk those to be sealed.
    """
    related = ("target__inspection__agency", "target__institution", "document")
    minutes = Minutes.objects.select_related(*related).filter(public_id=public_id).first()
    if minutes is None:
        raise NotVisible
    sight = sight_of(person, minutes.target.inspection, at, minutes.target)
    is_final = minutes.complete_at is not None and minutes.voided_at is None
    if sight.inside or (sight.institution and is_final):
        return minutes
    if not minutes_to_seal(person, at).filter(pk=minutes.pk).exists():
        raise NotVisible
    return minutes


def minutes_to_certify(person: Person, at: datetime) -> "QuerySet[Minutes]":
    """Return the minutes that wait for a person's certificate as lead or deputy, the oldest first.

    Complete ones that stand, of parts that are not over; where the paper is the original, none is waited for.
    """
    leading = TeamMember.objects.filter(person_id=person.pk, left_at=None, role__in=LEADING)
    waiting = Minutes.objects.filter(
        target__inspection__in=leading.values("inspection"),
        document=None,
        complete_at__isnull=False,
        voided_at=None,
        original=Minutes.Original.DIGITAL,
    ).exclude(target__status__in=OVER_TARGET)
    return waiting.select_related("target__inspection", "target__institution").order_by("complete_at", "pk")


def minutes_to_seal(person: Person, at: datetime) -> "QuerySet[Minutes]":
    """Return the minutes that wait for the seal of an agency whose clerk the person is, the oldest first."""
    agencies = agencies_where(person, SEAL_DOCUMENT, at)
    signed = Minutes.objects.filter(
        document__state=DocumentDraft.State.SIGNED, target__inspection__agency__in=agencies
    )
    return signed.select_related("document", "target__inspection", "target__institution").order_by("pk")
