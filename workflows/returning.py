"""One statement that changes a row if it still is as expected, and gives the changed row back.

Django's `update()` returns a count, so that a compare-and-set would need a second statement to
read what it wrote. Both databases know UPDATE … RETURNING (SQLite since 3.35); Django 5.2 does not
offer it for updates, and this module is the whole of what is missing.
"""

from typing import TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

M = TypeVar("M", bound=Model)


def update_returning(rows: "QuerySet[M]", **values: object) -> list[M]:
    """Set the values on every row of the query and return the rows as they are afterwards.

    values  column values or expressions, as `QuerySet.update` takes them
    """
    model, alias = rows.model, rows.db
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    compiler = query.get_compiler(using=alias)
    statement, params = compiler.as_sql()
    fields = model._meta.concrete_fields
    quote = connections[alias].ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    with connections[alias].cursor() as cursor:
        cursor.execute(f"{statement} RETURNING {columns}", params)
        found = cursor.fetchall()
    converters = compiler.get_converters([field.get_col(model._meta.db_table) for field in fields])
    names = [field.attname for field in fields]
    return [model.from_db(alias, names, row) for row in compiler.apply_converters(found, converters)]
