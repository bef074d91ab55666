"""The decision tables of a model as they were written: for people to read, not to evaluate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decisions.dmn.xml import Element, attribute, child, children, read_xml, text_of

LANGUAGES = ("vi", "en", "km")
"""Outputs of these names say the same thing to different readers."""
LABELS = "https://motcua.vn/dmn/labels"
"""Namespace of the attributes `vi`, `en`, `km` that say a label or a description in another language."""


@dataclass(frozen=True, slots=True)
class TableWritten:
    """One table: the decision's name and description, the labels of its columns, and the cells of each rule as FEEL.

    Labels and description are in the reader's language where the model has it, else as `label` and `description` say them.
    """

    name: str
    description: str
    hit_policy: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    rules: Sequence[tuple[Sequence[str], Sequence[str]]]


def tables_written(content: bytes, *, language: str = "") -> list[TableWritten]:
    """Return the tables of a model in its order; raises DmnError for what is not XML.

    language  of outputs named vi, en or km only the reader's is told (vi where it is lacking); "" tells all
    """
    found = []
    for decision in children(read_xml(content), "decision"):
        table = child(decision, "decisionTable")
        if table is None:
            continue
        outputs = list(children(table, "output"))
        told = told_to(language, [attribute(each, "name") for each in outputs])
        found.append(
            TableWritten(
                name=attribute(decision, "name"),
                description=in_language(decision, language) or text_of(child(decision, "description")),
                hit_policy=attribute(table, "hitPolicy") or "UNIQUE",
                inputs=[
                    label_of(each, language) or text_of(child(each, "inputExpression"))
                    for each in children(table, "input")
                ],
                outputs=[label_of(outputs[at], language) or attribute(outputs[at], "name") for at in told],
                rules=[
                    (
                        [text_of(each) for each in children(rule, "inputEntry")],
                        [text_of(list(children(rule, "outputEntry"))[at]) for at in told],
                    )
                    for rule in children(table, "rule")
                ],
            )
        )
    return found


def label_of(column: Element, language: str) -> str:
    """Return what a column is called, "" where nothing says it."""
    return in_language(column, language) or attribute(column, "label")


def in_language(element: Element, language: str) -> str:
    """Return what an element is called in a language, "" where the model does not say."""
    return attribute(element, f"{{{LABELS}}}{language}") if language in LANGUAGES else ""


def told_to(language: str, names: Sequence[str]) -> list[int]:
    """Return the places of the outputs a reader is told."""
    own = language if language in names else "vi"
    return [at for at, name in enumerate(names) if not language or name not in LANGUAGES or name == own]
