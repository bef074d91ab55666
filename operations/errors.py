"""What can go wrong with a copy, worded for the person at the terminal."""

from pathlib import Path


class OperationsError(Exception):
    """Base: the command prints it and leaves with 1."""


class FolderNotEmpty(OperationsError):
    """A copy is written into a folder of its own."""


class CopyDamaged(OperationsError):
    """The copy does not verify; nothing was touched."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("the copy does not verify, nothing was touched:\n  " + "\n  ".join(faults))
        self.faults = faults


class CopyForeign(OperationsError):
    """The copy was made on another kind of database or by a later version of the product."""


class WouldOverwrite(OperationsError):
    """There is data where the copy would go."""


class DatabaseInUse(OperationsError):
    """The database there cannot be read at the moment, so nobody can say that it is ruined; nothing was touched."""

    def __init__(self, file: Path, reason: Exception) -> None:
        super().__init__(
            f"{file} cannot be read now ({reason}); nothing was touched: stop the product and try again"
        )


class ToolFailed(OperationsError):
    """pg_dump or pg_restore did not do its work."""
