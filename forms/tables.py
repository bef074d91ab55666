"""Repeatable tables: the same questions asked of every row.

    raw    [{"id": "N1", "ten": "Hàn", "dien_tich": "12,5"}, …]   as typed, to be shown again
    value  [{"id": "N1", "ten": "Hàn", "dien_tich": 12.5}, …]     rows that say something

A row has a code (N1, N2, …) that it keeps whatever is added or removed around it, so that another
table can point at it. On a page a cell is sent as `table-code-column`, the order of the codes as
`table-order`, and the rows that are not on the page as JSON in `table-rest`: a table of 500 rows
costs a page of fifty. Columns are fields, of every kind but a table; conditions of a column see the
row as `row` (and `item`) besides all that the form's conditions see.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from forms.definition import Field, FormDefinition
from forms.fields.files import File
from forms.fields.kind import JSON, Kind
from forms.messages import gettext_noop
from forms.submission import Submission

ROW_NAMES = frozenset({"row", "item"})
CODE = re.compile(r"[A-Za-zĐđ]{0,4}[0-9]{1,6}")
MOST_ROWS = 2000
ROWS_A_PAGE = 50

RawRow = dict[str, object]


@dataclass(frozen=True)
class Table(Kind):
    """A repeatable table.

    code      under which key a row has its code
    prefix    what codes begin with
    titles    the columns whose words stand for a row where it is chosen
    unique    groups of columns in which no two rows may be the same
    totalled  the columns whose sum stands below
    """

    type: ClassVar[str] = "table"
    template: ClassVar[str] = "eforms/fields/table.html"
    settings: ClassVar[frozenset[str]] = frozenset(
        {"columns", "code", "prefix", "titles", "min_rows", "max_rows", "unique", "layout"}
    )
    required_text: ClassVar[str] = gettext_noop("Thêm ít nhất một dòng: %(label)s.")
    grouped: ClassVar[bool] = True
    acts: ClassVar[bool] = True

    columns: tuple[Field, ...] = ()
    code: str = "id"
    prefix: str = ""
    titles: tuple[str, ...] = ()
    min_rows: int = 0
    max_rows: int = 500
    unique: tuple[tuple[str, ...], ...] = ()
    totalled: frozenset[str] = frozenset()
    layout: str = "grid"

    @property
    def paper_columns(self) -> tuple[Field, ...]:
        """The columns whose answers are uploaded files."""
        return tuple(each for each in self.columns if isinstance(each.kind, File))

    @property
    def typed_columns(self) -> tuple[Field, ...]:
        """The columns a spreadsheet can hold: those that are asked, papers aside."""
        return tuple(each for each in self.columns if each.is_asked and not isinstance(each.kind, File))

    @property
    def reads(self) -> frozenset[str]:
        """The names that computed columns read besides their own row."""
        return frozenset().union(*(each.reads for each in self.columns)) - ROW_NAMES

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the raw rows, from a page or from plain answers."""
        sent = submission.values(f"{key}-order")
        if sent:
            return self.read_page(key, submission)
        rows = submission.values(key)[:MOST_ROWS]
        return self.with_codes([self.read_row(each, "") for each in rows if isinstance(each, Mapping)])

    def read_page(self, key: str, submission: Submission) -> list[RawRow]:
        """Return the rows of a page: those shown, and those carried along, in their order."""
        order = [code for code in submission.text(f"{key}-order").split() if CODE.fullmatch(code)]
        rest = rows_carried(submission.values(f"{key}-rest"))
        rows = []
        for code in list(dict.fromkeys(order))[:MOST_ROWS]:
            carried = rest.get(code)
            row = (
                self.read_row(carried, "") if carried is not None
                else self.read_row(submission.data, f"{key}-{code}-")
            )  # fmt: skip
            rows.append({**row, self.code: code})
        return rows

    def read_row(self, data: Mapping[str, object], start: str) -> RawRow:
        """Return one row's raw cells from names that begin with `start`."""
        submission = Submission(data)
        row: RawRow = {self.code: submission.text(f"{start}{self.code}")}
        for column in self.columns:
            if column.is_asked:
                row[column.key] = column.kind.read(f"{start}{column.key}", submission)
        return row

    def with_codes(self, rows: list[RawRow]) -> list[RawRow]:
        """Return rows that all have a code of their own."""
        taken: set[str] = set()
        for row in rows:
            code = str(row[self.code])
            row[self.code] = code if CODE.fullmatch(code) and code not in taken else ""
            taken.add(str(row[self.code]))
        for row in rows:
            row[self.code] = row[self.code] or self.next_code(rows)
        return rows

    def next_code(self, rows: list[RawRow]) -> str:
        """Return a code no row has: one above the highest number."""
        numbers = [int(digits[0]) for row in rows if (digits := re.findall(r"[0-9]+$", str(row[self.code])))]
        return f"{self.prefix}{max(numbers, default=0) + 1}"

    def is_blank(self, raw: JSON) -> bool:
        """Say whether no row says anything."""
        return not any(True for _ in self.filled(raw))

    def filled(self, raw: JSON) -> Iterator[RawRow]:
        """Yield the raw rows in which something was answered."""
        for row in raw if isinstance(raw, list) else []:
            if isinstance(row, dict) and self.says_something(row):
                yield row

    def says_something(self, row: RawRow) -> bool:
        """Say whether a row has any answer; a default nobody touched is none."""
        return any(
            not column.kind.is_blank(row.get(column.key)) and not is_default(column, row.get(column.key))
            for column in self.columns
            if column.is_asked
        )

    def blank_row(self, rows: list[RawRow]) -> RawRow:
        """Return a new row behind others, with its code and the defaults."""
        defaults = {each.key: each.default for each in self.columns if each.default is not None}
        return {**self.read_row(defaults, ""), self.code: self.next_code(rows)}

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return nothing: the engine cleans a table row by row."""
        raise NotImplementedError

    def computed(self, result: object, today: date) -> JSON:
        """Return rows that are known already as they are; the engine judges them with the others."""
        return result if isinstance(result, list) and result else None

    def feel(self, value: JSON) -> object:
        """Return the rows as contexts."""
        rows = value if isinstance(value, list) else []
        return [self.feel_row(row) for row in rows]

    def feel_row(self, row: Mapping[str, object]) -> dict[str, object]:
        """Return one clean row as a context in which every column is named."""
        known = {self.code: row.get(self.code)}
        for column in self.columns:
            value = row.get(column.key)
            known[column.key] = None if value is None else column.kind.feel(value)
        return known

    def show(self, value: JSON, language: str) -> str:
        """Return the rows as lines of text; a page shows them as a table."""
        rows = value if isinstance(value, list) else []
        return "\n".join("; ".join(text for text in self.show_row(row, language) if text) for row in rows)

    def show_row(self, row: Mapping[str, object], language: str) -> list[str]:
        """Return the cells of a row as they are read, "" for an empty one."""
        return [
            column.kind.show(row[column.key], language) if row.get(column.key) is not None else ""
            for column in self.columns
            if column.kind.asks
        ]

    def title(self, row: Mapping[str, object], language: str = "vi") -> str:
        """Return the words that stand for a row, of clean or raw cells."""
        cells = {each.key: each for each in self.columns}
        texts = []
        for key in self.titles:
            value = row.get(key)
            if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
                texts.append(cells[key].kind.show(value, language))
        return ", ".join(texts)

    def row_titles(self, raw: JSON, language: str = "vi") -> dict[str, str]:
        """Return the titles of rows by code."""
        return {str(row[self.code]): self.title(row, language) for row in self.filled(raw)}


def is_default(column: Field, raw: JSON) -> bool:
    """Say whether a cell holds what a new row begins with."""
    if column.default is None:
        return False
    return raw == column.kind.read(column.key, Submission({column.key: column.default}))


def rows_carried(sent: list[object]) -> dict[str, Mapping[str, object]]:
    """Return the rows a page carried along without showing them, by code; nothing for odd text.

    A page's own limit holds for one answer; this is a whole table, which only the request's body limits.
    """
    text = sent[-1] if sent else ""
    try:
        carried = json.loads(text) if isinstance(text, str) and text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(carried, dict):
        return {}
    return {code: row for code, row in carried.items() if isinstance(row, dict)}


def papers_in(definition: FormDefinition, answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (field, public id) of every paper in answers, raw or clean, those in cells of tables too."""
    for each in definition:
        value = answers.get(each.key)
        rows = value if isinstance(value, list) else []
        if isinstance(each.kind, File):
            yield from ((each.key, text) for text in rows if isinstance(text, str))
        elif isinstance(each.kind, Table):
            for column in each.kind.paper_columns:
                cells = (row.get(column.key) for row in rows if isinstance(row, dict))
                yield from ((each.key, text) for cell in cells if isinstance(cell, list) for text in cell)
