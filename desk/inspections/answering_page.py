"""The page on which a part of the checklist is typed in: its form, its pictures and files, and the units of what is repeated."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.inspections.finding import address_of
from forms.actions import requested, view_of
from forms.definition import FormDefinition
from forms.messages import Words
from forms.rendering import BoundForm
from inspections.checklists import Evaluation, Facts, Item, names_at
from inspections.found_form import Part, found_form, repeats_in
from inspections.models import Target

Errors = Mapping[str, list[str]]
EVIDENCE, NEXT = "evidence:", "next"


@dataclass(frozen=True)
class UnitShown:
    """One unit of what is repeated: its number, its page, how far it is answered."""

    number: int
    address: str
    answered: int
    asked: int

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is open."""
        return self.answered == self.asked


@dataclass(frozen=True)
class RepeatShown:
    """What is repeated in a section, with its units.

    draw  address where the sample is drawn, "" where it was, or where a number that is answered counts the units
    """

    label: Words
    units: Sequence[UnitShown]
    draw: str = ""

    @property
    def open(self) -> int:
        """How many units are not done."""
        return sum(not each.is_done for each in self.units)


@dataclass(frozen=True)
class EvidenceShown:
    """An item that takes pictures or files, with how many it has."""

    item: Item
    then: str
    count: int


@dataclass(frozen=True)
class Shown:
    """The page of a part, for one reader.

    standing  key → its answer as it stands; versions  key → its version
    """

    request: HttpRequest
    target: Target
    part: Part
    standing: Mapping[str, Mapping[str, Any]]
    facts: Facts
    evaluation: Evaluation
    versions: Mapping[str, int]

    @cached_property
    def form(self) -> FormDefinition | None:
        """The form of the part, None where nothing of it is typed."""
        return found_form(self.part)

    @property
    def exists(self) -> bool:
        """Whether there is anything on the page: a unit that was drawn or is counted, or a section that asks something."""
        if self.part.unit is not None:
            return bool(self.part.over) and self.part.unit in self.units_of(self.part.over)
        return any(each.is_asked for each in self.part.checklist.items_of(self.part.section))

    @cached_property
    def around(self) -> dict[str, object]:
        """What conditions of the part may read of the rest of the checklist."""
        part = self.part
        return names_at(part.checklist, self.standing, self.facts, over=part.over, unit=part.unit)

    def units_of(self, over: str) -> list[int]:
        """Return the numbers of the units there are of what is repeated."""
        repeats = self.part.checklist.repeats
        found = (
            each.unit for each in self.evaluation.results.values() if repeats[each.item.key] == over and each.unit
        )  # fmt: skip
        return list(dict.fromkeys(found))

    def address(self, over: str = "", unit: int | None = None) -> str:
        """Return the page of the section, or of one unit."""
        section = [self.target.public_id, self.part.section]
        if unit is None:
            return reverse("desk:inspections:answer_section", args=section)
        return reverse("desk:inspections:answer_unit", args=[*section, unit, over])

    @property
    def back(self) -> str:
        """Where the page was come from: the institution's, or the section's."""
        return self.address() if self.part.unit is not None else address_of(self.target, "#checklist")

    @property
    def next(self) -> int | None:
        """The number of the unit after this one."""
        later = [each for each in self.units_of(self.part.over) if self.part.unit and each > self.part.unit]
        return later[0] if later else None

    def after(self, then: str) -> str:
        """Return where a button leads once all is saved: to an item's pictures, to the next unit, or back."""
        items = {f"{EVIDENCE}{each.key}": each for each in self.part.evidenced}
        if then in items:
            return evidence_address(self.target, self.part.key_of(items[then]))
        if then == NEXT and self.next is not None:
            return self.address(self.part.over, self.next)
        return self.back

    def repeated(self) -> list[RepeatShown]:
        """Return what is repeated in the section; on the page of a unit nothing."""
        if self.part.unit is not None:
            return []
        return [self.repeat(over) for over in repeats_in(self.part.checklist, self.part.section)]

    def repeat(self, over: str) -> RepeatShown:
        """Return what is repeated over a sample or by a count."""
        kind, _colon, code = over.partition(":")
        draw = ""
        if kind == "sample" and code in self.evaluation.undrawn:
            draw = reverse("desk:inspections:draw_sample", args=[self.target.public_id, code])
        return RepeatShown(
            label_of(self.part, over), [self.unit(over, each) for each in self.units_of(over)], draw
        )

    def unit(self, over: str, number: int) -> UnitShown:
        """Return one unit with how far it is."""
        results = Part(self.part.checklist, self.part.section, over, number).results(self.evaluation)
        asked = [each for each in results if each.required or each.answered]
        answered = sum(each.answered and not each.asks for each in asked)
        return UnitShown(number, self.address(over, number), answered, len(asked))

    def evidenced(self) -> list[EvidenceShown]:
        """Return the items of the page that take pictures or files."""
        return [
            EvidenceShown(
                each.item, f"{EVIDENCE}{each.item.key}", len(self.standing.get(each.key, {}).get("evidence") or ())
            )
            for each in self.part.results(self.evaluation)
            if each.item in self.part.evidenced
        ]  # fmt: skip

    def page(
        self, values: Mapping[str, object], errors: Errors, *, seen: Mapping[str, int], status: int = 200
    ) -> HttpResponse:
        """Return the page; `seen` is which version of each answer it shows."""
        own = {self.part.key_of(each) for each in self.part.items}
        context = {
            "target": self.target,
            "form": self.bound(values, errors),
            "title": title_of(self.part),
            "seen": json.dumps({key: version for key, version in seen.items() if key in own}),
            "back": self.back,
            "unit": self.part.unit,
            "unit_label": label_of(self.part, self.part.over) if self.part.over else None,
            "next": self.next,
            "evidenced": self.evidenced(),
            "repeated": self.repeated(),
        }
        return render(self.request, "desk/inspections/answering.html", context, status=status)

    def bound(self, values: Mapping[str, object], errors: Errors) -> BoundForm | None:
        """Return the form with what was typed, None where nothing is typed on the page."""
        if self.form is None:
            return None
        view = view_of(self.form, self.request.POST, requested(self.request.POST))
        return BoundForm(
            self.form, values=values, errors=errors, owner_id=self.request.user.pk, view=view, context=self.around
        )  # fmt: skip


def title_of(part: Part) -> Words:
    """Return what a section is called."""
    return next(each.title for each in part.checklist.sections if each.code == part.section)


def label_of(part: Part, over: str) -> Words:
    """Return what the units of something repeated are called: the sample's words, or those of its group."""
    kind, _colon, code = over.partition(":")
    if kind == "sample":
        return next((each.label for each in part.checklist.samples if each.code == code), Words(code))
    group = part.checklist.by_key.get(code)
    return group.text if group else Words(code)


def evidence_address(target: Target, key: str) -> str:
    """Return the page of an item's pictures and files."""
    return reverse("desk:inspections:item_evidence", args=[target.public_id, key])
