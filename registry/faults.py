"""The faults of an import in words: which column, what is wrong with it, how to mend it.

Vietnamese, as the commands speak: whoever brings an original register in reads them beside the file.
"""

from registry.models import CONTENT, DiplomaKind, DiplomaRecord
from registry.reading_rows import MOST_MEGABYTES, MOST_ROWS, Unreadable
from registry.services.import_diplomas import BIRTH_DATE, RowFault

DAY_COLUMNS = (BIRTH_DATE, "birth_day")
LONGER_THAN = "longer than "
FILE_WORDS = {
    "encoding": "không phải văn bản UTF-8; hãy lưu lại thành “CSV UTF-8” hoặc XLSX",
    "table": "không đọc được như một bảng CSV; hãy mở bằng chương trình bảng tính rồi lưu lại thành XLSX",
    "spreadsheet": "không đọc được như một bảng tính XLSX; hãy mở tệp rồi lưu lại thành XLSX",
    "too_big": f"lớn quá {MOST_MEGABYTES} MB, hoặc quá lớn khi mở ra; hãy chia thành nhiều tệp",
    "too_long": f"có quá {MOST_ROWS} dòng; hãy chia thành nhiều tệp",
    "empty": "không có dòng nào; dòng đầu là tên cột, từ dòng hai là dữ liệu",
}


def file_words(error: Unreadable) -> str:
    """Return why a file is no table, and what to do."""
    return FILE_WORDS[error.reason]


def column_label(column: str) -> str:
    """Return what people call a column; a heading nobody knows stays as it was written."""
    if column == BIRTH_DATE:
        return "Ngày tháng năm sinh"
    return str(DiplomaRecord._meta.get_field(column).verbose_name) if column in CONTENT else column


def fault_words(fault: RowFault) -> str:
    """Return what is wrong with a cell or a heading, and how to mend it."""
    if fault.line == 1:
        return heading_words(fault)
    if fault.fault.startswith(LONGER_THAN):
        return f"dài quá {fault.fault.removeprefix(LONGER_THAN)} ký tự; hãy rút gọn"
    return {
        "missing": "để trống; hãy điền",
        "unknown": f"không có loại này; hãy ghi một trong: {', '.join(str(kind.label) for kind in DiplomaKind)}",
        "not a whole number": "không phải số nguyên có nhiều nhất 4 chữ số; ví dụ 1999",
        "no such day": "không có ngày này; hãy ghi như 04/02/1999"
        + (", 02/1999 hoặc 1999" if fault.column in DAY_COLUMNS else ""),
        "twice": "số này đã có ở một dòng trên; hãy bỏ hoặc sửa một trong hai dòng",
        "in the register": "số này đã có trong sổ gốc; hãy bỏ dòng này hoặc sửa số",
    }[fault.fault]


def heading_words(fault: RowFault) -> str:
    """Return what is wrong with a heading."""
    if fault.fault == "twice":
        return "hai cột cùng tên; hãy bỏ một cột"
    return f"không có cột nào tên này; hãy bỏ cột hoặc đổi tên thành một trong: {', '.join(map(column_label, known()))}"


def known() -> tuple[str, ...]:
    """Return the columns a file may have, in the order of the register."""
    return (CONTENT[0], BIRTH_DATE, *CONTENT[1:])
