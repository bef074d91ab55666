"""What can go wrong with a register, as facts."""


class RegistryError(Exception):
    """Base of this package's errors."""


class FactsInvalid(RegistryError):
    """A row cannot be written; `faults` says why, by field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = faults


class RecordChanged(RegistryError):
    """Somebody revised the row meanwhile; `version` is the one it has now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the row is at version {version}")
        self.version = version


class RecordRevoked(RegistryError):
    """The diploma was revoked; the row cannot be revised any more."""


class ReasonMissing(RegistryError):
    """A change of the register needs its grounds in words."""


class IdentityNotProven(RegistryError):
    """Only who has proven an identity may ask a register."""


class FactsTooFew(RegistryError):
    """A register is asked with at least so many facts."""

    def __init__(self, needed: int, given: int) -> None:
        super().__init__(f"{given} facts of {needed}")
        self.needed, self.given = needed, given


class TriesUsedUp(RegistryError):
    """The person asked often enough for today."""

    def __init__(self, a_day: int) -> None:
        super().__init__(f"{a_day} a day")
        self.a_day = a_day
