"""Begin an inspection: write down its ground and start its flow; or register one whose decision was made on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Agency, Person
from accounts.permissions import PROPOSE_INSPECTIONS
from accounts.selectors import may, stands_in_for
from dossiers.selectors import visible_dossier
from inspections.errors import MayNot, NotFit
from inspections.models import (
    ConfidentialSource,
    Ground,
    Inspection,
    Origin,
    Overlap,
    Target,
    TeamMember,
    TeamRole,
)
from inspections.opening import open_all
from inspections.services.begin_run import begin_run, create
from inspections.services.set_place import known_coordinates
from registry.models import Institution


def propose(
    person: Person,
    agency: Agency,
    *,
    title: str,
    ground_kind: str,
    ground_text: str,
    idempotency_key: UUID,
    at: datetime,
    source: str = "",
    **terms: Any,
) -> Inspection:
    """Return the inspection an officer proposes, or the one this key proposed before; its first step waits for the office.

    source  who told the authority: kept apart, for the issuer alone
    terms   further fields of Inspection: scope, contents, variant, mode, day_kind, counts_first_day, term_days,
            period_from, period_to, checklist_version, dossier, reply_to

    Raises MayNot, NotFit, NotInForce; NotVisible of dossiers for a dossier the person does not see.
    """
    check_may_propose(person, agency, at)
    check_ground(title, ground_kind)
    if terms.get("dossier") is not None:
        visible_dossier(person, terms["dossier"].public_id, at)
    known = Inspection.objects.filter(created_by=person, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    for_id = stands_in_for(person, PROPOSE_INSPECTIONS, agency.pk, at)
    try:
        with transaction.atomic():
            inspection = create(
                person, agency, at, title=title.strip(), ground_kind=ground_kind, ground_text=ground_text,
                idempotency_key=idempotency_key, for_id=for_id, **terms,
            )  # fmt: skip
            if source.strip():
                ConfidentialSource.objects.create(
                    inspection=inspection, text=source, written_by=person, written_at=at
                )
            begin_run(inspection, person.pk, at, for_id=for_id)
    except IntegrityError:
        known = Inspection.objects.filter(created_by=person, idempotency_key=idempotency_key).first()
        if known is None:
            raise
        return known
    return inspection


def register_on_paper(
    person: Person,
    agency: Agency,
    *,
    title: str,
    ground_kind: str,
    ground_text: str,
    decision_number: str,
    decision_on: date,
    team: Sequence[tuple[Person, str]],
    institutions: Sequence[Institution],
    idempotency_key: UUID,
    at: datetime,
    **terms: Any,
) -> Inspection:
    """Return an inspection whose decision was signed on paper; its institutions are open for announcement at once.

    team          who inspects, each with a role of TeamRole, exactly one lead
    institutions  whom the decision names

    The indicator counts it, as one that is not wholly digital (INSPECTION §5). Raises MayNot, NotFit, NotInForce.
    """
    check_may_propose(person, agency, at)
    check_ground(title, ground_kind)
    if not decision_number.strip():
        raise NotFit("decision_number", "required")
    if not institutions or [role for _, role in team].count(TeamRole.LEAD) != 1:
        raise NotFit("team" if institutions else "institutions", "required")
    known = Inspection.objects.filter(created_by=person, idempotency_key=idempotency_key).first()
    if known is not None:
        return known
    for_id = stands_in_for(person, PROPOSE_INSPECTIONS, agency.pk, at)
    with transaction.atomic():
        inspection = create(
            person, agency, at, title=title.strip(), ground_kind=ground_kind, ground_text=ground_text,
            idempotency_key=idempotency_key, origin=Origin.ON_PAPER, decision_number=decision_number.strip(),
            decision_on=decision_on, for_id=for_id, **terms,
        )  # fmt: skip
        TeamMember.objects.bulk_create(
            TeamMember(inspection=inspection, person=each, role=role, joined_at=at) for each, role in team
        )
        places = known_coordinates(institutions, agency.pk)
        Target.objects.bulk_create(
            Target(
                inspection=inspection,
                institution=each,
                overlap=Overlap.NONE,
                address=each.address_line,
                coordinates=places.get(each.pk),
            )
            for each in institutions
        )
        begin_run(inspection, person.pk, at, for_id=for_id)
        open_all(inspection, at)
    return inspection


def check_may_propose(person: Person, agency: Agency, at: datetime) -> None:
    """Raises MayNot for whoever does not organise inspections at the agency."""
    if not may(person, PROPOSE_INSPECTIONS, agency, at):
        raise MayNot("propose")


def check_ground(title: str, ground_kind: str) -> None:
    """Raises NotFit without a title, or with a ground the law does not know."""
    if not title.strip():
        raise NotFit("title", "required")
    if ground_kind not in Ground.values:
        raise NotFit("ground_kind", "unknown")
