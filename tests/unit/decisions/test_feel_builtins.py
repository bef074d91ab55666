"""The built-in functions: the standard's own examples (DMN 1.5 clause 10.3.4)."""

from __future__ import annotations

import pytest

from decisions.feel import evaluate

HOLD = """
date("2012-12-25") - date("2012-12-24") = duration("P1D")
date(date and time("2012-12-25T11:00:00Z")) = date("2012-12-25")
date(2012, 12, 25) = date("2012-12-25")
date and time("2012-12-24T23:59:00") = date and time(date("2012-12-24"), time("23:59:00"))
date and time("2012-12-24T23:59:00") + duration("PT1M") = date and time("2012-12-25T00:00:00")
time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")
time("23:59:00z") = time(23, 59, 0, duration("PT0H"))
number("1 000,0", " ", ",") = number("1,000.0", ",", ".")
number("1.000.000,01", ".", ",") = 1000000.01
number("abc", null, null) = null
string(1.1) = "1.1"
string(null) = null
string([1, "a", {b: null}]) = "[1, \\"a\\", {b: null}]"
duration("P2Y2M") = duration("P26M")
years and months duration(date("2011-12-22"), date("2013-08-24")) = duration("P1Y8M")
substring("foobar", 3) = "obar"
substring("foobar", 3, 3) = "oba"
substring("foobar", -2, 1) = "a"
substring("foobar", 0) = null
substring("\\U01F40Eab", 2) = "ab"
string length("\\U01F40Eab") = 3
upper case("aBc4") = "ABC4"
lower case("aBc4") = "abc4"
substring before("foobar", "bar") = "foo"
substring before("foobar", "xyz") = ""
substring after("foobar", "ob") = "ar"
substring after("", "a") = ""
replace("banana", "a", "o") = "bonono"
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"
replace("abc", "b", "\\\\$") = "a$c"
replace("ABC", "b", "x", "i") = "AxC"
contains("foobar", "of") = false
starts with("foobar", "fo")
ends with("foobar", "r")
matches("foobar", "^fo*b")
matches("foobar", "[") = null
matches("foobar", "(?=x)") = null
replace("abc", "x?", "-") = null
split("abc", "") = null
matches("a\\n", "a$") = false
split("John Doe", "\\\\s") = ["John", "Doe"]
split("a;b;c;;", ";") = ["a", "b", "c", "", ""]
string join(["a", "b", "c"], "_and_") = "a_and_b_and_c"
string join(["a", null, "c"], "X") = "aXc"
string join([], "X") = ""
list contains([1, 2, 3], 2)
list contains([1, null], null)
count([1, [2, 3]]) = 2
count([]) = 0
count(null) = null
min([1, 2, 3]) = 1
max(1, 2, 3) = 3
min(1) = min([1])
max([]) = null
min(["b", "a"]) = "a"
sum([1, 2, 3]) = 6
sum(1) = 1
sum([]) = null
sum([1, "a"]) = null
mean(1, 2, 3) = 2
all([false, null, true]) = false
all([]) = true
all(0) = null
any([false, null, true]) = true
any([]) = false
sublist([4, 5, 6], 1, 2) = [4, 5]
sublist([4, 5, 6], -1) = [6]
append([1], 2, 3) = [1, 2, 3]
concatenate([1, 2], [3]) = [1, 2, 3]
insert before([1, 3], 1, 2) = [2, 1, 3]
remove([1, 2, 3], 2) = [1, 3]
list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]
reverse([1, 2, 3]) = [3, 2, 1]
index of([1, 2, 3, 2], 2) = [2, 4]
union([1, 2], [2, 3]) = [1, 2, 3]
distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]
flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]
product(2, 3, 4) = 24
product([]) = null
median(8, 2, 5, 3, 4) = 4
median([6, 1, 2, 3]) = 2.5
stddev(2, 4, 7, 5) = 2.081665999466132735282297706979931
stddev([47]) = null
mode(6, 3, 9, 6, 6) = [6]
mode([6, 1, 9, 6, 1]) = [1, 6]
mode([]) = []
decimal(1/3, 2) = .33
decimal(1.5, 0) = 2
decimal(2.5, 0) = 2
decimal(12345, -2) = 12300
floor(-1.56, 1) = -1.6
ceiling(-1.56, 1) = -1.5
round up(-5.5, 0) = -6
round down(1.121, 2) = 1.12
round half up(5.5, 0) = 6
round half down(5.5, 0) = 5
abs(-10) = 10
abs(@"-PT5H") = @"PT5H"
modulo(-12, 5) = 3
modulo(12, -5) = -3
modulo(10.1, 4.5) = 1.1
modulo(-10.1, 4.5) = 3.4
modulo(1, 0) = null
sqrt(16) = 4
sqrt(-1) = null
decimal(log(10), 8) = 2.30258509
decimal(exp(5), 8) = 148.41315910
odd(5)
even(2)
is(date("2012-12-25"), time("23:00:50")) = false
is(time("23:00:50z"), time("23:00:50")) = false
is(time("23:00:50z"), time("23:00:50+00:00"))
day of year(date(2019, 9, 17)) = 260
day of week(date(2019, 9, 17)) = "Tuesday"
month of year(date(2019, 9, 17)) = "September"
week of year(date(2003, 12, 29)) = 1
week of year(date(2005, 1, 1)) = 53
sort(list: [3, 1, 4, 5, 2], precedes: function(x, y) x < y) = [1, 2, 3, 4, 5]
get value({key1: "value1"}, "key1") = "value1"
get value({a: {b: 1}}, ["a", "b"]) = 1
get entries({a: 1})[key = "a"].value = [1]
context([{key: "a", value: 1}, {key: "b", value: 2}]) = {a: 1, b: 2}
context([{key: "a", value: 1}, {key: "b"}]) = null
context put({x: 1, y: 0, z: 0}, "y", 2) = {x: 1, y: 2, z: 0}
context put({x: 1, y: {a: 0}}, ["y", "a"], 2) = {x: 1, y: {a: 2}}
context put({x: 1}, [], 2) = null
context merge([{x: 1, y: 0}, {y: 2}]) = {x: 1, y: 2}
range("[18..21)") = [18..21)
range("(..5]").end = 5
range("[1+1..3]") = null
"""

