"""The compiled form of a checklist: what is stored with a version and what a tablet downloads.

Every item carries every member, so that a reader needs no defaults. Numbers are texts ("5.5"), days are ISO 8601,
expressions are FEEL. `hash` is the digest of the canonical text (inspections.canonical) of everything else; a version
is never changed, so whoever holds the hash holds the checklist.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from decisions.feel import FeelError
from forms.definition import Condition, Formula
from forms.messages import LANGUAGES, Words
from inspections.canonical import digest
from inspections.checklists.definition import Checklist
from inspections.checklists.item import Item
from inspections.checklists.parts import (
    Clause,
    Column,
    Finding,
    Limit,
    Option,
    Problem,
    Sample,
    Section,
    Wrong,
)

FORMAT = 1

Json = dict[str, Any]


def to_json(checklist: Checklist) -> Json:
    """Return the compiled form."""
    content: Json = {
        "format": FORMAT,
        "code": checklist.code,
        "extends": checklist.extends or None,
        "title": texts(checklist.title),
        "valid_from": day(checklist.valid_from),
        "kinds_of_institution": [
            {"code": code, "label": texts(label)} for code, label in checklist.kinds_of_institution.items()
        ],
        "samples": [
            {"code": each.code, "label": texts(each.label), "size": each.size} for each in checklist.samples
        ],
        "sections": [
            {"code": each.code, "title": texts(each.title), "weight": number(each.weight)}
            for each in checklist.sections
        ],
        "items": [item_json(item) for item in checklist.items],
        "notes": dict(checklist.notes),
    }
    return {**content, "hash": digest(content)}


def item_json(item: Item) -> Json:
    """Return one item."""
    return {
        "key": item.key,
        "section": item.section,
        "text": texts(item.text),
        "hint": texts(item.hint),
        "kind": item.kind,
        "nature": item.nature,
        "weight": number(item.weight),
        "critical": item.critical,
        "locked": item.locked,
        "clauses": [
            {"text": each.text, "from": day(each.start), "to": day(each.end)} for each in item.clauses
        ],
        "limit": limit_json(item.limit),
        "numerator": {"label": texts(item.numerator)} if item.numerator else None,
        "denominator": {"label": texts(item.denominator)} if item.denominator else None,
        "options": [option_json(each) for each in item.options],
        "columns": [column_json(each) for each in item.columns],
        "sample": item.sample or None,
        "repeat_count": source(item.repeat_count),
        "parent": item.parent or None,
        "visible_if": source(item.visible_if),
        "required_if": source(item.required_if),
        "valid_if": source(item.valid_if),
        "message": texts(item.message),
        "computed": source(item.computed),
        "asks": {when: list(what) for when, what in item.asks.items()},
        "findings": [finding_json(each) for each in item.findings],
        "max_pixels": item.max_pixels,
        "default": item.default,
    }


def limit_json(limit: Limit | None) -> Json | None:
    """Return a limit."""
    if limit is None:
        return None
    return {
        "operator": limit.operator or None,
        "value": number(limit.value),
        "by": source(limit.by),
        "by_kind": {kind: number(value) for kind, value in limit.by_kind.items()} or None,
        "condition": source(limit.condition),
        "unit": limit.unit,
    }


def option_json(option: Option) -> Json:
    """Return one thing to choose."""
    return {
        "value": option.value,
        "label": texts(option.label),
        "asks": list(option.asks),
        "visible_if": source(option.visible_if),
    }


def column_json(column: Column) -> Json:
    """Return one column of a table."""
    return {
        "key": column.key,
        "text": texts(column.text),
        "kind": column.kind,
        "options": [option_json(each) for each in column.options],
        "required": column.required,
        "valid_if": source(column.valid_if),
        "message": texts(column.message),
        "computed": source(column.computed),
    }


def finding_json(finding: Finding) -> Json:
    """Return a finding ready to be taken over."""
    return {
        "code": finding.code,
        "text": texts(finding.text),
        "recommendation": texts(finding.recommendation),
        "days": finding.days,
    }


def texts(words: Words | None) -> dict[str, str] | None:
    """Return a text by language, those it is written in."""
    if words is None:
        return None
    return {language: text for language in LANGUAGES if (text := getattr(words, language))}


def number(value: Decimal | None) -> str | None:
    """Return a number as a text without an exponent."""
    return None if value is None else f"{value:f}"


def day(value: date | None) -> str | None:
    """Return a day in ISO 8601."""
    return None if value is None else value.isoformat()


def source(formula: Formula | None) -> str | None:
    """Return the text of an expression."""
    return None if formula is None else formula.source


def from_json(content: Mapping[str, Any]) -> Checklist:
    """Return the checklist of a compiled form, compared with its hash.

    Raises Wrong when it is of another format, was changed, or does not fit together.
    """
    if content.get("format") != FORMAT:
        raise Wrong([Problem("", "format", f"only format {FORMAT} is known")])
    if content.get("hash") != digest({name: part for name, part in content.items() if name != "hash"}):
        raise Wrong([Problem("", "hash", "the content is not the one this hash was made of")])
    try:
        return read(content)
    except Wrong:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, InvalidOperation, FeelError) as error:
        raise Wrong([Problem("", "content", f"{type(error).__name__}: {error}")]) from error


def read(content: Mapping[str, Any]) -> Checklist:
    """Return the checklist of a content whose hash is right."""
    return Checklist(
        code=content["code"],
        title=Words(**content["title"]),
        sections=tuple(
            Section(each["code"], Words(**each["title"]), Decimal(each["weight"]))
            for each in content["sections"]
        ),
        items=tuple(map(read_item, content["items"])),
        kinds_of_institution={
            each["code"]: Words(**each["label"]) for each in content["kinds_of_institution"]
        },
        samples=tuple(
            Sample(each["code"], Words(**each["label"]), each["size"]) for each in content["samples"]
        ),
        valid_from=read_day(content["valid_from"]),
        extends=content["extends"] or "",
        notes=dict(content["notes"]),
    )


def read_item(content: Mapping[str, Any]) -> Item:
    """Return one item."""
    return Item(
        key=content["key"],
        section=content["section"],
        text=Words(**content["text"]),
        kind=content["kind"],
        hint=read_words(content["hint"]),
        nature=content["nature"],
        weight=Decimal(content["weight"]),
        critical=content["critical"],
        locked=content["locked"],
        clauses=tuple(
            Clause(each["text"], read_day(each["from"]), read_day(each["to"])) for each in content["clauses"]
        ),
        limit=read_limit(content["limit"]),
        numerator=read_words((content["numerator"] or {}).get("label")),
        denominator=read_words((content["denominator"] or {}).get("label")),
        options=tuple(map(read_option, content["options"])),
        columns=tuple(map(read_column, content["columns"])),
        sample=content["sample"] or "",
        repeat_count=read_formula(content["repeat_count"]),
        parent=content["parent"] or "",
        visible_if=read_condition(content["visible_if"]),
        required_if=read_condition(content["required_if"]),
        valid_if=read_condition(content["valid_if"]),
        message=read_words(content["message"]),
        computed=read_formula(content["computed"]),
        asks={when: tuple(what) for when, what in content["asks"].items()},
        findings=tuple(
            Finding(each["code"], Words(**each["text"]), read_words(each["recommendation"]), each["days"])
            for each in content["findings"]
        ),
        max_pixels=content["max_pixels"],
        default=content["default"],
    )


def read_limit(content: Mapping[str, Any] | None) -> Limit | None:
    """Return a limit."""
    if content is None:
        return None
    return Limit(
        operator=content["operator"] or "",
        value=None if content["value"] is None else Decimal(content["value"]),
        by_kind={kind: Decimal(value) for kind, value in (content["by_kind"] or {}).items()},
        by=read_formula(content["by"]),
        condition=read_condition(content["condition"]),
        unit=content["unit"],
    )


def read_option(content: Mapping[str, Any]) -> Option:
    """Return one thing to choose."""
    return Option(
        content["value"],
        Words(**content["label"]),
        tuple(content["asks"]),
        read_condition(content["visible_if"]),
    )


def read_column(content: Mapping[str, Any]) -> Column:
    """Return one column."""
    return Column(
        key=content["key"],
        text=Words(**content["text"]),
        kind=content["kind"],
        options=tuple(map(read_option, content["options"])),
        required=content["required"],
        valid_if=read_condition(content["valid_if"]),
        message=read_words(content["message"]),
        computed=read_formula(content["computed"]),
    )


def read_words(content: Mapping[str, str] | None) -> Words | None:
    """Return a text that may be missing."""
    return Words(**content) if content else None


def read_day(content: str | None) -> date | None:
    """Return a day that may be missing."""
    return date.fromisoformat(content) if content else None


def read_formula(content: str | None) -> Formula | None:
    """Return an expression that may be missing."""
    return Formula(content) if content else None


def read_condition(content: str | None) -> Condition | None:
    """Return a condition that may be missing."""
    return Condition(content) if content else None
