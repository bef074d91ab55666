"""Computed values: settled from top to bottom, or at the end when they read what stands below."""

import pytest

from tests.unit.forms.kinds import checked, faults, form, said

FORM = form(
    "{key: tong, type: decimal, label: {vi: Tổng}, value: dai * rong}",
    "{key: dai, type: decimal, label: {vi: Dài}}",
    "{key: rong, type: decimal, label: {vi: Rộng}}",
    "{key: doi, type: integer, label: {vi: Gấp đôi}, value: 2 * dai}",
    "{key: vi_sao, type: text, label: {vi: Vì sao}, visible_if: doi > 10, required: true}",
    "{key: moi_cho, type: decimal, label: {vi: m² một chỗ}, value: 'if cho > 0 then tong / cho else null', "
    "valid_if: moi_cho >= 4, message: {vi: Dưới 4 m² một chỗ.}}",
    "{key: cho, type: integer, label: {vi: Chỗ}}",
)


class TestAValue:
    def test_may_read_below_itself_and_other_values(self):
        outcome = checked(FORM, dai="5", rong="2,5", cho="3")

        assert outcome.answers["tong"] == 12.5
        assert outcome.answers["moi_cho"] == 4.17

    def test_is_the_servers_whatever_was_sent(self):
        assert checked(FORM, dai="5", rong="2", tong="999").answers["tong"] == 10

    def test_settles_what_is_asked_below(self):
        assert "vi_sao" not in checked(FORM, dai="5").visible
        assert said(checked(FORM, dai="6").errors["vi_sao"]) == ["Nhập vì sao."]

    def test_is_judged_by_rules_as_any_answer(self):
        outcome = checked(FORM, dai="2", rong="2", cho="3")

        assert said(outcome.errors["moi_cho"]) == ["Dưới 4 m² một chỗ."]

    def test_that_cannot_be_told_is_no_answer(self):
        outcome = checked(FORM, dai="5", cho="0")

        assert "tong" not in outcome.answers
        assert "moi_cho" not in outcome.answers
        assert outcome.errors == {}

    def test_of_another_type_is_no_answer(self):
        definition = form(
            "{key: d, type: date, label: {vi: D}, value: 1 + 1}",
            "{key: n, type: integer, label: {vi: N}, value: '\"x\"'}",
        )

        assert checked(definition).answers == {}

    @pytest.mark.parametrize(
        ("kind", "value", "stored"),
        [
            ("integer", "7 / 2", 4),
            ("decimal", "2 / 3", 0.67),
            ("money", "1000.5", 1001),
            ("text", '"xin " + "chào"', "xin chào"),
            ("yes_no", "1 > 0", True),
            ("date", 'date("2026-11-24") + duration("P1D")', "2026-11-25"),
        ],
    )
    def test_becomes_an_answer_of_its_type(self, kind, value, stored):
        assert (
            checked(form(f"{{key: k, type: {kind}, label: {{vi: K}}, value: '{value}'}}")).answers["k"]
            == stored
        )


class TestFaults:
    @pytest.mark.parametrize(
        ("fields", "fault"),
        [
            (["{key: a, type: integer, label: {vi: A}, value: b + 1}", "{key: b, type: integer, label: {vi: B}, value: a}"],
             "computed in a circle: a, b"),
            (["{key: a, type: integer, label: {vi: A}, value: a + 1}"], "'value' looks at 'a'"),
            (["{key: a, type: integer, label: {vi: A}, value: nope}"], "'nope', which no field is called"),
            (["{key: a, type: integer, label: {vi: A}, value: '1 +'}"], "'value' is not FEEL"),
            (["{key: a, type: integer, label: {vi: A}, value: '1', required: true}"], "'required' has no place beside 'value'"),
            (["{key: a, type: file, label: {vi: A}, value: '1'}"], "cannot be computed"),
            (["{key: a, type: integer, label: {vi: A}, value: b}", "{key: c, type: text, label: {vi: C}, visible_if: a > 1}",
              "{key: b, type: integer, label: {vi: B}}"], "'visible_if' looks at 'a', which is not above"),
        ],
        ids=lambda value: str(value)[:30],
    )  # fmt: skip
    def test_say_what(self, fields, fault):
        assert any(fault in each for each in faults(*fields))
