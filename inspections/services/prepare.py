"""What the office settles before the decision: terms, institutions, overlap, team, sessions.

The drafter may change it while a step of the drafter's is open; what goes up for approval is what will be signed.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.localdays import local_day
from accounts.models import Person
from inspections.effects import TargetEffects
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.exemption import check_place
from inspections.models import (
    Inspection,
    Overlap,
    Session,
    Target,
    TeamMember,
    TeamRole,
)
from inspections.models.inspection import MOST_DAYS
from inspections.notes import note
from inspections.notice_days import check_begins
from inspections.parties import delegator
from inspections.registers import look_up, look_up_all
from inspections.services.set_place import known_coordinates
from inspections.sight import sight_of
from registry.models import Institution
from workflows.models import WorkItem

TERMS = frozenset(
    {"title", "scope", "contents", "ground_text", "variant", "mode", "day_kind", "counts_first_day", "term_days",
     "period_from", "period_to", "checklist_version", "is_report_wanted"}
)  # fmt: skip
DRAFTER = "chuyen_vien"


def set_terms(person: Person, inspection: Inspection, *, at: datetime, **terms: Any) -> Inspection:
    """Change what the decision will fix. Raises MayNot, WrongMoment, NotFit."""
    unknown = set(terms) - TERMS
    if unknown:
        raise NotFit(min(unknown), "unknown")
    if not 1 <= terms.get("term_days", inspection.term_days) <= MOST_DAYS:
        raise NotFit("term_days", "too_many")
    with transaction.atomic():
        locked = in_preparation(person, inspection, at)
        for name, value in terms.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(terms))
        note_office(person, locked, "terms_set", at, **terms)
    return locked


def add_target(
    person: Person,
    inspection: Inspection,
    institution: Institution,
    *,
    at: datetime,
    address: str = "",
    place: str = "",
) -> Target:
    """Return the part of an institution, new where the inspection did not have it. Raises MayNot, WrongMoment."""
    with transaction.atomic():
        locked = in_preparation(person, inspection, at)
        target, is_new = Target.objects.get_or_create(
            inspection=locked,
            institution=institution,
            defaults={
                "address": address or institution.address_line,
                "place": place,
                "coordinates": known_coordinates([institution], locked.agency_id).get(institution.pk),
            },
        )
        if is_new:
            look_up_all(locked, at)
            note_office(person, locked, "target_added", at, institution=institution.pk)
    return target


def settle_overlap(
    person: Person,
    target: Target,
    *,
    overlap: str,
    at: datetime,
    note_text: str = "",
    is_visit_exempt: bool = False,
) -> Target:
    """Write what came of the look for other checks of an institution (Đ4.2), and whether no visit is needed (Đ4.6).

    Anything but "none" is explained. Raises MayNot, WrongMoment, NotFit.
    """
    if overlap not in Overlap.values or overlap == Overlap.UNCHECKED:
        raise NotFit("overlap", "unknown")
    if overlap != Overlap.NONE and not note_text.strip():
        raise NotFit("overlap_note", "required")
    with transaction.atomic():
        locked = in_preparation(person, target.inspection, at)
        target.overlap, target.overlap_note, target.is_visit_exempt = overlap, note_text, is_visit_exempt
        target.save(update_fields=["overlap", "overlap_note", "is_visit_exempt"])
        note_office(
            person, locked, "overlap_settled", at, target, overlap=overlap, is_visit_exempt=is_visit_exempt
        )
    return target


def add_member(
    person: Person, inspection: Inspection, member: Person, *, role: str, at: datetime, tasks: str = ""
) -> TeamMember:
    """Return a proposed member, with what the registers say of them. Raises MayNot, WrongMoment, NotFit."""
    if role not in TeamRole.values:
        raise NotFit("role", "unknown")
    with transaction.atomic():
        locked = in_preparation(person, inspection, at)
        team = TeamMember.objects.filter(inspection=locked, left_at=None)
        if team.filter(person=member).exists() or (
            role == TeamRole.LEAD and team.filter(role=TeamRole.LEAD).exists()
        ):
            raise NotFit("member", "twice")
        added = TeamMember.objects.create(
            inspection=locked, person=member, role=role, tasks=tasks, joined_at=at
        )
        added.machine_findings = look_up(added, at)
        added.save(update_fields=["machine_findings"])
        note_office(person, locked, "member_added", at, member=member.pk, role=role)
    return added


def drop_member(person: Person, member: TeamMember, *, at: datetime) -> None:
    """Take a proposed member out again; the row and its declaration stay on record. Raises MayNot, WrongMoment."""
    with transaction.atomic():
        locked = in_preparation(person, member.inspection, at)
        TeamMember.objects.filter(pk=member.pk, left_at=None).update(left_at=at)
        note_office(person, locked, "member_dropped", at, member=member.person_id)


def plan_session(
    person: Person,
    target: Target,
    *,
    starts_at: datetime,
    ends_at: datetime,
    idempotency_key: UUID,
    at: datetime,
    place: str = "",
    is_online: bool = False,
    members: list[TeamMember] | None = None,
) -> Session:
    """Return a working session planned by the office or the lead, or the one this key planned before.

    Raises MayNot, WrongMoment, NotFit.
    """
    sight = sight_of(person, target.inspection, at)
    if not (sight.proposes or sight.lead):
        raise MayNot("lead")
    if ends_at <= starts_at:
        raise NotFit("ends_at", "unknown")
    with transaction.atomic():
        TargetEffects().lock(target.pk)
        locked = TargetEffects().case(target.pk)
        known = Session.objects.filter(target=locked, idempotency_key=idempotency_key).first()
        if known is not None:
            return known
        if locked.is_over:
            raise WrongMoment("over")
        check_begins(locked, local_day(starts_at), at, field="starts_at")
        check_place(locked, is_online=is_online)
        session = Session.objects.create(
            target=locked,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place or locked.place,
            is_online=is_online,
            idempotency_key=idempotency_key,
        )
        session.members.set(members or [])
        note(
            locked.inspection, "session_planned", person.pk, at, locked,
            for_id=None if sight.lead else delegator(person, locked.inspection, at), starts_at=starts_at,
        )  # fmt: skip
    return session


def in_preparation(person: Person, inspection: Inspection, at: datetime) -> Inspection:
    """Return the locked inspection of a drafter whose step is open. Raises MayNot, WrongMoment."""
    if not sight_of(person, inspection, at).proposes:
        raise MayNot("propose")
    locked = Inspection.objects.select_for_update(of=("self",)).select_related("agency").get(pk=inspection.pk)
    open_steps = WorkItem.objects.filter(process_id=locked.run_id, completed_at=None, role=DRAFTER)
    if locked.decision_number or locked.is_over or not open_steps.exists():
        raise WrongMoment("decided")
    return locked


def note_office(
    person: Person,
    inspection: Inspection,
    action: str,
    at: datetime,
    target: Target | None = None,
    **values: object,
) -> None:
    """Write what the office did, and for whom where it was delegated."""
    note(inspection, action, person.pk, at, target, for_id=delegator(person, inspection, at), **values)
