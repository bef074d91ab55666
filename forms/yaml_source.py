"""YAML read as nodes, so that every fault knows its line, and nothing is ever constructed.

Only plain maps, lists and scalars are taken. Aliases (which can multiply without end), tags and
keys given twice are faults. `true` and `false` are the only truth values: `yes` and `no` stay
words, since they are common answers. A day stays text.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

import yaml

from forms.errors import Fault
from forms.messages import LANGUAGES, Words

MAX_CHARACTERS = 400_000
MAX_DEPTH = 30
WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "seq", "map")}


class PlainLoader(yaml.SafeLoader):
    """A loader that knows no aliases, no deep nesting, and the truth values of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node, refusing aliases and depth."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem="an alias (*) is not allowed here", problem_mark=event.start_mark
            )
        self.depth += 1
        if self.depth > MAX_DEPTH:
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


for tag, pattern, firsts in (
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("int", r"^[-+]?[0-9]+$", [*"-+0123456789"]),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", [*"-+0123456789"]),
):
    PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), firsts)


class Source:
    """One node of a file with the list its faults go to; every question answers, after noting a fault."""

    def __init__(self, node: yaml.Node, file: str, faults: list[Fault]) -> None:
        self.node = node
        self.file = file
        self.faults = faults
        self.items = self.read_items() if isinstance(node, yaml.MappingNode) else {}

    def read_items(self) -> dict[str, "Source"]:
        """Return a map's values by key; a key given twice is a fault."""
        items: dict[str, Source] = {}
        for key, value in self.node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if not name or name in items:
                self.fault(f"the key {name!r} is given twice" if name else "a key must be a word", at=key)
                continue
            items[name] = Source(value, self.file, self.faults)
        return items

    def fault(self, message: str, at: yaml.Node | None = None) -> None:
        """Note what is wrong, at this node or another."""
        self.faults.append(Fault(self.file, (at or self.node).start_mark.line + 1, message))

    def check_keys(self, known: frozenset[str], required: frozenset[str] = frozenset()) -> None:
        """Note unknown and missing keys, and anything that is not a map."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fault(f"expected a map with {', '.join(sorted(required or known))}")
            return
        for name in self.items.keys() - known:
            self.items[name].fault(f"unknown key {name!r}; known here: {', '.join(sorted(known))}")
        for name in sorted(required - self.items.keys()):
            self.fault(f"missing {name!r}")

    def __contains__(self, name: str) -> bool:
        return name in self.items

    def at(self, name: str) -> "Source":
        """Return the node under a key, or this one where it is absent (faults then point here)."""
        return self.items.get(name, self)

    def sequence(self, name: str, *, required: bool = False) -> Iterator["Source"]:
        """Yield the nodes of a list."""
        source = self.items.get(name)
        if source is None:
            if required:
                self.fault(f"missing {name!r}")
            return
        if not isinstance(source.node, yaml.SequenceNode):
            source.fault(f"{name!r} must be a list")
            return
        for node in source.node.value:
            yield Source(node, self.file, self.faults)

    def listed(self) -> list["Source"]:
        """Return the nodes of this list; a single node is a list of itself."""
        if not isinstance(self.node, yaml.SequenceNode):
            return [self]
        return [Source(node, self.file, self.faults) for node in self.node.value]

    def scalar(self, name: str, tags: tuple[str, ...], expected: str) -> str | None:
        """Return a scalar's text when its type is one of the tags."""
        source = self.items.get(name)
        if source is None:
            return None
        if isinstance(source.node, yaml.ScalarNode) and source.node.tag.rsplit(":", 1)[-1] in tags:
            return str(source.node.value)
        source.fault(f"{name!r} must be {expected}")
        return None

    def text(self, name: str, default: str = "") -> str:
        """Return a string; numbers and days are taken as they are written."""
        return self.scalar(name, ("str", "int", "float"), "text") or default

    def flag(self, name: str, default: bool = False) -> bool:
        """Return true or false."""
        value = self.scalar(name, ("bool",), "true or false")
        return default if value is None else value == "true"

    def integer(self, name: str, default: int | None = None, *, least: int | None = None) -> int | None:
        """Return a whole number of at most 18 digits, at least `least`."""
        value = self.scalar(name, ("int",), "a whole number")
        if value is None:
            return default
        number = int(value) if WHOLE.fullmatch(value) else None
        if number is None or (least is not None and number < least):
            self.at(name).fault(f"{name!r} is out of range")
            return default
        return number

    def decimal(self, name: str) -> Decimal | None:
        """Return a number."""
        value = self.scalar(name, ("int", "float"), "a number")
        try:
            return None if value is None else Decimal(value)
        except InvalidOperation:
            self.at(name).fault(f"{name!r} must be a number")
            return None

    def word(self, name: str, allowed: frozenset[str], default: str) -> str:
        """Return one of the allowed words."""
        value = self.text(name, default)
        if value not in allowed:
            self.at(name).fault(f"{name!r} must be one of {', '.join(sorted(allowed))}")
            return default
        return value

    def words(self, name: str) -> Words | None:
        """Return a text in its languages, given as a map or, in Vietnamese alone, as a string."""
        source = self.items.get(name)
        return None if source is None else source.as_words()

    def as_words(self) -> Words | None:
        """Return this node as a text in its languages."""
        if isinstance(self.node, yaml.ScalarNode) and str(self.node.value).strip():
            return Words(vi=str(self.node.value))
        if not isinstance(self.node, yaml.MappingNode):
            self.fault("expected a text, {vi: …, en: …}")
            return None
        self.check_keys(frozenset(LANGUAGES), frozenset({"vi"}))
        texts = {language: self.text(language) for language in LANGUAGES if language in self.items}
        if not texts.get("vi", "").strip():
            self.at("vi").fault("the Vietnamese text is empty")
            return None
        return Words(**texts)

    def attempt(self, name: str, build: Callable[[str], object]) -> object | None:
        """Return `build` of the text under a key, its ValueError noted as a fault."""
        text = self.text(name)
        if not text:
            return None
        try:
            return build(text)
        except ValueError as error:
            self.at(name).fault(f"{name!r}: {error}")
            return None


def read_yaml(text: str, file: str, faults: list[Fault]) -> Source | None:
    """Return the one document of a file as a Source, or None after noting why it cannot be read."""
    if len(text) > MAX_CHARACTERS:
        faults.append(Fault(file, 1, f"longer than {MAX_CHARACTERS} characters"))
        return None
    try:
        node = yaml.compose(text, Loader=PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(Fault(file, mark.line + 1 if mark else 1, f"not readable as YAML: {error.problem}"))
        return None
    except (yaml.YAMLError, ValueError) as error:
        faults.append(Fault(file, 1, f"not readable as YAML: {error}"))
        return None
    if node is None:
        faults.append(Fault(file, 1, "the file is empty"))
        return None
    foreign = [each for each in walk(node) if each.tag not in PLAIN_TAGS]
    faults.extend(
        Fault(file, each.start_mark.line + 1, f"the tag {each.tag} is not allowed") for each in foreign
    )
    return None if foreign else Source(node, file, faults)


def walk(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield a node and everything below it."""
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from walk(key)
            yield from walk(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from walk(each)
