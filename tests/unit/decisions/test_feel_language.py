"""What expressions mean, production by production (DMN 1.5 clause 10.3.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from decisions.feel import FeelSyntaxError, evaluate, parse, parse_unary_tests


def cases(*rows: tuple[str, object]) -> pytest.MarkDecorator:
    """Parametrise by expression and value, the expression being the id."""
    return pytest.mark.parametrize(("expression", "value"), rows, ids=[row[0] for row in rows])


class TestArithmetic:
    @cases(
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("2 ** 3 ** 2", Decimal(64)),
        ("-5 ** 2", Decimal(25)),
        ("10 / 4", Decimal("2.5")),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
        ("0.1 + 0.2 = 0.3", True),
        ("1 = 1.000", True),
        ("1 / 0", None),
        ('"a" + "b"', "ab"),
        ('"a" + 1', None),
        ("1 + null", None),
        ("10 ** 7000", None),
    )
    def test_is_decimal_and_null_where_it_has_no_result(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value


class TestLogic:
    @cases(
        ("true and true", True),
        ("true and null", None),
        ("false and null", False),
        ("null and false", False),
        ("true or null", True),
        ("null or true", True),
        ("false or null", None),
        ('false or "x"', None),
        ("not(null)", None),
        ("not(false)", True),
    )
    def test_has_three_values(self, expression: str, value: object) -> None:
        assert evaluate(expression) is value


class TestComparison:
    @cases(
        ('"1" = 1', None),
        ('1 < "2"', None),
        ("null = null", True),
        ("1 != null", True),
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [1]", False),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("5 between 1 and 10", True),
        ("5 between null and 10", None),
        ('@"2026-01-01T00:00:00Z" = @"2026-01-01T07:00:00+07:00"', True),
        ('@"10:00:00" < @"11:00:00Z"', True),
        ('@"P1Y" = @"P12M"', True),
        ('@"P1Y" < @"P400D"', None),
    )
    def test_is_null_between_types(self, expression: str, value: object) -> None:
        assert evaluate(expression) is value


class TestMembership:
    @cases(
        ("5 in [1..10]", True),
        ("1 in (1..10]", False),
        ("10 in [1..10[", False),
        ("1 in ]1..10]", False),
        ("5 in (1..10)", True),
        ("5 in (1, 5)", True),
        ("5 in (< 3, > 4)", True),
        ("5 in [1, 5]", True),
        ("5 in [[1..3], [4..6]]", True),
        ("5 in <= 5", True),
        ("5 in (not(true))", False),
        ("5 in (? > 3 and ? < 6)", True),
        ("null in [1, null]", True),
        ('"a" in ["a".."c"]', True),
        ('5 in ["a".."c"]', None),
    )
    def test_takes_values_lists_ranges_and_tests(self, expression: str, value: object) -> None:
        assert evaluate(expression) is value


class TestRanges:
    @cases(
        ("[1..3].start", Decimal(1)),
        ("(1..3].start included", False),
        ("(< 3).start", None),
        ("(< 3).end", Decimal(3)),
        ("(>= 3).start included", True),
        ("[3..1]", None),
        ('[1.."a"]', None),
        ("[1..3] = [1..3]", True),
        ("[1..3] = [1..3)", False),
        ("2 in (< 3)", True),
        ("2 in [null..3]", None),
    )
    def test_know_their_ends(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value


class TestListsAndFilters:
    @cases(
        ("[1, 2, 3][2]", Decimal(2)),
        ("[1, 2, 3][-1]", Decimal(3)),
        ("[1, 2, 3][4]", None),
        ("[1, 2, 3][item > 1]", [Decimal(2), Decimal(3)]),
        ("[{x: 1, y: 2}, {x: null, y: 3}][x < 2].y", [Decimal(2)]),
        ("[{x: 1}, {x: 2}].x", [Decimal(1), Decimal(2)]),
        ("[{item: 1}, {item: 2}][item = 2].item", [Decimal(2)]),
        ("3[item > 2]", [Decimal(3)]),
        ("3[1]", Decimal(3)),
        ("[{full name: 1}][full name = 1].full name", [Decimal(1)]),
    )
    def test_select_by_place_and_by_condition(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value


class TestContexts:
    @cases(
        ("{a: 1, b: a + 1}.b", Decimal(2)),
        ('{"a b": 1}.a b', Decimal(1)),
        ("{a: {b: {c: 1}}}.a.b.c", Decimal(1)),
        ("{a: 1}.b", None),
        ("{a: 1, a: 2}", None),
        ("{f: function(x) x + 1, r: f(2)}.r", Decimal(3)),
        ("{fac: function(n) if n = 0 then 1 else n * fac(n - 1), r: fac(5)}.r", Decimal(120)),
    )
    def test_see_their_earlier_entries(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value


class TestLoops:
    @cases(
        ("for i in 1..3 return i * 2", [Decimal(2), Decimal(4), Decimal(6)]),
        ("for i in 3..1 return i", [Decimal(3), Decimal(2), Decimal(1)]),
        ("for i in [1..2] return i", [Decimal(1), Decimal(2)]),
        ("for i in [1, 2], j in [i, 10] return i * j", [Decimal(1), Decimal(10), Decimal(4), Decimal(20)]),
        ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [Decimal(n) for n in (1, 2, 6, 24)]),
        ("some x in [1, 2] satisfies x > 1", True),
        ("some x in [] satisfies x > 1", False),
        ("every x in [1, 2] satisfies x > 1", False),
        ("every x in [] satisfies x > 1", True),
        ("every x in [1, null] satisfies x > 0", None),
        ('for d in @"2026-02-28"..@"2026-03-01" return d.day', [Decimal(28), Decimal(1)]),
    )
    def test_go_through_lists_and_ranges(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value


class TestConditionsAndFunctions:
    @cases(
        ('if true then "a" else "b"', "a"),
        ('if null then "a" else "b"', "b"),
        ('if "x" then "a" else "b"', "b"),
        ("(function(a, b) a - b)(b: 1, a: 3)", Decimal(2)),
        ('(function(a: number) a)("x")', None),
        ("(function(a: number) a)([5])", Decimal(5)),
        ("(function(a) a)(1, 2)", None),
        ("(function(a, b) b = null)(a: 1)", True),
        ("(function(a) external {java: {}})(1)", None),
        ("unknown(1)", None),
        ('string length(string: "abc")', Decimal(3)),
    )
    def test_follow_the_standard(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value


class TestInstanceOf:
    @cases(
        ("1 instance of number", True),
        ("1 instance of string", False),
        ("null instance of number", False),
        ("null instance of Null", True),
        ("null instance of Any", False),
        ("[1] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ("[1] instance of list", None),
        ("{a: 1} instance of context<a: number>", True),
        ("{a: 1, b: 2} instance of context<a: number>", True),
        ("[1..2] instance of range<number>", True),
        ('@"P1D" instance of days and time duration', True),
        ('@"P1Y" instance of years and months duration', True),
        ("(function(a) a) instance of function<Any> -> Any", True),
        ("1 instance of Nonsense", None),
    )
    def test_asks_the_lattice(self, expression: str, value: object) -> None:
        assert evaluate(expression) is value


class TestMoments:
    @cases(
        ('@"2026-01-31" + @"P1M"', date(2026, 2, 28)),
        ('@"2024-02-29" - @"P1Y"', date(2023, 2, 28)),
        ('@"2026-01-01" + @"PT36H"', date(2026, 1, 2)),
        ('@"2026-03-01" - @"2026-02-01"', timedelta(days=28)),
        ('@"2026-03-01" - @"2026-02-01T00:00:00"', None),
        ('@"2026-03-01T00:00:00Z" - @"2026-02-28"', timedelta(days=1)),
        ('@"23:30:00" + @"PT1H" = @"00:30:00"', True),
        ('@"PT1H" * 3', timedelta(hours=3)),
        ('@"P1Y" / @"P6M"', Decimal(2)),
        ('date("2026-02-30")', None),
        ("date(2026, 2, 28).weekday", Decimal(6)),
        ('time("10:20:30.5").second', Decimal("30.5")),
        ('@"2026-01-01T00:00:00+07:00".time offset', timedelta(hours=7)),
        ('@"2026-01-01T00:00:00@Asia/Ho_Chi_Minh".timezone', "Asia/Ho_Chi_Minh"),
        ('date("-0044-03-15").year', Decimal(-44)),
        ('date("999999999-12-31") + @"P1D"', None),
        ('string(@"P0DT25H")', "P1DT1H"),
    )
    def test_count_in_the_gregorian_calendar(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value

    def test_pass_from_and_to_python(self) -> None:
        at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

        assert evaluate('received at + duration("PT90M")', {"received at": at}) == at + timedelta(minutes=90)

    def test_take_the_present_from_the_caller(self) -> None:
        at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

        assert evaluate("today()", now=at) == date(2026, 11, 24)
        assert evaluate("now()") is None


class TestStrings:
    @cases(
        (r'"a\"b"', 'a"b'),
        (r'"\u0041\U01F40E"', "A🐎"),
        (r'"\d"', r"\d"),
        ('"Nguyễn Thị Ánh"', "Nguyễn Thị Ánh"),
        ('"a" // the rest is a comment', "a"),
        ('/* before */ "a"', "a"),
    )
    def test_are_unicode(self, expression: str, value: object) -> None:
        assert evaluate(expression) == value


class TestUnaryTests:
    @pytest.mark.parametrize(
        ("tests", "value", "passes"),
        [
            ("-", None, True),
            ("5", 5, True),
            ("< 5, > 10", 11, True),
            ("not(5, 6)", 6, False),
            ("not(5, 6)", 7, True),
            ("[1..5)", 5, False),
            ('"a", "b"', "b", True),
            ("true", False, False),
            ("false", False, True),
            ("? > 3 and even(?)", 4, True),
            ("limit", 7, True),
            ("> limit", 7, False),
            ("null", None, True),
        ],
        ids=lambda value: repr(value),
    )
    def test_hold_or_not(self, tests: str, value: object, passes: bool) -> None:
        assert parse_unary_tests(tests).test(value, {"limit": 7}) is passes


class TestSyntaxErrors:
    @pytest.mark.parametrize(
        "text",
        ["", "1 +", "(1", "[1, 2", "{a 1}", "if a then b", "for i in", '"open', "a..b", "1 2", ")", "@1"],
    )
    def test_name_the_place(self, text: str) -> None:
        with pytest.raises(FeelSyntaxError) as caught:
            parse(text)

        assert caught.value.line == 1
        assert 0 <= caught.value.position <= len(text)


class TestWarnings:
    def test_say_why_a_part_is_null(self) -> None:
        result = parse("missing + 1").evaluate_with_warnings({})

        assert result.value is None
        assert any("missing" in warning for warning in result.warnings)

    def test_are_absent_when_all_is_well(self) -> None:
        assert parse("a + 1").evaluate_with_warnings({"a": 1}).warnings == ()


class TestAPythonValueWithoutAMeaningInFeel:
    def test_is_null_with_a_warning(self) -> None:
        result = parse("a = null").evaluate_with_warnings({"a": object()})

        assert result.value is True
        assert result.warnings == ("a object has no value in FEEL",)

    def test_passes_no_unary_test(self) -> None:
        assert parse_unary_tests("> 1").test(float("nan")) is None
