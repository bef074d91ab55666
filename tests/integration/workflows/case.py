"""A case with no life of its own: an effect handler that remembers what it was asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflows.errors import AgencyUnknown
from workflows.handlers import Effects
from workflows.models import Run, WorkItem


class FakeCase(Effects):
    """The handler of "tests.Case"; what it knows and has been told stands on the class."""

    agency_id = 0
    agencies: dict[str, int] = {}
    known: dict[str, Any] = {}
    statuses: list[str] = []
    opened: list[str] = []
    ended: list[str] = []
    operations: list[tuple[str, Mapping[str, Any]]] = []
    answer: Any = None
    fault: Exception | None = None
    small_office = False

    @classmethod
    def begin(cls, agency_id: int, **known: Any) -> None:
        """Forget the last test."""
        cls.agency_id, cls.agencies, cls.known = agency_id, {}, known
        cls.statuses, cls.opened, cls.ended, cls.operations = [], [], [], []
        cls.answer, cls.fault, cls.small_office = None, None, False

    def facts(self, subject_id: int) -> Mapping[str, Any]:
        return self.known

    def set_status(self, run: Run, code: str, at: datetime) -> None:
        self.statuses.append(code)

    def resolve_agency(self, run: Run, value: Any) -> int:
        known = {"receiving": self.agency_id, **self.agencies}
        if value not in known:
            raise AgencyUnknown(run.pk, value)
        return known[value]

    def call_operation(
        self, run: Run, token_id: str, node_id: str, operation: str, inputs: Mapping[str, Any], at: datetime
    ) -> Any:
        self.operations.append((operation, inputs))
        if self.fault is not None:
            raise self.fault
        return self.answer

    def work_item_opened(self, run: Run, work_item: WorkItem, at: datetime) -> None:
        assert work_item.pk
        if self.fault is not None:
            raise self.fault
        self.opened.append(work_item.node_id)

    def run_ended(self, run: Run, kind: str, at: datetime) -> None:
        self.ended.append(kind)

    def may_waive_four_eyes(self, run: Run, work_item: WorkItem, at: datetime) -> bool:
        return self.small_office
