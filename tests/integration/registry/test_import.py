"""A register from a file: all of it or nothing, with every fault of every row."""

import inspect
import re
from contextlib import suppress
from datetime import date
from importlib import import_module
from io import BytesIO, StringIO
from threading import Barrier, BrokenBarrierError
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from audit.models import AuditEntry
from registry import reading_rows
from registry.faults import FILE_WORDS
from registry.models import DiplomaKind, DiplomaRecord, DiplomaVersion
from registry.reading_rows import Unreadable
from registry.selectors import find_candidates
from registry.services import RowFault, import_register, look_into, stage_import
from registry.services.import_register import read_file
from tests.integration.registry.conftest import AT
from tests.integration.workflows.test_concurrency import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.services]
HEADINGS = "Họ và tên,Ngày tháng năm sinh,kind,Nơi cấp,Số hiệu,graduation_year,Ngày cấp"
GOOD = "Nguyễn Thị Đào,04/02/1999,trung_cap,Trường Mẫu,TC 000{n},2019,20/08/2019"


def with_kind(*lines: str) -> bytes:
    """Return a CSV under the Vietnamese headings, as a spreadsheet program saves it."""
    return "\r\n".join([HEADINGS, *lines]).encode("utf-8-sig")


def load(keeper, content: bytes, *, write: bool, name: str = "so-goc.csv"):
    """Import a file, or only look into it."""
    if write:
        return import_register("diplomas", keeper, content, name=name, actor_id=None, at=AT)
    return look_into("diplomas", keeper, content, name=name, at=AT)


NO_BIRTH = "không có ngày này; hãy ghi như 04/02/1999, 02/1999 hoặc 1999."
NINTH_TEXT = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData></worksheet>'
)