RANGE_RELATIONS = """
before(1, [1..10]) = false
before(1, (1..10])
before([1..10), 10)
before([1..10], [10..20]) = false
before([1..10), [10..20])
after(12, [1..10])
after([11..20], [1..11))
meets([1..5], [5..10])
meets([1..5), [5..10]) = false
met by([5..10], [1..5])
overlaps([1..5], [3..8])
overlaps([1..5], (5..8]) = false
overlaps before([1..5], [3..8])
overlaps before([1..5), (1..5])
overlaps before([1..5], [1..5]) = false
overlaps after([3..8], [1..5])
overlaps after((1..5], [1..5))
overlaps after((1..5], [1..5]) = false
finishes(10, [1..10])
finishes(10, [1..10)) = false
finishes([5..10), [1..10))
finished by([1..10], (1..10])
includes([1..10], 10)
includes((1..10], 1) = false
includes([1..10], (1..10))
during(5, [1..10])
during((1..10), [1..10])
starts(1, [1..10])
starts((1..5], [1..10]) = false
starts([1..10), [1..10])
started by([1..10], [1..10))
coincides([1..5], [1..5])
coincides((1..5), [1..5]) = false
coincides(3, 4) = false
before(< 5, 10)
before(10, < 5) = false
before(> 5, 10) = false
includes(>= 1, 5)
includes(>= 1, [5..9])
includes([5..9], >= 6) = false
overlaps(< 5, > 4)
overlaps(< 5, > 6) = false
coincides(< 5, < 5)
coincides(< 5, [1..5)) = false
before(null, 1) = null
before("a", 1) = null
"""


def lines(block: str) -> list[str]:
    """Return the lines that hold something."""
    return [line for line in block.splitlines() if line]


class TestABuiltInFunction:
    @pytest.mark.parametrize("statement", lines(HOLD))
    def test_does_as_the_standard_says(self, statement: str) -> None:
        assert evaluate(statement) is True

    @pytest.mark.parametrize("statement", lines(RANGE_RELATIONS))
    def test_relates_ranges_as_the_standard_says(self, statement: str) -> None:
        assert evaluate(statement) is True
