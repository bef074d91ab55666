"""The door through which a run touches its case.

`workflows` knows nothing of dossiers or inspections: settings.FLOW_HANDLERS maps a kind of
subject ("dossiers.Dossier") to the dotted path of a class that carries effects out. The class is
made anew, without arguments, for each use. All its methods are called inside the transaction of
the event; none may reach outside the database (enqueue a job for that).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Person
from workflows.errors import HandlerUnknown
from workflows.models import Run, WorkItem


class Later:
    """The answer of an operation that is under way; `operation_done` or `operation_failed` will end it."""

    def __repr__(self) -> str:
        return "LATER"


LATER: Final = Later()


class EffectHandler(Protocol):
    """What a kind of case must be able to do for its runs; inherit from `Effects` for the usual answers."""

    def facts(self, subject_id: int) -> Mapping[str, Any]:
        """Return what the flow's expressions may read of the case now."""

    def lock(self, subject_id: int) -> None:
        """Lock the case's row, before the run's: the order is case → run → counters."""

    def set_status(self, run: Run, code: str, at: datetime) -> None:
        """Write the legal status that the flow has reached."""

    def resolve_agency(self, run: Run, value: Any) -> int:
        """Return the agency's id for what a lane names: "receiving", "deciding", an agency code or id.

        Raises AgencyUnknown.
        """

    def call_operation(
        self, run: Run, token_id: str, node_id: str, operation: str, inputs: Mapping[str, Any], at: datetime
    ) -> Mapping[str, Any] | Later | None:
        """Carry a service task out and return its outputs, or LATER. Raises OperationError for a named error."""

    def work_item_opened(self, run: Run, work_item: WorkItem, at: datetime) -> None:
        """A step waits for a person: tell those who may take it."""

    def run_ended(self, run: Run, kind: str, at: datetime) -> None:
        """The run is over: "completed", "terminated", "error" or "cancelled"."""

    def may_waive_four_eyes(self, run: Run, work_item: WorkItem, at: datetime) -> bool:
        """Whether the agency is so small that one person may do both steps, for a reason put on record."""

    def may_work_on(self, run: Run, work_item: WorkItem, person: Person, at: datetime) -> bool:
        """Whether the case leaves a step to somebody of its office: nobody works on a case of their own."""


class Effects:
    """The answers of a case that has nothing special to say; a base for handlers."""

    def lock(self, subject_id: int) -> None:
        """A case without a row of its own to lock."""

    def may_waive_four_eyes(self, run: Run, work_item: WorkItem, at: datetime) -> bool:
        """Four eyes are four eyes."""
        return False

    def may_work_on(self, run: Run, work_item: WorkItem, person: Person, at: datetime) -> bool:
        """A case that belongs to nobody."""
        return True


@dataclass(frozen=True)
class Arrived:
    """A message that nobody waits for and that may begin a case of its own.

    message_id  its sender's id of it: what begins with one id begins once
    values      what it says, by name
    actor_id    who sent it; None where no person did
    """

    name: str
    message_id: str
    values: Mapping[str, Any]
    actor_id: int | None


Beginner = Callable[[Arrived, datetime], Run | None]


def beginner() -> Beginner | None:
    """Return who begins a case with a message: a function of settings.FLOW_BEGINNER, None where nobody is named.

    It is called in the transaction that takes the message. It returns the run it began, or the one that it has
    begun with the same message before; None where no flow begins with such a message; and raises where
    one does but cannot with this.
    """
    return import_string(settings.FLOW_BEGINNER) if settings.FLOW_BEGINNER else None


def handler_of(subject_type: str) -> EffectHandler:
    """Return the handler of this kind of case. Raises HandlerUnknown."""
    path = settings.FLOW_HANDLERS.get(subject_type)
    if path is None:
        raise HandlerUnknown(subject_type)
    return import_string(path)()
