"""The table of criteria in minutes: each line what was declared, what was found, by which clause, with which evidence.

Nothing is worded here: values are copied as they were entered, so that a tablet and the server write the same bytes.
What had to be worked out is a *mark* (verdict, computed, limit, beyond_limit): a tablet works in binary fractions, so
marks are provisional there and the server's count. Internal notes are not among the members, and cannot get in.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from inspections.checklists import Checklist, Evaluation, Result
from inspections.checklists import words as checklist_words

Json = dict[str, Any]
Answers = Mapping[str, Mapping[str, Any]]

UNSEEN = frozenset({"note", "group"})
MARKS = frozenset({"verdict", "computed", "limit", "beyond_limit"})
FOUND = ("verdict", "value", "numerator", "denominator")
HUNDREDTH = Decimal("0.01")


def sections_of(
    checklist: Checklist,
    evaluation: Evaluation,
    *,
    answers: Answers,
    declared: Answers,
    hashes: Mapping[str, str],
) -> list[Json]:
    """Return the lines by section, those of a repeated item in the order of the units; a section without any is left out.

    hashes  identifier of a photo, file or signature → its SHA-256
    """
    lines: dict[str, list[Json]] = {}
    for result in evaluation.results.values():
        if is_told(result):
            line = line_of(result, answers.get(result.key, {}), declared.get(result.key), hashes)
            lines.setdefault(result.item.section, []).append(line)
    return [
        {"code": section.code, "title": section.title.vi, "lines": lines[section.code]}
        for section in checklist.sections
        if section.code in lines
    ]


def is_told(result: Result) -> bool:
    """Whether an item stands in the minutes: it was visible, and answered or worked out."""
    if not result.visible or result.item.kind in UNSEEN:
        return False
    return (
        result.answered
        or bool(result.faults)
        or (result.item.kind == "computed" and result.value is not None)
    )


def line_of(
    result: Result, answer: Mapping[str, Any], declared: Mapping[str, Any] | None, hashes: Mapping[str, str]
) -> Json:
    """Return one line, every member always there."""
    item = result.item
    return {
        "key": result.key,
        "text": item.text.vi,
        "kind": item.kind,
        "unit": result.unit,
        "nature": item.nature,
        "critical": item.critical,
        "clauses": [clause.text for clause in result.clauses],
        "verdict": result.verdict or "",
        "value": answer.get("value"),
        "labels": labels_of(result, answer.get("value")),
        "columns": [{"key": column.key, "text": column.text.vi} for column in item.columns],
        "numerator": text_given(answer.get("numerator")),
        "denominator": text_given(answer.get("denominator")),
        "computed": shown(result.value) if item.computed is not None else "",
        "limit": limit_of(result),
        "unit_of_measure": item.limit.unit if item.limit else "",
        "beyond_limit": result.beyond_limit,
        "reason": text_given(answer.get("reason")),
        "unseen_because": text_given(answer.get("unseen_because")),
        "evidence": [
            {"id": each, "sha256": hashes.get(each, "")}
            for each in answer.get("evidence") or ()
            if isinstance(each, str)
        ],
        "declared": {part: declared.get(part) for part in FOUND} if declared else None,
    }


def labels_of(result: Result, value: object) -> list[str]:
    """Return the words of what was chosen, in the order of the choices."""
    chosen = value if isinstance(value, list) else [value]
    return [option.label.vi for option in result.item.options if option.value in chosen]


def limit_of(result: Result) -> str:
    """Return the limit that applied, as "<= 35 người học/lớp"; "" where a condition or nothing decided."""
    measure = result.measure
    if measure is None or measure.value is None:
        return ""
    return f"{measure.operator} {measure.value:f} {measure.unit}".strip()


def text_given(given: object) -> str:
    """Return what was typed as it was typed; a whole number as its digits, anything else as nothing."""
    if isinstance(given, str):
        return given
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else ""


def shown(value: object) -> str:
    """Return a computed value: a number with at most two decimals, rounded half up, a day in ISO 8601."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        number = Decimal(value)
        return plain(number.quantize(HUNDREDTH, ROUND_HALF_UP)) if number.adjusted() < 20 else ""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value if isinstance(value, str) else ""


def plain(number: Decimal) -> str:
    """Return a number without an exponent, a sign on zero, or zeros behind its last decimal."""
    text = f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
    return "0" if text == "-0" else text


def totals_of(evaluation: Evaluation) -> Json:
    """Return how many items were asked, answered, met and not met."""
    verdicts = [result.verdict for result in evaluation.results.values()]
    return {
        "asked": sum(section.asked for section in evaluation.sections),
        "answered": sum(section.answered for section in evaluation.sections),
        "passed": verdicts.count(checklist_words.PASS),
        "failed": verdicts.count(checklist_words.FAIL),
        "not_applicable": verdicts.count(checklist_words.NOT_APPLICABLE),
    }


def unanswered_in(evaluation: Evaluation) -> list[str]:
    """Return the keys of what had to be answered and was not."""
    return [result.key for result in evaluation.results.values() if checklist_words.ANSWER in result.asks]
