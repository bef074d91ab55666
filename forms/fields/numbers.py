"""Numbers as Vietnamese people write them: a comma before the fraction, dots or spaces between thousands.

A decimal is stored as a JSON number of at most 15 significant digits, which every reader of JSON
takes back exactly (IEEE 754 binary64 keeps 15 decimal digits); FEEL gets it as a decimal, so that
nothing is ever added up in binary.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.kind import JSON, Control, Kind
from forms.fields.text import one_line
from forms.messages import Words, gettext_noop, words_in
from forms.submission import Submission
from forms.yaml_source import Source

WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:[. ][0-9]{3})+")
FRACTION = re.compile(
    r"([-+]?(?:[0-9]{1,15}|[0-9]{1,3}(?:[. ][0-9]{3})+)),([0-9]{1,9})|([-+]?[0-9]{1,15})\.([0-9]{1,9})"
)
MOST_DIGITS = 15
MOST_PLACES = 6
DONG = Words(vi="đồng", en="VND", km="ដុង")


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number between two bounds."""

    type: ClassVar[str] = "integer"
    template: ClassVar[str] = "eforms/fields/text.html"
    control: ClassVar[Control] = Control(inputmode="numeric", width="5", spellcheck=False)
    settings: ClassVar[frozenset[str]] = frozenset({"min", "max", "suffix"})

    least: int | None = None
    most: int | None = None
    suffix: Words | None = None

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the bounds."""
        least, most = source.integer("min"), source.integer("max")
        if least is not None and most is not None and least > most:
            source.at("min").fault("'min' is above 'max'")
        return cls(least=least, most=most, suffix=source.words("suffix"))

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the number; thousands may be grouped by dots or spaces. Raises Wrong."""
        text = one_line(str(raw))
        if GROUPED.fullmatch(text):
            text = text.replace(".", "").replace(" ", "")
        if not WHOLE.fullmatch(text):
            raise Wrong(gettext_noop("Nhập một số nguyên, chỉ gồm chữ số."))
        number = int(text)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise self.out_of_bounds()
        return number

    def computed(self, result: object, today: date) -> JSON:
        """Return the number, a half rounded up; None outside the bounds or for no number."""
        return super().computed(rounded(result, 0), today)

    def out_of_bounds(self) -> Wrong:
        """Return what to say about a number outside the bounds."""
        if self.least is None:
            return Wrong(gettext_noop("Nhập một số không quá %(most)s."), most=self.most)
        if self.most is None:
            return Wrong(gettext_noop("Nhập một số từ %(least)s trở lên."), least=self.least)
        return Wrong(gettext_noop("Nhập một số từ %(least)s đến %(most)s."), least=self.least, most=self.most)

    def feel(self, value: JSON) -> object:
        """Return a decimal."""
        return Decimal(str(value))

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return the unit behind the box."""
        return {"suffix": self.suffix}


@dataclass(frozen=True)
class Money(Integer):
    """An amount in đồng, which has no fraction."""

    type: ClassVar[str] = "money"
    control: ClassVar[Control] = Control(inputmode="numeric", width="10", spellcheck=False)

    least: int | None = 0
    suffix: Words | None = DONG

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the bounds; an amount is not negative unless the form says so."""
        read = Integer.from_source(source)
        least = read.least if "min" in source else cls.least
        return cls(least=least, most=read.most, suffix=read.suffix or cls.suffix)

    def show(self, value: JSON, language: str) -> str:
        """Return the amount with its thousands apart and its unit."""
        return with_unit(value, self.suffix, language)


