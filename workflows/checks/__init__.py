"""What is wrong with a flow that can be drawn but should not be published; the door of this package.

An error forbids publishing; a warning needs a reason. Each check is a function of the flow and its
surroundings that yields findings; none of them changes anything.
"""

from workflows.checks import errors, joins, names, people, shape, unwritten, values
from workflows.checks.surroundings import NOTHING_KNOWN, Surroundings
from workflows.findings import Finding
from workflows.model import FlowDefinition

__all__ = ["CHECKS", "Finding", "Surroundings", "check"]

CHECKS = (
    *shape.CHECKS,
    *errors.CHECKS,
    *joins.CHECKS,
    *values.CHECKS,
    *unwritten.CHECKS,
    *names.CHECKS,
    *people.CHECKS,
)
ORDER = {"error": 0, "warning": 1, "info": 2}


def check(flow: FlowDefinition, around: Surroundings = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Return the findings on a flow, errors first, then in the order of the file."""
    found = [finding for check_one in CHECKS for finding in check_one(flow, around)]
    return tuple(sorted(found, key=lambda finding: (ORDER[finding.severity], finding.line)))
