"""Reads what was answered: any JSON in, a value that FEEL knows or a fault out, never a crash.

A number is a text of digits with at most one point or comma ("35.5", "35,5"), so that no language rounds it; whole
JSON numbers are taken too. A day is 2026-11-28, a time 14:05, a moment 2026-11-28T14:05:00+07:00, a place {"latitude", "longitude",
"accuracy"} in such numbers (degrees, metres). A table is a list of rows, each {column: value}.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from inspections.checklists import words
from inspections.checklists.parts import Column, Option

NUMBER = re.compile(r"-?[0-9]{1,20}(?:[.,][0-9]{1,10})?")
LONGEST_TEXT = 20_000
MOST_ROWS = 500
MOST_EVIDENCE = 500

NOT_A_NUMBER = "not_a_number"
NOT_A_DAY = "not_a_day"
NOT_A_TIME = "not_a_time"
NOT_A_MOMENT = "not_a_moment"
NOT_A_PLACE = "not_a_place"
NOT_A_TEXT = "not_a_text"
NOT_A_TABLE = "not_a_table"
UNKNOWN_OPTION = "unknown_option"
UNKNOWN_VERDICT = "unknown_verdict"
DIVIDED_BY_ZERO = "divided_by_zero"
NOT_VALID = "not_valid"

JSON = object


class Unreadable(Exception):
    """An answer that is none of its kind; says which fault."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was given, its parts in their types; `values` are raw."""

    verdict: JSON = None
    value: JSON = None
    numerator: JSON = None
    denominator: JSON = None
    reason: str = ""
    unseen_because: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing yet (a reason or a photo alone is no answer)."""
        parts = (self.verdict, self.value, self.numerator, self.denominator)
        return all(part is None or part == "" or part == [] or part == {} for part in parts)


NOTHING = Answer()


def answer_from(given: JSON) -> Answer:
    """Return the answer of a key, whatever was sent."""
    if not isinstance(given, Mapping):
        return NOTHING
    evidence = given.get("evidence")
    return Answer(
        verdict=given.get("verdict"),
        value=given.get("value"),
        numerator=given.get("numerator"),
        denominator=given.get("denominator"),
        reason=words_of(given.get("reason")),
        unseen_because=words_of(given.get("unseen_because")),
        evidence=tuple(each for each in evidence[:MOST_EVIDENCE] if isinstance(each, str))
        if isinstance(evidence, list)
        else (),
    )


def words_of(given: JSON) -> str:
    """Return written words without the blanks around them."""
    return given.strip()[:LONGEST_TEXT] if isinstance(given, str) else ""


def number_of(given: JSON) -> Decimal:
    """Return a number. Raises Unreadable."""
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    if not isinstance(text, str) or not NUMBER.fullmatch(text.strip()):
        raise Unreadable(NOT_A_NUMBER)
    return Decimal(text.strip().replace(",", "."))


def text_of(given: JSON) -> str:
    """Return a text. Raises Unreadable."""
    if not isinstance(given, str) or len(given) > LONGEST_TEXT:
        raise Unreadable(NOT_A_TEXT)
    return given.strip()


def moment_of(read: Callable[[str], object], fault: str) -> Callable[[JSON], object]:
    """Return a reader of days, times or moments."""

    def reader(given: JSON) -> object:
        if not isinstance(given, str):
            raise Unreadable(fault)
        try:
            return read(given)
        except ValueError:
            raise Unreadable(fault) from None

    return reader


def aware(text: str) -> datetime:
    """Return a moment that knows its zone. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def place_of(given: JSON) -> dict[str, Decimal]:
    """Return a point on the earth. Raises Unreadable."""
    if not isinstance(given, Mapping):
        raise Unreadable(NOT_A_PLACE)
    try:
        found = {name: number_of(given.get(name)) for name in ("latitude", "longitude")}
        accuracy = given.get("accuracy")
        found["accuracy"] = number_of(0 if accuracy is None else accuracy)
    except Unreadable:
        raise Unreadable(NOT_A_PLACE) from None
    if abs(found["latitude"]) > 90 or abs(found["longitude"]) > 180 or found["accuracy"] < 0:
        raise Unreadable(NOT_A_PLACE)
    return found


READERS: Mapping[str, Callable[[JSON], object]] = {
    "number": number_of,
    "text": text_of,
    "qr": text_of,
    "date": moment_of(date.fromisoformat, NOT_A_DAY),
    "time": moment_of(time.fromisoformat, NOT_A_TIME),
    "datetime": moment_of(aware, NOT_A_MOMENT),
    "place": place_of,
}


def value_of(kind: str, options: tuple[Option, ...], given: JSON) -> object:
    """Return an answer of a kind that is not a table, as FEEL knows it; None where nothing was given.

    Raises Unreadable.
    """
    if given is None or given == "" or given == []:
        return None
    if kind == "choice":
        return option_of(options, given)
    if kind == "choices":
        if not isinstance(given, list) or len(given) > len(options):
            raise Unreadable(UNKNOWN_OPTION)
        return [option_of(options, each) for each in given]
    return READERS[kind](given) if kind in READERS else None


def option_of(options: tuple[Option, ...], given: JSON) -> str:
    """Return a chosen value. Raises Unreadable for one that is not offered."""
    if not isinstance(given, str) or given not in {each.value for each in options}:
        raise Unreadable(UNKNOWN_OPTION)
    return given


def rows_of(columns: tuple[Column, ...], given: JSON) -> list[dict[str, object]] | None:
    """Return the rows of a table, every column in each; None where there is none. Raises Unreadable."""
    if given is None or given == []:
        return None
    if not isinstance(given, list) or len(given) > MOST_ROWS:
        raise Unreadable(NOT_A_TABLE)
    return [row_of(columns, row) for row in given]


def row_of(columns: tuple[Column, ...], given: JSON) -> dict[str, object]:
    """Return one row. Raises Unreadable."""
    if not isinstance(given, Mapping):
        raise Unreadable(NOT_A_TABLE)
    return {column.key: value_of(column.kind, column.options, given.get(column.key)) for column in columns}


def verdict_of(given: JSON) -> str | None:
    """Return a verdict, None where there is none. Raises Unreadable for another word."""
    if given is None or given == "":
        return None
    if not isinstance(given, str) or given not in words.VERDICTS:
        raise Unreadable(UNKNOWN_VERDICT)
    return given
