"""Writes the sheets of a form into a workbook."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from inspections.xlsforms.sheets import Sheets

ORDER = ("survey", "choices", "settings")


def workbook_of(sheets: Sheets) -> bytes:
    """Return the .xlsx of a form's sheets; every cell is a text, so that no spreadsheet takes one for a formula."""
    workbook = Workbook(write_only=True)
    for name, rows in zip(ORDER, (sheets.survey, sheets.choices, [sheets.settings]), strict=True):
        sheet = workbook.create_sheet(name)
        columns = sheets.columns(rows)
        sheet.append([_cell(sheet, column, bold=True) for column in columns])
        for row in rows:
            sheet.append([_cell(sheet, row.get(column, "")) for column in columns])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _cell(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    return cell
