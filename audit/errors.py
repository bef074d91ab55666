"""What the audit package refuses, and why."""

from dataclasses import dataclass


class AuditError(Exception):
    """Anything this package raises."""


@dataclass
class OutsideTransaction(AuditError):
    """`record` was called where the change could commit without its record."""

    action: str

    def __str__(self) -> str:
        return f"{self.action}: a record belongs in the transaction of its change; open one"


@dataclass
class NothingToAnchor(AuditError):
    """There is no sealed entry yet."""

    def __str__(self) -> str:
        return "nothing is sealed yet, so there is no head to anchor"
