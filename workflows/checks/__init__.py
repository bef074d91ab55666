"""What is wrong with a flow that can be drawn but should not be published; the door of this package."""

from collections.abc import Sequence

from workflows.findings import Finding
from workflows.model import FlowDefinition

__all__ = ["Finding", "check"]


def check(flow: FlowDefinition) -> Sequence[Finding]:
    """Return the findings on a flow, errors first."""
    return ()
