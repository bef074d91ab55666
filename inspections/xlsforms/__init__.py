"""XForms (ODK) and checklists: a form becomes a checklist's folder and a report of what became of everything.

    >>> imported = import_form(read_form(content), code="LOP_HOC")
    >>> imported.files, imported.lines
    >>> sheets, lines = export_checklist(checklist)

Pure: no clock, no files, no framework. Spreadsheets become XForms in inspections.xlsform_files.
"""

from inspections.xlsforms.exporting import export_checklist
from inspections.xlsforms.importing import Imported, import_form
from inspections.xlsforms.model import Form, FormUnreadable
from inspections.xlsforms.reader import read_form
from inspections.xlsforms.report import LEVELS, Line, as_csv

__all__ = [
    "LEVELS", "Form", "FormUnreadable", "Imported", "Line", "as_csv", "export_checklist", "import_form", "read_form",
]  # fmt: skip
