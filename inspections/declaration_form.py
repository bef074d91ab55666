"""One section of a checklist as a form in which an institution declares itself, and its answers as a checklist has them.

The institution sees the items the team will judge. What only a visit can show is not asked here and is named instead:
pictures, signatures, places, what is repeated over a random sample or counted on the spot. Everything may be left open;
a part that is saved is kept. Numbers become texts ("35.5"), as everywhere in answers.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import regex

from forms.definition import Condition, Field, FormDefinition, Section
from forms.fields.choices import Choice, Option
from forms.fields.dates import Date
from forms.fields.kind import Kind
from forms.fields.moments import DateAndTime
from forms.fields.note import Note
from forms.fields.numbers import MOST_PLACES, DecimalNumber
from forms.fields.several import Choices
from forms.fields.text import LongText, Text
from forms.messages import Words
from forms.tables import Table
from inspections.checklists import Checklist, Item
from inspections.checklists import words as fixed
from inspections.checklists.coherence import lineage
from inspections.checklists.parts import Column
from inspections.checklists.parts import Option as CheckOption

Values = dict[str, Any]
VERDICTS = (
    Option(fixed.PASS, Words("Đạt", "Pass", "ស្របតាម")),
    Option(fixed.FAIL, Words("Không đạt", "Fail", "មិនស្របតាម")),
    Option(fixed.NOT_APPLICABLE, Words("Không áp dụng", "Not applicable", "មិនពាក់ព័ន្ធ")),
)
REASON, NUMERATOR, DENOMINATOR = "__reason", "__numerator", "__denominator"
CLOCK = regex.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
SINGLE = frozenset(
    {"number", "choice", "choices", "text", "date", "time", "datetime", "qr", "table", "verdict"}
)


def is_declared(item: Item, checklist: Checklist) -> bool:
    """Say whether an institution can declare an item before anybody comes."""
    return item.kind in SINGLE and not checklist.repeats[item.key]


def declared_items(checklist: Checklist, section: str) -> list[Item]:
    """Return the items of a section that are declared."""
    return [item for item in checklist.items_of(section) if is_declared(item, checklist)]


def left_to_the_visit(checklist: Checklist, section: str) -> list[Item]:
    """Return the items of a section that only the visit answers."""
    unasked = fixed.UNASKED
    return [
        item
        for item in checklist.items_of(section)
        if item.kind not in unasked and not is_declared(item, checklist)
    ]


def section_form(checklist: Checklist, section: str) -> FormDefinition | None:
    """Return the form in which an institution declares a section; None where nothing of it can be declared."""
    fields: list[Field] = []
    for item in checklist.items_of(section):
        if is_declared(item, checklist) or (item.kind == "note" and not checklist.repeats[item.key]):
            fields += fields_of(item, condition_of(item, checklist))
    return form_of(checklist, section, fields)


def form_of(checklist: Checklist, section: str, fields: Sequence[Field]) -> FormDefinition | None:
    """Return fields as a form under the title of their section; None where none of them asks anything."""
    title = next(each.title for each in checklist.sections if each.code == section)
    if not any(field.is_asked for field in fields):
        return None
    return FormDefinition(name="declaration", title=title, sections=(Section("items", None, tuple(fields)),))


def condition_of(item: Item, checklist: Checklist) -> Condition | None:
    """Return when an item is asked: its groups are, and its own condition holds."""
    conditions = [each.visible_if.source for each in lineage(item, checklist.by_key) if each.visible_if]
    if not conditions:
        return None
    return Condition(" and ".join(f"({each}) = true" for each in reversed(conditions)))


def fields_of(item: Item, condition: Condition | None) -> Iterator[Field]:
    """Yield the fields of one item."""
    label = Words(
        f"{item.key}. {item.text.vi}",
        *(f"{item.key}. {each}" if each else "" for each in (item.text.en, item.text.km)),
    )
    if item.kind == "note":
        yield Field(item.name, label, Note(text=item.text), visible_if=condition)
    elif item.is_ratio:
        for part, words in ((NUMERATOR, item.numerator), (DENOMINATOR, item.denominator)):
            yield Field(
                item.name + part, beside(label, words), number_kind(""), help=item.hint, visible_if=condition
            )
    else:
        yield Field(item.name, label, kind_of(item), help=item.hint, visible_if=condition)
    if item.kind == "verdict":
        asked = f'{item.name} = "{fixed.FAIL}" or {item.name} = "{fixed.NOT_APPLICABLE}"'
        shown = Condition(f"({condition.source}) and ({asked})" if condition else asked)
        words = Words("Vì sao", "Why", "ហេតុអ្វី")
        yield Field(item.name + REASON, beside(label, words), LongText(rows=2), visible_if=shown)


def beside(label: Words, words: Words | None) -> Words:
    """Return two words after each other in every language."""
    added = words or Words("–")
    return Words(
        f"{label.vi} – {added.vi}",
        f"{label.en} – {added.en or added.vi}" if label.en else "",
        f"{label.km} – {added.km or added.vi}" if label.km else "",
    )


def number_kind(unit: str) -> Kind:
    """Return the kind of a number with its unit behind it."""
    return DecimalNumber(places=MOST_PLACES, suffix=Words(unit) if unit else None)


def kind_of(item: Item) -> Kind:
    """Return the kind of field of an item that is one field."""
    if item.kind == "verdict":
        return Choice(options=VERDICTS)
    if item.kind == "number":
        return number_kind(item.limit.unit if item.limit else "")
    if item.kind == "table":
        return Table(
            columns=tuple(map(column_field, item.columns)), code="row_code", prefix="R", layout="cards"
        )
    return plain_kind(item.kind, item.options)


def plain_kind(kind: str, options: tuple[CheckOption, ...]) -> Kind:
    """Return the kind of field of an answer that items and columns share."""
    offered = tuple(Option(each.value, each.label) for each in options)
    if kind == "choice":
        return Choice(options=offered)
    if kind == "choices":
        return Choices(options=offered)
    if kind == "number":
        return number_kind("")
    if kind == "time":
        return Text(
            pattern=CLOCK,
            pattern_message=Words(
                "Nhập giờ và phút, ví dụ 14:05.",
                "Enter hours and minutes, like 14:05.",
                "សូមបញ្ចូលម៉ោង និងនាទី ឧទាហរណ៍ 14:05។",
            ),
        )
    if kind in ("date", "datetime"):
        return Date() if kind == "date" else DateAndTime()
    return LongText(max_length=4_000, rows=3) if kind == "text" else Text()


def column_field(column: Column) -> Field:
    """Return one column of a table."""
    return Field(column.key, column.text, plain_kind(column.kind, column.options))


def answers_from(checklist: Checklist, section: str, given: Mapping[str, Any]) -> dict[str, Values]:
    """Return the answers of a section's form by item key; {} for an item about which nothing is said."""
    return {item.key: answer_from(item, given) for item in declared_items(checklist, section)}


