"""A form narrowed to the questions that are asked again; what is not asked is known as facts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from forms.definition import FormDefinition


def narrowed(form: FormDefinition, keys: Iterable[str]) -> FormDefinition:
    """Return the form with these questions alone. Raises ValueError for none."""
    wanted = frozenset(keys)
    sections = []
    for section in form.sections:
        fields = tuple(each for each in section.fields if each.key in wanted)
        if fields:
            sections.append(replace(section, fields=fields))
    return replace(form, sections=tuple(sections))


def facts_of(form: FormDefinition, answers: Mapping[str, object]) -> dict[str, object]:
    """Return stored answers as conditions read them; what is unanswered is null."""
    return {
        each.key: each.kind.feel(answers[each.key]) if answers.get(each.key) is not None else None
        for each in form
    }
