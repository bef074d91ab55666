"""Judges a package before it is published: the flow's own checks, against what this house offers.

A stored version is not judged again when it is opened: what was published stays readable.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from procedures.errors import Fault
from procedures.package import Package
from workflows.checks import Surroundings, check

FACTS = frozenset({"answers", "steps", "channel", "receiving", "deciding"})
STATUSES = frozenset(str(code) for code in range(1, 11))
HOURS_OF_A_WORKING_DAY = 8


@dataclass(frozen=True)
class Judgement:
    """What forbids publishing, and what needs a reason."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def judge(package: Package, *, operations: Collection[str]) -> Judgement:
    """Return every finding on a package's flow.

    operations  names of the catalogue's operations
    """
    findings = check(package.flow, surroundings(package, operations))
    placed = [
        (
            finding.severity,
            Fault(
                package.definition.flow, finding.line, f"{finding.element}: {finding.sentence} {finding.mend}"
            ),
        )
        for finding in findings
    ]
    return Judgement(
        tuple(fault for severity, fault in placed if severity == "error"),
        tuple(fault for severity, fault in placed if severity == "warning"),
    )


def surroundings(package: Package, operations: Collection[str]) -> Surroundings:
    """Return what the flow may name. A same-day term has no fixed hours: its steps share what is left of the day."""
    term = package.definition.term
    return Surroundings(
        forms=frozenset(package.forms),
        documents=frozenset(package.definition.documents),
        operations=frozenset(operations),
        statuses=STATUSES,
        facts=FACTS,
        term_hours=Decimal(term.working_days * HOURS_OF_A_WORKING_DAY)
        if term.kind == "working_days"
        else None,
    )
