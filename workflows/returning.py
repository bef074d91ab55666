"""UPDATE … RETURNING: change a row if it still is as expected, and get it back, in one statement.

Django's `update()` returns a count, so that a compare-and-set would need a second statement to
read what it wrote. Both databases know RETURNING (SQLite since 3.35); Django 5.2 does not offer it
for updates. A statement is written by the ORM once a process and database, with slots where
values go, and then only filled in: writing it anew took half the time of a human step.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

from workflows.written import Converters, convert

M = TypeVar("M", bound=Model)

MOMENT = datetime(1999, 9, 9, 3, 9, 9, 999, tzinfo=UTC)
"""Stands for a moment while a statement is written; its local day stands for a day."""
NUMBER = 2_000_000_000
"""The first of the numbers that stand for ids and versions while a statement is written: they fit any integer column."""


@dataclass(frozen=True)
class Slot:
    """The place of a value in a written statement."""

    name: str


@dataclass(frozen=True)
class Written:
    """A statement of one database: its text, values and slots in order, and how its answer is read."""

    sql: str
    params: tuple[Any, ...]
    converters: Converters


class ReturningUpdate(Generic[M]):
    """An update with slots.

    build  takes the slots' stand-ins by name; returns the rows to change and the values to set;
           a pair of names takes a subquery of two columns, which Django cannot say for an update
    slots  name of each slot → its stand-in: MOMENT, a day, or a number from NUMBER on, each once
    """

    def __init__(
        self,
        model: type[M],
        build: Callable[..., tuple["QuerySet[M]", Mapping[str | tuple[str, str], Any]]],
        slots: Mapping[str, Any],
    ) -> None:
        self.model, self.build, self.slots = model, build, slots
        self.written: dict[str, Written] = {}

    def run(self, **values: Any) -> list[M]:
        """Fill in the slots and send the statement; return the rows as they are afterwards."""
        alias = router.db_for_write(self.model)
        connection = connections[alias]
        ready = self.written.get(alias)
        if ready is None:
            ready = self.written[alias] = self._write(connection)
        adapted = {name: adapt(connection, value) for name, value in values.items()}
        params = [adapted[param.name] if isinstance(param, Slot) else param for param in ready.params]
        with connection.cursor() as cursor:
            cursor.execute(ready.sql, params)
            rows = [list(row) for row in cursor.fetchall()]
        names = [field.attname for field in self.model._meta.concrete_fields]
        return [self.model.from_db(alias, names, convert(connection, ready.converters, row)) for row in rows]

    def _write(self, connection: BaseDatabaseWrapper) -> Written:
        """Let the ORM write the statement with stand-ins, and note where they went."""
        rows, values = self.build(**self.slots)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(
            {name[0] if isinstance(name, tuple) else name: value for name, value in values.items()}
        )
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        for pair in (name for name in values if isinstance(name, tuple)):
            sql = self._paired(sql, pair, connection)
        places = {adapt(connection, stand_in): Slot(name) for name, stand_in in self.slots.items()}
        fields = self.model._meta.concrete_fields
        columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        written = Written(
            f"{sql} RETURNING {columns}",
            tuple(places.get(param, param) for param in params),
            compiler.get_converters([field.get_col(self.model._meta.db_table) for field in fields]),
        )
        assert set(places.values()) <= set(written.params), "a slot has no place in the statement"
        return written

    def _paired(self, sql: str, pair: tuple[str, str], connection: BaseDatabaseWrapper) -> str:
        """Return the statement with both columns before the subquery of the first: (a, b) = (SELECT …)."""
        first, second = (connection.ops.quote_name(self.model._meta.get_field(name).column) for name in pair)
        assert sql.count(f"{first} = (SELECT") == 1, "the first of a pair has no subquery"
        return sql.replace(f"{first} = (SELECT", f"({first}, {second}) = (SELECT")


def adapt(connection: BaseDatabaseWrapper, value: Any) -> Any:
    """Return a value as this database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
