"""Lets an issued decision take effect: extension, suspension, resumption, stop, change of a member (Đ7.2đ, Đ13).

Called with the inspection and the institution locked. What has taken effect once stays as it is. A decision that is issued
only after what it is about has ended is on record and changes nothing.
"""

from datetime import datetime

from accounts.localdays import local_day
from inspections import clock
from inspections.effects import write_inspection_status, write_target_status
from inspections.models import Inspection, InspectionDecision, InspectionStep, Target, TeamRole
from inspections.parties import lead_of
from inspections.roles import LEAD_ROLE
from inspections.status import InspectionStatus, TargetStatus
from workflows.models import WorkItem
from workflows.services import assign, cancel_run
from workflows.services import resume as resume_run
from workflows.services import suspend as suspend_run

Kind = InspectionDecision.Kind


def take_effect(decision: InspectionDecision, at: datetime) -> None:
    """Carry a decision out, once: as of the moment it was signed, however long drawing and seal took."""
    if decision.effective_at is not None:
        return
    if not (decision.target or decision.inspection).is_over:
        EFFECTS[Kind(decision.kind)](decision, signed_at(decision) or at)
    decision.effective_at = at
    decision.save(update_fields=["effective_at"])


def signed_at(decision: InspectionDecision) -> datetime | None:
    """Return when the leader signed a decision; None where no step says."""
    steps = InspectionStep.objects.filter(work_item__process_id=decision.run_id, outcome="ky")
    return steps.order_by("answered_at").values_list("answered_at", flat=True).last()


def extend(decision: InspectionDecision, at: datetime) -> None:
    """Add the days to the institution's clock."""
    clock.write(
        decision.target, clock.Kind.EXTENDED, local_day(at), days=decision.days or 0, reason=decision.reason,
        actor_id=decision.decided_by_id, at=at,
    )  # fmt: skip


def suspend(decision: InspectionDecision, at: datetime) -> None:
    """Let the clock and the steps of the institution rest."""
    target = decision.target
    suspend_run(run_id=target.run_id, reason=decision.reason, actor_id=decision.decided_by_id, at=at)
    if target.announced_at is not None:
        clock.write(
            target,
            clock.Kind.PAUSED,
            local_day(at),
            reason=decision.reason,
            actor_id=decision.decided_by_id,
            at=at,
        )
    write_target_status(target, TargetStatus.SUSPENDED, at)


def resume(decision: InspectionDecision, at: datetime) -> None:
    """Let both go on, in the state in which they rested."""
    target = decision.target
    resume_run(run_id=target.run_id, reason=decision.reason, actor_id=decision.decided_by_id, at=at)
    if target.announced_at is not None:
        clock.write(
            target,
            clock.Kind.RESUMED,
            local_day(at),
            reason=decision.reason,
            actor_id=decision.decided_by_id,
            at=at,
        )
    before = target.status_changes.exclude(status=TargetStatus.SUSPENDED).last()
    write_target_status(target, TargetStatus(before.status if before else TargetStatus.WAITING), at)


def stop(decision: InspectionDecision, at: datetime) -> None:
    """End the institution's part; where no institution is named, every part, and what has not begun yet."""
    inspection = decision.inspection
    targets = [decision.target] if decision.target else list(inspection.targets.order_by("pk"))
    for target in targets:
        stop_target(target, decision, at)
    if decision.target is None and inspection.status not in BEGUN:
        cancel_run(run_id=inspection.run_id, reason=decision.reason, actor_id=decision.decided_by_id, at=at)
        write_inspection_status(inspection, InspectionStatus.STOPPED, at)


BEGUN = frozenset({InspectionStatus.IN_PROGRESS, InspectionStatus.REPORTING, InspectionStatus.NOTIFYING,
                   InspectionStatus.FOLLOWING, InspectionStatus.FILING})  # fmt: skip
"""From here on the inspection's own flow goes on to the filing when its institutions are stopped."""


def stop_target(target: Target, decision: InspectionDecision, at: datetime) -> None:
    """End one institution's part."""
    if target.is_over:
        return
    if target.run is not None and target.run.is_open:
        cancel_run(run_id=target.run_id, reason=decision.reason, actor_id=decision.decided_by_id, at=at)
    write_target_status(target, TargetStatus.STOPPED, at)


def change_member(decision: InspectionDecision, at: datetime) -> None:
    """Let one member go and another come; a new lead holds the lead's open steps."""
    gone, come = decision.member_out, decision.member_in
    if gone is not None and gone.left_at is None:
        gone.left_at = at
        gone.save(update_fields=["left_at"])
    if come is not None:
        come.left_at, come.joined_at = None, at
        come.save(update_fields=["left_at", "joined_at"])
        if come.role == TeamRole.LEAD:
            give_steps_to_lead(decision.inspection, at)


def give_steps_to_lead(inspection: Inspection, at: datetime) -> None:
    """Let the lead of now hold every open step of the lead."""
    lead = lead_of(inspection)
    runs = [inspection.run_id, *inspection.targets.values_list("run_id", flat=True)]
    items = WorkItem.objects.filter(
        process_id__in=[each for each in runs if each], completed_at=None, role=LEAD_ROLE
    )
    for item in items if lead else ():
        assign(work_item_id=item.pk, person_id=lead.person_id, at=at)


EFFECTS = {
    Kind.EXTENSION: extend,
    Kind.SUSPENSION: suspend,
    Kind.RESUMPTION: resume,
    Kind.STOP: stop,
    Kind.MEMBER_CHANGE: change_member,
}
