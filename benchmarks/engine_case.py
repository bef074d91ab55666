"""A case that does nothing, so that the engine alone is measured."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from workflows.handlers import Effects
from workflows.models import Run, WorkItem


class SilentCase(Effects):
    """The handler of "benchmarks.Case"."""

    agency_id: ClassVar[int] = 0

    def facts(self, subject_id: int) -> Mapping[str, Any]:
        """Return no facts: the measured flow reads none."""
        return {}

    def set_status(self, run: Run, code: str, at: datetime) -> None:
        """Write nothing."""

    def resolve_agency(self, run: Run, value: Any) -> int:
        """Return the one agency."""
        return self.agency_id

    def call_operation(
        self, run: Run, token_id: str, node_id: str, operation: str, inputs: Mapping[str, Any], at: datetime
    ) -> None:
        """Carry out nothing."""

    def work_item_opened(self, run: Run, work_item: WorkItem, at: datetime) -> None:
        """Tell nobody."""

    def run_ended(self, run: Run, kind: str, at: datetime) -> None:
        """Do nothing more."""
