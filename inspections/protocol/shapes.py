"""The kinds of values payloads are built of, and how what is wrong with them is told: a word for each place.

Shapes are closed: a field nobody knows is a fault, since a tablet that sends it means something by it. Moments are
texts of ISO 8601 with an offset; a number stands there as it is or, where it may be a fraction, as a text.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)

from inspections.canonical import NotCanonical, canonical

MOST_NAME = 200
MOST_TEXT = 20_000
FIRST_YEAR, LAST_YEAR = 1970, 2200
MOST_VALUE_BYTES, MOST_DEPTH = 32_768, 6
MOST_CONTENT_BYTES, MOST_CONTENT_DEPTH = 900_000, 12
"""Minutes of a whole checklist: a line a criterion and unit, rows of tables inside."""

Shape = TypeVar("Shape", bound=BaseModel)
WORDS = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "too_short": "too_few",
    "string_too_short": "missing",
    "string_pattern_mismatch": "wrong_form",
    "literal_error": "unknown_word",
    "uuid_parsing": "wrong_form",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
}
"""pydantic's word for a fault → ours; every other is "wrong_kind"."""


class Faults(ValueError):
    """A request or payload that does not fit: place → word."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{place}: {word}" for place, word in faults.items()))
        self.faults = dict(faults)


class Closed(BaseModel):
    """A shape that takes its own fields and no other, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def shaped(shape: type[Shape], raw: object) -> Shape:
    """Return what a JSON value says in a shape. Raises Faults with every fault at once."""
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    faults = {
        ".".join(map(str, fault["loc"])) or "*": WORDS.get(fault["type"], "wrong_kind") for fault in found
    }
    raise Faults({place: word for place, word in faults.items() if not has_deeper(place, faults)})


def has_deeper(place: str, faults: Mapping[str, str]) -> bool:
    """Say whether a fault lies inside of a place: a list with a wrong member is counted as too short as well."""
    return any(other.startswith(f"{place}.") for other in faults)


def text_only(value: object) -> object:
    """Refuse what is no text before it is read as something else: 5 is no moment."""
    if not isinstance(value, str):
        raise ValueError("a text is expected")
    return value


def of_our_time(at: datetime) -> datetime:
    """Refuse a moment no clock shows; one that lost its battery shows 1970."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError("out of time")
    return at


def without_nul(text: str) -> str:
    """Refuse a text that no database keeps."""
    if "\0" in text:
        raise ValueError("holds NUL")
    return text


def whole_only(value: object) -> object:
    """Refuse what JSON did not write as a whole number: neither "5" nor true is one."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number is expected")
    return value


def plain_only(value: object) -> object:
    """Refuse a value that is too deep, too large, or has no canonical text (a fraction)."""
    return plain_within(value, MOST_VALUE_BYTES, MOST_DEPTH)


def content_only(value: object) -> object:
    """Refuse a content of minutes in the same way, with the room that one needs."""
    return plain_within(value, MOST_CONTENT_BYTES, MOST_CONTENT_DEPTH)


def plain_within(value: object, most_bytes: int, most_depth: int) -> object:
    """Return a value that has a canonical text within bounds. Raises ValueError."""
    try:
        written = canonical(value)
    except NotCanonical as error:
        raise ValueError(str(error)) from error
    if len(written) > most_bytes or depth(value) > most_depth:
        raise ValueError("too large")
    return value


def depth(value: object) -> int:
    """Return how many objects and lists lie in each other."""
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


Moment = Annotated[AwareDatetime, BeforeValidator(text_only), AfterValidator(of_our_time)]
Whole = Annotated[int, BeforeValidator(whole_only)]
Plain = Annotated[Any, BeforeValidator(plain_only)]
Content = Annotated[dict[str, Any], BeforeValidator(content_only)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=MOST_NAME), AfterValidator(without_nul)]
Text = Annotated[str, StringConstraints(max_length=MOST_TEXT)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=MOST_TEXT, strip_whitespace=True)]
Key = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9._/-]{0,79}(#[1-9][0-9]{0,6})?$", max_length=80)
]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Decimals = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,30}([.,][0-9]{1,15})?$")]
