"""Tables and spreadsheets: what goes out comes in again; what is hostile or faulty changes nothing."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook

from forms import engine
from forms.actions import Action, performed, requested
from forms.cells import pasted
from forms.errors import Refused
from forms.loader import load_form
from forms.services.import_rows import import_rows
from forms.spreadsheets import check_package, harmless, rows_of_workbook, unquoted, workbook_of
from tests.unit.forms.example import TODAY
from tests.unit.forms.test_tables import FORM, ROOM, ROW, SOURCE

TABLE = FORM.by_key["nganh"].kind
ROOMS = FORM.by_key["phong"].kind
HEADS = ["Trình độ", "Tên", "Số chỗ"]
TITLES = {"nganh": {"N1": "Hàn"}}


class Upload(io.BytesIO):
    """A file as a form brings it."""

    @property
    def size(self):
        return len(self.getvalue())


def workbook(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def imported(content, **values):
    before = engine.read(FORM, {"nganh": [ROW], "phong": [ROOM], **values})
    after, told = import_rows(FORM, before, "nganh", {"nganh-file": [Upload(content)]}, today=TODAY)
    return after["nganh"], [message.render(str, "vi") for message in told.get("nganh", [])], before["nganh"]


class TestATemplate:
    @pytest.mark.parametrize("language", ["vi", "en", "km"])
    def test_comes_back_as_it_went(self, language):
        rows = engine.read(
            FORM, {"nganh": [{**ROW, "luan_cu": "=1+1"}, {**ROW, "ma_dong": "N7", "ten": "Điện"}]}
        )["nganh"]

        back, lines = rows_of_workbook(TABLE, workbook_of(TABLE, rows, TITLES, language), TITLES)

        assert back == rows
        assert lines == {"N1": 2, "N7": 3}

    def test_says_what_can_be_picked_in_the_readers_words(self):
        book = load_workbook(io.BytesIO(workbook_of(ROOMS, [], TITLES, "vi")))

        data, guide = book.worksheets
        assert [cell.value for cell in data[1]] == ["Mã dòng (không sửa)", "Dùng cho", "Diện tích"]
        assert data.data_validations.dataValidation[0].formula1 == '"N1 · Hàn,Dùng chung"'
        assert [cell.value for cell in guide[1]][:2] == ["Dùng cho", "bắt buộc"]

    def test_never_holds_a_formula(self):
        rows = engine.read(FORM, {"nganh": [{**ROW, "ten": "=HYPERLINK(1)"}]})["nganh"]

        sheet = load_workbook(io.BytesIO(workbook_of(TABLE, rows, {}, "vi"))).worksheets[0]

        assert sheet["C2"].value == "'=HYPERLINK(1)"
        assert sheet["C2"].data_type == "s"

    def test_never_holds_a_formula_where_a_number_or_a_day_is_asked(self):
        with_day = SOURCE.replace(
            "          - {key: so_cho,", "          - {key: ngay, type: partial_date, label: {vi: Ngày}}\n          - {key: so_cho,"
        )  # fmt: skip
        form = load_form(with_day, file="licence.form.yaml")
        day = {"day": "=1", "month": "2", "year": "1999"}
        table, row = form.by_key["nganh"].kind, {**ROW, "ngay": day, "so_cho": "=1+1"}

        sheet = load_workbook(io.BytesIO(workbook_of(table, [row], {}, "vi"))).worksheets[0]

        assert [sheet["E2"].value, sheet["F2"].value] == ["'=1/2/1999", "'=1+1"]
        assert {sheet["E2"].data_type, sheet["F2"].data_type} == {"s"}

    @pytest.mark.parametrize(
        ("typed", "cell"),
        [
            ("=1+1", "'=1+1"),
            ("+84 912 345 678", "+84 912 345 678"),
            ("-5", "-5"),
            ("@SUM(A1)", "@SUM(A1)"),
            ("\t=1+1", "\t=1+1"),
            ("\r=1+1", "\r=1+1"),
            ("\x0b=1+1", "'=1+1"),
        ],
        ids=["a formula", "a phone", "a minus", "an at sign", "a tab", "a return", "a hidden sign"],
    )
    def test_holds_as_text_what_was_typed(self, typed, cell):
        book = Workbook()
        book.active.append([harmless(typed)])
        content = io.BytesIO()
        book.save(content)

        read = load_workbook(io.BytesIO(content.getvalue())).active["A1"]

        assert (read.value, read.data_type) == (cell, "s")
        assert unquoted(read.value) == typed.removeprefix("\x0b")


class TestAnImport:
    def test_replaces_the_rows_by_those_of_the_file(self):
        rows, told, _ = imported(
            workbook(HEADS, ["Sơ cấp", "May", 20], [None, None, None], ["so_cap", "Điện", 5]), phong=[]
        )

        assert told == []
        assert [(row["ma_dong"], row["trinh_do"], row["ten"], row["so_cho"]) for row in rows] == [
            ("N1", "so_cap", "May", "20"), ("N2", "so_cap", "Điện", "5"),
        ]  # fmt: skip

    def test_with_faults_changes_nothing_and_lists_all_of_them(self):
        rows, told, before = imported(
            workbook(HEADS, ["Đại học", "May", 20], ["Sơ cấp", None, "hai"]), phong=[]
        )

        assert rows == before
        assert told == [
            "Chưa nhập dòng nào: sửa các lỗi sau trong bảng tính rồi nhập lại.",
            "Dòng 2, cột “Trình độ”: Chọn một trong các mục đã cho.",
            "Dòng 3, cột “Số chỗ”: Nhập một số nguyên, chỉ gồm chữ số.",
            "Dòng 3, cột “Tên”: Nhập tên.",
        ]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "Chọn tệp XLSX trước khi nhập."),
            (b"MZ" + bytes(100), "Tệp này không đọc được như một bảng tính XLSX."),
            (b"PK\x03\x04" + bytes(100), "Tệp này không đọc được như một bảng tính XLSX."),
            (workbook(["Khác"], ["x"]), "Dòng đầu của bảng tính thiếu cột: Trình độ, Tên. Dùng mẫu tải về."),
            (workbook(HEADS), "Chưa nhập dòng nào: sửa các lỗi sau trong bảng tính rồi nhập lại."),
            (workbook(HEADS, *(["Sơ cấp", str(n), 1] for n in range(2100))), "Bảng tính có quá 2000 dòng."),
            (bytes(5_000_001), "Chọn bảng tính không quá 5 MB."),
        ],
        ids=[
            "nothing",
            "a program",
            "a broken archive",
            "another table",
            "no rows",
            "too many rows",
            "too big",
        ],
    )
    def test_of_something_else_is_refused_with_the_reason(self, content, reason):
        rows, told, before = imported(content)

        assert rows == before
        assert told[0] == reason

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            (["Khác"], "Dòng đầu của bảng tính thiếu cột: Level, Tên. Dùng mẫu tải về."),
            (HEADS, "Dòng 2, cột “Level”: Chọn một trong các mục đã cho."),
        ],
        ids=["a column that is missing", "a cell that is wrong"],
    )
    def test_names_columns_in_the_readers_words(self, line, told):
        form = load_form(
            SOURCE.replace("{vi: Trình độ}", "{vi: Trình độ, en: Level}"), file="licence.form.yaml"
        )
        before = engine.read(form, {"nganh": [ROW], "phong": []})
        files = {"nganh-file": [Upload(workbook(line, ["Đại học", "May", 20]))]}

        _, found = import_rows(form, before, "nganh", files, today=TODAY)

        assert told in [message.render(str, "en") for message in found["nganh"]]

    def test_of_a_bomb_is_refused_before_it_is_unpacked(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/worksheets/sheet1.xml", bytes(61_000_000))

        with pytest.raises(Refused):
            check_package(content.getvalue())

    @pytest.mark.parametrize(
        ("place", "value"),
        [(6, 99), (8, 1), (10, zipfile.ZIP_LZMA)],
        ids=["packed tomorrow", "with a password", "packed otherwise"],
    )
    def test_that_nobody_unpacks_here_is_refused(self, place, value):
        content = bytearray(workbook(HEADS, ["Sơ cấp", "May", 1]))
        entry = content.find(b"PK\x01\x02")
        while entry >= 0:
            content[entry + place] = value
            entry = content.find(b"PK\x01\x02", entry + 4)

        rows, told, before = imported(bytes(content))

        assert rows == before
        assert told == ["Tệp này không đọc được như một bảng tính XLSX."]

    def test_reads_no_entities(self):
        source = io.BytesIO(workbook(HEADS, ["Sơ cấp", "May", 1]))
        target = io.BytesIO()
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                text = old.read(name)
                if name.endswith("sheet1.xml"):
                    text = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + text
                new.writestr(name, text)

        with pytest.raises(Refused):
            rows_of_workbook(TABLE, target.getvalue(), TITLES)


class TestAPaste:
    def test_fills_cells_from_one_on_and_adds_rows(self):
        rows = engine.read(FORM, {"phong": [ROOM]})["phong"]

        after = pasted(ROOMS, rows, "Hàn\t12,5\nDùng chung\t30\r\n", TITLES, row="1")

        assert [(row["id"], row["nganh"], row["dien_tich"]) for row in after] == [
            ("1", "N1", "12,5"),
            ("2", "dung_chung", "30"),
        ]

    def test_at_a_column_leaves_those_before_it(self):
        rows = engine.read(FORM, {"phong": [ROOM]})["phong"]

        after = pasted(ROOMS, rows, "7", TITLES, row="1", column="dien_tich")

        assert after[0] == {"id": "1", "nganh": "N1", "dien_tich": "7"}

    def test_of_the_form_goes_behind_the_last_row(self):
        data = {"form_action": "paste:phong", "phong-paste": "Hàn\t1\nHàn\t2"}
        values = engine.read(FORM, {"nganh": [ROW], "phong": [ROOM]})

        after = performed(FORM, values, requested(data))

        assert [row["dien_tich"] for row in after["phong"]] == ["50,5", "1", "2"]
        assert after["phong"][2]["nganh"] == "N1"

    @pytest.mark.parametrize("text", ["", "\n\n", "a\tb\tc\td\te\tf"])
    def test_of_odd_text_harms_nothing(self, text):
        assert performed(FORM, engine.read(FORM, {}), Action("paste", "phong", text=text))


class TestCellsOfAFile:
    def test_of_days_and_truths_are_read_as_such(self):
        from_file = workbook(
            ["Mã dòng (không sửa)", "Dùng cho", "Diện tích"],
            ["7", "N1 · Hàn", 12.5],
            ["8", datetime(2026, 11, 24), 3],
        )

        rows, _ = rows_of_workbook(ROOMS, from_file, TITLES)

        assert rows == [
            {"id": "7", "nganh": "N1", "dien_tich": "12,5"},
            {"id": "8", "nganh": "2026-11-24", "dien_tich": "3"},
        ]
