"""What history keeps of a case's facts: what an expression could read."""

import pytest

from workflows.reading import Reading

FACTS = {
    "answers": {"amount": 5, "name": "Lê Thị B", "person": {"id": "012", "phone": "09"}},
    "rows": [{"price": 1, "note": "x"}, {"price": 2, "note": "y"}],
    "channel": "online",
}


class TestReading:
    @pytest.mark.parametrize(
        ("texts", "kept"),
        [
            pytest.param(["1 + 1"], {}, id="no name: nothing"),
            pytest.param(['channel = "online"'], {"channel": "online"}, id="a plain value: itself"),
            pytest.param(["answers.amount > 3"], {"answers": {"amount": 5}}, id="a path: its end alone"),
            pytest.param(
                ["answers . person . id"],
                {"answers": {"person": {"id": "012"}}},
                id="a longer path with spaces",
            ),
            pytest.param(
                ["count(answers)", "answers.amount"], {"answers": FACTS["answers"]}, id="an argument: whole"
            ),
            pytest.param(["rows[price > 1]"], {"rows": FACTS["rows"]}, id="a filter: whole"),
            pytest.param(
                ["sum(rows.price)"], {"rows": [{"price": 1}, {"price": 2}]}, id="a path through a list"
            ),
            pytest.param(["channels"], {}, id="a longer name is another name"),
        ],
    )
    def test_keeps(self, texts, kept):
        assert Reading(texts).of(FACTS) == kept

    def test_finds_names_with_spaces(self):
        assert Reading(["số  tiền * 2"]).of({"số tiền": 3, "tiền mặt": 4}) == {"số tiền": 3}
