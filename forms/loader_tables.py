"""Reads the settings of a table from a form's file."""

import re
from collections.abc import Callable

from forms.definition import Field
from forms.fields.numbers import DecimalNumber, Integer
from forms.tables import MOST_ROWS, Table
from forms.yaml_source import Source

ReadColumn = Callable[[Source, list[str]], Field | None]
PREFIX = re.compile(r"[A-Za-zĐđ]{0,4}")
LAYOUTS = frozenset({"grid", "cards"})


def table_from(source: Source, read_column: ReadColumn) -> Table:
    """Return the table; faults are noted in the source."""
    keys: list[str] = []
    columns = [read_column(each, keys) for each in source.sequence("columns", required=True)]
    if not keys and "columns" in source:
        source.at("columns").fault("a table has at least one column")
    code, prefix = source.text("code", "id"), source.text("prefix")
    if code in keys:
        source.at("code" if "code" in source else "columns").fault(
            f"{code!r} is the code of a row and cannot be a column"
        )
    if not PREFIX.fullmatch(prefix):
        source.at("prefix").fault("'prefix' is at most four letters")
    least, most = sizes(source)
    return Table(
        columns=tuple(each for each in columns if each), code=code, prefix=prefix,
        titles=titles_of(source, keys), min_rows=least, max_rows=most, unique=unique_of(source, keys),
        totalled=totalled(source, [each for each in columns if each]),
        layout=source.word("layout", LAYOUTS, "grid"),
    )  # fmt: skip


def sizes(source: Source) -> tuple[int, int]:
    """Return the least and the greatest number of rows."""
    least = source.integer("min_rows", 0, least=0) or 0
    most = source.integer("max_rows", Table.max_rows, least=1) or Table.max_rows
    if least > most:
        source.at("min_rows").fault("'min_rows' is above 'max_rows'")
    if most > MOST_ROWS:
        source.at("max_rows").fault(f"a table has at most {MOST_ROWS} rows")
    return least, most


def titles_of(source: Source, keys: list[str]) -> tuple[str, ...]:
    """Return the columns that stand for a row where it is chosen; the first one unless the form says which."""
    return tuple(column_names(source, "titles", keys)) or tuple(keys[:1])


def unique_of(source: Source, keys: list[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of columns that may not repeat: `[a, b]` is one group, `[[a], [b, c]]` are two."""
    entries = list(source.sequence("unique"))
    if any(isinstance(each.node.value, str) for each in entries):
        group = tuple(column_names(source, "unique", keys))
        return (group,) if group else ()
    groups = (tuple(known_columns(each.listed(), keys)) for each in entries)
    return tuple(group for group in groups if group)


def column_names(source: Source, name: str, keys: list[str]) -> list[str]:
    """Return the columns listed under a key, noting those that are none."""
    return known_columns(list(source.sequence(name)), keys)


def known_columns(entries: list[Source], keys: list[str]) -> list[str]:
    """Return the keys written in a list, noting those that no column has."""
    names = []
    for each in entries:
        name = str(each.node.value)
        if name in keys:
            names.append(name)
        else:
            each.fault(f"no column is called {name!r}")
    return names


def totalled(source: Source, columns: list[Field]) -> frozenset[str]:
    """Return the columns with a sum below, noting those that are no numbers."""
    wanted = {each.text("key"): each for each in source.sequence("columns") if each.flag("total")}
    for column in columns:
        if column.key in wanted and not isinstance(column.kind, Integer | DecimalNumber):
            wanted[column.key].at("total").fault("only numbers have a total")
    return frozenset(wanted)
