"""What is asked of an answer once everything is settled: that it is there, its reason, its evidence, its rows."""

from collections.abc import Mapping

from inspections.checklists import words
from inspections.checklists.answers import Answer
from inspections.checklists.item import Item
from inspections.checklists.results import Result

Names = Mapping[str, object]


def is_required(item: Item, scope: Names) -> bool:
    """Say whether a visible item must be answered."""
    return item.required_if is not None and item.required_if.holds(scope) is True


def asked_for(result: Result, answer: Answer, *, required: bool) -> tuple[str, ...]:
    """Return what is missing: the answer itself, or the reason and the evidence that this answer asks for.

    What could not be photographed is evidence enough when it is said why (INSPECTION §3).
    """
    if not result.answered:
        return (words.ANSWER,) if required and not result.faults else ()
    wanted = brought_by(result)
    missing = []
    if words.REASON in wanted and not answer.reason:
        missing.append(words.REASON)
    if words.EVIDENCE in wanted and not answer.evidence and not answer.unseen_because:
        missing.append(words.EVIDENCE)
    return tuple(missing)


def brought_by(result: Result) -> frozenset[str]:
    """Return what this answer must bring along."""
    wanted = set(result.item.asks.get(result.verdict or "", ()))
    if result.beyond_limit:
        wanted |= set(result.item.asks.get("beyond_limit", ()))
    chosen = result.value if isinstance(result.value, list) else [result.value]
    for option in result.item.options:
        if option.value in chosen:
            wanted |= set(option.asks)
    return frozenset(wanted)


def rows_hold(item: Item, rows: object, scope: Names) -> bool:
    """Say whether every row of a table has what it must have and keeps to its rules."""
    if item.kind != "table" or not isinstance(rows, list):
        return True
    for number, row in enumerate(rows, start=1):
        names = {**scope, **row, "row": row, "row_number": number}
        for column in item.columns:
            value = row.get(column.key)
            if column.required and value in (None, ""):
                return False
            if (
                value is not None
                and column.valid_if
                and column.valid_if.holds({**names, "value": value}) is False
            ):
                return False
    return True
