"""What is asked of an answer once everything is settled: that it is there, its reason, its evidence, its rows."""

from collections.abc import Mapping

from inspections.checklists import words
from inspections.checklists.answers import Answer
from inspections.checklists.item import Item
from inspections.checklists.parts import Column
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


def broken_columns(item: Item, rows: object, scope: Names) -> tuple[Column, ...]:
    """Return the columns of a table of which some row lacks what it must have, or breaks the rule."""
    if item.kind != "table" or not isinstance(rows, list):
        return ()
    numbered = list(enumerate(rows, start=1))
    return tuple(
        column
        for column in item.columns
        if any(
            is_broken(column, row, {**scope, **row, "row": row, "row_number": number})
            for number, row in numbered
        )
    )


def is_broken(column: Column, row: Names, names: Names) -> bool:
    """Say whether a row lacks what it must have in a column, or breaks the column's rule."""
    value = row.get(column.key)
    if column.required and value in (None, ""):
        return True
    if value is None or column.valid_if is None:
        return False
    return column.valid_if.holds({**names, "value": value}) is False
