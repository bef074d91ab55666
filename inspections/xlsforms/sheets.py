"""The sheets of an XLSForm as plain rows, before any spreadsheet library sees them."""

from dataclasses import dataclass, field

from forms.messages import Words
from inspections.xlsforms import extension

LANGUAGES = {"vi": "Vietnamese (vi)", "en": "English (en)", "km": "Khmer (km)"}
Row = dict[str, str]


@dataclass(slots=True)
class Sheets:
    """What goes into the three sheets."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: Row = field(default_factory=dict)

    def columns(self, rows: list[Row]) -> list[str]:
        """Return the columns that rows use, in the order in which they first appear."""
        return list(dict.fromkeys(column for row in rows for column in row))


def worded(column: str, words: Words | None) -> Row:
    """Return the cells of words in their languages."""
    if words is None:
        return {}
    return {f"{column}::{name}": text for code, name in LANGUAGES.items() if (text := getattr(words, code))}


def carrying(**content: object) -> Row:
    """Return the cell of an extension, none where there is nothing to carry."""
    kept = {name: value for name, value in content.items() if value}
    return {extension.COLUMN: extension.written(kept)} if kept else {}
