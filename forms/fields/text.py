"""Words: one line, several lines, an e-mail address, the address of a site.

Everything is brought to Unicode's composed form (NFC), so that "hoà" typed on a Mac and on a phone
is the same text; invisible characters that change how a line reads are taken out.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

import regex

from forms.errors import Wrong
from forms.fields.kind import JSON, Control, Kind
from forms.messages import Words, gettext_noop
from forms.yaml_source import Source

PATTERN_SECONDS = 0.2
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
SITE = re.compile(
    r"https?://(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}(?::[0-9]{1,5})?(?:[/?#]\S{0,1900})?", re.IGNORECASE
)
KEPT_INVISIBLE = {"\u200c", "\u200d"}  # joiners that Khmer and other scripts need
DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}


def one_line(text: str) -> str:
    """Return a text in NFC on one line, spaces collapsed, invisible characters taken out."""
    return " ".join(visible(text).split())


def many_lines(text: str) -> str:
    """Return a text in NFC with its lines, trailing spaces and blank ends taken out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(visible(line).rstrip() for line in lines).strip()


def visible(text: str) -> str:
    """Return the text without control and direction characters, in NFC."""
    spaced = (" " if char in "\t\n\r\v\f\x85\u2028\u2029" else char for char in text)
    kept = (c for c in spaced if c in KEPT_INVISIBLE or unicodedata.category(c) not in DROPPED_CATEGORIES)
    return unicodedata.normalize("NFC", "".join(kept))


@dataclass(frozen=True)
class Text(Kind):
    """One line."""

    type: ClassVar[str] = "text"
    template: ClassVar[str] = "eforms/fields/text.html"
    settings: ClassVar[frozenset[str]] = frozenset({"max_length", "min_length", "pattern", "pattern_message"})

    max_length: int = 200
    min_length: int = 0
    pattern: regex.Pattern[str] | None = None
    pattern_message: Words | None = None

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read lengths and the pattern; a pattern needs words for those who do not match it."""
        pattern = source.attempt("pattern", compiled)
        message = source.words("pattern_message")
        if pattern is not None and message is None:
            source.fault("'pattern' needs 'pattern_message'")
        return cls(
            max_length=source.integer("max_length", cls.max_length, least=1) or cls.max_length,
            min_length=source.integer("min_length", 0, least=0) or 0,
            pattern=pattern if isinstance(pattern, regex.Pattern) else None,
            pattern_message=message,
        )

    def tidy(self, text: str) -> str:
        """Return the text as it is stored."""
        return one_line(text)

    def is_blank(self, raw: JSON) -> bool:
        """Say whether nothing visible was typed."""
        return not isinstance(raw, str) or not self.tidy(raw)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the tidy text. Raises Wrong for its length or pattern."""
        text = self.tidy(str(raw))
        if len(text) > self.max_length:
            raise Wrong(
                gettext_noop("Viết ngắn lại: tối đa %(most)s ký tự, bạn đã viết %(count)s."),
                most=self.max_length, count=len(text),
            )  # fmt: skip
        if len(text) < self.min_length:
            raise Wrong(gettext_noop("Viết ít nhất %(least)s ký tự."), least=self.min_length)
        self.check_pattern(text)
        return text

    def check_pattern(self, text: str) -> None:
        """Raises Wrong when the text does not match as a whole, or matching takes too long."""
        if self.pattern is None:
            return
        try:
            matched = self.pattern.fullmatch(text, timeout=PATTERN_SECONDS)
        except TimeoutError:
            matched = None
        if matched is None:
            raise Wrong(words=self.pattern_message)


def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a compiled pattern. Raises ValueError."""
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error


@dataclass(frozen=True)
class LongText(Text):
    """Several lines."""

    type: ClassVar[str] = "long_text"
    template: ClassVar[str] = "eforms/fields/long_text.html"
    settings: ClassVar[frozenset[str]] = Text.settings | {"rows"}

    max_length: int = 2000
    rows: int = 5

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the settings of a text, and how many rows the box shows."""
        text = Text.from_source(source)
        return cls(
            max_length=source.integer("max_length", cls.max_length, least=1) or cls.max_length,
            min_length=text.min_length,
            pattern=text.pattern,
            pattern_message=text.pattern_message,
            rows=source.integer("rows", cls.rows, least=2) or cls.rows,
        )

    def tidy(self, text: str) -> str:
        """Return the text with its lines."""
        return many_lines(text)

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return how large the box is and how much goes into it."""
        return {"rows": self.rows, "max_length": self.max_length}


@dataclass(frozen=True)
class Email(Kind):
    """An e-mail address, as browsers understand it (WHATWG), with a dot in its domain."""

    type: ClassVar[str] = "email"
    template: ClassVar[str] = "eforms/fields/text.html"
    control: ClassVar[Control] = Control(input_type="email", spellcheck=False)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the address, its domain in lower case. Raises Wrong."""
        text = one_line(str(raw)).replace(" ", "")
        if len(text) > 254 or not EMAIL.fullmatch(text):
            raise Wrong(gettext_noop("Nhập địa chỉ thư điện tử có dạng ten@example.vn."))
        name, _, domain = text.rpartition("@")
        return f"{name}@{domain.lower()}"


@dataclass(frozen=True)
class Site(Kind):
    """The address of a site on the web; `http` and `https` alone, so that it may be shown as a link."""

    type: ClassVar[str] = "url"
    template: ClassVar[str] = "eforms/fields/text.html"
    control: ClassVar[Control] = Control(inputmode="url", spellcheck=False)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the address; `https://` is put before one that says neither. Raises Wrong."""
        text = one_line(str(raw)).replace(" ", "")
        whole = text if "://" in text else f"https://{text}"
        if not SITE.fullmatch(whole):
            raise Wrong(gettext_noop("Nhập địa chỉ trang web có dạng https://truong.edu.vn."))
        return whole
