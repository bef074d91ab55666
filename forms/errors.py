"""What can go wrong with a form, as facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.messages import Message, Words


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a form's file, for the person who writes it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FormFaults(Exception):
    """A form's file cannot be used; every fault found is listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class Wrong(Exception):
    """An answer cannot be taken; says what the person should do instead."""

    def __init__(self, text: str = "", *, words: Words | None = None, **values: object) -> None:
        super().__init__(text)
        self.message = Message(text, values, words)


class Refused(Exception):
    """An upload cannot be taken; says what the person should do instead."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.message = Message(text, values)


class NotLookedAt(Refused):
    """The scanner could not look at an upload; the same one may be taken later."""


class Invalid(Exception):
    """Answers were refused: `errors` by field, in words; `values` is everything typed and uploaded."""

    def __init__(self, errors: Mapping[str, list[str]], values: Mapping[str, object]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors
        self.values = values


class AttachmentGone(Exception):
    """An attachment that was to be kept is no longer there: swept, or never this person's."""
