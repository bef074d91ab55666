"""Tables as files: what machines read, what spreadsheets must never run, what no cache may keep, what fits no memory."""

import asyncio
import csv
import json
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from random import Random

import pytest
from openpyxl import load_workbook

from desk.sheets import IN_MEMORY, FromDisk, Sheet, download, write_csv, write_json, write_xlsx

AT = datetime(2026, 11, 28, 3, 30, 15, 999, tzinfo=UTC)
ROW = ["=1+1", AT, date(2026, 11, 28), Decimal("61.50"), True, None, ["a", "b"], 7]
SHEET = Sheet("targets", list("ABCDEFGH"), [ROW], keys=["a", "b", "c", "d", "e", "f", "g", "h"])


def as_csv(sheet: Sheet) -> bytes:
    """Return a table as a file of commas."""
    write_csv(out := BytesIO(), sheet)
    return out.getvalue()


def as_json(sheets: list[Sheet], **about: object) -> bytes:
    """Return tables as one document."""
    write_json(out := BytesIO(), sheets, **about)
    return out.getvalue()


def as_xlsx(sheets: list[Sheet]) -> bytes:
    """Return tables as a workbook."""
    write_xlsx(out := BytesIO(), sheets)
    return out.getvalue()


class TestAWorkbook:
    def test_has_a_sheet_a_table_with_headings_and_harmless_cells(self):
        book = load_workbook(BytesIO(as_xlsx([SHEET, Sheet("empty", ["X"], [])])))

        found = [[cell.value for cell in row] for row in book["targets"].iter_rows()]

        assert book.sheetnames == ["targets", "empty"]
        assert found[0] == list("ABCDEFGH")
        assert found[1][:4] == ["'=1+1", datetime(2026, 11, 28, 10, 30, 15), datetime(2026, 11, 28), 61.5]
        assert found[1][4:] == [True, None, "a\nb", 7]


class TestCsv:
    def test_has_keys_and_plain_values(self):
        lines = list(csv.reader(StringIO(as_csv(SHEET).decode("utf-8-sig"))))

        assert lines == [
            ["a", "b", "c", "d", "e", "f", "g", "h"],
            ["'=1+1", "2026-11-28T03:30:15.000999+00:00", "2026-11-28", "61.50", "true", "", "a; b", "7"],
        ]

    def test_is_known_as_utf_8_by_its_mark_and_keeps_vietnamese(self):
        content = as_csv(Sheet("s", ["Cơ sở"], [["Trường Trung cấp Mường Hoa"]]))

        assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
        assert content.decode("utf-8-sig").splitlines() == ["Cơ sở", "Trường Trung cấp Mường Hoa"]

    def test_lets_no_heading_run(self):
        assert as_csv(Sheet("s", ["=A1"], [])).decode("utf-8-sig") == "'=A1\r\n"

    @pytest.mark.parametrize(
        "text",
        ["=A1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＠SUM(1)"],  # noqa: RUF001
    )
    def test_lets_no_spreadsheet_run_a_text(self, text):
        [_, [cell]] = csv.reader(StringIO(as_csv(Sheet("s", ["a"], [[text]])).decode("utf-8-sig")))

        assert cell == f"'{text}"

    def test_leaves_numbers_below_zero_alone(self):
        assert as_csv(Sheet("s", ["a"], [[-1]])).endswith(b"-1\r\n")


class TestJson:
    def test_lists_objects_by_table_beside_what_is_said_about_them(self):
        whole = json.loads(as_json([SHEET], first=date(2026, 1, 1)))

        assert list(whole) == ["first", "targets"]
        assert whole["first"] == "2026-01-01"
        assert whole["targets"][0]["g"] == ["a", "b"]
        assert whole["targets"][0]["d"] == "61.50"

    def test_without_rows_or_tables_is_still_json(self):
        assert json.loads(as_json([Sheet("a", ["x"], []), Sheet("b", ["x"], [])])) == {"a": [], "b": []}
        assert json.loads(as_json([])) == {}

    def test_refuses_a_row_that_does_not_fit_its_columns(self):
        with pytest.raises(ValueError, match="shorter"):
            as_json([Sheet("s", ["a", "b"], [[1]])])


class TestADownload:
    @pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
    def test_is_named_and_kept_by_no_cache(self, form):
        response = download([SHEET], form, "kiem-tra")

        assert f'filename="kiem-tra.{form}"' in response["Content-Disposition"]
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
    def test_of_many_rows_is_never_in_memory_as_a_whole(self, form):
        chance = Random(1)
        rows = ([number, f"Trường {number}", f"{chance.getrandbits(800):x}"] for number in range(20_000))
        tracemalloc.start()

        response = download([Sheet("t", ["a", "b", "c"], rows)], form, "kiem-tra")
        sent = sum(len(piece) for piece in response)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        response.file.close()

        assert isinstance(response, FromDisk)
        assert sent > 2 * IN_MEMORY
        assert most < 2 * IN_MEMORY

    def test_is_sent_in_pieces_by_an_asynchronous_server_as_well(self):
        rows = [["Trường", "x" * 1_000]] * 2_000

        async def gathered() -> bytes:
            response = download([Sheet("t", ["a", "b"], rows)], "csv", "x")
            content = b"".join([piece async for piece in response])
            response.close()
            return content

        content = asyncio.run(gathered())

        assert len(list(csv.reader(StringIO(content.decode("utf-8-sig"))))) == 2_001
