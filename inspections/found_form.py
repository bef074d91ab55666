"""What a team types in at the desk of what it found, a page a part: a section, or one unit of what is repeated in it. Pure.

Beside what an institution declares (inspections.declaration_form) a team says why, why there is no picture, and where.
What is repeated over a sample or by a count has a page a unit, with the keys of that unit. Pictures, files and
signatures are not typed: they come as evidence (desk/inspections/evidence.py).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from forms.definition import Condition, Field, FormDefinition
from forms.fields.choices import Option
from forms.fields.several import Choices
from forms.fields.text import LongText, Text
from forms.messages import Words
from inspections.checklists import Checklist, Evaluation, Item, Result
from inspections.checklists import words as fixed
from inspections.declaration_form import (
    REASON,
    SINGLE,
    Values,
    answer_from,
    beside,
    condition_of,
    fields_of,
    form_of,
    values_of,
    was_asked,
)

UNSEEN, INSTEAD = "__unseen", "__instead"
PLACE = {
    "latitude": Words("Vĩ độ", "Latitude"),
    "longitude": Words("Kinh độ", "Longitude"),
    "accuracy": Words("Sai số (m)", "Accuracy (m)"),
}
BOTH = Words("Ghi cả vĩ độ và kinh độ, hoặc bỏ trống hết.", "Give both degrees, or leave all empty.")
DEGREES = regex.compile(r"-?[0-9]{1,3}([.,][0-9]{1,10})?")
INSTEADS = (
    Option(fixed.FAIL, Words("Không đạt: không có gì để ghi", "Fail: there is nothing to enter")),
    Option(fixed.NOT_APPLICABLE, Words("Không áp dụng", "Not applicable")),
)
TYPED = SINGLE | {"place"}


@dataclass(frozen=True)
class Part:
    """What one page asks.

    over  over what its items are repeated, as `Checklist.repeats` says it; "" for what is not
    unit  the number of the unit, None for what is not repeated
    """

    checklist: Checklist
    section: str
    over: str = ""
    unit: int | None = None

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything that stands on the page."""
        repeats = self.checklist.repeats
        return tuple(each for each in self.checklist.items_of(self.section) if repeats[each.key] == self.over)

    @property
    def typed(self) -> list[Item]:
        """What is typed in."""
        return [each for each in self.items if each.kind in TYPED]

    @property
    def evidenced(self) -> list[Item]:
        """What takes pictures or files, as its answer or beside it."""
        return [each for each in self.items if takes_evidence(each)]

    def key_of(self, item: Item) -> str:
        """Return the key of an item's answer on this page."""
        return item.key if self.unit is None else f"{item.key}#{self.unit}"

    def results(self, evaluation: Evaluation) -> Iterator[Result]:
        """Yield what is visible of the page and asks something."""
        for item in self.items:
            result = evaluation.results.get(self.key_of(item))
            if result is not None and result.visible and item.is_asked:
                yield result


def repeats_in(checklist: Checklist, section: str) -> list[str]:
    """Return over what items of a section are repeated, in the order of the section."""
    return list(
        dict.fromkeys(over for each in checklist.items_of(section) if (over := checklist.repeats[each.key]))
    )


def takes_evidence(item: Item) -> bool:
    """Say whether pictures or files belong to an item: they are its answer, or an answer of it asks for them."""
    return item.kind in fixed.BY_EVIDENCE or fixed.EVIDENCE in demanded(item)


def demanded(item: Item) -> set[str]:
    """Return what some answer of an item asks for besides: reason, evidence."""
    found = {part for parts in item.asks.values() for part in parts}
    return found | {part for option in item.options for part in option.asks}


def found_form(part: Part) -> FormDefinition | None:
    """Return the form of a page; None where nothing of it can be typed in."""
    fields: list[Field] = []
    for item in part.items:
        condition = condition_of(item, part.checklist)
        if item.kind == "place":
            fields += place_fields(item, condition)
        elif item.kind in TYPED or item.kind == "note":
            fields += fields_of(item, condition)
        if item.kind in TYPED:
            fields += asked_besides(item, condition)
    return form_of(part.checklist, part.section, fields)


