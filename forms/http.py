"""What a page answers to a button inside a form that wants no page: a table as a workbook to save."""

from django.http import HttpResponse
from django.utils.translation import get_language

from forms.actions import EXPORT, Action, rows_of, titles_of
from forms.definition import FormDefinition
from forms.spreadsheets import workbook_of
from forms.tables import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_asked_for(
    definition: FormDefinition, values: dict[str, object], action: Action | None
) -> HttpResponse | None:
    """Return the workbook a button asks for, with the rows as they stand; None for any other button."""
    asked = definition.by_key.get(action.key) if action and action.verb == EXPORT else None
    if asked is None or not isinstance(asked.kind, Table):
        return None
    rows = rows_of(values.get(asked.key))
    content = workbook_of(asked.kind, rows, titles_of(definition, values), get_language() or "vi")
    disposition = f'attachment; filename="{asked.key}.xlsx"'
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