@dataclass(frozen=True)
class DecimalNumber(Kind):
    """A number with a fraction of at most `places` digits."""

    type: ClassVar[str] = "decimal"
    template: ClassVar[str] = "eforms/fields/text.html"
    control: ClassVar[Control] = Control(inputmode="decimal", width="10", spellcheck=False)
    settings: ClassVar[frozenset[str]] = frozenset({"min", "max", "places", "suffix"})

    least: Decimal | None = None
    most: Decimal | None = None
    places: int = 2
    suffix: Words | None = None

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the bounds and how many digits may follow the comma."""
        least, most = source.decimal("min"), source.decimal("max")
        if least is not None and most is not None and least > most:
            source.at("min").fault("'min' is above 'max'")
        places = source.integer("places", cls.places, least=1) or cls.places
        if places > MOST_PLACES:
            source.at("places").fault(f"'places' is at most {MOST_PLACES}")
        return cls(least=least, most=most, places=places, suffix=source.words("suffix"))

    def read(self, key: str, submission: Submission) -> JSON:
        """Return what was typed; a program's number as a person would have typed it."""
        values = submission.values(key)
        last = values[-1] if values else None
        if isinstance(last, int | float) and not isinstance(last, bool):
            return as_typed(last)
        return submission.text(key)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the number. Raises Wrong for words, too many digits, one out of bounds."""
        number = number_from(one_line(str(raw)))
        if number is None:
            raise Wrong(gettext_noop("Nhập một số, phần lẻ sau dấu phẩy, ví dụ 12,5."))
        if -int(number.normalize().as_tuple().exponent) > self.places:
            raise Wrong(gettext_noop("Nhập nhiều nhất %(places)s chữ số sau dấu phẩy."), places=self.places)
        if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
            raise Wrong(gettext_noop("Nhập một số có nhiều nhất %(most)s chữ số."), most=MOST_DIGITS)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            raise self.out_of_bounds()
        return as_json(number)

    def out_of_bounds(self) -> Wrong:
        """Return what to say about a number outside the bounds."""
        least, most = (None if each is None else grouped(each) for each in (self.least, self.most))
        if least is None:
            return Wrong(gettext_noop("Nhập một số không quá %(most)s."), most=most)
        if most is None:
            return Wrong(gettext_noop("Nhập một số từ %(least)s trở lên."), least=least)
        return Wrong(gettext_noop("Nhập một số từ %(least)s đến %(most)s."), least=least, most=most)

    def computed(self, result: object, today: date) -> JSON:
        """Return the number, a half rounded up at the last place; None for no number."""
        return super().computed(rounded(result, self.places), today)

    def feel(self, value: JSON) -> object:
        """Return a decimal."""
        return Decimal(str(value))

    def show(self, value: JSON, language: str) -> str:
        """Return the number with its thousands apart and its unit."""
        return with_unit(value, self.suffix, language)

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return the unit behind the box."""
        return {"suffix": self.suffix}


def number_from(text: str) -> Decimal | None:
    """Return the number a person typed: 1.234,5 and 12,5; also 12.5 where the dot cannot part thousands."""
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(".", "").replace(" ", ""))
    if WHOLE.fullmatch(text):
        return Decimal(text)
    parts = FRACTION.fullmatch(text)
    if parts is None:
        return None
    whole, fraction = (parts[1], parts[2]) if parts[1] else (parts[3], parts[4])
    return Decimal(f"{whole.replace('.', '').replace(' ', '')}.{fraction}")


def rounded(result: object, places: int) -> object:
    """Return a number of FEEL rounded, a half upwards; anything else as it is."""
    if not isinstance(result, Decimal) or abs(result) >= 10**MOST_DIGITS:
        return result
    return result.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def as_json(number: Decimal) -> JSON:
    """Return a number of at most 15 digits as JSON has it."""
    return int(number) if number == number.to_integral_value() else float(number)


def as_typed(number: float) -> str:
    """Return a stored number as a person types it: no groups, a comma before the fraction."""
    return f"{Decimal(str(number)).normalize():f}".replace(".", ",")


def with_unit(value: JSON, unit: Words | None, language: str) -> str:
    """Return a stored number as it is read, with its unit behind it."""
    return f"{grouped(Decimal(str(value)))} {words_in(unit, language)}".strip()


def grouped(number: Decimal) -> str:
    """Return a number as it is read: 1.234.567,5."""
    whole, _, fraction = f"{number:f}".partition(".")
    fraction = fraction.rstrip("0")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}".replace(",", ".") + (f",{fraction}" if fraction else "")
