"""Reads from a form's file what registers are asked about an answer."""

from collections.abc import Callable

from forms.definition import Condition, RegisterCheck
from forms.register_checks import check_names
from forms.yaml_source import Source

CHECK_KEYS = frozenset({"ask", "with", "only_if", "message"})
ReadCondition = Callable[[Source, str], Condition | None]


def register_checks_from(source: Source, read_condition: ReadCondition) -> tuple[RegisterCheck, ...]:
    """Return what registers are asked about a field or a column; faults are noted in the source."""
    found = [check_from(each, read_condition) for each in source.sequence("register_checks")]
    return tuple(each for each in found if each)


def check_from(source: Source, read_condition: ReadCondition) -> RegisterCheck | None:
    """Return one check, or None after noting why there is none."""
    source.check_keys(CHECK_KEYS, frozenset({"ask", "message"}))
    name, message = source.text("ask"), source.words("message")
    if name and name not in check_names():
        source.at("ask").fault(f"unknown check {name!r}; known: {', '.join(sorted(check_names()))}")
    given = source.at("with") if "with" in source else None
    inputs = tuple((key, given.text(key)) for key in given.items) if given else ()
    only_if = read_condition(source, "only_if")
    return RegisterCheck(name, message, inputs, only_if) if message else None
