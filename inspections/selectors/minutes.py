"""What minutes of a visit are made of: the facts every paper of it begins with, and everything found.

A tablet gets the same facts with the visit (`minutes_basis`) and makes the same content of them without a network.
Nothing here is a secret of the office: no source, no risk, no note.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from accounts.permissions import SEAL_DOCUMENT
from accounts.selectors import agencies_where
from documents.letterhead import broken
from documents.models import DocumentDraft
from inspections.errors import NotVisible
from inspections.minutes import Found
from inspections.models import Evidence, Minutes, Target
from inspections.selectors.evaluation import checklist_of, evaluation_of, facts_of
from inspections.sight import sight_of


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


def minutes_to_seal(person: Person, at: datetime) -> "QuerySet[Minutes]":
    """Return the minutes that wait for the seal of an agency whose clerk the person is, the oldest first."""
    agencies = agencies_where(person, SEAL_DOCUMENT, at)
    signed = Minutes.objects.filter(
        document__state=DocumentDraft.State.SIGNED, target__inspection__agency__in=agencies
    )
    return signed.select_related("document", "target__inspection", "target__institution").order_by("pk")
