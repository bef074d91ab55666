"""A form in short pages, a section each: what stands on a page, and how far every section has come.

The whole form stays the judge. A page's conditions see the answers of the sections above, what is
wrong is said of its own questions alone, and a section that is not asked has no page. What hangs
only on sections above is settled before the page is shown: such a question is there or it is not.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import get_language

from forms import engine
from forms.definition import Field, FormDefinition, Section
from forms.fields.choices import Choice, Declaration, YesNo
from forms.messages import words_in
from forms.prefill import Sources
from forms.rendering import BoundForm, BoundSection, SummaryLine
from forms.services import Collected


class Progress(StrEnum):
    """How far a section has come."""

    EMPTY = "empty"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SectionState:
    """One line of the list of sections."""

    section: Section
    title: str
    progress: Progress

    @property
    def key(self) -> str:
        """The section's name in addresses."""
        return self.section.key


def states(
    definition: FormDefinition, checked: Collected, saved: Collection[str], *, language: str | None = None
) -> list[SectionState]:
    """Return the sections that are asked, in order.

    checked  the whole form's answers as they stand
    saved    keys that a page has stored; what only has a default does not count as filled in
    """
    reader, visible = language or get_language() or "vi", checked.asked
    lines = []
    for section in definition.sections:
        asked = [each for each in section.fields if each.key in visible]
        if asked:
            title = words_in(section.title, reader)
            lines.append(SectionState(section, title, progress_of(asked, checked, saved)))
    return lines


def progress_of(asked: list[Field], checked: Collected, saved: Collection[str]) -> Progress:
    """Return how far the questions of a section have come."""
    if not any(each.key in saved for each in asked):
        return Progress.EMPTY
    if not any(each.key in checked.errors for each in asked):
        return Progress.DONE
    is_typed = any(not each.kind.is_blank(checked.values.get(each.key)) for each in asked)
    return Progress.STARTED if is_typed else Progress.EMPTY


def on_page(section: Section, visible: Collection[str]) -> tuple[Field, ...]:
    """Return the questions of a section's page, given which are asked as the form stands.

    Where a condition reads nothing of this page the question is there for good or left out; the
    others stay, since an answer on the page may yet bring them out.
    """
    kept: list[Field] = []
    for each in section.fields:
        condition = each.visible_if
        if condition is None or condition.mentions(other.key for other in kept):
            kept.append(each)
        elif each.key in visible:
            kept.append(replace(each, visible_if=None))
    return tuple(kept)


def own_errors(section: Section, errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the errors of a section's own questions."""
    keys = {each.key for each in section.fields}
    return {key: texts for key, texts in errors.items() if key in keys}


class SectionForm(BoundForm):
    """One section of a form on a page of its own; its title is the page's."""

    def __init__(
        self,
        definition: FormDefinition,
        section: Section,
        checked: Collected,
        *,
        values: Mapping[str, object],
        errors: Mapping[str, list[str]],
        owner_id: int,
        provided: Sources | None = None,
    ) -> None:
        """Show what stands in values, a default where nothing does; checked settles what is asked."""
        visible = checked.asked
        self.page = replace(section, title=None, visible_if=None, fields=on_page(section, visible))
        self.answers_above = picked_elsewhere(definition, self.page, checked.answers)
        fresh = {key: value for key, value in engine.initial(definition).items() if in_section(section, key)}
        super().__init__(
            definition, values={**fresh, **values}, errors=own_errors(section, errors), owner_id=owner_id,
            warnings=own_errors(section, checked.warnings), view=checked.view, provided=provided,
        )  # fmt: skip
        self.sections = [each for each in self.sections if each.key == section.key]

    def section(self, section: Section) -> BoundSection:
        """Return the page's section; the others stay without questions, and off the page."""
        return super().section(self.page if section.key == self.page.key else replace(section, fields=()))


def in_section(section: Section, key: str) -> bool:
    """Say whether a question stands in a section."""
    return any(each.key == key for each in section.fields)


def picked_elsewhere(definition: FormDefinition, page: Section, answers: Mapping[str, object]) -> str:
    """Return, as JSON, the picked answers of other pages that this page's conditions may read."""
    here = {each.key for each in page.fields}
    return json.dumps(
        {
            each.key: answers.get(each.key)
            for each in definition
            if isinstance(each.kind, Choice | YesNo | Declaration) and each.key not in here
        }
    )


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing or wrong in one section; no lines where nothing is filled in yet."""

    key: str
    title: str
    lines: list[SummaryLine]


def lacking(
    definition: FormDefinition, checked: Collected, saved: Collection[str], *, owner_id: int
) -> list[Lacking]:
    """Return what keeps a form from being sent, by section, in the order of the form."""
    found = []
    for state in states(definition, checked, saved):
        if own_errors(state.section, checked.errors):
            page = SectionForm(
                definition, state.section, checked,
                values=checked.values, errors=checked.errors, owner_id=owner_id,
            )  # fmt: skip
            lines = [] if state.progress == Progress.EMPTY else page.error_summary
            found.append(Lacking(state.key, state.title, lines))
    return found