def place_fields(item: Item, condition: Condition | None) -> Iterator[Field]:
    """Yield the fields of a point on the map."""
    label = Words(f"{item.key}. {item.text.vi}", f"{item.key}. {item.text.en or item.text.vi}")
    any_of_it = Condition(" or ".join(f"{item.name}__{part} != null" for part in PLACE))
    for part, words in PLACE.items():
        kind = Text(
            pattern=DEGREES,
            pattern_message=Words("Nhập một số, ví dụ 21,028511.", "Enter a number, like 21.028511."),
        )
        yield Field(
            f"{item.name}__{part}", beside(label, words), kind, help=item.hint, visible_if=condition,
            required_if=None if part == "accuracy" else any_of_it, required_message=BOTH,
        )  # fmt: skip


def asked_besides(item: Item, condition: Condition | None) -> Iterator[Field]:
    """Yield what a team says beside an answer or instead of it: why (of a verdict it is asked anyhow), why no picture."""
    label = Words(item.key)
    if options := insteads(item):
        words = Words("Thay cho câu trả lời", "Instead of an answer")
        yield Field(item.name + INSTEAD, beside(label, words), Choices(options=options), visible_if=condition)
    if fixed.REASON in demanded(item) and item.kind != "verdict":
        words = Words("Vì sao", "Why")
        yield Field(item.name + REASON, beside(label, words), LongText(rows=2), visible_if=condition)
    if fixed.EVIDENCE in demanded(item):
        words = Words(
            "Vì sao không có ảnh, tệp (quan sát trực tiếp …)", "Why there is no picture (seen there …)"
        )
        yield Field(item.name + UNSEEN, beside(label, words), LongText(rows=2), visible_if=condition)


def insteads(item: Item) -> tuple[Option, ...]:
    """Return what may be said instead of a value, as on a tablet: that nothing is there to measure, or nothing applies."""
    if item.kind == "verdict":
        return ()
    may = {fixed.FAIL: item.is_judged, fixed.NOT_APPLICABLE: fixed.NOT_APPLICABLE in item.asks}
    return tuple(each for each in INSTEADS if may[each.value])


def found_from(part: Part, given: Mapping[str, Any], asked: Collection[str]) -> dict[str, Values]:
    """Return what a team typed in, by key: every part the form asks for, emptied where nothing is said.

    asked  keys of the form's fields that were asked; an item that was not keeps its answer
    """
    return {
        part.key_of(item): found_answer(item, given)
        for item in part.typed
        if was_asked(item, asked) or f"{item.name}__latitude" in asked
    }


def found_answer(item: Item, given: Mapping[str, Any]) -> Values:
    """Return the parts of one item's answer that the form asks a team for."""
    parts: Values = {"numerator": None, "denominator": None} if item.is_ratio else {"value": None}
    parts = {"verdict": None} if item.kind == "verdict" else parts
    if insteads(item):
        parts["verdict"] = next(iter(given.get(item.name + INSTEAD) or ()), None)
    if item.kind == "verdict" or fixed.REASON in demanded(item):
        parts["reason"] = given.get(item.name + REASON) or ""
    if fixed.EVIDENCE in demanded(item):
        parts["unseen_because"] = given.get(item.name + UNSEEN) or ""
    return {**parts, **(place_from(item, given) if item.kind == "place" else answer_from(item, given))}


def place_from(item: Item, given: Mapping[str, Any]) -> Values:
    """Return the answer of a point on the map, in degrees and metres as texts; nothing without both degrees."""
    found = {part: str(given.get(f"{item.name}__{part}") or "").replace(",", ".") or None for part in PLACE}
    return {"value": found} if found["latitude"] and found["longitude"] else {}


def found_values(part: Part, standing: Mapping[str, Values]) -> Values:
    """Return what the form of a page starts with: the answers that stand."""
    values: Values = {}
    for item in part.typed:
        answer = standing.get(part.key_of(item), {})
        if item.kind == "place":
            point = answer.get("value") or {}
            values |= {f"{item.name}__{name}": point.get(name) for name in PLACE}
        else:
            values |= values_of(item, answer)
        values |= {
            item.name + REASON: answer.get("reason"),
            item.name + UNSEEN: answer.get("unseen_because"),
            item.name + INSTEAD: [answer.get("verdict")]
            if insteads(item) and answer.get("verdict")
            else None,
        }
    return {key: value for key, value in values.items() if value not in (None, "", [])}
