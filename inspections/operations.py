"""The catalogue of what a service task of an inspection's flow may do; registered in settings.OPERATIONS.

Each runs inside the transaction of its job, under the run's and token's own key, with the case locked. It may run again
after a crash, so each finds what it did before.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspections.deciding import take_effect
from inspections.exporting import keep_export
from inspections.handing_over import keep_hand_over
from inspections.models import Inspection, InspectionDecision, Target
from inspections.notes import note
from inspections.opening import open_all
from inspections.remedying import open_remedies, wants_remedies
from inspections.waiting import CLOSED, INSPECTED, are_all, remedies_of, results
from procedures.catalogue import Answer, operation
from workflows.handlers import LATER, Later
from workflows.models import Run
from workflows.reply import answer, reply_address

YES_OR_NO = ("yes", "no")


@operation(key="the institution: each gets one run of its own")
def open_targets(
    case: Inspection, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Begin the part of every institution of the inspection, each with its own flow and clock."""
    open_all(case, at)
    return {}


@operation(
    inputs={"until": 'how far: "inspected" or "closed"'},
    outputs={"report": Answer(YES_OR_NO, "whether a report is needed or was asked for")},
    key="the inspection: it waits once at a time",
)
def await_targets(
    case: Inspection, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any] | Later:
    """Wait until every institution is inspected, or closed."""
    until = CLOSED if inputs["until"] == CLOSED else INSPECTED
    if are_all(case, until):
        return results(case)
    case.awaits, case.awaits_until = reply_address(run, token_id), until
    case.save(update_fields=["awaits", "awaits_until"])
    note(case, "awaits_targets", None, at, until=until)
    return LATER


@operation(key="the institution: one that does not wait is left as it is")
def release_targets(
    case: Inspection, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Let every institution's part go on that waits for whether there is a notice of results."""
    case.notice_settled_at = case.notice_settled_at or at
    case.save(update_fields=["notice_settled_at"])
    note(case, "notice_settled", None, at, notice=results(case)["report"])
    for target in case.targets.exclude(awaits="").filter(status="inspected").order_by("pk"):
        address, target.awaits = target.awaits, ""
        target.save(update_fields=["awaits"])
        answer(address, notice_of(target), at=at)
    return {}


@operation(
    inputs={"outcomes": "list of the branches its results were sorted into"},
    key="the institution: its outcomes are written over",
)
def finish_inspecting(
    case: Target, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Note how the results of an institution were sorted."""
    case.outcomes = [str(each) for each in inputs["outcomes"] or ()]
    case.save(update_fields=["outcomes"])
    note(case.inspection, "results_sorted", None, at, case, outcomes=case.outcomes)
    return {}


@operation(
    outputs={
        "notice": Answer(YES_OR_NO, "whether the institution is told its results by a notice"),
        "remedies": Answer(YES_OR_NO, "whether the institution must remedy something"),
    },
    key="the institution: it waits once at a time",
)
def await_notice(
    case: Target, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any] | Later:
    """Wait until it is settled whether results are told by a notice: after the report, or at once where none is needed."""
    if case.inspection.notice_settled_at is not None:
        return notice_of(case)
    case.awaits = reply_address(run, token_id)
    case.save(update_fields=["awaits"])
    note(case.inspection, "awaits_notice", None, at, case)
    return LATER


@operation(
    inputs={
        "to": '"inspectorate", "police" or "punisher"',
        "step": "id of the step in which it was handed over: to whom, when",
        "record": "id of the step in which the record or the letter was drawn up: why",
    },
    key="institution and receiver: handed over once",
    names={"step": "step", "record": "step"},
)
def hand_over(
    case: Target, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Note that the file was handed over, with what it held; its evidence is kept from deletion from then on."""
    step = inputs["step"]
    keep_hand_over(case, to=inputs["to"], step=step, record_step=inputs.get("record", step), at=at)
    return {}


@operation(key="the finding: each that must be remedied has one remedy")
def demand_remedies(
    case: Target, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Open one remedy for each finding that must be remedied."""
    opened = open_remedies(case, at)
    note(case.inspection, "remedies_opened", None, at, case, remedies=opened)
    return {}


@operation(
    outputs={
        "remedies": Answer(("done", "refused"), "how they ended; refused where one was not carried out")
    },
    key="the institution: it waits once at a time",
)
def await_remedies(
    case: Target, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any] | Later:
    """Wait until every remedy is verified or given up."""
    state = remedies_of(case)
    if state != "open":
        return {"remedies": state}
    case.awaits = reply_address(run, token_id)
    case.save(update_fields=["awaits"])
    note(case.inspection, "awaits_remedies", None, at, case)
    return LATER


@operation(key="the decision: it takes effect once")
def carry_out_decision(
    case: InspectionDecision, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Let an issued decision take effect: the days, the suspension, the stop, the change of a member."""
    take_effect(case, at)
    return {}


@operation(key="the inspection: its data are handed on once")
def export_data_group(
    case: Inspection, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Keep the data of a closed inspection as group 19 wants them handed on (NĐ 88/2026), as they stand at that moment."""
    keep_export(case, at)
    return {}


def notice_of(target: Target) -> Mapping[str, str]:
    """Return what an institution's part goes on with once the results are settled."""
    return {"notice": results(target.inspection)["report"], "remedies": wants_remedies(target)}
