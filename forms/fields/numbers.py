"""Whole numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.kind import JSON, Control, Kind
from forms.fields.text import one_line
from forms.messages import Words, gettext_noop
from forms.yaml_source import Source

WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:[. ][0-9]{3})+")


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
