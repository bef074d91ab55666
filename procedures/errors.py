"""What can be wrong with a package or with asking for one."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a package: where it stands, what it is, how to mend it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ProcedureError(Exception):
    """Root of this package's errors."""


class PackageFaults(ProcedureError):
    """A package that cannot be published, with every fault found at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class NotInForce(ProcedureError):
    """No version of the procedure is in force at the moment asked about."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no version of procedure {name!r} is in force")


class UnknownVersion(ProcedureError):
    """A version was asked for that was never published here."""

    def __init__(self, name: str, version_hash: str) -> None:
        self.name, self.version_hash = name, version_hash
        super().__init__(f"procedure {name!r} has no version {version_hash!r}")


class ErrorUndeclared(ProcedureError):
    """An operation ended in an error of the flow that the catalogue does not say of it: a fault of the operation."""

    def __init__(self, operation: str, code: str) -> None:
        self.operation, self.code = operation, code
        super().__init__(f"operation {operation!r} does not declare the error {code!r}")


class DecisionUnknown(ProcedureError):
    """A task asks for a decision that none of the package's files holds."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no decision {name!r}")
