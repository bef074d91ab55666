"""Statements of the way of a step, written once a process and then only filled in.

The ORM writes the same text anew at each call: that took most of the processor time of a step. Here
the text is made once for a model and a database; values still pass through the model's fields, so
that both databases get what the ORM would have sent. Signals and `auto_now` are not for these rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)

Converters = Mapping[int, tuple[list[Callable[..., Any]], Any]]
"""How a column's value becomes the field's, by place in the row; as Django's compilers give it."""
MOST_ROWS = 500
"""Rows of one INSERT: SQLite takes 32,766 values a statement."""


@dataclass(frozen=True)
class Part:
    """The columns of one model in a row that is read: which, and how the model's fields have them.

    bind  puts a related row into the main one
    """

    model: type[Model]
    places: Sequence[int]
    names: Sequence[str]
    bind: Callable[[Model, Model], None] | None = None


@dataclass(frozen=True)
class ReadText:
    """A query of one database: its text, how values are converted, and the models they make."""

    sql: str
    converters: Converters
    parts: Sequence[Part]


class LockedRow(Generic[M]):
    """SELECT … FOR UPDATE of the row with one key, with what `select_related` names.

    build  takes a key; returns the query, locks included
    """

    def __init__(self, build: Callable[[int], "QuerySet[M]"]) -> None:
        self.build = build
        self.written: dict[str, ReadText] = {}

    def get(self, key: int) -> M | None:
        """Return the row as it now is, locked; None where there is none. Needs a transaction."""
        alias = router.db_for_write(self.build(0).model)
        connection = connections[alias]
        if not connection.in_atomic_block:
            raise TransactionManagementError("a row is locked inside a transaction")
        text = self.written.get(alias) or self.written.setdefault(alias, self._write(connection))
        with connection.cursor() as cursor:
            cursor.execute(text.sql, [key])
            found = cursor.fetchone()
        return None if found is None else self._made(alias, text, list(found), connection)

    def _write(self, connection: BaseDatabaseWrapper) -> ReadText:
        compiler = self.build(0).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        assert tuple(params) == (0,), "the key is the one value of the query"
        converters = compiler.get_converters(column for column, _, _ in compiler.select)
        info = compiler.klass_info
        parts = [self._part(compiler, info)]
        parts += [self._part(compiler, related) for related in info.get("related_klass_infos", [])]
        return ReadText(sql, converters, parts)

    def _part(self, compiler: Any, info: dict[str, Any]) -> Part:
        places = info["select_fields"]
        names = [compiler.select[place][0].target.attname for place in places]
        return Part(info["model"], places, names, info.get("local_setter"))

    def _made(self, alias: str, text: ReadText, row: list[Any], connection: BaseDatabaseWrapper) -> M:
        convert(connection, text.converters, row)
        made = [
            part.model.from_db(alias, part.names, [row[place] for place in part.places])
            for part in text.parts
        ]
        for part, related in zip(text.parts[1:], made[1:], strict=True):
            part.bind(made[0], related)
        return made[0]


class Insert(Generic[M]):
    """INSERT of whole rows, which get their ids; with `conflict`, rows that are there are updated instead.

    conflict  fields that say whether a row is there
    update    fields that are then written
    """

    def __init__(self, model: type[M], *, conflict: Sequence[str] = (), update: Sequence[str] = ()) -> None:
        self.model, self.conflict, self.update = model, conflict, update
        self.fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self.written: dict[tuple[str, int], str] = {}

    def run(self, rows: Sequence[M]) -> None:
        """Write the rows, as many a statement as fit."""
        for part in parts_of(rows, MOST_ROWS):
            self._run(part)

    def _run(self, rows: Sequence[M]) -> None:
        alias = router.db_for_write(self.model)
        connection = connections[alias]
        sql = self.written.get((alias, len(rows)))
        if sql is None:
            sql = self.written[alias, len(rows)] = self._write(connection.ops.quote_name, len(rows))
        values = [value for row in rows for value in prepared(row, self.fields, connection, add=True)]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            keys = cursor.fetchall()
        for row, (key,) in zip(rows, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, alias

    def _write(self, quoted: Callable[[str], str], rows: int) -> str:
        meta = self.model._meta
        columns = ", ".join(quoted(field.column) for field in self.fields)
        row = f"({', '.join(['%s'] * len(self.fields))})"
        named = {name: quoted(meta.get_field(name).column) for name in (*self.conflict, *self.update)}
        there = ", ".join(named[name] for name in self.conflict)
        new = ", ".join(f"{named[name]} = EXCLUDED.{named[name]}" for name in self.update)
        upsert = f" ON CONFLICT ({there}) DO UPDATE SET {new}" if self.conflict else ""
        return (
            f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES {', '.join([row] * rows)}{upsert}"
            f" RETURNING {quoted(meta.pk.column)}"
        )


class Update(Generic[M]):
    """UPDATE of some fields of the row with the key of a row at hand."""

    def __init__(self, model: type[M], fields: Sequence[str]) -> None:
        self.model = model
        self.fields = [model._meta.get_field(name) for name in fields]

    def run(self, row: M) -> None:
        """Write the fields. Raises the model's DoesNotExist where the row is gone."""
        connection = connections[router.db_for_write(self.model)]
        quoted, meta = connection.ops.quote_name, self.model._meta
        columns = ", ".join(f"{quoted(field.column)} = %s" for field in self.fields)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(meta.pk.column)} = %s",
                [*prepared(row, self.fields, connection, add=False), row.pk],
            )
            if cursor.rowcount != 1:
                raise self.model.DoesNotExist(f"{meta.label} {row.pk}")


def convert(connection: BaseDatabaseWrapper, converters: Converters, row: list[Any]) -> list[Any]:
    """Put a row's values in place as the model's fields have them, and return it."""
    for place, (found, expression) in converters.items():
        for converter in found:
            row[place] = converter(row[place], expression, connection)
    return row


def prepared(
    row: Model, fields: Iterable["Field[Any, Any]"], connection: BaseDatabaseWrapper, *, add: bool
) -> list[Any]:
    """Return a row's values as this database's driver takes them."""
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]


def parts_of(rows: Sequence[M], size: int) -> Iterator[Sequence[M]]:
    """Yield the rows some at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
