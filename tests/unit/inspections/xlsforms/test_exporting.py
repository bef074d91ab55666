"""A checklist as a form: what is written into the cells, and the exact return of one that has everything."""

import io
from contextlib import suppress

import pytest
from openpyxl import load_workbook

from inspections.checklists import load, to_json
from inspections.xlsform_files.reading import of_spreadsheet
from inspections.xlsform_files.writing import workbook_of
from inspections.xlsforms import FormUnreadable, export_checklist, import_form
from inspections.xlsforms.extension import NAMESPACE, kept_feel, read
from inspections.xlsforms.pieces import Untranslatable
from inspections.xlsforms.to_xpath import to_xpath
from tests.unit.inspections.checklist_example import FILES
from tests.unit.inspections.xlsforms.forms import becomes

NAMES = {"a": "${a}", "b": "${b}", "value": "."}


class TestFeelAsXPath:
    @pytest.mark.parametrize(
        ("feel", "written"),
        [
            ('a = "có"', "${a} = 'có'"),
            ("a = null or count(b) = 0", "(${a} = '') or (count-selected(${b}) = 0)"),
            ('list contains(b, "x") and not(a = "y")', "selected(${b}, 'x') and not(${a} = 'y')"),
            ("value between 1 and 24", ". >= 1 and . <= 24"),
            ('if a > 3 then "it\'s" else null', "if(${a} > 3, \"it's\", '')"),
            ("round half up(100 * a / b, 2)", "round((100 * ${a}) div ${b}, 2)"),
            ('answers.a.verdict = "fail"', "${a} = 'fail'"),
            ("-a ** 2", "pow(-${a}, 2)"),
        ],
    )  # fmt: skip
    def test_is_written_with_names_in_braces(self, feel, written):
        assert to_xpath(feel, NAMES) == written

    @pytest.mark.parametrize(
        "feel",
        ["kind_of_institution", "odd(a)", "institution.urban", "some x in b satisfies x = 1", "a in [1..3]",
         'list contains(["x"], a)', 'duration("P1D")'],
    )  # fmt: skip
    def test_refuses_what_forms_cannot_say(self, feel):
        with pytest.raises(Untranslatable):
            to_xpath(feel, NAMES)


class TestAnExport:
    def test_of_everything_comes_back_as_it_was(self):
        pytest.importorskip("pyxform", reason="NOT RUN: pyxform is not installed (requirements-xlsform.txt)")
        checklist = load(FILES)
        sheets, _ = export_checklist(checklist)

        found = of_spreadsheet(workbook_of(sheets), ".xlsx")

        assert to_json(import_form(found.form, checklist.code).checklist) == to_json(checklist)

    def test_asks_a_reason_and_a_picture_of_a_verdict_that_fails(self):
        sheets, _ = export_checklist(load(FILES))

        rows = {row.get("name"): row for row in sheets.survey}

        assert rows["A_1"]["type"] == "select_one motcua_verdict"
        assert rows["A_1_reason"]["relevant"] == "${A_1} = 'fail' or ${A_1} = 'not_applicable'"
        assert rows["A_1_evidence"]["relevant"] == "${A_1} = 'fail'"

    def test_writes_no_formula_into_a_cell(self):
        files = {**FILES, "sections/1.yaml": FILES["sections/1.yaml"].replace(b"Co quy che", b"'=1+1'")}
        sheets, _ = export_checklist(load(files))

        survey = load_workbook(io.BytesIO(workbook_of(sheets)))["survey"]

        found = {cell.value: cell.data_type for row in survey.iter_rows() for cell in row}
        assert found["=1+1"] == "s"


class TestWhatIsCarried:
    @pytest.mark.parametrize(
        "carried",
        [
            '{"item": {"weight": "nhiều"}}',
            '{"item": {"limit": {"value": [1]}}}',
            '{"item": {"limit": {"by_kind": 3}}}',
            '{"item": {"key": 7, "kind": ["x"]}}',
            '{"item": {"options": 3}, "feel": {"options.a": 3}}',
            '{"item": {"sample": {}, "nature": 4}, "feel": {"visible_if": ["((", "x"]}}',
            '{"checklist": {"title": 3, "notes": [], "samples": "x"}}',
            '{"section": {"code": 3, "weight": []}}',
        ],
    )
    def test_never_crashes_the_import_whatever_was_typed_into_it(self, carried):
        bind = (
            f'<bind xmlns:m="{NAMESPACE}" nodeset="/data/q" m:item="{carried.replace(chr(34), "&quot;")}"/>'
        )
        body = (
            '<select1 ref="/data/q"><label>q</label><item><label>A</label><value>a</value></item></select1>'
        )

        with suppress(FormUnreadable):
            becomes("<q/>", bind, body)

    @pytest.mark.parametrize(
        "text",
        ["", "[1]", '{"item": 3}', '{"feel": []}', "{" * 5_000, '{"x": "' + "y" * 40_000 + '"}'],
        ids=["empty", "list", "item", "feel", "deep", "long"],
    )
    def test_is_read_only_in_its_shape(self, text):
        assert read(text) is None

    @pytest.mark.parametrize(
        ("cell", "feel"),
        [
            pytest.param(" /data/g/a  = 'x'", 'a = "x"', id="as pyxform writes it"),
            pytest.param("/data/g/a = 'y'", None, id="changed"),
            pytest.param("", None, id="taken out"),
        ],
    )
    def test_counts_while_its_cell_says_the_same(self, cell, feel):
        extension = {"feel": {"visible_if": ['a = "x"', "${a} = 'x'"]}}

        assert kept_feel(extension, "visible_if", cell) == feel
