"""A form of other tools becomes the folder of a checklist with a report beside it, and a checklist becomes a form."""

from pathlib import Path

from inspections.checklists import from_json
from inspections.models import ChecklistVersion
from inspections.xlsform_files import read_file, workbook_of
from inspections.xlsforms import FormUnreadable, Line, as_csv, export_checklist, import_form

REPORT = "import_report.csv"


def import_file(path: Path, folder: Path, code: str = "") -> tuple[Line, ...]:
    """Write the folder of the checklist that a file becomes, and return the report, which lies there too.

    path    an XLSForm (.xlsx, .xls) or an XForm (.xml)
    folder  a folder that is empty or not there: nothing is ever written over
    code    the code of the checklist; without it the form's own

    Raises FormUnreadable.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FormUnreadable(f"{folder} đã có nội dung; hãy chọn thư mục khác để không ghi đè.")
    found = read_file(path)
    imported = import_form(found.form, code or found.form.form_id or path.stem, found.rows)
    lines = tuple(sorted((*found.lines, *imported.lines), key=lambda line: (line.sheet, line.row)))
    for name, content in {**imported.files, REPORT: as_csv(lines)}.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return lines


class NotExported(Exception):
    """The checklist cannot be written; `reason` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def export_file(code: str, path: Path) -> tuple[Line, ...]:
    """Write the newest published checklist of a code as an XLSForm, and return what a form cannot say.

    path  a file that is not there yet, .xlsx

    Raises NotExported.
    """
    version = ChecklistVersion.objects.filter(checklist__code=code).order_by("-published_at", "-pk").first()
    if version is None:
        raise NotExported(f"Chưa công bố phiếu nào mã {code!r}.")
    if path.suffix != ".xlsx" or path.exists():
        raise NotExported(f"{path} phải là tên tệp .xlsx mới, để không ghi đè.")
    sheets, lines = export_checklist(from_json(version.content))
    path.write_bytes(workbook_of(sheets))
    return lines
