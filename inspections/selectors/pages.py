"""What the page of one step of an inspection shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Person
from dossiers.titles import title_of
from forms.definition import FormDefinition
from inspections import file_contents, report_draft
from inspections.conditions import CONDITIONS, missing
from inspections.models import Inspection, InspectionDecision, InspectionStep, Target
from inspections.selectors.visible import case_of, work_item
from inspections.sight import Sight, sight_of
from procedures.package import Package
from procedures.selectors import package_for
from workflows.models import WorkItem
from workflows.policies import own_steps_checked

PROPOSED = {
    report_draft.FIELD: report_draft.results_in_words,
    file_contents.FIELD: file_contents.contents_of_file,
}
"""Fields of an inspection's steps that the system fills in, until the step has been answered."""


@dataclass(frozen=True)
class WorkItemPage:
    """A step of an inspection as its worker sees it.

    missing     outcome → what must hold before the step may go that way, and does not yet, in words
    checks_own  titles of steps the worker did and this one checks: a warning; completing it needs a reason
    """

    item: WorkItem
    inspection: Inspection
    target: Target | None
    decision: InspectionDecision | None
    sight: Sight
    package: Package
    step_title: Any
    outcomes: Sequence[Any]
    form: FormDefinition | None
    values: Mapping[str, Any] = field(default_factory=dict)
    missing: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checks_own: Sequence[Any] = ()


def work_item_page(person: Person, public_id: UUID | str, at: datetime) -> WorkItemPage:
    """Return the page of a step of an inspection. Raises NotVisible."""
    item = work_item(person, public_id, at)
    case = case_of(item)
    inspection = case if isinstance(case, Inspection) else case.inspection
    target = case if isinstance(case, Target) else getattr(case, "target", None)
    package = package_for(item.process.flow_key, item.process.version_hash)
    node = package.flow.nodes.get(item.node_id) or item.flow_task.definition
    requires = package.definition.requires.get(item.node_id, {})
    return WorkItemPage(
        item=item,
        inspection=inspection,
        target=target,
        decision=case if isinstance(case, InspectionDecision) else None,
        sight=sight_of(person, inspection, at, target),
        package=package,
        step_title=title_of(package.flow, item.node_id),
        outcomes=node.outcomes,
        form=package.forms[item.form] if item.form else None,
        values=latest_answers(item) or proposed_answers(case, package.forms.get(item.form)),
        missing={
            outcome: [CONDITIONS[name].meaning for name in missing(names, case, at)]
            for outcome, names in requires.items()
        },
        checks_own=[title_of(package.flow, each) for each in sorted(own_steps_checked(item, person.pk))],
    )


def latest_answers(item: WorkItem) -> Mapping[str, Any]:
    """Return what the step answered the last time round."""
    steps = InspectionStep.objects.filter(work_item__process=item.process, node_id=item.node_id)
    latest = steps.order_by("answered_at", "pk").last()
    return latest.answers if latest else {}


def proposed_answers(
    case: Inspection | Target | InspectionDecision, form: FormDefinition | None
) -> Mapping[str, Any]:
    """Return what the system can fill in of a step nobody has answered: results for a report, the contents of the file."""
    if form is None or not isinstance(case, Inspection):
        return {}
    asked = {field.key for field in form}
    return {key: words(case) for key, words in PROPOSED.items() if key in asked}


def steps_of(case: Inspection | Target) -> "list[InspectionStep]":
    """Return what the steps of an inspection, or of one part, answered, oldest first; for who stands inside."""
    steps = case.steps.select_related("answered_by", "work_item").order_by("answered_at", "pk")
    return list(steps.filter(target=None) if isinstance(case, Inspection) else steps)
