"""Inspections and their institutions in the words of the desk; no queries of its own."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from accounts.localdays import local_day
from desk.inspections.checklist import ChecklistView
from desk.presenting import StepShown
from desk.remaining import Clock, Remaining
from desk.runs import Happening, RunView, newest_first
from forms.models import Attachment
from forms.rendering import review
from inspections.models import Finding, InspectionStep, Outcome, Remedy, TeamMember
from inspections.selectors.case_pages import InspectionPage, RunShown, TargetPage
from inspections.status import UNDER_WAY
from inspections.topics import inspection_topic, target_topic
from workflows.model import FlowDefinition
from workflows.models import WorkItem

EMPTY = FlowDefinition(id="none", nodes={}, flows={})
"""The flow of a check that was done on paper."""


class RunOfCase:
    """The run behind an inspection or a part of one: its steps, history and drawing."""

    def __init__(self, run: RunShown, papers: dict[str, Attachment], at: datetime) -> None:
        self.run, self.papers, self.at = run, papers, at
        self.clock = Clock(at)
        flow = run.package.flow if run.package else EMPTY
        self.view = RunView(flow, run.items, run.position, reads=lambda item: True, at=at)

    @property
    def open_steps(self) -> list[tuple[WorkItem, Any, Remaining]]:
        """The open steps: item, title, what is left."""
        return [(item, self.view.title(item.node_id), self.remaining(item)) for item in self.run.open_items]

    def remaining(self, item: WorkItem) -> Remaining:
        """Return what is left of a step's budget."""
        if item.due_at is None:
            return Remaining(None)
        return self.clock.remaining(item.opened_at, item.due_at, item.agency_id)

    @property
    def steps(self) -> list[StepShown]:
        """What each finished step answered, the latest first."""
        return [self.shown(step) for step in reversed(self.run.steps)]

    def shown(self, step: InspectionStep) -> StepShown:
        """Return one step's answers in words."""
        title, labels = self.view.title(step.node_id), self.view.outcome_labels(step.node_id, step.outcome)
        package = self.run.package
        node = package.flow.nodes.get(step.node_id) if package else None
        form = package.forms.get(getattr(node, "form", "") or "") if package else None
        sections = review(form, step.answers, attachments=self.papers) if form else []
        return StepShown(step, title, labels, [row for section in sections for row in section.rows])

    @property
    def history(self) -> list[Happening]:
        """What happened at the steps, the newest first."""
        return newest_first(self.view.happenings)


class InspectionView(RunOfCase):
    """The page of an inspection."""

    def __init__(self, page: InspectionPage, at: datetime) -> None:
        self.page, self.inspection = page, page.inspection
        super().__init__(page.run, papers_of(page.files), at)

    @property
    def name(self) -> str:
        """What it is about."""
        return self.inspection.title

    @property
    def topic(self) -> str:
        """What its open pages listen to."""
        return inspection_topic(self.inspection)

    @property
    def flow_url(self) -> str:
        """The drawing of its version of the flow."""
        return reverse("desk:inspections:inspection_flow", args=[self.inspection.public_id])

    @property
    def team_now(self) -> list[TeamMember]:
        """Who is in the team now."""
        return [each for each in self.page.team if each.left_at is None]

    @property
    def may_drop(self) -> bool:
        """Whether the reader may still take members out, before the decision."""
        inspection = self.inspection
        return self.page.sight.proposes and not inspection.decision_number and not inspection.is_over


class TargetView(RunOfCase):
    """The page of one institution of an inspection."""

    def __init__(self, page: TargetPage, at: datetime) -> None:
        self.page, self.target, self.inspection = page, page.target, page.inspection
        super().__init__(page.run, papers_of(page.files), at)

    @property
    def name(self) -> str:
        """What it is about."""
        return self.target.institution.name

    @property
    def topic(self) -> str:
        """What its open pages listen to."""
        return target_topic(self.target)

    @property
    def flow_url(self) -> str:
        """The drawing of its version of the flow."""
        return reverse("desk:inspections:target_flow", args=[self.target.public_id])

    @property
    def days_left(self) -> int | None:
        """Calendar days until its last day, below zero once that is past; None where no clock runs, or none any more."""
        return days_until(self.target.due_on, self.at) if self.target.status in UNDER_WAY else None

    @cached_property
    def checklist(self) -> ChecklistView | None:
        """What was answered, criterion by criterion."""
        version = self.inspection.checklist_version
        return ChecklistView(self.page, version.version_hash) if version else None

    @property
    def open_conflicts(self) -> list[Any]:
        """The criteria that have two answers, for the lead to decide."""
        return [each for each in self.page.conflicts if each.decided_at is None]

    @property
    def findings(self) -> list["FindingShown"]:
        """What was found, with what must be done about it."""
        return [FindingShown(each, self.at) for each in self.page.findings]


class FindingShown:
    """One finding with how its remedy stands."""

    def __init__(self, finding: Finding, at: datetime) -> None:
        self.finding, self.at = finding, at
        self.remedy: Remedy | None = getattr(finding, "remedy", None)

    @property
    def days_left(self) -> int | None:
        """Days until the remedy is due, below zero once late; None where none is open."""
        return days_until(self.remedy.due_on, self.at) if self.remedy and not self.remedy.closed_at else None

    @property
    def is_late(self) -> bool:
        """Whether the remedy is open past its day."""
        return self.days_left is not None and self.days_left < 0

    @property
    def outcome_words(self) -> list[str]:
        """Where it leads, in words."""
        return [str(Outcome(each).label) for each in self.finding.outcomes if each in Outcome.values]

    @property
    def submissions(self) -> Sequence[Any]:
        """What the institution sent as proof, in order."""
        return self.remedy.submissions.all() if self.remedy else ()


def papers_of(files: Sequence[Any]) -> dict[str, Attachment]:
    """Return papers by the public id under which answers name them."""
    return {str(file.attachment.public_id): file.attachment for file in files}


def days_until(day: date | None, at: datetime) -> int | None:
    """Return the days from today to a day, below zero once it is past."""
    return (day - local_day(at)).days if day else None
