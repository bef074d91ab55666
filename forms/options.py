"""Choices whose options are known only when the form is shown: `options_from` names who has them.

The sources themselves stand above this package; the face of a form fills them in before it
shows or checks anything, so that only what was offered is accepted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from forms.definition import Field, FormDefinition
from forms.fields.choices import Choice, Option
from forms.tables import Table

Source = Callable[[str, Mapping[str, str]], Sequence[Option]]
"""A source's name and which question's answer each of its inputs gets → its options."""


def option_sources(definition: FormDefinition) -> frozenset[str]:
    """Return the names of the sources a form asks for."""
    columns = [each for field in definition if isinstance(field.kind, Table) for each in field.kind.columns]
    kinds = [field.kind for field in (*definition, *columns)]
    return frozenset(kind.options_from for kind in kinds if isinstance(kind, Choice) and kind.options_from)


def with_options(definition: FormDefinition, source: Source) -> FormDefinition:
    """Return the form with every named source's options filled in."""
    if not option_sources(definition):
        return definition
    sections = tuple(
        replace(section, fields=tuple(filled(field, source) for field in section.fields))
        for section in definition.sections
    )
    return replace(definition, sections=sections)


def filled(field: Field, source: Source) -> Field:
    """Return the field, its options, or those of its columns, filled in where it names a source."""
    kind = field.kind
    if isinstance(kind, Table):
        return replace(
            field, kind=replace(kind, columns=tuple(filled(each, source) for each in kind.columns))
        )
    if isinstance(kind, Choice) and kind.options_from:
        return replace(
            field, kind=replace(kind, options=tuple(source(kind.options_from, dict(kind.options_with))))
        )
    return field
