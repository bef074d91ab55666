"""What must fit together between the items of a checklist: keys, sections, groups, the names that expressions read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from forms.definition import Circle, Formula, in_order, members_of
from forms.messages import Words
from inspections.checklists import words
from inspections.checklists.item import Item
from inspections.checklists.parts import LONGEST_REPEATED_KEY, Problem, Sample, Section, name_of


@dataclass(frozen=True)
class Parts:
    """What a checklist is made of, before it is known to fit together.

    unread  keys of items and codes of sections that are there and could not be read
    """

    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    kinds_of_institution: Mapping[str, Words] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()
    unread: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        """The items by key."""
        return {item.key: item for item in self.items}

    @cached_property
    def by_name(self) -> Mapping[str, Item]:
        """The items by the name that expressions use."""
        return {item.name: item for item in self.items}


def lineage(item: Item, by_key: Mapping[str, Item]) -> tuple[Item, ...]:
    """Return an item and the groups it stands in, innermost first; a circle of groups ends where it closes."""
    line = [item]
    while line[-1].parent in by_key and by_key[line[-1].parent] not in line:
        line.append(by_key[line[-1].parent])
    return tuple(line)


def repeated_over(item: Item, by_key: Mapping[str, Item]) -> str:
    """Return over what an item is repeated, by itself or by the group it stands in."""
    for each in lineage(item, by_key):
        if each.sample:
            return f"sample:{each.sample}"
        if each.repeat_count is not None:
            return f"count:{each.key}"
    return ""


def read_names(formula: Formula) -> frozenset[str]:
    """Return the names an expression reads, those behind `answers.` among them."""
    return frozenset({*formula.names, *members_of("answers", formula.expression.node)})


def waits(parts: Parts) -> dict[str, frozenset[str]]:
    """Return, by key, the keys of the items that must be settled before."""
    keys = {name: item.key for name, item in parts.by_name.items()}
    found = {}
    for item in parts.items:
        named = {keys[name] for each in item.settling for name in read_names(each) if name in keys}
        found[item.key] = frozenset((named | {item.parent}) & parts.by_key.keys()) - own(item)
    return found


def own(item: Item) -> frozenset[str]:
    """Return the item's own key where a limit may speak of its answer by name."""
    waits_for_itself = any(
        item.name in read_names(each) for each in (item.visible_if, item.computed, item.repeat_count) if each
    )
    return frozenset() if waits_for_itself else frozenset({item.key})


def incoherences(parts: Parts) -> list[Problem]:
    """Return everything between the parts of a checklist that does not fit together."""
    found = (
        [] if parts.items or parts.unread else [Problem("", "items", "a checklist asks at least one thing")]
    )
    found += twice([item.key for item in parts.items], "key")
    found += twice([item.name for item in {each.key: each for each in parts.items}.values()], "key")
    found += twice([section.code for section in parts.sections], "section")
    found += twice([sample.code for sample in parts.samples], "samples")
    sections = {section.code for section in parts.sections} | parts.unread
    for item in parts.items:
        found += [Problem(item.key, attribute, why) for attribute, why in strays(item, parts, sections)]
    if found:
        return found
    try:
        in_order(waits(parts))
    except Circle as circle:
        return [Problem(circle.keys[0], "", f"these wait for each other: {', '.join(circle.keys)}")]
    return []


def twice(codes: list[str], attribute: str) -> list[Problem]:
    """Return a problem for every code that stands more than once."""
    again = dict.fromkeys(code for place, code in enumerate(codes) if code in codes[:place])
    return [Problem(code, attribute, f"{code!r} is used twice") for code in again]


def strays(item: Item, parts: Parts, sections: set[str]) -> list[tuple[str, str]]:
    """Return what of an item points to nothing."""
    found = []
    if item.section not in sections:
        found.append(("section", f"there is no section {item.section!r}"))
    if item.sample and item.sample not in {sample.code for sample in parts.samples}:
        found.append(("sample", f"there is no sample {item.sample!r}"))
    found += in_a_group(item, parts)
    if len(item.key) > LONGEST_REPEATED_KEY and repeated_over(item, parts.by_key):
        found.append(
            ("key", f"the key of what is repeated is at most {LONGEST_REPEATED_KEY} characters long")
        )
    if item.limit and item.limit.by_kind and item.limit.by is None:
        for unknown in sorted(set(item.limit.by_kind) - set(parts.kinds_of_institution)):
            found.append(("limit", f"there is no kind of institution {unknown!r}"))
    known = {*parts.by_name, *words.FACTS, *map(name_of, parts.unread)}
    in_rows = {column.key for column in item.columns}
    for formula in (*item.settling, *item.judging):
        for name in sorted(read_names(formula) - known - in_rows):
            found.append((attribute_of(item, formula), f"nothing is called {name!r}"))
    return found


def in_a_group(item: Item, parts: Parts) -> list[tuple[str, str]]:
    """Return what is wrong with the group an item stands in."""
    if not item.parent:
        return []
    group = parts.by_key.get(item.parent)
    if group is None and item.parent in parts.unread:
        return []
    if group is None or group.kind != "group":
        return [("parent", f"there is no group {item.parent!r}")]
    found = [] if group.section == item.section else [("parent", "a group and its items share one section")]
    above = lineage(item, parts.by_key)
    if above[-1].parent:
        found.append(("parent", "a group stands in itself"))
    if sum(bool(each.sample) or each.repeat_count is not None for each in above) > 1:
        found.append(("parent", "what is repeated cannot stand in what is repeated"))
    return found


def attribute_of(item: Item, formula: Formula) -> str:
    """Return where an expression stands."""
    for attribute in ("visible_if", "required_if", "valid_if", "computed", "repeat_count"):
        if getattr(item, attribute) is formula:
            return attribute
    if any(option.visible_if is formula for option in item.options):
        return "options"
    return "limit" if item.limit and formula in item.limit.reads else "columns"
