"""Names with blanks, operators and keywords in them (DMN 1.5 clauses 10.3.1.3 to 5)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decisions.feel import evaluate, parse


class TestANameInScope:
    @pytest.mark.parametrize(
        ("expression", "context", "value"),
        [
            ("Monthly Salary * 12", {"Monthly Salary": 10}, 120),
            ("a-b", {"a-b": 1, "a": 5, "b": 2}, 1),
            ("a - b", {"a-b": 1, "a": 5, "b": 2}, 1),
            ("(a)-(b)", {"a-b": 1, "a": 5, "b": 2}, 3),
            ("a-b", {"a": 5, "b": 2}, 3),
            ("Profit and loss + 1", {"Profit and loss": 1}, 2),
            ("Person's age", {"Person's age": 30}, 30),
            ("case.number of copies", {"case": {"number of copies": 3}}, 3),
            ("case.fee/copy", {"case": {"fee/copy": 4}}, 4),
            ("Số bản * 2", {"Số bản": 2}, 4),
            ("rows[unit price > 1].unit price", {"rows": [{"unit price": 2}]}, [2]),
        ],
        ids=lambda value: str(value),
    )
    def test_is_matched_longest_first(
        self, expression: str, context: dict[str, object], value: object
    ) -> None:
        assert evaluate(expression, context) == value

    def test_may_hold_any_white_space_between_its_words(self) -> None:
        assert evaluate("Monthly\n   Salary", {"Monthly Salary": 10}) == Decimal(10)

    def test_hides_a_built_in_function(self) -> None:
        assert evaluate("count + 1", {"count": 1}) == Decimal(2)

    def test_is_a_parameter_inside_a_function_alone(self) -> None:
        assert evaluate("{f: function(due date) due date + 1, r: f(1)}.r") == Decimal(2)


class TestNamesRead:
    @pytest.mark.parametrize(
        ("expression", "names"),
        [
            ("a + b.c", {"a", "b"}),
            ("for x in rows return x + y", {"rows", "y"}),
            ("{a: 1, b: a}.b", set()),
            ("count(items)", {"items"}),
            ("function(x) x + y", {"y"}),
        ],
        ids=lambda value: value if isinstance(value, str) else " ".join(sorted(value)) or "none",
    )
    def test_are_those_taken_from_outside(self, expression: str, names: set[str]) -> None:
        assert parse(expression).names_read == names
