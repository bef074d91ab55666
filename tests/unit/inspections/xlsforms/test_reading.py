"""Reading forms: what a file is, what it says, what is left behind and said."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from inspections.xlsform_files import read_file, reading
from inspections.xlsform_files.reading import kind_of_file, of_spreadsheet
from inspections.xlsforms import FormUnreadable, as_csv, read_form
from inspections.xlsforms.report import Line
from tests.unit.inspections.xlsforms.forms import asked, becomes, form

ITEXT = (
    '<itext><translation lang="English (en)" default="true()"><text id="q"><value>Name</value></text></translation>'
    '<translation lang="Vietnamese (vi)"><text id="q"><value>Tên</value><value form="image">jr://images/a.jpg</value>'
    "</text></translation>"
    '<translation lang="French (fr)"><text id="q"><value>Nom</value></text></translation></itext>'
)


def lines_of(result, level):
    """The report's lines of one level, as (path, what)."""
    return [(line.path, line.what) for line in result.lines if line.level == level]


class TestAFile:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            pytest.param(b"PK\x03\x04...", ".xlsx", id="zip"),
            pytest.param(b"\xd0\xcf\x11\xe0...", ".xls", id="OLE"),
            pytest.param(b"\xef\xbb\xbf\n <h:html/>", ".xml", id="XML after a byte order mark"),
        ],
    )
    def test_is_known_by_its_content(self, content, kind):
        assert kind_of_file(content) == kind

    def test_of_another_kind_is_refused_with_what_to_do(self):
        with pytest.raises(FormUnreadable, match="Hãy lưu lại thành .xlsx"):
            kind_of_file(b"type,name,label")

    def test_that_is_not_there_is_refused_in_words(self, tmp_path):
        with pytest.raises(FormUnreadable, match="Không mở được tệp mất.xlsx"):
            read_file(tmp_path / "mất.xlsx")

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            pytest.param(b"<a", "không phải XML", id="broken"),
            pytest.param(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE", id="entities"),
            pytest.param(b"<html><head/><body/></html>", "không phải biểu mẫu XForm", id="no model"),
        ],
    )
    def test_of_xml_that_is_no_form_is_refused(self, content, why):
        with pytest.raises(FormUnreadable, match=why):
            read_form(content)


