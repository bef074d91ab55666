"""Reads one item of a section's file, noting every fault at its line."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from decisions.feel import FeelError
from forms.definition import Condition, Formula
from forms.yaml_source import Source
from inspections.checklists import words
from inspections.checklists.item import Item
from inspections.checklists.parts import Clause, Column, Finding, Limit, Option, Wrong

ITEM_KEYS = frozenset(
    {
        "key", "text", "hint", "kind", "nature", "weight", "critical", "locked", "clauses", "limit", "numerator",
        "denominator", "options", "columns", "sample", "repeat_count", "parent", "visible_if", "required",
        "required_if", "valid_if", "message", "computed", "asks", "findings", "max_pixels",
        "default",
    }
)  # fmt: skip
LIMIT_KEYS = frozenset({"operator", "value", "by_kind", "by", "condition", "unit"})
COLUMN_KEYS = frozenset({"key", "text", "kind", "options", "required", "valid_if", "message", "computed"})
PERCENT, PLAIN_RATIO = "100 * numerator / denominator", "numerator / denominator"
ALWAYS = "true"

Built = TypeVar("Built")


def item_from(source: Source, section: str, *, locked: bool) -> Item | None:
    """Return an item, or None after noting why it cannot be one.

    locked  whether an item is locked that does not say
    """
    source.check_keys(ITEM_KEYS, frozenset({"key", "text", "kind"}))
    before = len(source.faults)
    text, kind, limit = source.words("text"), source.text("kind"), limit_from(source)
    numerator, denominator = source.words("numerator"), source.words("denominator")
    unit = limit.unit if limit else ""
    computed = formula(source, "computed") or (
        Formula(PERCENT if unit == "%" else PLAIN_RATIO) if numerator else None
    )
    nature = source.word("nature", frozenset(words.NATURES), words.NO_NATURE)
    weight = source.decimal("weight")
    columns = tuple(each for each in map(column_from, source.sequence("columns")) if each)
    findings = tuple(each for each in map(finding_from, source.sequence("findings")) if each)
    clauses = tuple(each for each in map(clause_from, source.sequence("clauses")) if each)
    if text is None or len(source.faults) > before:
        return None
    is_judged = kind == "verdict" or (limit is not None and nature != words.NO_NATURE)
    return attempt(
        source,
        lambda: Item(
            key=source.text("key"), section=section, text=text, kind=kind, hint=source.words("hint"),
            nature=nature, weight=Decimal(1) if weight is None else weight, critical=source.flag("critical"),
            locked=source.flag("locked", locked), clauses=clauses, limit=limit, numerator=numerator,
            denominator=denominator, options=options_from(source), columns=columns,
            sample=source.text("sample"), repeat_count=formula(source, "repeat_count"),
            parent=source.text("parent"), visible_if=condition(source, "visible_if"),
            required_if=required_from(source, kind), valid_if=condition(source, "valid_if"),
            message=source.words("message"), computed=computed,
            asks=asks_from(source, kind, is_judged=is_judged, limited=limit is not None),
            findings=findings, max_pixels=source.integer("max_pixels", least=1), default=default_from(source),
        ),
    )  # fmt: skip


def required_from(source: Source, kind: str) -> Condition | None:
    """Return when an item must be answered: always, unless it says so or nobody answers it."""
    if "required" in source and "required_if" in source:
        source.at("required_if").fault("'required_if' and 'required' say the same thing twice")
    if "required_if" in source:
        return condition(source, "required_if")
    asked = kind not in words.UNASKED
    return Condition(ALWAYS) if asked and source.flag("required", True) else None


def asks_from(source: Source, kind: str, *, is_judged: bool, limited: bool) -> dict[str, tuple[str, ...]]:
    """Return what answers ask for: what the item says over what every item of its sort asks."""
    asks: dict[str, tuple[str, ...]] = {}
    if kind not in words.UNASKED:
        asks[words.NOT_APPLICABLE] = (words.REASON,)
    if kind == "verdict":
        asks[words.FAIL] = (words.REASON, words.EVIDENCE)
    if limited and is_judged and kind != "computed":
        asks["beyond_limit"] = (words.REASON,)
    said = source.items.get("asks")
    if said is not None:
        said.check_keys(frozenset(words.ASKING))
        asks |= {when: scalars(said.at(when)) for when in said.items}
    return asks


def scalars(source: Source) -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(str(each.node.value) for each in source.listed())


def limit_from(source: Source) -> Limit | None:
    """Return the limit of an item."""
    limit = source.items.get("limit")
    if limit is None:
        return None
    limit.check_keys(LIMIT_KEYS)
    by_kind = limit.items.get("by_kind")
    values = {key: by_kind.decimal(key) for key in by_kind.items} if by_kind else {}
    return attempt(
        limit,
        lambda: Limit(
            operator=limit.text("operator"),
            value=limit.decimal("value"),
            by_kind={key: value for key, value in values.items() if value is not None},
            by=formula(limit, "by"),
            condition=condition(limit, "condition"),
            unit=limit.text("unit"),
        ),
    )


def options_from(source: Source) -> tuple[Option, ...]:
    """Return what there is to choose."""
    found = []
    for each in source.sequence("options"):
        each.check_keys(frozenset({"value", "label", "asks", "visible_if"}), frozenset({"value", "label"}))
        label, asks = each.words("label"), scalars(each.at("asks")) if "asks" in each else ()
        if set(asks) - set(words.BRINGS):
            each.at("asks").fault(f"'asks' must be of {', '.join(words.BRINGS)}")
        if label is not None:
            found.append(Option(each.text("value"), label, asks, condition(each, "visible_if")))
    return tuple(found)


def default_from(source: Source) -> object:
    """Return the value an answer starts with: a text, a list of texts, or the first rows of a table."""
    if "default" not in source:
        return None
    given = source.at("default")
    if isinstance(given.node.value, str):
        return source.text("default") or None
    return [
        each.node.value if isinstance(each.node.value, str) else {key: each.text(key) for key in each.items}
        for each in given.listed()
    ]


def column_from(source: Source) -> Column | None:
    """Return a column of a table."""
    source.check_keys(COLUMN_KEYS, frozenset({"key", "text", "kind"}))
    text = source.words("text")
    if text is None:
        return None
    return attempt(
        source,
        lambda: Column(
            key=source.text("key"),
            text=text,
            kind=source.text("kind"),
            options=options_from(source),
            required=source.flag("required"),
            valid_if=condition(source, "valid_if"),
            message=source.words("message"),
            computed=formula(source, "computed"),
        ),
    )


def finding_from(source: Source) -> Finding | None:
    """Return a finding ready to be taken over."""
    known = frozenset({"code", "text", "recommendation", "days"})
    source.check_keys(known, frozenset({"code", "text"}))
    text = source.words("text")
    if text is None:
        return None
    return Finding(source.text("code"), text, source.words("recommendation"), source.integer("days", least=1))


def clause_from(source: Source) -> Clause | None:
    """Return a provision and its days; a plain text is one without."""
    if not source.items:
        return attempt(source, lambda: Clause(str(source.node.value)))
    source.check_keys(frozenset({"text", "from", "to"}), frozenset({"text"}))
    start, end = day_from(source, "from"), day_from(source, "to")
    return attempt(source, lambda: Clause(source.text("text"), start, end))


def day_from(source: Source, name: str) -> date | None:
    """Return a day that may be missing."""
    found = source.attempt(name, date.fromisoformat)
    return found if isinstance(found, date) else None


def condition(source: Source, name: str) -> Condition | None:
    """Return a condition, or None where there is none or it cannot be read."""
    return expression(source, name, Condition)


def formula(source: Source, name: str) -> Formula | None:
    """Return an expression, or None where there is none or it cannot be read."""
    return expression(source, name, Formula)


Read = TypeVar("Read", bound=Formula)


def expression(source: Source, name: str, kind: type[Read]) -> Read | None:
    """Return the FEEL under a key, noting a text that is none."""
    if name not in source:
        return None
    text = source.scalar(name, ("str", "int", "float", "bool"), "FEEL") or ""
    try:
        return kind(text)
    except FeelError as error:
        source.at(name).fault(f"{name!r} is not FEEL: {error}")
        return None


def attempt(source: Source, build: Callable[[], Built]) -> Built | None:
    """Return what is built, or None after noting every problem where it stands."""
    try:
        return build()
    except Wrong as wrong:
        for problem in wrong.problems:
            source.at(problem.attribute).fault(problem.message)
        return None
