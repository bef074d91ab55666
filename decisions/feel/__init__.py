"""FEEL, the expression language of DMN 1.5: parse once, evaluate often.

    >>> expression = parse("fee * copies > 50000", names={"fee", "copies"})
    >>> expression.evaluate({"fee": 10000, "copies": 6})
    True

Pure: no clock, no files, no framework; `now` is handed in. Errors of an expression's parts become null, as the
standard has it, with warnings that say why; work and memory are bounded by `Limits`.
"""

from decisions.feel import code_calls, code_loops, code_paths, code_tests
from decisions.feel.budget import Limits
from decisions.feel.builtins import (
    calendar,
    contexts,
    conversion,
    lists,
    numbers,
    patterns,
    range_text,
    ranges,
    statistics,
    strings,
)
from decisions.feel.errors import BudgetExceeded, FeelError, FeelSyntaxError
from decisions.feel.expression import (
    Expression,
    Result,
    UnaryTests,
    evaluate,
    evaluate_with_warnings,
    parse,
    parse_unary_tests,
)
from decisions.feel.json_text import to_json
from decisions.feel.moments import Date, DateTime, DaysTime, Time, YearsMonths
from decisions.feel.values import Function, Range, Ready

REGISTERED = (
    (code_calls, code_loops, code_paths, code_tests),
    (calendar, contexts, conversion, lists, numbers, patterns, range_text, ranges, statistics, strings),
)

__all__ = [
    "BudgetExceeded",
    "Date",
    "DateTime",
    "DaysTime",
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "Function",
    "Limits",
    "Range",
    "Ready",
    "Result",
    "Time",
    "UnaryTests",
    "YearsMonths",
    "evaluate",
    "evaluate_with_warnings",
    "parse",
    "parse_unary_tests",
    "to_json",
]
