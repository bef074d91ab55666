"""The decision tables of a model as they were written: for people to read, not to evaluate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decisions.dmn.xml import attribute, child, children, read_xml, text_of


@dataclass(frozen=True, slots=True)
class TableWritten:
    """One table: the decision's name and description, the labels of its columns, and the cells of each rule as FEEL."""

    name: str
    description: str
    hit_policy: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    rules: Sequence[tuple[Sequence[str], Sequence[str]]]


def tables_written(content: bytes) -> list[TableWritten]:
    """Return the tables of a model in its order; raises DmnError for what is not XML."""
    found = []
    for decision in children(read_xml(content), "decision"):
        table = child(decision, "decisionTable")
        if table is None:
            continue
        found.append(
            TableWritten(
                name=attribute(decision, "name"),
                description=text_of(child(decision, "description")),
                hit_policy=attribute(table, "hitPolicy") or "UNIQUE",
                inputs=[
                    attribute(each, "label") or text_of(child(each, "inputExpression"))
                    for each in children(table, "input")
                ],
                outputs=[
                    attribute(each, "label") or attribute(each, "name") for each in children(table, "output")
                ],
                rules=[
                    (
                        [text_of(each) for each in children(rule, "inputEntry")],
                        [text_of(each) for each in children(rule, "outputEntry")],
                    )
                    for rule in children(table, "rule")
                ],
            )
        )
    return found
