"""The faults of an import in words: which column, what is wrong with it, how to mend it.

For a command in Vietnamese, for a page in its reader's language: whoever brings a register in reads them
beside the file.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.grouping import grouped
from registry.reading_rows import MOST_MEGABYTES, MOST_ROWS, Unreadable
from registry.services.import_register import REGISTERS
from registry.services.import_table import RowFault

LONGER_THAN = "longer than "
FILE_WORDS: dict[str, Promise] = {
    "encoding": gettext_lazy("không phải văn bản UTF-8; hãy lưu lại thành “CSV UTF-8” hoặc XLSX"),
    "table": gettext_lazy(
        "không đọc được như một bảng CSV; hãy mở bằng chương trình bảng tính rồi lưu lại thành XLSX"
    ),
    "spreadsheet": gettext_lazy("không đọc được như một bảng tính XLSX; hãy mở tệp rồi lưu lại thành XLSX"),
    "too_big": gettext_lazy("lớn quá %(megabytes)s MB, hoặc quá lớn khi mở ra; hãy chia thành nhiều tệp"),
    "too_long": gettext_lazy("có quá %(rows)s dòng; hãy chia thành nhiều tệp"),
    "empty": gettext_lazy("không có dòng nào; dòng đầu là tên cột, từ dòng hai là dữ liệu"),
    "gone": gettext_lazy("không còn ở đây; hãy tải lên lại"),
}
WORDS: dict[str, Promise] = {
    "missing": gettext_lazy("để trống; hãy điền"),
    "not a whole number": gettext_lazy("không phải số nguyên có nhiều nhất 4 chữ số; ví dụ 1999"),
    "twice": gettext_lazy("số này đã có ở một dòng trên; hãy bỏ hoặc sửa một trong hai dòng"),
    "in the register": gettext_lazy("số này đã có trong sổ gốc; hãy bỏ dòng này hoặc sửa số"),
    "no tax_code": gettext_lazy("không phải mã số thuế; gồm 10 chữ số, hoặc 13 với mã chi nhánh"),
    "no province": gettext_lazy("không phải mã tỉnh; gồm 2 chữ số, ví dụ 86"),
    "no commune": gettext_lazy("không phải mã xã; gồm 5 chữ số"),
    "no email": gettext_lazy("không phải địa chỉ thư điện tử; ví dụ truong@example.vn"),
    "before the first day": gettext_lazy("sớm hơn ngày đầu; hãy sửa một trong hai ngày"),
    "out of range": gettext_lazy("phải từ 1 đến 100000"),
    "no such institution": gettext_lazy("không có cơ sở này trong sổ; hãy nhập cơ sở trước hoặc sửa"),
    "several": gettext_lazy("có nhiều cơ sở cùng tên; hãy ghi mã cơ sở"),
    "differs above": gettext_lazy("khác với dòng trên của cùng giấy phép; hãy sửa cho giống nhau"),
}
OWN_WORDS: dict[tuple[str, str], Promise] = {
    ("institutions", "twice"): gettext_lazy(
        "mã này đã có ở một dòng trên; hãy bỏ hoặc sửa một trong hai dòng"
    ),
    ("institutions", "in the register"): gettext_lazy(
        "mã này đã có trong sổ với nội dung khác; tệp chỉ thêm cơ sở mới, không sửa cơ sở đã có"
    ),
    ("licences", "twice"): gettext_lazy(
        "ngành này đã có ở một dòng trên của cùng giấy phép; hãy bỏ một dòng"
    ),
    ("licences", "in the register"): gettext_lazy(
        "giấy phép này đã có trong sổ với nội dung khác; tệp chỉ thêm giấy phép mới, không sửa giấy phép đã có"
    ),
    ("licences", "not a whole number"): gettext_lazy("không phải số nguyên; ví dụ 60"),
}


def file_words(error: Unreadable) -> str:
    """Return why a file is no table, and what to do."""
    return str(FILE_WORDS[error.reason]) % {
        "megabytes": MOST_MEGABYTES,
        "rows": grouped(MOST_ROWS),
    }


def column_label(register: str, column: str) -> str:
    """Return what people call a column; a heading nobody knows stays as it was written."""
    return str(REGISTERS[register].columns.labels.get(column, column))


def fault_words(register: str, fault: RowFault) -> str:
    """Return what is wrong with a cell or a heading, and how to mend it."""
    if fault.line == 1:
        return heading_words(register, fault)
    if fault.fault.startswith(LONGER_THAN):
        most = fault.fault.removeprefix(LONGER_THAN)
        return _("dài quá %(most)s ký tự; hãy rút gọn") % {"most": most}
    if fault.fault == "no such day":
        return day_words(register, fault.column)
    if fault.fault == "unknown":
        words = ", ".join(str(each.label) for each in REGISTERS[register].columns.choices[fault.column])
        return _("không có loại này; hãy ghi một trong: %(words)s") % {"words": words}
    return str(OWN_WORDS.get((register, fault.fault), WORDS.get(fault.fault, fault.fault)))


def day_words(register: str, column: str) -> str:
    """Return how to write a day, a partial one where day and month may be unknown."""
    if column in REGISTERS[register].columns.partial_days:
        return _("không có ngày này; hãy ghi như 04/02/1999, 02/1999 hoặc 1999")
    return _("không có ngày này; hãy ghi như 04/02/1999")


def heading_words(register: str, fault: RowFault) -> str:
    """Return what is wrong with a heading."""
    if fault.fault == "twice":
        return _("hai cột cùng tên; hãy bỏ một cột")
    labels = ", ".join(str(label) for label in REGISTERS[register].columns.labels.values())
    return _("không có cột nào tên này; hãy bỏ cột hoặc đổi tên thành một trong: %(labels)s") % {
        "labels": labels
    }
