"""Functions of XForms over days and moments. A checklist knows the day of the visit, not the clock of a device."""

from collections.abc import Sequence

from inspections.xlsforms import xpath
from inspections.xlsforms.functions_text import literal
from inspections.xlsforms.pieces import TEMPORAL, Piece, Untranslatable, moment, number
from inspections.xlsforms.translating import Function, Translation

Arguments = Sequence[xpath.Node]
_PARTS = {
    "%Y": "string({0}.year)",
    "%m": "substring(string(100 + {0}.month), 2)",
    "%n": "string({0}.month)",
    "%d": "substring(string(100 + {0}.day), 2)",
    "%e": "string({0}.day)",
    "%H": "substring(string(100 + {0}.hour), 2)",
    "%h": "string({0}.hour)",
    "%M": "substring(string(100 + {0}.minute), 2)",
    "%S": "substring(string(100 + {0}.second), 2)",
    "%y": "substring(string({0}.year), 3)",
}


def today(translation: Translation, arguments: Arguments) -> Piece:
    """`today()`: the day of the visit."""
    return Piece("visit_on", "date", is_null=True, is_bound=True)


def date(translation: Translation, arguments: Arguments) -> Piece:
    """`date(…)`: of a string, a moment, or the days since 1970."""
    given = translation.one(arguments[0])
    if given.kind == "number":
        days = f'date("1970-01-01") + duration("P1D") * floor({given.feel})'
        return Piece(days, "date", is_null=True)
    return moment(given)


def date_time(translation: Translation, arguments: Arguments) -> Piece:
    """`date-time(…)` of a string or a day."""
    given = translation.one(arguments[0])
    if given.kind == "number":
        raise Untranslatable("date-time() của một số")
    return moment(given, "datetime")


def days_since_1970(translation: Translation, arguments: Arguments) -> Piece:
    """`decimal-date-time(…)`."""
    given = translation.one(arguments[0])
    return number(given if given.kind in TEMPORAL else moment(given))


def format_date(translation: Translation, arguments: Arguments) -> Piece:
    """`format-date(day, '%d/%m/%Y')`."""
    given = translation.one(arguments[0])
    when = given if given.kind in TEMPORAL else moment(given)
    wanted = literal(arguments[1], "cách viết của format-date()")
    pieces, at = [], 0
    while at < len(wanted):
        part = wanted[at : at + 2]
        if part.startswith("%") and part not in _PARTS:
            raise Untranslatable(f"cách viết {part} của format-date()")
        pieces.append(_PARTS[part].format(when.tight) if part in _PARTS else _quoted(wanted[at]))
        at += 2 if part in _PARTS else 1
    return Piece(f"if {when.tight} = null then null else {' + '.join(pieces)}", "text", is_null=True)


def _quoted(letter: str) -> str:
    return '"\\""' if letter == '"' else f'"{letter}"'


FUNCTIONS: dict[str, Function] = {
    "today": today,
    "date": date,
    "date-time": date_time,
    "decimal-date-time": days_since_1970,
    "format-date": format_date,
    "format-date-time": format_date,
}
