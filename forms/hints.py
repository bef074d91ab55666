"""Conditions simple enough for a browser to try: a comfort alone, the server decides again.

Only what means the same everywhere is handed out: an answer that is picked (choice, yes or no, a
declaration) compared with a word or a truth value, and such comparisons joined by and, or, not.
Anything else gets no hint; its field is then always shown, with its `when` beside it.

    ["is", key] · ["=", key, value] · ["!=", key, value] · ["and", …] · ["or", …] · ["not", hint]
"""

from decisions.feel.nodes import Call, Compare, In, Literal, Logic, Name, Node, Tests
from forms.definition import Condition, FormDefinition
from forms.fields.choices import Choice, Declaration, YesNo
from forms.fields.several import Choices

Hint = list[object]


def hint_of(condition: Condition | None, definition: FormDefinition) -> Hint | None:
    """Return what a browser may try instead of a condition, or None where it may not."""
    return None if condition is None else hint_from(condition.expression.node, definition)


def hint_from(node: Node, definition: FormDefinition) -> Hint | None:
    """Return the hint of one node, None as soon as a part has none."""
    if isinstance(node, Name):
        return ["is", node.name] if is_picked(node, definition) else None
    if isinstance(node, Compare) and node.operator in {"=", "!="}:
        return compared(node.operator, node.left, node.right, definition)
    if isinstance(node, Logic):
        return joined(node.operator, [hint_from(each, definition) for each in node.operands])
    if isinstance(node, In) and isinstance(node.tests, Tests) and not node.tests.negated:
        return joined("or", [compared("=", node.value, each, definition) for each in node.tests.tests])
    if isinstance(node, Call) and node.function == Name("not") and len(node.positional) == 1:
        inner = hint_from(node.positional[0], definition)
        return None if inner is None else ["not", inner]
    return None


def joined(operator: str, parts: list[Hint | None]) -> Hint | None:
    """Return parts joined, None when one is missing."""
    return None if None in parts else [operator, *parts]


def compared(operator: str, name: Node, literal: Node, definition: FormDefinition) -> Hint | None:
    """Return the comparison of a picked answer with a word, a truth value or nothing."""
    if not isinstance(literal, Literal) or not isinstance(literal.value, str | bool | None):
        return None
    return (
        [operator, name.name, literal.value]
        if isinstance(name, Name) and is_picked(name, definition)
        else None
    )


def is_picked(name: Name, definition: FormDefinition) -> bool:
    """Say whether a name is that of an answer picked from what is offered."""
    field = definition.by_key.get(name.name)
    if field is None or not field.is_asked or isinstance(field.kind, Choices):
        return False
    return isinstance(field.kind, Choice | YesNo | Declaration)
