"""What a button inside a form asks for: a row more, a row less, another page of a table, the sums again.

Such a button (`form_action`) posts the whole form back; nothing typed is lost and nothing is judged.
It works without scripts, and a page's script only makes it smooth. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.definition import FormDefinition
from forms.fields.rows import RowChoice
from forms.submission import Submission
from forms.tables import ROWS_A_PAGE, RawRow, Table

NAME = "form_action"
COMPUTE, ADD, REMOVE, PAGE = "compute", "add", "remove", "page"
VERBS = frozenset({COMPUTE, ADD, REMOVE, PAGE})

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Action:
    """A verb, the field it is about, and a row code or a page number."""

    verb: str
    key: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """How a form is being looked at: which page of which table, and what a button has just asked for."""

    pages: Mapping[str, int] = field(default_factory=dict)
    action: Action | None = None


def requested(data: Mapping[str, object]) -> Action | None:
    """Return what the pressed button asks for, None where the form itself was sent."""
    text = Submission(data).text(NAME)
    parts = text.split(":", 2)
    return Action(*parts) if parts[0] in VERBS else None


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


def asked_of(definition: FormDefinition, data: Mapping[str, object]) -> dict[str, str]:
    """Return what was sent of the buttons and the pages of tables, to go with answers read apart."""
    submission = Submission(data)
    names = [NAME, *(f"{each.key}-page" for each in definition if isinstance(each.kind, Table))]
    return {name: text for name in names if (text := submission.text(name))}


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
    return values


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
