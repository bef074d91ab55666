"""Putting a reference list in place: all of a file in which nothing is wrong, or nothing of it."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from forms.lists.known import reference_list

DAY = date(2026, 11, 28)
GOOD = "code,name,valid_from\n5520999,Nghề mới,2026-01-01\n"


@pytest.fixture(autouse=True)
def own_lists(settings, tmp_path):
    """An installation without lists of its own."""
    settings.MOTCUA_LISTS_DIR = tmp_path / "lists"


def put(tmp_path, content: str | bytes, name: str = "majors") -> None:
    """Put a file in the place of a list."""
    file = tmp_path / "nganh.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    call_command("reference_list", "put", name, str(file), stdout=StringIO(), stderr=StringIO())


class TestAList:
    def test_is_replaced_at_once_and_whole(self, tmp_path):
        before = reference_list("majors").find("5520123", DAY)

        put(tmp_path, GOOD)

        assert before.name == "Hàn"
        assert reference_list("majors").find("5520999", DAY).name == "Nghề mới"
        assert reference_list("majors").find("5520123", DAY) is None
        assert [each.name for each in (tmp_path / "lists").iterdir()] == ["majors.csv"]

    @pytest.mark.parametrize(
        "content",
        [
            b"\xff\xfe",
            "name\nA\n",
            "code,name\n,A\n",
            "code,name,valid_from\n1,A,hôm qua\n",
            "code,name\n1,A\n1,B\n",
        ],
        ids=["no UTF-8", "no codes", "an empty code", "no day", "a code twice"],
    )
    def test_stays_where_the_file_has_a_fault(self, tmp_path, content):
        with pytest.raises(CommandError, match="1 files with faults"):
            put(tmp_path, content)

        assert reference_list("majors").find("5520123", DAY)

    def test_of_a_name_nobody_knows_is_refused(self, tmp_path):
        with pytest.raises(CommandError, match="unknown list"):
            put(tmp_path, GOOD, name="planets")


class TestASpreadsheet:
    def sheet(self, *rows: list[object]) -> bytes:
        book, out = Workbook(), BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(out)
        return out.getvalue()

    def put_sheet(self, tmp_path, content: bytes) -> None:
        file = tmp_path / "nganh.xlsx"
        file.write_bytes(content)
        call_command("reference_list", "put", "majors", str(file), stdout=StringIO(), stderr=StringIO())

    def test_is_taken_as_an_office_keeps_it(self, tmp_path):
        content = self.sheet(
            ["Mã ngành", "Tên ngành, nghề", "Từ ngày", "Tên cũ"],
            [5520999, "Nghề mới", date(2026, 1, 1), "Nghề cũ"],
            ["5520998", "Nghề hai", "15/02/2026", None],
        )

        self.put_sheet(tmp_path, content)

        found = reference_list("majors")
        assert found.find("5520999", DAY).aliases == ("Nghề cũ",)
        assert found.find("5520998", date(2026, 2, 14)) is None
        assert found.find("5520998", date(2026, 2, 15)).name == "Nghề hai"

    @pytest.mark.parametrize(
        "content", [b"PK no workbook", b"code,name\n1,A\n"], ids=["a broken package", "a CSV by another name"]
    )
    def test_that_is_none_changes_nothing(self, tmp_path, content):
        with pytest.raises(CommandError, match="1 files with faults"):
            self.put_sheet(tmp_path, content)

        assert reference_list("majors").find("5520123", DAY)

    def test_is_checked_row_by_row(self, tmp_path):
        with pytest.raises(CommandError):
            self.put_sheet(tmp_path, self.sheet(["Mã", "Tên"], ["5520999", ""]))

        assert reference_list("majors").find("5520999", DAY) is None
