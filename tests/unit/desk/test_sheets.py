"""Tables as files: what machines read, what spreadsheets must never run, what no cache may keep."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from desk.sheets import Sheet, as_csv, as_json, as_xlsx, download

AT = datetime(2026, 11, 28, 3, 30, 15, 999, tzinfo=UTC)
ROW = ["=1+1", AT, date(2026, 11, 28), Decimal("61.50"), True, None, ["a", "b"], 7]
SHEET = Sheet("targets", list("ABCDEFGH"), [ROW], keys=["a", "b", "c", "d", "e", "f", "g", "h"])


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

    @pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@SUM(1)", "\t=1"])
    def test_lets_no_spreadsheet_run_a_text(self, text):
        [_, [cell]] = csv.reader(StringIO(as_csv(Sheet("s", ["a"], [[text]])).decode("utf-8-sig")))

        assert cell == f"'{text}"

    def test_leaves_numbers_below_zero_alone(self):
        assert as_csv(Sheet("s", ["a"], [[-1]])).endswith(b"-1\r\n")


class TestJson:
    def test_lists_objects_by_table_beside_what_is_said_about_them(self):
        whole = json.loads(as_json([SHEET], first=date(2026, 1, 1)))

        assert whole["first"] == "2026-01-01"
        assert whole["targets"][0]["g"] == ["a", "b"]
        assert whole["targets"][0]["d"] == "61.50"

    def test_refuses_a_row_that_does_not_fit_its_columns(self):
        with pytest.raises(ValueError, match="shorter"):
            as_json([Sheet("s", ["a", "b"], [[1]])])


class TestADownload:
    @pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
    def test_is_named_and_kept_by_no_cache(self, form):
        response = download([SHEET], form, "kiem-tra")

        assert f'filename="kiem-tra.{form}"' in response["Content-Disposition"]
        assert response["Cache-Control"] == "private, no-store"
