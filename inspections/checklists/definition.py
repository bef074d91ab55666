"""A checklist as data: frozen, pure, and unable to exist when it contradicts itself.

Answers of other items are known to expressions by `name_of` their key. An item may read any other, above or below, as
long as no two wait for each other; `order` is the order in which they can be settled.

Sources: NĐ 217/2025 Đ15 (what a check establishes), INSPECTION §0.9 (duties, standards and targets are not the same).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from forms.definition import in_order
from forms.messages import Words
from inspections.checklists.coherence import Parts, incoherences, repeated_over, waits
from inspections.checklists.item import Item
from inspections.checklists.parts import Sample, Section, Wrong


@dataclass(frozen=True)
class Checklist:
    """A whole checklist. Raises Wrong with everything that does not fit together."""

    code: str
    title: Words
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    kinds_of_institution: Mapping[str, Words] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()
    valid_from: date | None = None
    extends: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = incoherences(self.parts)
        if problems:
            raise Wrong(problems)

    @cached_property
    def parts(self) -> Parts:
        """What it is made of."""
        return Parts(self.sections, self.items, self.kinds_of_institution, self.samples)

    @property
    def by_key(self) -> Mapping[str, Item]:
        """The items by key."""
        return self.parts.by_key

    @property
    def by_name(self) -> Mapping[str, Item]:
        """The items by the name that expressions use."""
        return self.parts.by_name

    @cached_property
    def order(self) -> tuple[Item, ...]:
        """The items so that each comes after those it waits for."""
        return tuple(self.by_key[key] for key in in_order(waits(self.parts)))

    @cached_property
    def repeats(self) -> Mapping[str, str]:
        """By key, over what an item is repeated: "sample:CODE", "count:KEY of the group", "" where it is not."""
        return {item.key: repeated_over(item, self.by_key) for item in self.items}

    def items_of(self, section: str) -> tuple[Item, ...]:
        """Return the items of one page, in their order."""
        return tuple(item for item in self.items if item.section == section)
