"""A step on the desk, whatever kind of case it belongs to: what the pages of a step ask of that kind.

The views in desk.views.work know work items, forms, ways out, drafts and refusals; everything about the case itself
comes from its kind. desk.step_kinds lists the kinds by the name their runs bear.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.models import Person
from desk.conflicts import Conflict
from desk.runs import Happening
from dossiers.models import StepDraft
from dossiers.services.step_drafts import step_draft_of
from forms.definition import FormDefinition
from forms.models import Attachment
from workflows.errors import WorkflowError
from workflows.models import WorkItem


class StepPage(Protocol):
    """A step as its worker sees it.

    checks_own  titles of steps the worker did and this one checks, where that is allowed for a reason
    """

    item: WorkItem
    step_title: Any
    outcomes: Sequence[Any]
    form: FormDefinition | None
    values: Mapping[str, Any]
    checks_own: Sequence[Any]


@dataclass(frozen=True)
class CaseShown:
    """What every page of a step says of its case: who or what it is about, its code, what it is called; its own page."""

    name: Any
    code: str
    title: Any
    url: str


class StepKind(ABC):
    """One kind of case whose steps the desk shows.

    template  of the step's page; `preview`, of the pane beside the inbox
    services  `claim`, `release`, `complete`, `save_step_draft`, `drop_step_draft`, each as dossiers.services has it
    refusals  what `complete` raises beside the refusals of forms and of the engine; `refused` words them
    beside    names of what the case's page asks beside the form; a draft keeps it
    """

    template: str
    preview: str
    services: Any
    refusals: tuple[type[Exception], ...] = ()
    beside: tuple[str, ...] = ()

    @abstractmethod
    def page(self, person: Person, public_id: UUID, at: datetime) -> Any:
        """Return the step's page. Raises Http404 where it is not the person's to see."""

    @abstractmethod
    def look(self, request: HttpRequest, page: Any) -> None:
        """Write the look into the access log."""

    @abstractmethod
    def papers(self, page: Any) -> dict[str, Attachment]:
        """Return the papers of the case that the step may show, by public id."""

    @abstractmethod
    def case(self, page: Any) -> CaseShown:
        """Return what every page says of the case."""

    @abstractmethod
    def context(self, request: HttpRequest, page: Any, at: datetime) -> dict[str, Any]:
        """Return what the templates of the case want to know beside the step."""

    @abstractmethod
    def preview_context(self, page: Any, at: datetime) -> dict[str, Any]:
        """Return what the pane beside the inbox wants to know."""

    @abstractmethod
    def warning(self, outcome: Any) -> str:
        """Return what a grave way out leads to, in a sentence or two."""

    @abstractmethod
    def conflict(self, refusal: WorkflowError, page: Any, at: datetime) -> Conflict:
        """Return the words for a refusal of the engine."""

    @abstractmethod
    def changes_since(self, page: Any, moment: datetime | None, at: datetime) -> Sequence[Happening]:
        """Return what happened since a page was shown."""

    def asked_beside(self, page: Any, typed: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """Return what templates want to know of what the case asks beside the form, with what was typed; most ask nothing."""
        return {}

    def missing(self, request: HttpRequest, page: Any, at: datetime) -> dict[str, str]:
        """Return what the case still asks of who ends the step now, as errors of the page; most ask nothing."""
        return {}

    def completing(self, request: HttpRequest) -> dict[str, Any]:
        """Return what `complete` of this kind takes besides what every kind's does."""
        return {}

    @abstractmethod
    def refused(self, error: Exception) -> str:
        """Return why a step cannot go on as chosen, and what to do."""

    @abstractmethod
    def onwards(self, person: Person, page: Any, at: datetime) -> WorkItem | None:
        """Return the step that comes next in the queue of a finished one, None for an empty queue."""

    @abstractmethod
    def queue_of(self, item: WorkItem) -> str:
        """Return the queue of a step as it stands in the address of the inbox."""

    def draft(self, page: Any, person: Person) -> StepDraft | None:
        """Return what the holder of the step has typed so far."""
        return step_draft_of(page.item, person)


def not_found(public_id: UUID) -> Http404:
    """Return the one answer for what may not be seen and what does not exist."""
    return Http404(str(public_id))
