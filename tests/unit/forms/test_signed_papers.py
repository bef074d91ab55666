"""What follows from the signatures in a paper: a warning or an error, as the form says."""

import pytest

from forms.signed_papers import judged, merged, signatures_from
from tests.unit.forms.kinds import faults, form, said

GOOD = {"signer": "Lâm Quốc Bảo", "issuer": "CA", "signed_at": "2026-11-24T10:00:00+07:00", "intact": True, "unmodified": True, "trusted": True}  # fmt: skip
BROKEN = {**GOOD, "intact": False}
CHANGED = {**GOOD, "unmodified": False}
UNKNOWN = {**GOOD, "trusted": False}


def verdict(level: str, found):
    """Return errors and warnings, in words, of one paper under a question of this level."""
    definition = form(f"{{key: k, type: file, label: {{vi: K}}, accept: [pdf], signed: {level}}}")
    errors, warnings = judged(definition, {"k": ["p"]}, {"p": found})
    return said(errors.get("k", [])), said(warnings.get("k", []))


class TestAPaper:
    @pytest.mark.parametrize("found", [[BROKEN], [CHANGED], [GOOD, CHANGED], [], None], ids=["broken", "changed", "one of two", "unsigned", "not looked at"])  # fmt: skip
    def test_without_a_whole_signature_is_as_grave_as_the_form_says(self, found):
        errors, none = verdict("error", found)
        nothing, warnings = verdict("warning", found)

        assert errors == warnings
        assert len(errors) == 1
        assert none == nothing == []

    def test_of_an_unknown_issuer_is_a_warning_even_where_signatures_must_hold(self):
        errors, warnings = verdict("error", [UNKNOWN])

        assert errors == []
        assert "Lâm Quốc Bảo" in warnings[0]

    def test_with_a_good_signature_is_silent(self):
        assert verdict("error", [GOOD]) == ([], [])

    def test_of_a_question_that_does_not_ask_is_not_judged(self):
        definition = form("{key: k, type: file, label: {vi: K}, accept: [pdf]}")

        assert judged(definition, {"k": ["p"]}, {"p": []}) == ({}, {})

    @pytest.mark.parametrize("found", [[{}], [{"intact": "yes", "signed_at": None}]], ids=str)
    def test_of_kept_values_that_say_little_counts_as_broken(self, found):
        assert not signatures_from(found)[0].is_whole


class TestTheSetting:
    @pytest.mark.parametrize(
        "settings",
        ["accept: [pdf], signed: maybe", "accept: [pdf, png], signed: warning", "signed: error"],
        ids=str,
    )
    def test_that_makes_no_sense_is_a_fault(self, settings):
        assert faults(f"{{key: k, type: file, label: {{vi: K}}, {settings}}}")

    def test_has_no_place_in_a_table(self):
        column = "{key: c, type: file, label: {vi: C}, accept: [pdf], signed: warning}"

        assert (
            "has no place in a table"
            in faults(f"{{key: k, type: table, label: {{vi: K}}, columns: [{column}]}}")[0]
        )


def test_messages_of_two_are_said_one_after_the_other():
    assert merged({"a": [1], "b": [2]}, {"a": [3]}) == {"a": [1, 3], "b": [2]}
