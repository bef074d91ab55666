"""Multiplies a block of rows inside the database: the past of a large population costs no Python.

Copy k of a block has every key moved by k blocks, every moment moved by k steps, new identifiers.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, models

from accounts.models import Person
from dossiers.models import Dossier, DossierWord, StatusChange
from notifications.models import Notification
from workflows.models import Run, WorkItem


@dataclass(frozen=True)
class Block:
    """A block of past dossiers with their runs and people, each numbered without a gap.

    first, size    the first key and how many: of Person, Run, Dossier
    step_minutes   how much later each copy is
    """

    first: dict[type[models.Model], int]
    size: dict[type[models.Model], int]
    step_minutes: int


def multiply(block: Block, copies: int) -> None:
    """Write that many copies of the block."""
    if copies < 1:
        return
    to_run, to_dossier, to_person = (moved(block, model) for model in (Run, Dossier, Person))
    insert(block, copies, Person, "id", {
        "id": to_person("id"), "public_id": new_uuid(), "email": "'k' || k || '-' || email",
    })  # fmt: skip
    insert(block, copies, Run, "id", {
        "id": to_run("id"), "public_id": new_uuid(), "subject_id": to_dossier("subject_id"), **later(block, "started_at", "ended_at"),
    })  # fmt: skip
    insert(block, copies, Dossier, "id", {
        "id": to_dossier("id"), "public_id": new_uuid(), "idempotency_key": new_uuid(), "run_id": to_run("run_id"),
        "applicant_id": to_person("applicant_id"), "code": f"code || {digits()}",
        "receipt_no": f"substr(receipt_no, 1, 3) || {digits()} || substr(receipt_no, 8)",
        **later(block, "submitted_at", "received_at", "due_at", "decided_at", "returned_at"),
    })  # fmt: skip
    insert(block, copies, WorkItem, "process_id", {
        "process_id": to_run("process_id"), "public_id": new_uuid(), **later(block, "opened_at", "due_at", "completed_at"),
    })  # fmt: skip
    for model in (DossierWord, StatusChange):
        moments = later(block, "at") if model is StatusChange else {}
        insert(block, copies, model, "dossier_id", {"dossier_id": to_dossier("dossier_id"), **moments})
    insert(block, copies, Notification, "recipient_id", {
        "recipient_id": to_person("recipient_id"), "public_id": new_uuid(),
        "subject_id": f"CAST({to_dossier('CAST(subject_id AS BIGINT)')} AS VARCHAR(64))", **later(block, "created_at", "read_at"),
    })  # fmt: skip


def insert(block: Block, copies: int, model: type[models.Model], key: str, changed: dict[str, str]) -> None:
    """Copy the rows of a model whose key lies in the block; unchanged columns stay as they are."""
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id" or key == "id"]
    owner = {"id": model, "process_id": Run, "dossier_id": Dossier, "recipient_id": Person}[key]
    first, last = block.first[owner], block.first[owner] + block.size[owner] - 1
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) "
            f"WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < {copies}) "
            f'SELECT {values} FROM copies CROSS JOIN {table} WHERE "{key}" BETWEEN {first} AND {last} ORDER BY k, {table}.id'
        )


def moved(block: Block, model: type[models.Model]) -> Callable[[str], str]:
    """Return a maker of the expression that moves a key of this model by k blocks."""
    return lambda column: f"{column} + k * {block.size[model]}"


def later(block: Block, *columns: str) -> dict[str, str]:
    """Return the expressions that move moments."""
    if connection.vendor == "sqlite":
        moment = "strftime('%Y-%m-%d %H:%M:%f', {0}, (k * {1}) || ' minutes')"
    else:
        moment = "{0} + k * interval '{1} minutes'"
    return {column: moment.format(f'"{column}"', block.step_minutes) for column in columns}


def new_uuid() -> str:
    """Return the expression of a random identifier."""
    return "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"


def digits() -> str:
    """Return the expression of k in four digits."""
    return "printf('%04d', k)" if connection.vendor == "sqlite" else "lpad(k::text, 4, '0')"
