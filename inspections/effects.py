"""What a flow's effects do to an inspection, to one institution of it, and to a decision on the way.

The only writer of their statuses. An inspection is locked before its institutions and they before their runs, since
what happens to one institution may let the inspection go on, and the other way round.
"""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.models import Agency, Person
from accounts.selectors import four_eyes_waivers, holders
from audit.services import record
from inspections import clock
from inspections.exemption import mode_of
from inspections.following import kinds_followed
from inspections.models import (
    Inspection,
    InspectionDecision,
    InspectionStatusChange,
    InspectionStep,
    Minutes,
    Target,
    TargetClock,
    TargetStatusChange,
    Variant,
)
from inspections.news import tell_institution, tell_steps_people
from inspections.notice_days import ANNOUNCED_FIELD
from inspections.parties import lead_of
from inspections.roles import INSTITUTION_ROLE, LEAD_ROLE
from inspections.status import OVER_INSPECTION, OVER_TARGET, InspectionStatus, TargetStatus
from inspections.topics import topics_of_case
from inspections.waiting import targets_moved
from jobs.services import enqueue
from notifications.services import wake
from procedures.catalogue import carry_out
from procedures.deciding import decide, is_decision
from procedures.selectors import package_for
from workflows.errors import AgencyUnknown
from workflows.handlers import Effects, Later
from workflows.models import Run, WorkItem
from workflows.reply import answer
from workflows.services import assign

Case = Inspection | Target | InspectionDecision


class CaseEffects(Effects):
    """What the three kinds of case have in common."""

    subject_type: str

    @abstractmethod
    def case(self, subject_id: int) -> Any:
        """Return the case."""

    def facts(self, subject_id: int) -> Mapping[str, Any]:
        """Return what the flow's expressions may read: what the decision settles, as `answers`; of each step its latest
        answers, outcome, reason and author.
        """
        steps = InspectionStep.objects.filter(
            work_item__process__subject_type=self.subject_type, work_item__process__subject_id=subject_id
        ).annotate(by=F("answered_by__public_id"))
        return {
            "answers": settled(self.case(subject_id)),
            "steps": {
                step.node_id: {
                    **step.answers,
                    "outcome": step.outcome,
                    "reason": step.reason,
                    "by": str(step.by),
                }
                for step in steps.order_by("answered_at", "pk")
            },
            "channel": "office",
            "receiving": "receiving",
            "deciding": "deciding",
        }

    def resolve_agency(self, run: Run, value: Any) -> int:
        """Return the agency a lane names: who ordered the inspection, or an agency's code. Raises AgencyUnknown."""
        if str(value) in ("receiving", "deciding"):
            return inspection_of(self.case(run.subject_id)).agency_id
        agency_id = Agency.objects.filter(code=str(value)).values_list("pk", flat=True).first()
        if agency_id is None:
            raise AgencyUnknown(run.pk, value)
        return agency_id

    def call_operation(
        self, run: Run, token_id: str, node_id: str, operation: str, inputs: Mapping[str, Any], at: datetime
    ) -> Mapping[str, Any] | Later | None:
        """Carry out a service task by the operation's registered function, or ask the package's decision."""
        if is_decision(operation):
            return decide(package_for(run.flow_key, run.version_hash).files, operation, inputs, at=at)
        case = self.case(run.subject_id)
        answer: Mapping[str, Any] | Later | None = carry_out(
            operation, case, run=run, token_id=token_id, inputs=inputs, at=at
        )
        return answer

    def set_status(self, run: Run, code: str, at: datetime) -> None:
        """Nothing: only inspections and institutions have one."""

    def work_item_opened(self, run: Run, work_item: WorkItem, at: datetime) -> None:
        """Give the lead's step to the lead; tell who may take it: the institution, or the people of an office."""
        case = self.case(run.subject_id)
        if work_item.role == LEAD_ROLE and (lead := lead_of(inspection_of(case))):
            assign(work_item_id=work_item.pk, person_id=lead.person_id, at=at)
            tell_steps_people(case, [lead.person], work_item, at)
            follow_earlier_minutes(case, work_item)
        elif work_item.role == INSTITUTION_ROLE:
            tell_institution(case, "inspection.your_turn", at)
        else:
            tell_steps_people(case, holders(work_item.role, work_item.agency_id, at), work_item, at)
        wake(topics_of_case(case, work_item), at)

    def may_waive_four_eyes(self, run: Run, work_item: WorkItem, at: datetime) -> bool:
        """Let one pair of eyes do where a leader says why: the lead is often a deputy director who also signs (§0.7).

        The page warns, the reason goes on record; a step's own agency may have allowed it for some days as well.
        """
        return work_item.role == "lanh_dao_so" or four_eyes_waivers(work_item.agency_id, at).exists()

    def may_work_on(self, run: Run, work_item: WorkItem, person: Person, at: datetime) -> bool:
        """Leave nobody a step of an inspection in which their conflict of interest is known."""
        team = inspection_of(self.case(run.subject_id)).team
        return not team.filter(person=person, is_conflict_declared=True).exists()

    def run_ended(self, run: Run, kind: str, at: datetime) -> None:
        """Nothing of its own: the last node has set the status."""


class InspectionEffects(CaseEffects):
    """The effect handler of "inspections.Inspection"."""

    subject_type = "inspections.Inspection"

    def case(self, subject_id: int) -> Inspection:
        """Return the inspection."""
        return Inspection.objects.select_related("agency").get(pk=subject_id)

    def lock(self, subject_id: int) -> None:
        """Lock the inspection's row."""
        Inspection.objects.select_for_update().only("pk").get(pk=subject_id)

    def set_status(self, run: Run, code: str, at: datetime) -> None:
        """Write the status the flow has reached."""
        inspection, status = self.case(run.subject_id), InspectionStatus(code)
        if inspection.status != status:
            write_inspection_status(inspection, status, at)


