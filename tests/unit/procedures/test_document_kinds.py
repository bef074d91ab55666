"""A kind of document says who issues it, for whom it is and who gets it; what it cannot mean is told."""

import pytest

from procedures.definition import documents
from procedures.yaml_values import Wrong

PLAIN = {"template": "a.html", "title": "Tờ trình", "series": "to_trinh", "symbol": "TTr"}


class TestAKindOfDocument:
    def test_is_a_result_of_who_decides_unless_it_says_otherwise(self):
        kind = documents({"submission": PLAIN})["submission"]

        assert (kind.issued_by, kind.internal, kind.recipients) == (None, False, ())

    def test_names_its_issuer_by_a_word_or_by_feel(self):
        kinds = documents(
            {"one": {**PLAIN, "issued_by": "receiving"}, "other": {**PLAIN, "issued_by": "answers.founder"}}
        )

        assert kinds["one"].issued_by.text == "receiving"
        assert kinds["other"].issued_by.evaluate({"answers": {"founder": "H61"}}) == "H61"

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"issue_by": "receiving"}, "issue_by"),
            ({"key": "other"}, "key"),
            ({"internal": "yes"}, "internal"),
            ({"unit": "GDNN"}, "unit"),
        ],
        ids=["a misspelt key", "another key", "a word for a truth value", "a drafting unit beside a type"],
    )
    def test_is_refused_where_it_says_something_impossible(self, more, why):
        with pytest.raises(Wrong, match=why):
            documents({"submission": {**PLAIN, **more}})

    def test_is_refused_with_an_issuer_that_is_no_expression(self):
        with pytest.raises(ValueError, match="if then"):
            documents({"submission": {**PLAIN, "issued_by": "if then"}})

    @pytest.mark.parametrize(
        ("more", "symbol"),
        [
            ({}, "TTr-SGDĐT"),
            ({"symbol": "", "unit": "GDNN"}, "SGDĐT-GDNN"),
            ({"symbol": ""}, "SGDĐT"),
        ],
        ids=[
            "a type before the agency",
            "a letter: the agency, then who drafts it",
            "a letter of an agency without units",
        ],
    )
    def test_has_a_symbol_as_the_decree_on_documents_writes_it(self, more, symbol):
        kind = documents({"letter": {**PLAIN, **more}})["letter"]

        assert kind.symbol_of("SGDĐT") == symbol