def was_asked(item: Item, asked: Collection[str]) -> bool:
    """Say whether a form asked an item.

    asked  keys of the form's fields that were asked
    """
    return item.name in asked or item.name + NUMERATOR in asked


def answer_from(item: Item, given: Mapping[str, Any]) -> Values:
    """Return the answer of one item."""
    if item.is_ratio:
        parts = {
            "numerator": given.get(item.name + NUMERATOR),
            "denominator": given.get(item.name + DENOMINATOR),
        }
        return {name: plain(value) for name, value in parts.items() if value is not None}
    value = given.get(item.name)
    if value in (None, "", []):
        return {}
    if item.kind == "verdict":
        reason = given.get(item.name + REASON)
        return {"verdict": value, **({"reason": reason} if reason else {})}
    return {"value": rows_from(item, value) if item.kind == "table" else plain(value)}


def rows_from(item: Item, rows: Any) -> list[Values]:
    """Return the rows of a table without the codes that the form gives them."""
    keys = [column.key for column in item.columns if column.kind != "computed"]
    return [{key: plain(row[key]) for key in keys if row.get(key) not in (None, "")} for row in rows]


def plain(value: Any) -> Any:
    """Return a value with its numbers as texts."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return f"{Decimal(str(value)):f}" if is_number else value


def values_from(checklist: Checklist, section: str, declared: Mapping[str, Values]) -> Values:
    """Return what the form of a section starts with: what was declared so far."""
    values: Values = {}
    for item in declared_items(checklist, section):
        values |= values_of(item, declared.get(item.key, {}))
    return values


def values_of(item: Item, answer: Values) -> Values:
    """Return what the fields of an item start with; nothing for what its answer leaves open."""
    value = answer.get("value")
    values: Values = {item.name: as_number(value) if item.kind == "number" else value}
    if item.is_ratio:
        values = {
            item.name + NUMERATOR: as_number(answer.get("numerator")),
            item.name + DENOMINATOR: as_number(answer.get("denominator")),
        }
    elif item.kind == "verdict":
        values = {item.name: answer.get("verdict"), item.name + REASON: answer.get("reason")}
    elif item.kind == "table":
        values[item.name] = [
            {"row_code": f"R{number}", **row_from(item, row)}
            for number, row in enumerate(value or (), start=1)
        ]
    return {key: each for key, each in values.items() if each not in (None, "", [])}


def row_from(item: Item, row: Values) -> Values:
    """Return a row of a table with its numbers as the form takes them."""
    numbers = {column.key for column in item.columns if column.kind == "number"}
    return {key: as_number(value) if key in numbers else value for key, value in row.items()}


def as_number(text: Any) -> Any:
    """Return a number of an answer as one: written out, "110.125" would be read as thousands."""
    if not isinstance(text, str):
        return text
    return float(text) if "." in text else int(text)
