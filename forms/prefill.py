"""Answers that are known already: of the person's identity, a register, an earlier dossier.

A source is asked above this package and hands in what it `Provided`, with words for where it is
from. A field that names the source begins with that answer and says so. A `locked` one cannot be
changed by the person: whatever is sent, the source's answer counts, as long as it has one. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from forms.definition import Field, FormDefinition
from forms.messages import Words

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Provided:
    """What one source knows: plain answers by path, and where they are from, "căn cước đã xác thực".

    may_lock  whether it is proven enough to stand against what a person types
    """

    label: Words
    values: Mapping[str, object] = field(default_factory=dict)
    may_lock: bool = True


Sources = Mapping[str, Provided]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the answer in a field is from, and whether it may be changed."""

    label: Words
    locked: bool


_given: dict[str, frozenset[str]] = {}


def provide_names(names: frozenset[str]) -> None:
    """Say which sources there are; the application does so once, when it starts."""
    _given["names"] = names


def source_names() -> frozenset[str]:
    """Return the names a form may use."""
    return _given.get("names", frozenset())


def sources_of(definition: FormDefinition) -> frozenset[str]:
    """Return the names of the sources a form asks."""
    return frozenset(each.prefill.source for each in definition if each.prefill)


def known_answer(each: Field, sources: Sources, today: date) -> object:
    """Return what the field's source knows, None for nothing and for what the field would refuse."""
    if each.prefill is None or each.prefill.source not in sources:
        return None
    known = sources[each.prefill.source].values.get(each.prefill.path)
    return known if each.kind.computed(known, today) is not None else None


def is_locked(each: Field, sources: Sources, today: date) -> bool:
    """Say whether the field's answer is its source's and nobody else's."""
    if each.prefill is None or not each.prefill.locked or known_answer(each, sources, today) is None:
        return False
    return sources[each.prefill.source].may_lock


def begun(definition: FormDefinition, values: Values, sources: Sources, today: date) -> dict[str, object]:
    """Return values in which what nobody has touched yet begins with what is known."""
    known = {each.key: known_answer(each, sources, today) for each in definition if each.prefill}
    untouched = {key: answer for key, answer in known.items() if answer is not None}
    return {**untouched, **values, **locked_answers(definition, sources, today)}


def locked_answers(definition: FormDefinition, sources: Sources, today: date) -> dict[str, object]:
    """Return the answers that count whatever was sent."""
    return {
        each.key: known_answer(each, sources, today) for each in definition if is_locked(each, sources, today)
    }


def locking(definition: FormDefinition) -> FormDefinition:
    """Return a form that is answered again: only what is locked is its source's, everything else is as it was answered."""

    def kept(each: Field) -> Field:
        return each if each.prefill is None or each.prefill.locked else replace(each, prefill=None)

    sections = tuple(
        replace(section, fields=tuple(kept(each) for each in section.fields))
        for section in definition.sections
    )
    return replace(definition, sections=sections)


def origin(each: Field, answer: object, sources: Sources, today: date) -> Origin | None:
    """Return where a clean answer is from, None for one that was typed or changed."""
    known = known_answer(each, sources, today)
    if known is None or each.prefill is None or each.kind.computed(known, today) != answer:
        return None
    return Origin(sources[each.prefill.source].label, is_locked(each, sources, today))