class TestASpreadsheet:
    @pytest.fixture(autouse=True)
    def _with_pyxform(self):
        pytest.importorskip("pyxform", reason="NOT RUN: pyxform is not installed (requirements-xlsform.txt)")

    def test_that_is_no_spreadsheet_inside_is_refused(self):
        with pytest.raises(FormUnreadable, match="pyxform báo"):
            of_spreadsheet(b"PK\x03\x04 not a zip", ".xlsx")

    def test_that_unpacks_without_end_is_stopped(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            with archive.open("xl/workbook.xml", "w", force_zip64=True) as part:
                for _ in range(120):
                    part.write(b" " * 16_000_000)

        with pytest.raises(FormUnreadable):
            of_spreadsheet(packed.getvalue(), ".xlsx")

    @pytest.mark.parametrize(
        "parts",
        [
            pytest.param({"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"}, id="a document"),
            pytest.param({"a.txt": "x"}, id="any archive"),
        ],
    )
    def test_that_is_another_kind_of_archive_is_refused(self, tmp_path, parts):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

        (tmp_path / "form.xlsx").write_bytes(packed.getvalue())

        with pytest.raises(FormUnreadable, match="không phải bảng tính, chỉ mang đuôi"):
            read_file(tmp_path / "form.xlsx")

    def test_that_is_broken_is_refused(self, tmp_path):
        (tmp_path / "form.xlsx").write_bytes(b"PK\x03\x04 cut off")

        with pytest.raises(FormUnreadable, match="bị hỏng"):
            read_file(tmp_path / "form.xlsx")

    def test_that_keeps_the_converter_busy_is_stopped(self, tmp_path, monkeypatch):
        sleeper = tmp_path / "sleeper.py"
        sleeper.write_text("import time\ntime.sleep(60)\n")
        monkeypatch.setattr(reading, "CONVERTER", sleeper)
        monkeypatch.setattr(reading, "WALL_SECONDS", 0.5)

        with pytest.raises(FormUnreadable, match="quá lâu hoặc quá nặng"):
            of_spreadsheet(b"PK\x03\x04", ".xlsx")

    def test_tells_what_stands_in_its_sheets_and_in_no_form(self):
        found = of_spreadsheet(
            workbook(
                survey=[
                    [
                        "type",
                        "name",
                        "label::Tiếng Việt (vi)",
                        "bind::foo",
                        "ghi chú",
                        "relevence",
                        "disabled",
                    ],
                    ["select_one mau or_other", "m", "Màu", "1", "hỏi lại", "true()", None],
                    ["text", "bo", "Bỏ", None, None, None, "yes"],
                ],
                choices=[
                    ["list_name", "name", "label"],
                    ["mau", "do", "Đỏ"],
                    ["thua", "x", "X"],
                    ["thua", "y", "Y"],
                ],
                settings=[["form_title", "style", "version"], ["Phiếu", "pages", "3"]],
                ke_hoach=[["việc"], ["in"]],
            ),
            ".xlsx",
        )

        assert {(line.sheet, line.row, line.what) for line in found.lines if line.level == "unsupported"} == {
            ("survey", 1, "cột ghi chú"),
            ("survey", 1, "cột relevence"),
            ("survey", 3, "dòng bị tắt (disabled) bo"),
            ("choices", 3, "danh sách chọn thua"),
            ("settings", 2, "thiết lập style = pages"),
            ("ke_hoach", 0, "trang tính ke_hoach"),
        }


def workbook(**sheets):
    """The bytes of a spreadsheet of these sheets, each a list of rows."""
    book, content = Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(content)
    return content.getvalue()


class TestWords:
    def test_come_in_the_languages_a_checklist_has_and_the_others_are_named(self):
        body = """<input ref="/data/q"><label ref="jr:itext('q')"/></input>"""
        result = becomes("<q/>", "", body, itext=ITEXT)

        text = result.checklist.by_key["q"].text

        assert (text.vi, text.en) == ("Tên", "Name")
        assert ("", "ngôn ngữ French (fr)") in lines_of(result, "unsupported")
        assert ("/data/q", "hình kèm lời") in lines_of(result, "unsupported")

    def test_without_vietnamese_stand_in_for_it_and_the_report_says_so(self):
        result = becomes("<q/>", "", '<input ref="/data/q"><label>Name</label></input>')

        assert result.checklist.by_key["q"].text.vi == "Name"
        assert ("", "ngôn ngữ default") in lines_of(result, "changed")

    def test_with_a_value_inside_show_its_name_in_brackets(self):
        body = '<input ref="/data/q"><label>Dear <output value="/data/who"/>!</label></input>'
        result = becomes("<q/><who/>", "", body)

        assert result.checklist.by_key["q"].text.vi == "Dear [who]!"
        assert ("/data/q", "giá trị xen trong lời: /data/who") in lines_of(result, "changed")


class TestANode:
    @pytest.mark.parametrize(
        ("name", "key"),
        [
            pytest.param("họ_tên", "ho_ten", id="Vietnamese letters"),
            pytest.param("_x", "q_x", id="no letter first"),
            pytest.param("value", "data.value", id="a name with another meaning"),
            pytest.param("date", "data.date", id="a function of FEEL"),
        ],
    )
    def test_gets_a_key_that_expressions_can_use(self, name, key):
        bind = f'<bind nodeset="/data/twice" calculate="concat(/data/{name}, /data/{name})"/>'
        result = becomes(f"<{name}/><twice/>", bind, f'<input ref="/data/{name}"><label>x</label></input>')

        assert [item.key for item in result.checklist.items] == [key, "twice"]
        assert asked(result, {key: "ab"}).results["twice"].value == "abab"

    def test_with_a_name_as_long_as_another_is_told_apart(self):
        names = [f"{'x' * 90}{each}" for each in "abc"]
        body = "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in names)
        result = becomes("".join(f"<{name}/>" for name in names), "", body)

        keys = [item.key for item in result.checklist.items]
        assert len(set(keys)) == 3
        assert max(map(len, keys)) <= 72

    def test_of_a_range_from_below_zero_keeps_its_steps(self):
        body = '<range ref="/data/r" start="-10" end="10" step="5"><label>r</label></range>'
        result = becomes("<r/>", '<bind nodeset="/data/r" type="int"/>', body)

        faults = {
            value: asked(result, {"r": value}).results["r"].faults for value in ("-10", "-5", "-4", "11")
        }

        assert faults == {"-10": (), "-5": (), "-4": ("not_valid",), "11": ("not_valid",)}

    def test_with_a_name_used_twice_is_told_apart_by_its_group(self):
        body = "".join(
            f'<group ref="/data/{each}"><label>{each}</label><input ref="/data/{each}/x"><label>x</label></input></group>'
            for each in ("a", "b")
        )
        result = becomes("<a><x/></a><b><x/></b>", "", body)

        assert {"x", "b.x"} <= result.checklist.by_key.keys()

    @pytest.mark.parametrize(
        ("model", "what"),
        [
            ('<setvalue event="odk-instance-first-load" ref="/data/x" value="1"/>', "setvalue"),
            ('<submission action="https://example.org"/>', "submission"),
            ('<bind nodeset="/data/gone" relevant="1"/>', "bind"),
        ],
    )
    def test_of_the_model_that_a_checklist_has_no_place_for_is_said(self, model, what):
        result = becomes("<x/>", model, '<input ref="/data/x"><label>x</label></input>')

        assert what in [found for _, found in lines_of(result, "unsupported")]


class TestRepeats:
    BODY = (
        '<group ref="/data/r"><label>Phòng</label><repeat nodeset="/data/r"><input ref="/data/r/a"><label>a</label>'
        '</input><input ref="/data/r/b"><label>b</label></input></repeat></group>'
    )
    DEPENDS = """<bind nodeset="/data/r/b" relevant="../a = 'x'"/>"""

    def test_with_conditions_become_a_group_whose_number_is_asked(self):
        result = becomes("<r><a/><b/></r><r><a/><b/></r>", self.DEPENDS, self.BODY)

        untouched = asked(result, {"a#1": "x", "a#2": "y"}).results
        three = asked(result, {"r_number": "3"}).results

        assert {key: untouched[key].visible for key in ("b#1", "b#2")} == {"b#1": True, "b#2": False}
        assert [key for key in three if key.startswith("a#")] == ["a#1", "a#2", "a#3"]

    def test_ask_their_number_only_while_they_are_shown(self):
        shown = """<bind nodeset="/data/r" relevant="/data/yes = '1'"/>"""
        body = f'<input ref="/data/yes"><label>yes</label></input>{self.BODY}'
        result = becomes("<yes/><r><a/><b/></r>", shown + self.DEPENDS, body)

        hidden, asked_for = (asked(result, {"yes": answer}).results for answer in ("0", "1"))

        assert (hidden["r_number"].visible, asked_for["r_number"].visible) == (False, True)

    def test_in_repeats_are_asked_once_a_row_and_the_report_says_so(self):
        body = self.BODY.replace('<input ref="/data/r/b"><label>b</label></input>', (
            '<group ref="/data/r/s"><label>s</label><repeat nodeset="/data/r/s" jr:count="2">'
            '<input ref="/data/r/s/c"><label>c</label></input></repeat></group>'
        ))  # fmt: skip
        result = becomes("<r><a/><s><c/></s></r>", "", body)

        assert ("/data/r/s", "lặp trong lặp") in lines_of(result, "unsupported")
        assert "c#1" in asked(result, {}).results


class TestTheReport:
    def test_opens_in_a_spreadsheet_without_running_anything(self):
        table = as_csv([Line("changed", "/data/x", "=1+1", "vì vậy", "x", "survey", 4)]).decode("utf-8-sig")

        assert table.splitlines()[1] == "đổi,survey,4,/data/x,x,'=1+1,vì vậy"


def test_a_form_with_more_questions_than_any_form_has_is_refused():
    many = "".join(f"<a{number}/>" for number in range(20_001))

    with pytest.raises(FormUnreadable, match="hơn 20000 mục"):
        read_form(form(many))
