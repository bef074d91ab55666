"""Plain YAML as data, with the line of every key: no aliases, no tags that make objects, no key twice.

What is plain is said once, by the loader of forms; here values are constructed, since
procedure.yaml is read by key and not question by question. A day stays text.
"""

from typing import Any

import yaml

from forms.yaml_source import PlainLoader


class YamlFault(Exception):
    """The file cannot be read; the line is counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(f"line {line}: {message}")


class Loader(PlainLoader):
    """The plain loader of forms, building plain data and refusing double keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse the same key twice."""
        keys = [key.value for key, _ in node.value]
        for position, key in enumerate(keys):
            if key in keys[:position]:
                raise YamlFault(node.value[position][0].start_mark.line + 1, f"khóa {key!r} viết hai lần")
        return super().construct_mapping(node, deep)


def load(content: bytes) -> tuple[Any, dict[str, int]]:
    """Return the data and the line of every dotted key path.

    Raises YamlFault with the line of the first thing that cannot be read.
    """
    loader = Loader(content.decode())
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        lines: dict[str, int] = {}
        note_lines(node, "", lines)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlFault(line, str(error.problem)) from error
    except yaml.YAMLError as error:
        raise YamlFault(1, str(error)) from error
    finally:
        loader.dispose()


def note_lines(node: yaml.Node, path: str, lines: dict[str, int]) -> None:
    """Fill in the line of each key below a node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{path}.{key.value}" if path else str(key.value)
            lines[inner] = key.start_mark.line + 1
            note_lines(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            inner = f"{path}.{position}"
            lines[inner] = value.start_mark.line + 1
            note_lines(value, inner, lines)


def holding(content: bytes, key: str) -> list[tuple[dict[str, Any], int]]:
    """Return every map of a file that has a key, wherever it stands, with the key's line. Raises YamlFault."""
    data, lines = load(content)
    found = [(path.rpartition("."), line) for path, line in lines.items()]
    return [(value_at(data, parent), line) for (parent, _, name), line in found if name == key]


def value_at(data: Any, path: str) -> Any:
    """Return the value at a dotted key path; the whole at an empty one."""
    for part in filter(None, path.split(".")):
        data = data[int(part)] if isinstance(data, list) else data[part]
    return data
