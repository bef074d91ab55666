"""What a button inside a form asks for: a row more, a row less, a block pasted, another page, the sums again.

Such a button (`form_action`) posts the whole form back; nothing typed is lost and nothing is judged.
It works without scripts, and a page's script only makes it smooth. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.cells import pasted
from forms.definition import FormDefinition
from forms.fields.rows import RowChoice
from forms.submission import Submission
from forms.tables import ROWS_A_PAGE, RawRow, Table

NAME = "form_action"
COMPUTE, ADD, REMOVE, PAGE, PASTE = "compute", "add", "remove", "page", "paste"
IMPORT, EXPORT = "import", "export"
VERBS = frozenset({COMPUTE, ADD, REMOVE, PAGE, PASTE, IMPORT, EXPORT})

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Action:
    """A verb, the field it is about, and a row code or a page number; of a paste, where to and what."""

    verb: str
    key: str = ""
    what: str = ""
    column: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """How a form is being looked at: which page of which table, and what a button has just asked for."""

    pages: Mapping[str, int] = field(default_factory=dict)
    action: Action | None = None


def requested(data: Mapping[str, object]) -> Action | None:
    """Return what the pressed button asks for, None where the form itself was sent."""
    submission = Submission(data)
    parts = submission.text(NAME).split(":", 2)
    if parts[0] not in VERBS:
        return None
    if parts[0] == PASTE and len(parts) > 1:
        row, _, column = submission.text(f"{parts[1]}-paste-at").partition(":")
        text = submission.values(f"{parts[1]}-paste")[-1:] or [""]
        return Action(PASTE, parts[1], row, column, text[0] if isinstance(text[0], str) else "")
    return Action(*parts)


def view_of(definition: FormDefinition, data: Mapping[str, object], action: Action | None) -> View:
    """Return how the form that was sent is being looked at."""
    submission = Submission(data)
    pages = {
        each.key: number
        for each in definition
        if isinstance(each.kind, Table) and (number := page_number(submission.text(f"{each.key}-page")))
    }
    if action and action.verb == PAGE and (number := page_number(action.what)):
        pages[action.key] = number
    return View(pages, action)


def asked_of(definition: FormDefinition, data: Mapping[str, object]) -> Values:
    """Return what was sent of the buttons and the pages of tables, to go with answers read apart."""
    submission = Submission(data)
    tables = [each.key for each in definition if isinstance(each.kind, Table)]
    names = [NAME, *(f"{key}-{part}" for key in tables for part in ("page", "paste", "paste-at"))]
    return {name: sent[-1] for name in names if (sent := submission.values(name))}


def page_number(text: str) -> int:
    """Return a page's number, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def performed(definition: FormDefinition, values: Values, action: Action | None) -> Values:
    """Return the raw values after a button has done its work; as they are where it has none."""
    asked = definition.by_key.get(action.key) if action else None
    if action is None or asked is None or not isinstance(asked.kind, Table):
        return values
    rows = rows_of(values.get(asked.key))
    if action.verb == ADD and len(rows) < asked.kind.max_rows:
        return {
            **values,
            asked.key: [*shown_rows(asked.kind, rows), asked.kind.blank_row(shown_rows(asked.kind, rows))],
        }
    if action.verb == REMOVE:
        kept = [row for row in rows if row[asked.kind.code] != action.what]
        return without_choices(definition, {**values, asked.key: kept}, asked.key, action.what)
    if action.verb == PASTE:
        titles = titles_of(definition, values)
        rows = pasted(asked.kind, rows, action.text, titles, row=action.what, column=action.column)
        return {**values, asked.key: rows}
    return values


def titles_of(definition: FormDefinition, values: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """Return the titles of the rows of every table, by table and code."""
    return {
        each.key: each.kind.row_titles(values.get(each.key))
        for each in definition
        if isinstance(each.kind, Table)
    }


def rows_of(raw: object) -> list[RawRow]:
    """Return raw rows, none for anything else."""
    return raw if isinstance(raw, list) else []


def shown_rows(table: Table, rows: list[RawRow]) -> list[RawRow]:
    """Return the rows a page shows: an empty table is shown with a blank one."""
    return rows or [table.blank_row([])]


def without_choices(definition: FormDefinition, values: Values, table: str, code: str) -> Values:
    """Return values in which nothing points at a row that was removed."""
    changed = dict(values)
    for each in definition:
        if points_at(each.kind, table) and changed.get(each.key) == code:
            changed[each.key] = ""
        if isinstance(each.kind, Table):
            pointing = [column.key for column in each.kind.columns if points_at(column.kind, table)]
            if pointing:
                changed[each.key] = [cleared(row, pointing, code) for row in rows_of(changed.get(each.key))]
    return changed


def points_at(kind: object, table: str) -> bool:
    """Say whether answers of a kind are rows of a table."""
    return isinstance(kind, RowChoice) and kind.table == table


def cleared(row: RawRow, columns: list[str], code: str) -> RawRow:
    """Return a row whose choices of another row are taken back."""
    return {key: "" if key in columns and cell == code else cell for key, cell in row.items()}


def page_count(rows: int) -> int:
    """Return how many pages rows take, at least one."""
    return max(1, -(-rows // ROWS_A_PAGE))
