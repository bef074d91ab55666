"""Reads the folder of a checklist, or says everything that is wrong with it, file by file and line by line.

    checklist.yaml   code, title, kinds of institution, samples, notes, and `extends` where it adds to another one
    sections/*.yaml  a section each, in the order of the file names, with its items

A checklist that extends another has all of its items, in its sections, and adds its own. What the other locks it may
not word anew; what the other leaves open it may replace or leave out (`without`).
"""

from collections.abc import Mapping

from forms.errors import Fault
from forms.messages import Words
from forms.yaml_source import Source, read_yaml
from inspections.checklists.coherence import Parts, incoherences
from inspections.checklists.definition import Checklist
from inspections.checklists.item import Item
from inspections.checklists.loader_items import day_from, item_from
from inspections.checklists.parts import CODE, Sample, Section, Wrong

DESCRIPTION = "checklist.yaml"
SECTIONS = "sections/"
DESCRIPTION_KEYS = frozenset(
    {
        "checklist",
        "code",
        "title",
        "valid_from",
        "extends",
        "kinds_of_institution",
        "samples",
        "without",
        "notes",
    }
)
SECTION_KEYS = frozenset({"section", "title", "weight", "items"})

Files = Mapping[str, bytes]


class ChecklistFaults(Exception):
    """A checklist that cannot be used; every fault found is listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def load(files: Files, base: Checklist | None = None) -> Checklist:
    """Return the checklist of a folder's files, by relative path.

    base  the checklist it extends, where it extends one (see `extends_of`)

    Raises ChecklistFaults with every fault found.
    """
    reader = Reader(files, base)
    checklist = reader.read()
    if reader.faults or checklist is None:
        raise ChecklistFaults(
            tuple(dict.fromkeys(sorted(reader.faults, key=lambda each: (each.file, each.line))))
        )
    return checklist


def extends_of(files: Files) -> str:
    """Return the code of the checklist that a folder's files extend, "" where they stand alone or cannot be read."""
    content = files.get(DESCRIPTION, b"").decode(errors="replace")
    source = read_yaml(content, DESCRIPTION, [])
    return source.text("extends") if source is not None else ""


