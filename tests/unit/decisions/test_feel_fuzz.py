"""Whatever is thrown at the language, it answers with a value or with a FeelError."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.feel import BudgetExceeded, FeelError, Limits, evaluate, parse, parse_unary_tests, to_json

WORDS = [
    "a",
    "b",
    "item",
    "partial",
    "?",
    "true",
    "false",
    "null",
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "and",
    "or",
    "not",
    "between",
    "instance",
    "of",
    "function",
    "external",
    "number",
    "string",
    "list",
    "date",
    "time",
    "1",
    "2.5",
    "0",
    "-1",
    "10",
    '"x"',
    '""',
    '@"2026-01-01"',
    '@"PT1H"',
    '@"P1Y"',
    "+",
    "-",
    "*",
    "/",
    "**",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "..",
    "count",
    "sum",
    "string",
    "substring",
    "max",
    "sort",
    "date",
    "and",
    "time",
    "get",
    "entries",
    "context",
    "put",
    "matches",
    "replace",
    "split",
    "range",
    "is",
    "before",
]
LIMITS = Limits(steps=3_000, bytes=50_000)

names = st.sampled_from(["a", "b", "rows", "full name"])
leaves = st.one_of(
    st.integers(-1000, 1000).map(str),
    st.sampled_from(["1.5", '"x"', "null", "true", "false", '@"2026-02-28"', '@"PT1H"', '@"P1M"', "[1..3]"]),
    names,
)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Combine expressions into larger ones."""
    operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "<", ">=", "and", "or", "in"])
    functions = st.sampled_from(["count", "sum", "string", "not", "flatten", "max", "abs", "reverse", "date"])
    return st.one_of(
        st.builds("({} {} {})".format, inner, operators, inner),
        st.builds("if {} then {} else {}".format, inner, inner, inner).map("({})".format),
        st.builds("{}({})".format, functions, inner),
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.builds("{{k: {}, l: {}}}".format, inner, inner),
        st.builds("{}[{}]".format, st.one_of(names, inner.map("({})".format)), inner),
        st.builds("(for i in {} return {})".format, inner, inner),
        st.builds("(some i in {} satisfies {})".format, inner, inner),
        st.builds("({}).k".format, inner),
        st.builds("(function(a) {})({})".format, inner, inner),
    )


expressions = st.recursive(leaves, grown, max_leaves=12)
CONTEXT = {"a": 3, "b": "text", "rows": [{"k": 1}, {"k": None}], "full name": "Ánh"}


class TestAnyText:
    @given(st.text(max_size=60))
    @settings(max_examples=300, deadline=None)
    def test_is_parsed_or_refused(self, text: str) -> None:
        try:
            parse(text)
            parse_unary_tests(text)
        except FeelError:
            pass

    @given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
    @settings(max_examples=600, deadline=None)
    def test_of_the_languages_words_is_evaluated_or_refused(self, text: str) -> None:
        try:
            value = parse(text, {"a", "b"}).evaluate({"a": 1, "b": [1, 2]}, limits=LIMITS)
            to_json(value)
        except FeelError:
            pass


class TestAnyExpression:
    @given(expressions)
    @settings(max_examples=400, deadline=None)
    def test_has_a_value_within_its_budget(self, text: str) -> None:
        expression = parse(text, CONTEXT.keys())

        try:
            first = expression.evaluate(CONTEXT, limits=LIMITS)
        except BudgetExceeded:
            return

        assert to_json(first) == to_json(expression.evaluate(CONTEXT, limits=LIMITS))


class TestNumbers:
    @given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
    @settings(max_examples=100, deadline=None)
    def test_survive_being_written_and_read(self, number: Decimal) -> None:
        assert evaluate("number(string(n), null, null) = n", {"n": number}) is True


class TestDays:
    @given(st.dates())
    @settings(max_examples=200, deadline=None)
    def test_agree_with_the_calendar(self, day: object) -> None:
        statement = 'day - (day - @"0001-01-01") = @"0001-01-01" and date(string(day)) = day'

        assert evaluate(statement, {"day": day}) is True
