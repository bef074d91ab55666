"""Tables, lists and computed values on a page: named, described, led to; and read in words afterwards."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from forms.actions import Action, View
from forms.loader import load_form
from forms.messages import Told
from forms.rendering import BoundForm, review
from tests.integration.forms.test_rendering import Page
from tests.unit.forms.example import TODAY

SOURCE = Path(__file__).parents[2] / "packages" / "every_kind" / "application.form.yaml"
FORM = load_form(SOURCE.read_text(), file=SOURCE.name)
MAJORS = [
    {
        "ma_dong": f"N{number}",
        "trinh_do": "so_cap",
        "ten": f"Nghề {number}",
        "quy_mo": 10,
        "thoi_gian": 1,
        "so_cho": 5,
    }
    for number in range(1, 61)
]
VALUES = {"nganh": MAJORS, "phong": [{"id": "P1", "nganh": "N2", "dien_tich": 7.5}], "nganh_chinh": "N2"}
CELL_ERROR = {"nganh": [Told("Nhập tên.", ("N55", "ten"))]}


def render(**options):
    with override("vi"):
        form = BoundForm(FORM, attachments={}, language="vi", today=TODAY, **options)
        html = render_to_string("eforms/form.html", {"form": form})
    return form, html, Page(html)


class TestAPageWithTables:
    @pytest.mark.parametrize(
        "options",
        [{}, {"values": VALUES}, {"values": VALUES, "errors": CELL_ERROR}],
        ids=["fresh", "filled", "wrong"],
    )
    def test_names_and_describes_every_control(self, options):
        _, _, page = render(**options)

        labelled = {label["for"] for label in page.all("label")}
        controls = [a for a in page.all("input", "select", "textarea") if a.get("type") != "hidden"]
        ids = page.ids()
        referred = {ref for _, a in page.elements for ref in a.get("aria-describedby", "").split()}
        assert [a for a in controls if a["id"] not in labelled] == []
        assert len(ids) == len(set(ids))
        assert referred <= set(ids)

    def test_shows_the_page_with_the_first_wrong_row_and_leads_to_its_cell(self):
        form, _, page = render(values=VALUES, errors=CELL_ERROR)

        assert page.all("input", id="f-nganh-N55-ten")
        assert not page.all("input", id="f-nganh-N1-ten")
        assert [(line.href, line.message) for line in form.error_summary] == [
            ("#f-nganh-N55-ten", "Ngành nghề, dòng 55: Nhập tên.")
        ]

    def test_shows_the_new_row_after_adding_one_and_the_page_that_is_asked_for(self):
        added, _, _ = render(values=VALUES, view=View(action=Action("add", "nganh")))
        turned, _, _ = render(values=VALUES, view=View({"nganh": 1}))

        tables = [next(each.table for each in form.fields if each.key == "nganh") for form in (added, turned)]
        assert [(table.page, table.first_number, table.last) for table in tables] == [(2, 51, 60), (1, 1, 50)]

    def test_offers_the_rows_of_the_other_table_by_their_titles(self):
        _, html, _ = render(values=VALUES)

        assert '<option value="N2" selected>N2 · Nghề 2</option>' in html

    def test_presses_no_button_of_a_row_on_enter(self):
        _, _, page = render()

        assert page.all("button")[0] == {
            "type": "submit",
            "name": "form_action",
            "value": "compute",
            "hidden": None,
        }


class TestReview:
    def test_shows_rows_in_words_with_sums(self):
        rows = {
            row.key: row
            for section in review(FORM, VALUES, language="vi", today=TODAY)
            for row in section.rows
        }

        assert rows["phong"].table.heads == ["Dùng cho ngành", "Tên phòng", "Diện tích (m²)"]
        assert rows["phong"].table.rows == [["N2 · Nghề 2", "", "7,5"]]
        assert rows["phong"].table.footer == ["", "", "7,5"]
        assert rows["nganh_chinh"].text == "N2 · Nghề 2"
        assert "loi_dan" not in rows

    def test_tells_warnings_of_cells_with_their_place(self):
        rows = {
            row.key: row
            for section in review(FORM, VALUES, language="vi", today=TODAY)
            for row in section.rows
        }

        assert rows["nganh"].warnings[0].startswith("Dòng 2: m² một chỗ học: Diện tích một chỗ học dưới mức")
