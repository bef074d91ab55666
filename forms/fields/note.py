"""Words between the questions: something to read, nothing to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.fields.kind import JSON, Kind
from forms.messages import Words
from forms.submission import Submission
from forms.yaml_source import Source


@dataclass(frozen=True)
class Note(Kind):
    """A paragraph, set apart where it `matters` that it is read."""

    type: ClassVar[str] = "note"
    template: ClassVar[str] = "eforms/fields/note.html"
    settings: ClassVar[frozenset[str]] = frozenset({"text", "tone"})
    asks: ClassVar[bool] = False

    text: Words | None = None
    tone: str = "plain"

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the text and its tone: plain, inset or warning."""
        if "text" not in source:
            source.fault("missing 'text'")
        tone = source.word("tone", frozenset({"plain", "inset", "warning"}), "plain")
        return cls(text=source.words("text"), tone=tone)

    def read(self, key: str, submission: Submission) -> JSON:
        """Return nothing: whatever is sent, a note has no answer."""
        return None

    def is_blank(self, raw: JSON) -> bool:
        """Say that nothing was answered."""
        return True

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return nothing."""
        return None

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return the words and how they are set."""
        return {"text": self.text, "tone": self.tone}
