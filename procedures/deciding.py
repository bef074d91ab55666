"""The decisions of a package, as a business-rule task asks them: by name, in the package's *.dmn files."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from decisions.dmn import Decision, Definitions, evaluate_decision, parse_dmn
from procedures.errors import DecisionUnknown
from procedures.package import Files

DECISION = "decision:"
"""What stands before a decision's name where the core asks for it as an operation."""
DECISION_ENDING = ".dmn"
RESULT = "result"


def is_decision(operation: str) -> bool:
    """Whether an operation that the core asks for is a decision of the package."""
    return operation.startswith(DECISION)


def decide(files: Files, operation: str, inputs: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Return what a decision answers: the whole as "result", and each entry by name where it is a context.

    files      the package's
    operation  "decision:" and the decision's name
    inputs     values by the name of the input data
    at         what now() answers

    Raises DecisionUnknown; BudgetExceeded of a decision that costs too much.
    """
    name = operation.removeprefix(DECISION)
    value = evaluate_decision(definitions_with(files, name), name, inputs, now=at).value
    entries = {str(key): entry for key, entry in value.items()} if isinstance(value, Mapping) else {}
    return {**entries, RESULT: value}


def definitions_with(files: Files, name: str) -> Definitions:
    """Return the file that holds a decision. Raises DecisionUnknown."""
    for path, content in files.items():
        if path.endswith(DECISION_ENDING):
            definitions = definitions_of(content)
            if name in decisions_of(definitions):
                return definitions
    raise DecisionUnknown(name)


def decisions_of(definitions: Definitions) -> frozenset[str]:
    """Return the names of a file's decisions."""
    return frozenset(each.name for each in definitions.elements.values() if isinstance(each, Decision))


@lru_cache(maxsize=128)
def definitions_of(content: bytes) -> Definitions:
    """Return a file, read and compiled; kept, since a published file never changes. Raises DmnError."""
    return parse_dmn(content)
