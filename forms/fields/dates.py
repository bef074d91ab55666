"""Days: a whole date typed in three boxes, and a date of which only the year, or month and year, is known.

Elderly people and many Khmer citizens have papers with a year of birth alone; to invent "01/01"
for them would be a false entry, so the missing parts stay missing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.kind import JSON, Kind
from forms.messages import gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source

PARTS = ("day", "month", "year")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
TYPED = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
BOUND = re.compile(r"today(?:([-+])([0-9]{1,3})y)?")
DIGITS = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Bound:
    """A first or last day: fixed, or counted in years from today."""

    fixed: date | None = None
    years: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return a bound from `2020-01-31`, `today`, `today-100y`. Raises ValueError."""
        relative = BOUND.fullmatch(text)
        if relative is None:
            return cls(fixed=date.fromisoformat(text))
        return cls(years=int(f"{relative[1] or '+'}{relative[2] or 0}"))

    def day(self, today: date) -> date:
        """Return the bound's day; 29 February becomes the 28th where it must."""
        if self.fixed is not None:
            return self.fixed
        year = min(max(today.year + self.years, 1), 9999)
        return (
            today.replace(year=year, day=28)
            if (today.month, today.day) == (2, 29)
            else today.replace(year=year)
        )


@dataclass(frozen=True)
class Date(Kind):
    """A day."""

    type: ClassVar[str] = "date"
    template: ClassVar[str] = "eforms/fields/date.html"
    settings: ClassVar[frozenset[str]] = frozenset({"min", "max"})
    grouped: ClassVar[bool] = True
    first_part: ClassVar[str] = "-day"

    first: Bound = Bound(fixed=date(1900, 1, 1))
    last: Bound = Bound(fixed=date(2100, 12, 31))

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the first and last day."""
        first, last = (source.attempt(name, Bound.parse) for name in ("min", "max"))
        return cls(
            first=first if isinstance(first, Bound) else cls.first,
            last=last if isinstance(last, Bound) else cls.last,
        )

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the three parts as typed; one text, ISO or d/m/y, is taken apart."""
        if submission.has_parts(key, PARTS):
            return {name: text.strip() for name, text in submission.parts(key, PARTS).items()}
        text = submission.text(key).strip()
        if iso := ISO.fullmatch(text):
            return {"day": iso[3], "month": iso[2], "year": iso[1]}
        if typed := TYPED.fullmatch(text):
            return {"day": typed[1], "month": typed[2], "year": typed[3]}
        return {"day": text, "month": "", "year": ""}

    def is_blank(self, raw: JSON) -> bool:
        """Say whether all three boxes are empty."""
        return not isinstance(raw, Mapping) or not any(raw.get(name) for name in PARTS)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the day in ISO form. Raises Wrong for a missing part, an impossible day, one out of bounds."""
        numbers = numbers_of(raw)
        missing = [name for name in PARTS if numbers[name] is None]
        if missing:
            raise Wrong(gettext_noop("Nhập đủ ngày, tháng, năm, ví dụ 24 11 2001."))
        return self.within_bounds(existing_day(numbers), today).isoformat()

    def within_bounds(self, day: date, today: date) -> date:
        """Return the day. Raises Wrong when it is before the first or after the last."""
        first, last = self.first.day(today), self.last.day(today)
        if day > last:
            raise Wrong(gettext_noop("Nhập một ngày không sau %(last)s."), last=f"{last:%d/%m/%Y}")
        if day < first:
            raise Wrong(gettext_noop("Nhập một ngày không trước %(first)s."), first=f"{first:%d/%m/%Y}")
        return day

    def feel(self, value: JSON) -> object:
        """Return a date."""
        return date.fromisoformat(str(value))

    def show(self, value: JSON, language: str) -> str:
        """Return day/month/year."""
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return what stands in each box."""
        return raw if isinstance(raw, Mapping) else dict.fromkeys(PARTS, "")


@dataclass(frozen=True)
class PartialDate(Date):
    """A day of which the day, or the day and the month, may be unknown."""

    type: ClassVar[str] = "partial_date"

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the three parts; a lone four-digit text is a year."""
        raw = super().read(key, submission)
        if isinstance(raw, dict) and not raw["month"] and not raw["year"] and len(raw["day"]) == 4:
            return {"day": "", "month": "", "year": raw["day"]}
        return raw

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return {"year", "month", "day"} with null for what is unknown. Raises Wrong."""
        numbers = numbers_of(raw)
        if numbers["year"] is None or (numbers["day"] is not None and numbers["month"] is None):
            raise Wrong(gettext_noop("Nhập năm; nếu biết thì nhập thêm tháng, rồi ngày."))
        earliest = existing_day({**numbers, "month": numbers["month"] or 1, "day": numbers["day"] or 1})
        whole = numbers["day"] is not None
        if whole or earliest > self.last.day(today) or earliest.year < self.first.day(today).year:
            self.within_bounds(earliest, today)
        return {name: numbers[name] for name in ("year", "month", "day")}

    def feel(self, value: JSON) -> object:
        """Return the parts as a context."""
        return dict(value) if isinstance(value, Mapping) else None

    def show(self, value: JSON, language: str) -> str:
        """Return what is known: day/month/year, month/year or the year."""
        if not isinstance(value, Mapping):
            return ""
        known = [value.get(name) for name in PARTS]
        return "/".join(f"{number:02}" for number in known if isinstance(number, int))


def numbers_of(raw: JSON) -> dict[str, int | None]:
    """Return the parts as numbers, None for an empty one. Raises Wrong for anything but digits."""
    texts = {name: str(raw.get(name) or "") if isinstance(raw, Mapping) else "" for name in PARTS}
    if any(text and not DIGITS.fullmatch(text) for text in texts.values()):
        raise Wrong(gettext_noop("Nhập ngày bằng chữ số, ví dụ 24 11 2001."))
    return {name: int(text) if text else None for name, text in texts.items()}


def existing_day(numbers: Mapping[str, int | None]) -> date:
    """Return the day. Raises Wrong for one that no calendar has, or a year of fewer than four digits."""
    year, month, day = (numbers[name] or 0 for name in ("year", "month", "day"))
    if year < 1000:
        raise Wrong(gettext_noop("Nhập năm gồm 4 chữ số, ví dụ 2001."))
    try:
        return date(year, month, day)
    except ValueError:
        raise Wrong(gettext_noop("Không có ngày này trong lịch. Kiểm tra lại ngày và tháng.")) from None
