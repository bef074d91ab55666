"""Which answers of an application a register is asked about, and with what. Pure: the registers stand above.

FEEL cannot read a register, and must not: a condition is run at every key press. What only a register knows, a name
that is taken, a teacher who is permanent elsewhere, is asked once, by the server, when the answers are sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.definition import Field, FormDefinition, RegisterCheck
from forms.tables import Table

Facts = Mapping[str, object]

_given: dict[str, frozenset[str]] = {}


def provide_checks(names: frozenset[str]) -> None:
    """Say which checks there are; the application does so once, when it starts."""
    _given["names"] = names


def check_names() -> frozenset[str]:
    """Return the names a form may use."""
    return _given.get("names", frozenset())


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer a register is asked about.

    value   the stored answer
    inputs  the stored answers that go along, by the check's names; None where there is none
    field, row, column  where it stands; row and column are "" outside tables
    """

    check: RegisterCheck
    value: object
    inputs: Facts
    field: str
    row: str = ""
    column: str = ""


def asks_registers(definition: FormDefinition) -> bool:
    """Say whether a form has any check of a register."""
    return any(
        each.register_checks
        or (isinstance(each.kind, Table) and any(column.register_checks for column in each.kind.columns))
        for each in definition
    )


def asked_in(definition: FormDefinition, answers: Facts, facts: Facts) -> Iterator[Asked]:
    """Yield every answer a register is to be asked about.

    answers  clean, as they are stored: what was not asked is not there
    facts    the same as conditions read them, with whatever else they see
    """
    for each in definition:
        answer = answers.get(each.key)
        if answer in (None, "", []):
            continue
        for check in each.register_checks:
            if check.only_if is None or check.only_if.holds(facts) is True:
                yield Asked(check, answer, told(check, answers), each.key)
        if isinstance(each.kind, Table) and any(column.register_checks for column in each.kind.columns):
            yield from asked_in_rows(each, each.kind, answers, facts)


def asked_in_rows(each: Field, table: Table, answers: Facts, facts: Facts) -> Iterator[Asked]:
    """Yield every cell of a table a register is to be asked about."""
    columns = [column for column in table.columns if column.register_checks]
    rows = answers[each.key]
    for row in rows if isinstance(rows, list) else []:
        known = {**facts, "row": facts_of_row(table, row)}
        cells = {column.key: row.get(column.key) for column in table.columns}
        for column in columns:
            if row.get(column.key) in (None, "", []):
                continue
            for check in column.register_checks:
                if check.only_if is None or check.only_if.holds(known) is True:
                    inputs = told(check, {**answers, **cells})
                    yield Asked(check, row[column.key], inputs, each.key, str(row[table.code]), column.key)


def facts_of_row(table: Table, row: Facts) -> dict[str, object]:
    """Return a stored row as conditions read it."""
    known: dict[str, object] = {table.code: row.get(table.code)}
    for column in table.columns:
        cell = row.get(column.key)
        known[column.key] = None if cell is None else column.kind.feel(cell)
    return known


def told(check: RegisterCheck, answers: Facts) -> dict[str, object]:
    """Return the answers that go along, by the check's own names."""
    return {name: answers.get(key) for name, key in check.inputs}
