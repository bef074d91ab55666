"""No expression, however it is written, holds a worker or fills its memory."""

from __future__ import annotations

from time import process_time

import pytest

from decisions.feel import BudgetExceeded, FeelError, FeelSyntaxError, Limits, evaluate, parse

DOUBLING = "{" + ", ".join(["a0: [1]", *(f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 60))]) + "}"


class TestTheBudget:
    @pytest.mark.parametrize(
        ("expression", "kind"),
        [
            ("for i in 1..1000000000 return i", "steps"),
            ("count(for i in 1..2000, j in 1..2000 return 1)", "steps"),
            (
                '{s: "aaaaaaaaaa", t: for i in 1..40 return if i = 1 then s else partial[-1] + partial[-1]}',
                "size",
            ),
            ("for i in 1..40000 return [1, 2, 3, 4]", "size"),
            ("{f: function(x) f(x) + 1, r: f(1)}.r", "depth"),
            ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "^(a|aa|a.?)+b$")', "time"),
            (DOUBLING, "steps"),
            (f"string({DOUBLING})", "steps"),
        ],
        ids=[
            "endless-loop",
            "product",
            "doubling-text",
            "many-lists",
            "recursion",
            "pattern",
            "sharing",
            "writing",
        ],
    )
    def test_stops_what_costs_too_much(self, expression: str, kind: str) -> None:
        started = process_time()

        with pytest.raises(BudgetExceeded) as caught:
            evaluate(expression)

        assert caught.value.kind == kind
        assert process_time() - started < 5

    def test_is_the_callers_to_narrow(self) -> None:
        with pytest.raises(BudgetExceeded):
            parse("for i in 1..100 return i").evaluate({}, limits=Limits(steps=50))

    def test_allows_what_a_procedure_needs(self) -> None:
        assert evaluate("sum(for i in 1..10000 return i)") == 50_005_000


class TestTheParser:
    @pytest.mark.parametrize(
        "text",
        [
            "(" * 5000,
            "[" * 5000,
            "1" + "+1" * 20_000,
            "-".join(["]1..a["] * 60),
            "x in (" * 70 + "1+" + ")" * 70,
        ],
        ids=["parentheses", "lists", "chain", "open-ranges", "tests"],
    )
    def test_refuses_what_is_nested_too_deeply(self, text: str) -> None:
        started = process_time()

        with pytest.raises(FeelSyntaxError):
            parse(text)

        assert process_time() - started < 5

    def test_refuses_a_text_that_is_too_long(self) -> None:
        with pytest.raises(FeelSyntaxError):
            parse("1 + " * 100_000 + "1")


class TestAPattern:
    @pytest.mark.parametrize("pattern", ["((a{1000}){1000}){1000}", "a" * 5000, "(a{99999}){99999}"])
    def test_that_would_be_written_out_too_large_is_null(self, pattern: str) -> None:
        assert evaluate("matches(text, pattern)", {"text": "a", "pattern": pattern}) is None


class TestEveryError:
    def test_is_a_feel_error(self) -> None:
        assert issubclass(FeelSyntaxError, FeelError)
        assert issubclass(BudgetExceeded, FeelError)
