"""Checks what the formulas of a form's file read: names that exist, visibility from above alone, no circles."""

from collections.abc import Iterable, Set

from forms.definition import Circle, Field, Formula, Section, late_keys
from forms.fields.rows import RowChoice
from forms.tables import ROW_NAMES, Table
from forms.yaml_source import Source

CONTEXT_NAMES = frozenset({"today", "applicant", "dossier", "outcome"})


def check_formulas(source: Source, sections: list[Section], keys: frozenset[str]) -> None:
    """Note formulas that read what does not exist or is not known yet, and values computed from each other.

    source    the form's node
    sections  as far as they could be read
    keys      of all fields, also of those that could not be read
    """
    fields = {each.key: each for section in sections for each in section.fields}
    nodes = {
        node.text("key"): node
        for section in source.sequence("sections")
        for node in section.sequence("fields")
    }
    late = late_fields(fields, nodes)
    above: set[str] = set()
    tables: set[str] = set()
    for section, node in zip(sections, source.sequence("sections"), strict=True):
        check_names(node, "visible_if", section.visible_if, keys, above - late)
        for each in section.fields:
            check_field(nodes[each.key], each, keys, above - late)
            check_row_choices(nodes[each.key], each, tables)
            above.add(each.key)
            tables |= {each.key} if isinstance(each.kind, Table) else set()


def late_fields(fields: dict[str, Field], nodes: dict[str, Source]) -> set[str]:
    """Return the fields known only at the end, noting those computed from each other."""
    try:
        return set(late_keys({key: each.reads for key, each in fields.items()}))
    except Circle as circle:
        for key in circle.keys:
            nodes[key].at("value").fault(f"computed in a circle: {', '.join(circle.keys)}")
        return set()


def check_field(node: Source, each: Field, keys: frozenset[str], readable: Set[str]) -> None:
    """Note what the formulas of one field may not read."""
    check_names(node, "visible_if", each.visible_if, keys, readable)
    check_names(node, "required_if", each.required_if, keys, keys)
    check_names(node, "value", each.value, keys, keys - {each.key})
    check_rules(node, each, keys)
    check_register_checks(node, each, keys, keys)
    if isinstance(each.kind, Table):
        check_columns(node, each.kind, keys, readable)


def check_rules(node: Source, each: Field, keys: frozenset[str]) -> None:
    """Note what rules read and nobody is called."""
    holders = [node] if "valid_if" in node else []
    for holder, rule in zip([*holders, *node.sequence("rules")], each.rules, strict=False):
        check_names(holder, "valid_if", rule.condition, keys, keys)


def check_register_checks(node: Source, each: Field, keys: Set[str], readable: Set[str]) -> None:
    """Note what a register is told of an answer that nobody is asked for, and what its condition may not read.

    keys  of the questions and columns whose answers may go along
    """
    for holder, found in zip(node.sequence("register_checks"), each.register_checks, strict=False):
        check_names(holder, "only_if", found.only_if, readable, readable)
        for name, key in found.inputs:
            if key not in keys:
                holder.at("with").fault(f"{name!r} is given {key!r}, which nothing asked is called")


def check_columns(node: Source, table: Table, keys: frozenset[str], readable: Set[str]) -> None:
    """Note what the formulas of columns may not read; they see the row besides."""
    inside = {each.text("key"): each for each in node.sequence("columns")}
    everything = keys | ROW_NAMES
    for column in table.columns:
        source = inside[column.key]
        check_names(source, "visible_if", column.visible_if, everything, readable | ROW_NAMES)
        check_names(source, "required_if", column.required_if, everything, everything)
        check_names(source, "value", column.value, everything, everything)
        check_rules(source, column, everything)
        check_register_checks(source, column, keys | inside.keys(), everything)
        check_members(source, table, column)


def check_row_choices(node: Source, each: Field, tables: Set[str]) -> None:
    """Note a choice of a row of a table that does not stand above."""
    kind = each.kind
    if isinstance(kind, RowChoice) and kind.table and kind.table not in tables:
        node.at("table").fault(f"no table {kind.table!r} stands above")
    if isinstance(kind, Table):
        inside = {column.text("key"): column for column in node.sequence("columns")}
        for column in kind.columns:
            check_row_choices(inside[column.key], column, tables)


def check_members(node: Source, table: Table, column: Field) -> None:
    """Note `row.x` where the table has no column x, and a computed column that reads one to its right."""
    names = {table.code, *(each.key for each in table.columns)}
    left = {table.code, *(each.key for each in table.columns if each.value is None)}
    for each in table.columns:
        if each.key == column.key:
            break
        left.add(each.key)
    for name, found in formulas_of(column):
        for member in sorted(found.members):
            if member not in names:
                node.at(name).fault(f"{name!r} looks at row.{member}, which no column is called")
            elif name == "value" and member not in left:
                node.at(name).fault(f"{name!r} looks at row.{member}, which is computed further right")


def formulas_of(column: Field) -> Iterable[tuple[str, Formula]]:
    """Yield a column's formulas by the key they stand under."""
    named = (("value", column.value), ("visible_if", column.visible_if), ("required_if", column.required_if))
    yield from ((name, found) for name, found in named if found is not None)
    yield from (("valid_if", rule.condition) for rule in column.rules)


def check_names(source: Source, name: str, found: Formula | None, keys: Set[str], readable: Set[str]) -> None:
    """Note what a formula reads and should not."""
    for read in sorted(found.names - readable - CONTEXT_NAMES) if found else ():
        what = "which is not above or known only at the end" if read in keys else "which no field is called"
        source.at(name).fault(f"{name!r} looks at {read!r}, {what}")
