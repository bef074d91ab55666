"""A register from a file: all of it or nothing, with every fault of every row."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from audit.models import AuditEntry
from registry.models import DiplomaRecord, DiplomaVersion
from registry.reading_rows import Unreadable
from registry.selectors import find_candidates
from registry.services import RowFault, import_diplomas
from tests.integration.registry.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.services]
HEADINGS = "Họ và tên,Ngày tháng năm sinh,kind,Nơi cấp,Số hiệu,graduation_year,Ngày cấp"
GOOD = "Nguyễn Thị Đào,04/02/1999,trung_cap,Trường Mẫu,TC 000{n},2019,20/08/2019"


def with_kind(*lines: str) -> bytes:
    """Return a CSV under the Vietnamese headings, as a spreadsheet program saves it."""
    return "\r\n".join([HEADINGS, *lines]).encode("utf-8-sig")


def load(keeper, content: bytes, *, write: bool, name: str = "so-goc.csv"):
    """Import a file."""
    return import_diplomas(keeper, content, name=name, actor_id=None, at=AT, write=write)


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
        ("content", "name"),
        [(b"\xff\xfe\x00", "a.csv"), (b"not a zip", "a.xlsx")],
        ids=["encoding", "no spreadsheet"],
    )
    def test_refuses_what_is_no_table(self, keeper, content, name):
        with pytest.raises(Unreadable):
            load(keeper, content, write=True, name=name)

    def test_takes_ten_thousand_rows(self, keeper):
        lines = [GOOD.replace("000{n}", f"{n:06}") for n in range(10_000)]

        report = load(keeper, with_kind(*lines), write=True)

        assert report.written == DiplomaRecord.objects.count() == 10_000
