"""The register of dossiers as a spreadsheet, written row by row."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook

from dossiers.selectors.register_of_dossiers import RegisterRow
from forms.spreadsheets import harmless


def headings() -> list[str]:
    """Return the columns of Mẫu 07."""
    return [
        _("STT"), _("Mã hồ sơ"), _("Tên thủ tục"), _("Số bộ"), _("Người nộp"), _("Địa chỉ, số điện thoại"),
        _("Cơ quan chủ trì"), _("Ngày nhận"), _("Ngày hẹn trả"), _("Ngày trả"),
        _("Phương thức nhận kết quả"), _("Ký nhận"), _("Ghi chú"),
    ]  # fmt: skip


def spreadsheet(rows: Iterable[RegisterRow]) -> bytes:
    """Return the register as XLSX; what a person typed never becomes a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("07")
    sheet.append(headings())
    for row in rows:
        sheet.append([harmless(value) if isinstance(value, str) else value for value in cells(row)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells(row: RegisterRow) -> list[Any]:
    """Return the values of one line."""
    dossier, language = row.dossier, (get_language() or "vi")[:2]
    return [
        row.number, dossier.code, row.procedure.in_language(language), 1, dossier.applicant_name, row.contact,
        row.deciding, local(dossier.received_at), local(dossier.due_at), local(dossier.returned_at), row.how,
        row.received_by, row.note,
    ]  # fmt: skip


def local(at: datetime | None) -> datetime | None:
    """Return a moment by the local clock, as spreadsheets know it."""
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if at else None