def workbook() -> bytes:
    """Return a spreadsheet of three hundred rows."""
    book = Workbook()
    book.active.append(["holder_name", "kind", "institution"])
    for number in range(300):
        book.active.append([f"Người {number}", "trung_cap", f"Trường {number}"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def damaged(name: str, change) -> bytes:
    """Return the spreadsheet with one part changed, or added."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook())) as whole, ZipFile(out, "w", ZIP_DEFLATED) as package:
        for each in whole.namelist():
            if each != name:
                package.writestr(each, whole.read(each))
        package.writestr(name, change(whole.read(name) if name in whole.namelist() else b""))
    return out.getvalue()


def scrambled() -> bytes:
    """Return the spreadsheet with the packed bytes of its sheet overwritten."""
    content = workbook()
    with ZipFile(BytesIO(content)) as package:
        sheet = package.getinfo("xl/worksheets/sheet1.xml")
    middle = sheet.header_offset + sheet.compress_size // 2
    return content[:middle] + b"\xff" * 400 + content[middle + 400 :]


def marked(place: int, value: int) -> bytes:
    """Return the spreadsheet with a byte of each entry of its package's directory changed: 6 version, 8 flags, 10 packing."""
    content = bytearray(workbook())
    entry = content.find(b"PK\x01\x02")
    while entry >= 0:
        content[entry + place] = value
        entry = content.find(b"PK\x01\x02", entry + 4)
    return bytes(content)


class TestAnImport:
    def test_writes_every_row_with_its_first_version_and_one_audit_row(self, keeper):
        content = with_kind(GOOD.format(n=1), "Trần Văn Bé,1958,Chứng chỉ sơ cấp,Trường Mẫu,,1980,")

        report = load(keeper, content, write=True)

        assert (report.rows, report.faults, report.written) == (2, (), 2)
        found = find_candidates(keeper_ids=[keeper.pk], holder_name="nguyen thi dao")
        assert [(row.birth_date, row.issued_on) for row in found] == [("04/02/1999", date(2019, 8, 20))]
        assert DiplomaRecord.objects.get(holder_name="Trần Văn Bé").kind == "so_cap"
        assert DiplomaVersion.objects.count() == 2
        assert AuditEntry.objects.filter(action="registry.imported").count() == 1

    def test_only_looks_where_it_is_not_to_write(self, keeper):
        report = load(keeper, with_kind(GOOD.format(n=1)), write=False)

        assert (report.rows, report.written) == (1, 0)
        assert not DiplomaRecord.objects.exists()

    def test_with_a_fault_changes_nothing_and_lists_every_row(self, keeper):
        load(keeper, with_kind(GOOD.format(n=9)), write=True)
        content = with_kind(
            GOOD.format(n=1),
            "Người Hai,31/02/1999,trung_cap,Trường Mẫu,TC 0001,hai nghìn,",
            ",1990,bang_la,Trường Mẫu,TC 0009,2010,2010-13-01",
        )

        report = load(keeper, content, write=True)

        assert report.written == 0
        assert {(fault.line, fault.column) for fault in report.faults} >= {
            (3, "graduation_year"), (3, "serial_no"), (4, "issued_on"), (4, "serial_no"),
        }  # fmt: skip
        assert DiplomaRecord.objects.count() == 1

    def test_reads_a_spreadsheet_with_days_and_numbers_as_such(self, keeper):
        book = Workbook()
        book.active.append(
            ["holder_name", "birth_date", "kind", "institution", "graduation_year", "issued_on"]
        )
        book.active.append(
            ["Lê Thị Út", date(2001, 3, 8), "trung_cap", "Trường Mẫu", 2021, date(2021, 8, 20)]
        )
        out = BytesIO()
        book.save(out)

        report = load(keeper, out.getvalue(), write=True, name="so.xlsx")

        assert report.written == 1
        row = DiplomaRecord.objects.get()
        assert (row.birth_date, row.graduation_year, row.issued_on) == ("08/03/2001", 2021, date(2021, 8, 20))

    def test_says_which_heading_nobody_knows(self, keeper):
        report = load(keeper, b"holder_name,kind,institution,Mau toc\nA,trung_cap,B,den\n", write=True)

        assert report.faults == [RowFault(1, "Mau toc", "unknown")]

    @pytest.mark.parametrize(
        ("content", "name", "reason"),
        [
            (b"holder_name\n\"" + b"x" * 200_000, "a.csv", "table"),
            (b"", "a.csv", "empty"),
            (b"\n\n", "a.csv", "empty"),
            (bytes(20_000_001), "a.csv", "too_big"),
            (damaged("xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2]), "a.xlsx", "spreadsheet"),
            (damaged("xl/worksheets/sheet1.xml", lambda part: b"<a/>" * 2), "a.xlsx", "spreadsheet"),
            (damaged("xl/worksheets/sheet1.xml", lambda part: NINTH_TEXT), "a.xlsx", "spreadsheet"),
            (damaged("xl/workbook.xml", lambda part: b"<workbook/>"), "a.xlsx", "spreadsheet"),
            (damaged("xl/media/a.bin", lambda part: bytes(120_000_001)), "a.xlsx", "too_big"),
            (scrambled(), "a.xlsx", "spreadsheet"),
            (HEADINGS.encode("utf-16-be"), "a.csv", "encoding"),
            ("holder_name,kind\nA,b\n".encode("utf-16-le"), "a.csv", "encoding"),
            (marked(6, 99), "a.xlsx", "spreadsheet"),
            (marked(8, 1), "a.xlsx", "spreadsheet"),
            (marked(10, ZIP_LZMA), "a.xlsx", "spreadsheet"),
        ],
        ids=[
            "endless cell", "nothing", "empty lines", "too big", "half a sheet", "no sheet", "no texts", "no book",
            "a bomb", "scrambled", "UTF-16", "UTF-16 that reads as UTF-8", "packed tomorrow", "with a password", "packed otherwise",
        ],
    )  # fmt: skip
    def test_says_why_a_file_is_no_table(self, keeper, content, name, reason):
        with pytest.raises(Unreadable, match=f"^{reason}$"):
            load(keeper, content, write=True, name=name)

    @pytest.mark.parametrize(
        ("content", "name"),
        [(b"\xff\xfe\x00", "a.csv"), (b"not a zip", "a.xlsx")],
        ids=["encoding", "no spreadsheet"],
    )
    def test_refuses_what_is_no_table(self, keeper, content, name):
        with pytest.raises(Unreadable):
            load(keeper, content, write=True, name=name)

    def test_reads_no_more_columns_than_a_register_has(self):
        [(_, cells)] = reading_rows.rows_of(b",".join([b"x"] * 1_000), name="a.csv")

        assert len(cells) == reading_rows.MOST_COLUMNS

    def test_takes_ten_thousand_rows(self, keeper):
        lines = [GOOD.replace("000{n}", f"{n:06}") for n in range(10_000)]

        report = load(keeper, with_kind(*lines), write=True)

        assert report.written == DiplomaRecord.objects.count() == 10_000


@pytest.mark.django_db(transaction=True)
class TestTwoFilesAtOnce:
    def test_with_a_row_in_common_write_it_once(self, keeper, monkeypatch):
        both_have_read = Barrier(2)

        def read_together(*args, **kwargs):
            found = read_file(*args, **kwargs)
            with suppress(BrokenBarrierError):
                both_have_read.wait(timeout=1)
            return found

        monkeypatch.setattr(import_module("registry.services.import_register"), "read_file", read_together)
        one, other = (with_kind(GOOD.format(n=1), GOOD.format(n=n)) for n in (2, 3))

        reports = at_once(
            lambda: load(keeper, one, write=True), lambda: load(keeper, other, write=True, name="so-2.csv")
        )

        assert sorted(report.written for report in reports) == [0, 2]
        assert [fault.fault for report in reports for fault in report.faults] == ["in the register"]
        assert DiplomaRecord.objects.filter(serial_key="tc0001").count() == 1


class TestTheCommand:
    def test_says_in_words_what_is_wrong_where_and_how_to_mend_it(self, keeper, tmp_path):
        load(keeper, with_kind(GOOD.format(n=9)), write=True)
        file = tmp_path / "so.csv"
        file.write_bytes(
            with_kind(
                GOOD.format(n=1),
                "Người Hai,31/02/1999,trung_cap,Trường Mẫu,TC 0001,hai nghìn,",
                "Người Ba,tháng hai,bang_la,,TC 0009,2010,2010-13-01",
                f"{'x' * 201},1990,trung_cap,Trường Mẫu,,,",
                "Người Năm,31/02/1999,trung_cap,Trường Mẫu,,,",
            )
        )
        said = StringIO()

        with pytest.raises(CommandError, match="không ghi dòng nào"):
            call_command("registry", "import", str(file), "--keeper", keeper.code, "--write", stdout=said)

        assert said.getvalue().splitlines() == [
            "so.csv: dòng 3, cột “Năm tốt nghiệp”: không phải số nguyên có nhiều nhất 4 chữ số; ví dụ 1999.",
            "so.csv: dòng 3, cột “Số hiệu”: số này đã có ở một dòng trên; hãy bỏ hoặc sửa một trong hai dòng.",
            f"so.csv: dòng 4, cột “Ngày tháng năm sinh”: {NO_BIRTH}",
            "so.csv: dòng 4, cột “Ngày cấp”: không có ngày này; hãy ghi như 04/02/1999.",
            "so.csv: dòng 4, cột “Số hiệu”: số này đã có trong sổ gốc; hãy bỏ dòng này hoặc sửa số.",
            "so.csv: dòng 5, cột “Họ và tên”: dài quá 200 ký tự; hãy rút gọn.",
            f"so.csv: dòng 6, cột “Ngày sinh”: {NO_BIRTH}",
            "5 dòng, 7 lỗi, đã ghi 0.",
        ]

    def test_says_which_columns_there_are(self, keeper, tmp_path):
        file = tmp_path / "so.csv"
        file.write_bytes("Họ và tên,holder_name,Mau toc,kind,institution\nA,A,den,bang_la,\n".encode())
        said = StringIO()

        with pytest.raises(CommandError):
            call_command("registry", "import", str(file), "--keeper", keeper.code, stdout=said)

        lines = said.getvalue().splitlines()
        assert lines[0].startswith(
            "so.csv: dòng 1, cột “Mau toc”: không có cột nào tên này; hãy bỏ cột hoặc đổi tên thành một trong: "
            "Họ và tên, Ngày tháng năm sinh,"
        )
        assert lines[1:] == [
            "so.csv: dòng 1, cột “Họ và tên”: hai cột cùng tên; hãy bỏ một cột.",
            "so.csv: dòng 2, cột “Nơi cấp”: để trống; hãy điền.",
            "so.csv: dòng 2, cột “Loại văn bằng, chứng chỉ”: không có loại này; hãy ghi một trong: "
            + ", ".join(str(kind.label) for kind in DiplomaKind) + ".",
            "1 dòng, 4 lỗi, đã ghi 0.",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"\xff\xfe\x00", "so.csv: không phải văn bản UTF-8; hãy lưu lại thành “CSV UTF-8” hoặc XLSX"),
            (b"", "so.csv: không có dòng nào; dòng đầu là tên cột, từ dòng hai là dữ liệu"),
            (None, "không mở được tệp"),
        ],
        ids=["another encoding", "empty", "no file"],
    )
    def test_says_why_a_file_is_no_table(self, keeper, tmp_path, content, words):
        file = tmp_path / "so.csv"
        if content is not None:
            file.write_bytes(content)

        with pytest.raises(CommandError, match=words):
            call_command("registry", "import", str(file), "--keeper", keeper.code)

    def test_has_words_for_every_reason(self):
        source = inspect.getsource(reading_rows) + inspect.getsource(inspect.getmodule(stage_import))

        assert set(re.findall(r'Unreadable\("(\w+)"\)', source)) == set(FILE_WORDS)
