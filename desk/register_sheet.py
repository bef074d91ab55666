"""The register of dossiers as a table to take away."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from desk.sheets import Sheet
from dossiers.selectors.register_of_dossiers import RegisterRow


def headings() -> list[str]:
    """Return the columns of Mẫu 07."""
    return [
        _("STT"), _("Mã hồ sơ"), _("Tên thủ tục"), _("Số bộ"), _("Người nộp"), _("Địa chỉ, số điện thoại"),
        _("Cơ quan chủ trì"), _("Ngày nhận"), _("Ngày hẹn trả"), _("Ngày trả"),
        _("Phương thức nhận kết quả"), _("Ký nhận"), _("Ghi chú"),
    ]  # fmt: skip


def spreadsheet(rows: Iterable[RegisterRow]) -> Sheet:
    """Return the register as a table."""
    return Sheet("07", headings(), (cells(row) for row in rows))


def cells(row: RegisterRow) -> list[Any]:
    """Return the values of one line."""
    dossier, language = row.dossier, (get_language() or "vi")[:2]
    return [
        row.number, dossier.code, row.procedure.in_language(language), 1, dossier.applicant_name, row.contact,
        row.deciding, dossier.received_at, dossier.due_at, dossier.returned_at, row.how,
        row.received_by, row.note,
    ]  # fmt: skip