class Reader:
    """What was read of a folder so far, where it stands, and every fault."""

    def __init__(self, files: Files, base: Checklist | None) -> None:
        self.files, self.base, self.is_overlay = files, base, bool(extends_of(files))
        self.faults: list[Fault] = []
        self.sections: dict[str, Section] = {each.code: each for each in base.sections} if base else {}
        self.items: dict[str, Item] = dict(base.by_key) if base else {}
        self.unread: dict[str, None] = {}
        self.places: dict[str, Source] = {}

    def read(self) -> Checklist | None:
        """Return the checklist, or None after noting why there is none."""
        source = self.open(DESCRIPTION)
        if source is None:
            return None
        source.check_keys(DESCRIPTION_KEYS, frozenset({"checklist", "code", "title"}))
        source.word("checklist", frozenset({"1"}), "1")
        self.check_base(source)
        self.leave_out(source)
        for path in sorted(
            path for path in self.files if path.startswith(SECTIONS) and path.endswith(".yaml")
        ):
            self.read_section(path)
        return self.assemble(source)

    def open(self, path: str) -> Source | None:
        """Return the one document of a file, or None after noting why there is none."""
        if path not in self.files:
            self.faults.append(Fault(path, 1, "this file is missing"))
            return None
        try:
            return read_yaml(self.files[path].decode(), path, self.faults)
        except UnicodeDecodeError:
            self.faults.append(Fault(path, 1, "the file is not UTF-8"))
            return None

    def check_base(self, source: Source) -> None:
        """Note a base that is not there, or not the one that was meant."""
        meant = source.text("extends")
        if meant and (self.base is None or self.base.code != meant):
            source.at("extends").fault(f"there is no checklist {meant!r} to extend")

    def leave_out(self, source: Source) -> None:
        """Drop the open items of the base that are not wanted here."""
        for each in source.sequence("without"):
            key = str(each.node.value)
            if key not in self.items:
                each.fault(f"there is no item {key!r} to leave out")
            elif self.items[key].locked:
                each.fault(f"{key} is locked by {self.base.code if self.base else ''}: it stays")
            else:
                del self.items[key]

    def read_section(self, path: str) -> None:
        """Read one section and its items."""
        source = self.open(path)
        if source is None:
            return
        source.check_keys(SECTION_KEYS, frozenset({"section", "items"}))
        code = source.text("section")
        if code in self.sections:
            for name in ("title", "weight"):
                if name in source:
                    source.at(name).fault(f"the section {code} has its {name} already")
        else:
            self.add_section(source, code)
        for each in source.sequence("items", required=True):
            self.add_item(each, code)

    def add_section(self, source: Source, code: str) -> None:
        """Add a new section."""
        title, weight = source.words("title"), source.decimal("weight")
        if title is None:
            if "title" not in source:
                source.fault("missing 'title'")
            self.unread[code] = None
            return
        try:
            self.sections[code] = Section(code, title) if weight is None else Section(code, title, weight)
        except Wrong as wrong:
            self.unread[code] = None
            note(source, wrong)

    def add_item(self, source: Source, section: str) -> None:
        """Add one item, or put it in the place of an open one of the base."""
        key = source.text("key")
        known = self.items.get(key)
        if known is not None and known.locked and key not in self.places:
            source.at("key").fault(
                f"{key} is locked by {self.base.code if self.base else ''}: it stays as it is"
            )
        item = item_from(source, section, locked=self.base is None and not self.is_overlay)
        if key in self.places:
            source.at("key").fault(f"the key {key!r} is used twice")
            return
        self.places[key] = source
        if item is None:
            self.unread[key] = None
        else:
            self.items[key] = item

    def assemble(self, source: Source) -> Checklist | None:
        """Put everything together, noting what does not fit at the item it is about."""
        title, code = source.words("title"), source.text("code")
        if code and not CODE.fullmatch(code):
            source.at("code").fault("a code is letters, digits and . - _")
        kinds, samples = self.kinds(source), self.samples(source)
        valid_from, notes = day_from(source, "valid_from"), notes_from(source)
        order = [*self.sections, *self.unread]
        items = tuple(sorted(self.items.values(), key=lambda item: order.index(item.section)))
        parts = Parts(tuple(self.sections.values()), items, kinds, samples, frozenset(self.unread))
        for problem in incoherences(parts):
            self.places.get(problem.key, source).at(problem.attribute).fault(problem.message)
        if title is None or self.faults:
            return None
        return Checklist(
            code=code, title=title, sections=parts.sections, items=items, kinds_of_institution=kinds,
            samples=samples, valid_from=valid_from, extends=source.text("extends"),
            notes={**(self.base.notes if self.base else {}), **notes},
        )  # fmt: skip

    def kinds(self, source: Source) -> dict[str, Words]:
        """Return the kinds of institution, the base's first."""
        found = dict(self.base.kinds_of_institution) if self.base else {}
        for each in source.sequence("kinds_of_institution"):
            each.check_keys(frozenset({"code", "label"}), frozenset({"code", "label"}))
            label = each.words("label")
            if label is not None:
                found[each.text("code")] = label
        return found

    def samples(self, source: Source) -> tuple[Sample, ...]:
        """Return the samples, the base's first."""
        found = list(self.base.samples) if self.base else []
        for each in source.sequence("samples"):
            each.check_keys(frozenset({"code", "label", "size"}), frozenset({"code", "label", "size"}))
            label, size = each.words("label"), each.integer("size", 0)
            if label is not None:
                try:
                    found.append(Sample(each.text("code"), label, size or 0))
                except Wrong as wrong:
                    note(each, wrong)
        return tuple(found)


def notes_from(source: Source) -> dict[str, str]:
    """Return what the author notes for whoever looks after the checklist, by item."""
    return (
        {key: source.at("notes").text(key) for key in source.at("notes").items} if "notes" in source else {}
    )


def note(source: Source, wrong: Wrong) -> None:
    """Note the problems of a part where it stands."""
    for problem in wrong.problems:
        source.at(problem.attribute).fault(problem.message)
