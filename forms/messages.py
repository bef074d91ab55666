"""What the engine has to say to a person, before it is put into their language.

The engine is pure: it knows no translation machinery. It hands out the Vietnamese sentence, which
is also the key of its translations, with the values that belong into it; a face renders both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

LANGUAGES = ("vi", "en", "km")


def gettext_noop(text: str) -> str:
    """Mark a sentence for the collector of translations; return it as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a package in its languages; Vietnamese is always there and stands in for the others."""

    vi: str
    en: str = ""
    km: str = ""

    def __post_init__(self) -> None:
        if not self.vi.strip():
            raise ValueError("a text needs Vietnamese words")

    def in_language(self, language: str) -> str:
        """Return the text in a language ("vi", "en-gb", …), in Vietnamese where it is missing."""
        code = language.split("-")[0].lower()
        return (getattr(self, code) if code in LANGUAGES else "") or self.vi

    def __str__(self) -> str:
        return self.vi


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with %(name)s places and what goes into them; or, with `words`, a sentence of the package.

    at  the cell of a table it is about, (row code, column key); None for the whole answer
    """

    text: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    words: Words | None = None
    at: tuple[str, str] | None = None

    def render(self, translate: Callable[[str], str], language: str) -> str:
        """Return the sentence for a person reading this language."""
        if self.words is not None:
            return self.words.in_language(language)
        values = {
            name: value.render(translate, language)
            if isinstance(value, Message)
            else in_words(value, language)
            for name, value in self.values.items()
        }
        return translate(self.text) % values


class Told(str):
    """A sentence put into a person's language that still knows the cell of a table it is about."""

    at: tuple[str, str] | None

    def __new__(cls, text: str, at: tuple[str, str] | None = None) -> "Told":
        """Return the sentence."""
        told = super().__new__(cls, text)
        told.at = at
        return told


def in_words(value: object, language: str) -> object:
    """Return a value as it stands inside a sentence: a label loses its leading capital, others stay."""
    return inside_sentence(value.in_language(language)) if isinstance(value, Words) else value


def words_in(words: Words | None, language: str) -> str:
    """Return a text that may be missing in a language, "" where it is."""
    return words.in_language(language) if words else ""


def inside_sentence(label: str) -> str:
    """Return a label to be used after a verb: "Họ và tên" → "họ và tên", but "CCCD" stays."""
    bare = label.strip().rstrip("?:.")
    if len(bare) > 1 and bare[1].isupper():
        return bare
    return bare[:1].lower() + bare[1:]