class TargetEffects(CaseEffects):
    """The effect handler of "inspections.Target"."""

    subject_type = "inspections.Target"

    def case(self, subject_id: int) -> Target:
        """Return the institution's part."""
        return Target.objects.select_related("inspection__agency", "institution").get(pk=subject_id)

    def lock(self, subject_id: int) -> None:
        """Lock the inspection, then the target."""
        inspection_id = Target.objects.values_list("inspection_id", flat=True).get(pk=subject_id)
        InspectionEffects().lock(inspection_id)
        Target.objects.select_for_update().only("pk").get(pk=subject_id)

    def set_status(self, run: Run, code: str, at: datetime) -> None:
        """Write the status the flow has reached, with what law ties to it: the clock, the end."""
        target, status = self.case(run.subject_id), TargetStatus(code)
        if target.status != status:
            write_target_status(target, status, at)


class DecisionEffects(CaseEffects):
    """The effect handler of "inspections.InspectionDecision"."""

    subject_type = "inspections.InspectionDecision"

    def case(self, subject_id: int) -> InspectionDecision:
        """Return the decision."""
        related = ("inspection__agency", "target__institution")
        return InspectionDecision.objects.select_related(*related).get(pk=subject_id)

    def lock(self, subject_id: int) -> None:
        """Lock the inspection and the institution that the decision is about."""
        inspection_id, target_id = InspectionDecision.objects.values_list("inspection_id", "target_id").get(
            pk=subject_id
        )
        if target_id is None:
            InspectionEffects().lock(inspection_id)
        else:
            TargetEffects().lock(target_id)

    def run_ended(self, run: Run, kind: str, at: datetime) -> None:
        """Note that a decision was not signed after all: another may be asked for."""
        InspectionDecision.objects.filter(pk=run.subject_id, effective_at=None).update(dropped_at=at)


def inspection_of(case: Case) -> Inspection:
    """Return the inspection that a case is, or is part of."""
    return case if isinstance(case, Inspection) else case.inspection


def follow_earlier_minutes(case: Case, work_item: WorkItem) -> None:
    """Order the flow to follow minutes that were signed before the step that waits for them opened: offline, or early."""
    kinds = kinds_followed(case, work_item) if isinstance(case, Target) else set()
    if not kinds:
        return
    signed = Minutes.objects.filter(target=case, kind__in=kinds, complete_at__isnull=False, voided_at=None)
    for public_id in signed.values_list("public_id", flat=True):
        enqueue(
            "inspections.follow_minutes",
            key=f"inspections.follow_minutes:{public_id}:{work_item.pk}",
            payload={"minutes": str(public_id)},
        )


def settled(case: Case) -> dict[str, Any]:
    """Return what the decision fixes, for the ways a flow may go."""
    inspection = inspection_of(case)
    return {
        "variant": inspection.variant,
        "origin": inspection.origin,
        "mode": mode_of(case) if isinstance(case, Target) else inspection.mode,
    }


def write_inspection_status(inspection: Inspection, status: InspectionStatus, at: datetime) -> None:
    """Write an inspection's status with its line of the timeline and its audit row."""
    inspection.status = status
    inspection.closed_at = at if status in OVER_INSPECTION else None
    inspection.save(update_fields=["status", "closed_at"])
    InspectionStatusChange.objects.create(inspection=inspection, status=status, at=at)
    note_status(inspection, inspection, status, at)
    if status in OVER_INSPECTION and inspection.reply_to:
        answer(inspection.reply_to, {"inspection": str(status)}, at=at)


def write_target_status(target: Target, status: TargetStatus, at: datetime) -> None:
    """Write a target's status; being inspected starts its clock, the signed minutes end it."""
    target.status = status
    target.closed_at = at if status in OVER_TARGET else None
    target.save(update_fields=["status", "closed_at"])
    TargetStatusChange.objects.create(target=target, status=status, at=at)
    note_status(target, target.inspection, status, at)
    if status is TargetStatus.NOTIFIED and target.notified_at is None:
        target.notified_at = at
        target.save(update_fields=["notified_at"])
    if status is TargetStatus.IN_PROGRESS and target.inspection.variant != Variant.IN_THE_ACT:
        clock.start(target, announced_moment(target) or at, actor_id=None, at=at)
    if status is TargetStatus.CLASSIFYING and target.ended_at is None:
        target.ended_at = at
        target.save(update_fields=["ended_at"])
    if status in OVER_TARGET:
        stop_clock(target, at)
    targets_moved(target.inspection, at)


def stop_clock(target: Target, at: datetime) -> None:
    """Stop the clock of a target that is over, once."""
    rows = target.clock_rows
    if rows.exists() and not rows.filter(kind=TargetClock.Kind.STOPPED).exists():
        clock.write(target, TargetClock.Kind.STOPPED, clock.local_day(at), actor_id=None, at=at)


def announced_moment(target: Target) -> datetime | None:
    """Return when the lead says that the decision was announced; None where nobody says."""
    steps = target.steps.filter(answers__has_key=ANNOUNCED_FIELD)
    step = steps.order_by("-answered_at", "-pk").first()
    said = step.answers[ANNOUNCED_FIELD] if step else None
    return datetime.fromisoformat(said) if isinstance(said, str) else None


def note_status(case: Case, inspection: Inspection, status: str, at: datetime) -> None:
    """Write the audit row of a status and wake the pages."""
    record(
        action="inspection.status",
        actor_id=None,
        target=f"inspections.{type(case).__name__}",
        target_id=case.pk,
        at=at,
        values={"status": str(status)},
        agency_id=inspection.agency_id,
    )
    wake(topics_of_case(case), at)
