"""Importing forms from the command line: a folder that can be checked and published, and a report of everything."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from inspections.checklist_exchange import REPORT
from tests.unit.inspections.xlsforms.forms import form, sample

BODY = '<input ref="/data/q"><label>Tên phòng</label></input><odk:map ref="/data/z"/>'


def run(*arguments):
    out = StringIO()
    call_command("checklist", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "phòng.xml"
    path.write_bytes(form("<q/>", '<bind nodeset="/data/q" required="true()"/>', BODY))
    return path


class TestAnImportedForm:
    def test_is_a_folder_that_passes_the_check(self, file, tmp_path):
        run("import", file, "--out", tmp_path / "phong", "--code", "PHONG")

        assert "phong: " in run("check", tmp_path / "phong")

    def test_comes_with_a_report_of_all_and_words_on_what_is_lost(self, file, tmp_path):
        told = run("import", file, "--out", tmp_path / "phong")

        report = list(csv.DictReader((tmp_path / "phong" / REPORT).read_text("utf-8-sig").splitlines()))
        assert "/data/z: không hỗ trợ: map." in told
        assert "giữ nguyên: 1" in told
        assert [row["mức"] for row in report if row["đường dẫn"] == "/data/q"] == ["giữ nguyên"]

    def test_writes_over_nothing(self, file, tmp_path):
        (tmp_path / "đầy").mkdir()
        (tmp_path / "đầy" / "checklist.yaml").write_text("của tôi")

        with pytest.raises(CommandError, match="hãy chọn thư mục khác"):
            run("import", file, "--out", tmp_path / "đầy")

        assert (tmp_path / "đầy" / "checklist.yaml").read_text() == "của tôi"

    def test_that_cannot_be_read_leaves_no_folder(self, tmp_path):
        (tmp_path / "x.xlsx").write_bytes(b"khong phai")

        with pytest.raises(CommandError, match="Tệp không phải XLSForm"):
            run("import", tmp_path / "x.xlsx", "--out", tmp_path / "out")

        assert not (tmp_path / "out").exists()

    def test_from_a_spreadsheet_names_the_row_of_what_is_not_supported(self, tmp_path):
        told = run("import", sample("odk_all-question-types.xlsx"), "--out", tmp_path / "all")

        assert "survey dòng 69: không hỗ trợ: geotrace: đường vẽ trên bản đồ" in told
        assert "all: " in run("check", tmp_path / "all")
