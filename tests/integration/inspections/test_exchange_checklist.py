"""Forms in and out from the command line: a folder that can be checked, a report of everything, an exact return."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from inspections.checklist_exchange import REPORT
from inspections.checklist_folders import LIBRARY, read_folder
from inspections.checklists import load, to_json
from inspections.models import ChecklistVersion
from inspections.services.publish_checklist import publish_checklist
from tests.unit.inspections.xlsforms.forms import form, sample

AT = datetime(2026, 11, 28, 2, tzinfo=UTC)
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


@pytest.mark.django_db
class TestAnExportedChecklist:
    @pytest.fixture(autouse=True)
    def _published(self):
        pytest.importorskip("pyxform", reason="NOT RUN: pyxform is not installed (requirements-xlsform.txt)")
        publish_checklist("gdnn_2026", read_folder(LIBRARY / "gdnn_2026"), at=AT, actor_id=None)

    def test_comes_back_as_it_was(self, tmp_path):
        run("export", "GDNN-2026", "--out", tmp_path / "phieu.xlsx")
        run("import", tmp_path / "phieu.xlsx", "--out", tmp_path / "phieu")

        again = to_json(load(read_folder(tmp_path / "phieu")))

        assert again["hash"] == ChecklistVersion.objects.get().version_hash
        assert len(again["items"]) >= 63

    def test_says_what_a_form_cannot_say(self, tmp_path):
        told = run("export", "GDNN-2026", "--out", tmp_path / "phieu.xlsx")

        assert "TS.05: không hỗ trợ: lặp theo mẫu ngẫu nhiên" in told

    def test_takes_over_what_was_changed_in_the_spreadsheet(self, tmp_path):
        run("export", "GDNN-2026", "--out", tmp_path / "phieu.xlsx")
        workbook = load_workbook(tmp_path / "phieu.xlsx")
        rows = list(workbook["survey"].iter_rows())
        columns = {cell.value: place for place, cell in enumerate(rows[0])}
        by_name = {row[columns["name"]].value: row for row in rows}
        by_name["TS_01"][columns["label::Vietnamese (vi)"]].value = "Lời mới"
        by_name["CS_09a"][columns["relevant"]].value = "${CS_09} != 'co'"
        workbook.save(tmp_path / "sua.xlsx")

        run("import", tmp_path / "sua.xlsx", "--out", tmp_path / "sua")

        items = load(read_folder(tmp_path / "sua")).by_key
        assert items["TS.01"].text.vi == "Lời mới"
        assert items["CS.09a"].visible_if.source == 'CS_09 != "co"'
        assert items["CS.09b"].visible_if.source == 'CS_09 = "co"'

    @pytest.mark.parametrize(
        ("code", "name", "why"),
        [
            pytest.param("KHONG", "x.xlsx", "Chưa công bố phiếu nào", id="unknown code"),
            pytest.param("GDNN-2026", "x.csv", "phải là tên tệp .xlsx mới", id="another ending"),
        ],
    )
    def test_is_refused_in_words(self, tmp_path, code, name, why):
        with pytest.raises(CommandError, match=why):
            run("export", code, "--out", tmp_path / name)

    def test_writes_over_no_file(self, tmp_path):
        (tmp_path / "x.xlsx").write_bytes(b"cua toi")

        with pytest.raises(CommandError, match="để không ghi đè"):
            run("export", "GDNN-2026", "--out", tmp_path / "x.xlsx")

        assert (tmp_path / "x.xlsx").read_bytes() == b"cua toi"
