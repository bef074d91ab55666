"""Where each node of a form goes in a checklist: its section, its group, its key, and how expressions call it.

group at the top       a section; its condition is carried by a group item inside
group                  a group item; one without words or condition disappears and leaves its items
repeat                 a table where people add rows of plain answers, else a group repeated by a count
repeat in a repeat     asked once (a checklist has no rows in rows), and said so in the report
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from decisions.feel.builtins.registry import BUILTINS
from decisions.feel.cursor import KEYWORDS
from inspections.checklists import words
from inspections.checklists.parts import CODE, KEY, LONGEST_REPEATED_KEY, name_of
from inspections.xlsforms.kinds import kind_of
from inspections.xlsforms.model import Form, Group, Question

LONGEST_COLUMN = 60
TAKEN = frozenset({*words.FACTS, *KEYWORDS, *BUILTINS, "item", "partial", "each_row", "geofence"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where one node goes.

    repeat  path of the group repeated by a count that it is or stands in, "" where it is answered once
    table   path of the table whose column it is, "" where it is an item of its own
    """

    node: Question | Group
    section: str
    parent: str
    key: str
    repeat: str = ""
    table: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether it is itself the group that is repeated."""
        return self.repeat == self.node.path

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return (
            isinstance(self.node, Group)
            and self.node.is_repeat
            and not self.is_counted
            and is_table(self.node)
        )


@dataclass(slots=True)
class Layout:
    """The place of every node by its path, in the order of the form."""

    places: dict[str, Place] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def key_of(self, node: Question | Group, around: str) -> str:
        """Return the key of a node: the one it had as an item, where it was exported from a checklist."""
        had = carried_item(node).get("key", "")
        if isinstance(had, str) and KEY.fullmatch(had) and name_of(had) not in self.names | TAKEN:
            self.names.add(name_of(had))
            return had
        return self.key(node.name, around)

    def key(self, name: str, around: str) -> str:
        """Return a key for a name, unlike all others; the group's name goes before where the name is taken."""
        plain = ascii_of(name)
        short = plain[: LONGEST_REPEATED_KEY - len(".9999")]
        for wanted in (plain, f"{ascii_of(around)}.{plain}", *(f"{short}.{n}" for n in range(2, 10_000))):
            key = wanted[:LONGEST_REPEATED_KEY].rstrip(".-/")
            if KEY.fullmatch(key) and name_of(key) not in self.names and name_of(key) not in TAKEN:
                self.names.add(name_of(key))
                return key
        raise ValueError(f"no key for {name!r}")


def ascii_of(name: str) -> str:
    """Return a name in letters, digits and what may stand between them: "họ tên" → "ho_ten"."""
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = re.sub(r"[^A-Za-z0-9_.\-]+", "_", plain)
    plain = re.sub(r"[.\-](?=[.\-]|$)", "_", plain)
    return plain if re.match(r"[A-Za-z]", plain) else f"q_{plain.lstrip('._-')}"


def lay_out(form: Form) -> Layout:
    """Return the place of every node of a form."""
    layout = Layout()
    for section, title, nodes in pages(form.root):
        layout.sections[section] = title
        for node in nodes:
            _place(layout, node, section, parent="", repeat="")
    return layout


def carried_item(node: Question | Group) -> Mapping[str, Any]:
    """Return what a node carries of the item it was exported from."""
    found: Mapping[str, Any] = (node.bind.extension or {}).get("item", {})
    return found


def is_of_another(node: Question | Group) -> bool:
    """Whether a node is only a part of an item, or of the checklist as a whole, and becomes none itself."""
    extension = node.bind.extension or {}
    return bool(extension.get("part_of") or extension.get("checklist"))


def pages(root: Group) -> Iterator[tuple[str, str, list[Question | Group]]]:
    """Yield code, path of the group that gives the title ("" for questions in no group) and content of each section."""
    loose: list[Question | Group] = []
    number = 0
    taken: set[str] = set()
    for child in root.children:
        if is_of_another(child):
            continue
        if isinstance(child, Question):
            loose.append(child)
            continue
        if loose:
            number += 1
            yield f"S{number:02}", "", loose
            loose = []
        number += 1
        code = (child.bind.extension or {}).get("section", {}).get("code", "")
        is_code = isinstance(code, str) and CODE.fullmatch(code) and code not in taken
        taken.add(code if is_code else "")
        yield (code if is_code else f"S{number:02}"), child.path, [child]
    if loose:
        yield f"S{number + 1:02}", "", loose


def _place(layout: Layout, node: Question | Group, section: str, *, parent: str, repeat: str) -> None:
    if is_of_another(node):
        return
    around = node.path.rsplit("/", 2)[1]
    is_repeated = isinstance(node, Group) and node.is_repeat and not repeat and not is_table(node)
    over = node.path if is_repeated else repeat
    place = Place(node, section, parent, layout.key_of(node, around), over)
    layout.places[node.path] = place
    if isinstance(node, Question):
        return
    if node.is_repeat and is_table(node):
        _place_columns(layout, node, place)
        return
    kept = place.key if is_repeated or is_kept(node, at_top=not parent) else parent
    for child in node.children:
        _place(layout, child, section, parent=kept, repeat=over)


def _place_columns(layout: Layout, table: Group, place: Place) -> None:
    taken: set[str] = set()
    for child in table.children:
        had = carried_item(child).get("key")
        column = name_of(str(had) if had else ascii_of(child.name))[:LONGEST_COLUMN]
        while column in taken or (column in TAKEN and not had):
            column += "_"
        taken.add(column)
        layout.places[child.path] = Place(child, place.section, "", column, place.repeat, table.path)


def is_kept(group: Group, *, at_top: bool) -> bool:
    """Whether a group becomes an item: one that has nothing to say and nothing to decide does not.

    A group at the top is a section: its words are the section's title, its condition stays a group's.
    """
    is_item = bool(group.bind.relevant or carried_item(group))
    return is_item or (bool(group.label) and not at_top)


def is_table(group: Group) -> bool:
    """Whether a repeat is plain enough to be a table: rows people add, answers that stand on their own."""
    return not group.count and all(
        isinstance(child, Question)
        and kind_of(child).kind in words.IN_COLUMNS
        and not child.bind.relevant
        and child.choice_filter is None
        and child.bind.required in ("", "true()", "false()")
        for child in group.children
    )
