"""Propose a numbered decision on the way: extension, suspension, resumption, stop, change of a member (k8g, k8d, k8m).

Each is a little run of its own: the leader signs or refuses, the clerk seals, and only the issued decision takes effect
(inspections.deciding).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.localdays import local_day
from accounts.models import Person
from accounts.permissions import VIEW_INSPECTIONS
from accounts.selectors import stands_in_for
from inspections.effects import InspectionEffects, TargetEffects
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import Inspection, InspectionDecision, Target, TeamMember, TeamRole
from inspections.models.inspection import MOST_EXTENSION_DAYS
from inspections.news import tell_newcomer
from inspections.notes import note
from inspections.registers import look_up
from inspections.roles import DECISION_PROCEDURE
from inspections.sight import sight_of
from inspections.status import TargetStatus
from procedures.selectors import in_force, package_of
from workflows.services import start

Kind = InspectionDecision.Kind


def propose_extension(
    person: Person, target: Target, *, days: int, reason: str, at: datetime
) -> InspectionDecision:
    """Ask for at most 5 more days at one institution, once, before its days are over. Raises MayNot, NotFit, WrongMoment."""
    if not 1 <= days <= MOST_EXTENSION_DAYS:
        raise NotFit("days", "too_many")
    with transaction.atomic():
        locked = locked_target(person, target, at)
        if locked.due_on is None:
            raise WrongMoment("suspended" if locked.announced_at else "not_announced")
        if local_day(at) > locked.due_on:
            raise WrongMoment("late")
        if of_kind(locked, Kind.EXTENSION).exists():
            raise WrongMoment("extended")
        return begin(person, locked.inspection, Kind.EXTENSION, reason, at, target=locked, days=days)


def propose_suspension(person: Person, target: Target, *, reason: str, at: datetime) -> InspectionDecision:
    """Ask for a rest in what nobody can help. Raises MayNot, NotFit, WrongMoment."""
    with transaction.atomic():
        locked = locked_target(person, target, at)
        if locked.status == TargetStatus.SUSPENDED:
            raise WrongMoment("suspended")
        check_none_waits(Kind.SUSPENSION, target=locked)
        return begin(person, locked.inspection, Kind.SUSPENSION, reason, at, target=locked)


def propose_resumption(person: Person, target: Target, *, reason: str, at: datetime) -> InspectionDecision:
    """Ask to go on. Raises MayNot, NotFit, WrongMoment."""
    with transaction.atomic():
        locked = locked_target(person, target, at)
        if locked.status != TargetStatus.SUSPENDED:
            raise WrongMoment("not_suspended")
        check_none_waits(Kind.RESUMPTION, target=locked)
        return begin(person, locked.inspection, Kind.RESUMPTION, reason, at, target=locked)


def propose_stop(
    person: Person,
    inspection: Inspection,
    *,
    ground: str,
    reason: str,
    at: datetime,
    target: Target | None = None,
) -> InspectionDecision:
    """Ask to stop one institution's part, or the whole.

    ground  a value of InspectionDecision.StopGround: the law names no other

    Raises MayNot, NotFit, WrongMoment.
    """
    if ground not in InspectionDecision.StopGround.values:
        raise NotFit("ground", "required")
    with transaction.atomic():
        if target is not None:
            locked = locked_target(person, target, at)
            check_none_waits(Kind.STOP, target=locked)
            return begin(person, locked.inspection, Kind.STOP, reason, at, target=locked, stop_ground=ground)
        whole = locked_inspection(person, inspection, at)
        check_none_waits(Kind.STOP, inspection=whole, target=None)
        return begin(person, whole, Kind.STOP, reason, at, stop_ground=ground)


def propose_member_change(
    person: Person,
    inspection: Inspection,
    *,
    reason: str,
    at: datetime,
    out: TeamMember | None = None,
    newcomer: Person | None = None,
    role: str = TeamRole.MEMBER,
) -> InspectionDecision:
    """Ask to let one member go, another come, or both; the newcomer is told to declare conflicts before it can be signed.

    Raises MayNot, NotFit, WrongMoment.
    """
    if out is None and newcomer is None:
        raise NotFit("member", "required")
    with transaction.atomic():
        locked = locked_inspection(person, inspection, at)
        if out is not None and (out.inspection_id != locked.pk or out.left_at is not None):
            raise NotFit("member_out", "unknown")
        if out is not None and out.role == TeamRole.LEAD and (newcomer is None or role != TeamRole.LEAD):
            raise NotFit("member_in", "required")
        for whom in ({"member_out": out}, {"member_in__person": newcomer}):
            if None not in whom.values():
                check_none_waits(Kind.MEMBER_CHANGE, inspection=locked, **whom)
        come = proposed_member(locked, newcomer, role, out, at) if newcomer else None
        decision = begin(person, locked, Kind.MEMBER_CHANGE, reason, at, member_out=out, member_in=come)
        if come is not None:
            tell_newcomer(come, at)
        return decision


def proposed_member(
    inspection: Inspection, person: Person, role: str, out: TeamMember | None, at: datetime
) -> TeamMember:
    """Return the newcomer as a row that is not in the team yet. Raises NotFit."""
    team = inspection.team.filter(left_at=None).exclude(pk=out.pk if out else None)
    if team.filter(person=person).exists():
        raise NotFit("member_in", "twice")
    if role == TeamRole.LEAD and team.filter(role=TeamRole.LEAD).exists():
        raise NotFit("role", "twice")
    come = TeamMember.objects.create(
        inspection=inspection, person=person, role=role, joined_at=at, left_at=at
    )
    come.machine_findings = look_up(come, at)
    come.save(update_fields=["machine_findings"])
    return come


def begin(
    person: Person, inspection: Inspection, kind: str, reason: str, at: datetime, **facts: object
) -> InspectionDecision:
    """Write the proposal and start its run. Raises NotFit without a reason."""
    if not reason.strip():
        raise NotFit("reason", "required")
    edition = in_force(DECISION_PROCEDURE, at)
    decision = InspectionDecision.objects.create(
        inspection=inspection, kind=kind, reason=reason.strip(), decided_by=person, decided_at=at,
        procedure=DECISION_PROCEDURE, rules_hash=edition.rules.version_hash, **facts,
    )  # fmt: skip
    leads = sight_of(person, inspection, at).lead
    for_id = None if leads else stands_in_for(person, VIEW_INSPECTIONS, inspection.agency_id, at)
    note(
        inspection,
        "decision_proposed",
        person.pk,
        at,
        decision.target,
        for_id=for_id,
        kind=kind,
        reason=reason,
    )
    decision.run = start(
        flow_key=DECISION_PROCEDURE,
        version_hash=decision.rules_hash,
        bpmn=package_of(edition).flow,
        subject=f"inspections.InspectionDecision:{decision.pk}",
        actor_id=person.pk,
        on_behalf_of_id=for_id,
        at=at,
    )
    decision.save(update_fields=["run"])
    return decision


def check_none_waits(kind: str, **about: object) -> None:
    """Raises WrongMoment("on_the_way") where a decision of the kind about the same is still to be signed or issued."""
    waiting = InspectionDecision.objects.filter(kind=kind, effective_at=None, dropped_at=None, **about)
    if waiting.exists():
        raise WrongMoment("on_the_way")


def of_kind(target: Target, kind: str) -> "QuerySet[InspectionDecision]":
    """Return the decisions of a kind about an institution that were not refused."""
    return InspectionDecision.objects.filter(target=target, kind=kind, dropped_at=None)


def locked_target(person: Person, target: Target, at: datetime) -> Target:
    """Return the institution's part, locked, for its lead or who issues. Raises MayNot, WrongMoment."""
    TargetEffects().lock(target.pk)
    locked = TargetEffects().case(target.pk)
    check_may_decide(person, locked.inspection, at)
    if locked.is_over or locked.run_id is None:
        raise WrongMoment("over")
    return locked


def locked_inspection(person: Person, inspection: Inspection, at: datetime) -> Inspection:
    """Return the inspection, locked, for its lead or who issues. Raises MayNot, WrongMoment."""
    InspectionEffects().lock(inspection.pk)
    locked = InspectionEffects().case(inspection.pk)
    check_may_decide(person, locked, at)
    if locked.is_over:
        raise WrongMoment("over")
    return locked


def check_may_decide(person: Person, inspection: Inspection, at: datetime) -> None:
    """Raises MayNot for who neither leads the team nor works on inspections for the agency."""
    sight = sight_of(person, inspection, at)
    if not (sight.lead or sight.office):
        raise MayNot("lead")
