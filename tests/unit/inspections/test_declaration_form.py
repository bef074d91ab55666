"""A section of a checklist as the institution's own form: what is asked, and what its answers become."""

from datetime import date

import pytest

from forms.engine import check
from inspections.checklists import Facts, evaluate, load
from inspections.declaration_form import answers_from, left_to_the_visit, section_form, values_from
from tests.unit.inspections.checklist_example import FILES

TODAY = date(2026, 11, 28)
EVERY_KIND = {
    "checklist.yaml": b"{checklist: 1, code: EVERY, title: Moi loai}",
    "sections/A.yaml": b"""
section: A
title: A
items:
  - {key: A.0, text: Nhom, kind: group, visible_if: 'A_1 = "pass"'}
  - {key: A.1, text: Dat khong, kind: verdict}
  - {key: A.2, text: So, kind: number, parent: A.0, limit: {operator: "<=", value: 35, unit: nguoi}}
  - {key: A.3, text: Ngay, kind: date}
  - {key: A.4, text: Gio, kind: time}
  - {key: A.5, text: Luc, kind: datetime}
  - {key: A.6, text: Nhieu, kind: choices, options: [{value: a, label: A}, {value: b, label: B}]}
  - key: A.7
    text: Bang
    kind: table
    columns:
      - {key: name, text: Ten, kind: text}
      - {key: count, text: So, kind: number}
      - {key: total, text: Tong, kind: computed, computed: row.count * 2}
  - {key: A.8, text: Anh, kind: photo}
  - {key: A.9, text: Doc, kind: note}
""",
}
CHECKLIST = load(EVERY_KIND)


def declared(sent):
    """What is kept of what was sent, and what is wrong with it."""
    outcome = check(section_form(CHECKLIST, "A"), sent, today=TODAY)
    return answers_from(CHECKLIST, "A", outcome.answers), outcome.errors


class TestASection:
    def test_asks_what_can_be_declared_and_names_what_only_a_visit_shows(self):
        keys = {field.key for field in section_form(CHECKLIST, "A") if field.is_asked}

        assert keys == {"A_1", "A_1__reason", "A_2", "A_3", "A_4", "A_5", "A_6", "A_7"}
        assert [item.key for item in left_to_the_visit(CHECKLIST, "A")] == ["A.8"]

    def test_leaves_out_what_is_repeated_over_a_sample(self):
        form = section_form(load(FILES), "B")

        assert "B_1" not in {field.key for field in form}

    def test_without_anything_to_declare_has_no_form(self):
        files = {
            **EVERY_KIND,
            "sections/A.yaml": b"section: A\ntitle: A\nitems: [{key: A.8, text: Anh, kind: photo}]",
        }

        assert section_form(load(files), "A") is None


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("sent", "key", "values"),
        [
            pytest.param({"A_1": "fail", "A_1__reason": "vì"}, "A.1", {"verdict": "fail", "reason": "vì"}, id="verdict"),
            pytest.param({"A_1": "pass", "A_1__reason": "vì"}, "A.1", {"verdict": "pass"}, id="no reason asked"),
            pytest.param({"A_1": "pass", "A_2": "1.234,5"}, "A.2", {"value": "1234.5"}, id="number as a text"),
            pytest.param({"A_1": "fail", "A_2": "12"}, "A.2", {}, id="hidden with its group"),
            pytest.param({"A_3": "2026-11-28"}, "A.3", {"value": "2026-11-28"}, id="day"),
            pytest.param({"A_4": "14:05"}, "A.4", {"value": "14:05"}, id="time"),
            pytest.param(
                {"A_5": "2026-11-28T14:05"}, "A.5", {"value": "2026-11-28T14:05:00+07:00"}, id="moment with its zone"
            ),
            pytest.param({"A_6": ["b", "a"]}, "A.6", {"value": ["a", "b"]}, id="several"),
            pytest.param(
                {"A_7": [{"name": "x", "count": "2"}, {"name": "", "count": ""}]},
                "A.7", {"value": [{"name": "x", "count": "2"}]}, id="rows that say something",
            ),
            pytest.param({}, "A.3", {}, id="left open"),
        ],
    )  # fmt: skip
    def test_is_kept_as_a_checklist_has_it(self, sent, key, values):
        answers, errors = declared(sent)

        assert (answers[key], errors) == (values, {})

    def test_is_understood_by_the_checklist(self):
        sent = {"A_1": "pass", "A_2": "30", "A_5": "2026-11-28T14:05", "A_7": [{"name": "x", "count": "2"}]}
        answers, _ = declared(sent)

        results = evaluate(CHECKLIST, answers, Facts(visit_on=TODAY)).results

        assert {key: results[key].faults for key in ("A.1", "A.2", "A.5", "A.7")} == dict.fromkeys(
            ("A.1", "A.2", "A.5", "A.7"), ()
        )

    @pytest.mark.parametrize("number", ["1234.5", "110.125", "0.5", "12"])
    def test_comes_back_into_the_form_as_it_was(self, number):
        answers = {
            "A.1": {"verdict": "pass"},
            "A.2": {"value": number},
            "A.7": {"value": [{"count": number}]},
        }

        again, errors = declared(values_from(CHECKLIST, "A", answers))

        assert errors == {}
        assert (again["A.2"], again["A.7"]) == ({"value": number}, {"value": [{"count": number}]})
