"""What a type of answer is: the one interface between the engine and the modules beside this one.

    raw    what a browser or a program sent, JSON-able, kept so that it can be shown again
    value  the clean answer, JSON-able, stored with the dossier
    feel   the same as FEEL knows it (numbers as decimals, days as dates)

A kind is a frozen dataclass of its own settings. It reads them from the form's file in
`from_source`, and everything it refuses it refuses with `Wrong`, worded as what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.messages import Message, gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source

JSON = object


@dataclass(frozen=True, slots=True)
class Control:
    """How a one-line box behaves: its type, which keyboard a telephone shows, how wide it is."""

    input_type: str = "text"
    inputmode: str = ""
    width: str = ""
    spellcheck: bool = True


class Kind:
    """A type of answer; subclasses say their name, their template and what differs.

    asks  whether a person answers it; words to read are no question
    acts  whether it has buttons of its own that post the form back
    """

    type: ClassVar[str]
    template: ClassVar[str]
    settings: ClassVar[frozenset[str]] = frozenset()
    required_text: ClassVar[str] = gettext_noop("Nhập %(label)s.")
    control: ClassVar[Control] = Control()
    grouped: ClassVar[bool] = False
    asks: ClassVar[bool] = True
    acts: ClassVar[bool] = False
    first_part: ClassVar[str] = ""

    @property
    def reads(self) -> frozenset[str]:
        """The names that values computed inside it read."""
        return frozenset()

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Return the kind with the settings of one field; faults are noted in the source."""
        return cls()

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the raw answer as it was sent."""
        return submission.text(key)

    def is_blank(self, raw: JSON) -> bool:
        """Say whether nothing was answered."""
        return not isinstance(raw, str) or not raw.strip()

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the value of a raw answer that is not blank. Raises Wrong."""
        raise NotImplementedError

    def doubt(self, value: JSON) -> Message | None:
        """Return what is doubtful about a clean value: it is sent all the same, and the officer sees it."""
        return None

    def computed(self, result: object, today: date) -> JSON:
        """Return the value of a computed result as FEEL gave it; None where it is none of this kind."""
        if result is None:
            return None
        raw = self.read("result", Submission({"result": sent_as(result)}))
        try:
            return None if self.is_blank(raw) else self.clean(raw, today)
        except Wrong:
            return None

    def feel(self, value: JSON) -> object:
        """Return the value as FEEL knows it."""
        return value

    def show(self, value: JSON, language: str) -> str:
        """Return the value as a person reads it on a review page."""
        return str(value)

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return what the template needs besides the raw answer."""
        return {}

    def offers(self, raw: JSON, today: date) -> Mapping[str, object]:
        """Return the same where it depends on the day, as what may be picked from a list does."""
        return self.parts(raw)


def sent_as(result: object) -> JSON:
    """Return a value of FEEL as a program would have sent it."""
    if isinstance(result, Decimal):
        return int(result) if result == result.to_integral_value() else float(result)
    if isinstance(result, datetime | date):
        return result.isoformat()
    return result
