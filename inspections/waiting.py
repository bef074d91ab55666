"""What lets a flow that waits for others go on: all institutions inspected, the notice out, every remedy closed.

The step that waits leaves its address with its case; whoever changes what it waits for asks here whether it is enough.
An answer to a step that no longer waits is dropped (`workflows.reply`), so asking twice does no harm.
"""

from collections.abc import Mapping
from datetime import datetime

from inspections.models import NOT_INSPECTED, Inspection, Outcome, Remedy, Target
from inspections.status import OVER_TARGET, TargetStatus
from workflows.reply import answer

INSPECTED, CLOSED = "inspected", "closed"
DONE_INSPECTING = OVER_TARGET | {TargetStatus.INSPECTED, TargetStatus.REMEDYING}


def targets_of(inspection: Inspection) -> list[Target]:
    """Return the institutions that are, or were, really inspected."""
    rows = inspection.targets.exclude(overlap__in=NOT_INSPECTED)
    return list(rows.select_related("institution").order_by("pk"))


def are_all(inspection: Inspection, until: str) -> bool:
    """Say whether every institution is inspected, or closed."""
    wanted = DONE_INSPECTING if until == INSPECTED else OVER_TARGET
    return all(target.status in wanted for target in targets_of(inspection))


def results(inspection: Inspection) -> Mapping[str, str]:
    """Return what the flow of the inspection goes on with: whether a report is needed or asked for."""
    asked = {outcome for target in targets_of(inspection) for outcome in target.outcomes}
    needed = inspection.is_report_wanted or bool(asked & {Outcome.REPORT, Outcome.REMEDY, Outcome.SUSPENSION})
    return {"report": "yes" if needed else "no"}


def targets_moved(inspection: Inspection, at: datetime) -> None:
    """Let the inspection go on where its institutions have come as far as it waits for."""
    waiting = Inspection.objects.filter(pk=inspection.pk).values_list("awaits", "awaits_until").get()
    address, until = waiting
    if address and are_all(inspection, until):
        Inspection.objects.filter(pk=inspection.pk).update(awaits="", awaits_until="")
        answer(address, results(inspection), at=at)


def remedies_of(target: Target) -> str:
    """Return how the remedies of an institution stand: "open", "done", or "refused" where one was not done."""
    remedies = Remedy.objects.filter(finding__target=target)
    if remedies.filter(closed_at=None).exists():
        return "open"
    return "refused" if remedies.filter(state=Remedy.State.REFUSED).exists() else "done"


def remedies_moved(target: Target, at: datetime) -> None:
    """Let an institution's flow go on where every remedy is closed."""
    address = Target.objects.values_list("awaits", flat=True).get(pk=target.pk)
    state = remedies_of(target)
    if address and state != "open":
        Target.objects.filter(pk=target.pk).update(awaits="")
        answer(address, {"remedies": state}, at=at)
