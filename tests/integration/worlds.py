"""What a process may leave behind: the database and the files, kept, brought back, and read as facts.

A world is kept by copying the database file (SQLite) or the database (PostgreSQL) while nobody is
connected, so that trying again costs milliseconds instead of the whole way. Facts are the rows of
every table a step writes, without what only says how often and when a worker tried. In masked
facts, random codes and moments are blotted out, so that two lives of one act can be compared;
hashes of files and digests stay.
"""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.models import Model
from django_tasks_db.models import DBTaskResult

from audit.models import AuditEntry, AuditSeal, AuditValues
from documents.models import DocumentDraft, IssuedDocument, NumberRegister, RegisterEntry, SignatureRequest
from dossiers.models import (
    ClockEntry,
    CodeCounter,
    Dossier,
    DossierFile,
    Draft,
    StatusChange,
    StatutoryPaper,
    StepAnswer,
    SupplementItem,
    SupplementRound,
)
from forms.models import Attachment
from jobs.models import Incident, Job
from notifications.models import Delivery, Notification, WakeUp
from workflows.models import FlowEvent, FlowMessage, FlowSubscription, FlowTimer, Run, WorkItem

TABLES: tuple[type[Model], ...] = (
    *(Dossier, StatusChange, StepAnswer, DossierFile, Draft, CodeCounter, ClockEntry),
    *(SupplementRound, SupplementItem, StatutoryPaper),
    *(Run, WorkItem, FlowEvent, FlowTimer, FlowSubscription, FlowMessage),
    *(NumberRegister, RegisterEntry, DocumentDraft, SignatureRequest, IssuedDocument),
    *(AuditEntry, AuditValues, AuditSeal, Notification, Delivery, WakeUp, Job, Incident),
)
HOW_OFTEN_AND_WHEN: Mapping[type[Model], set[str]] = {
    Job: {"state", "attempt", "lease_until", "run_at", "finished_at", "last_error"},
    Delivery: {"attempts"},
}
SALTED: Mapping[type[Model], set[str]] = {
    AuditEntry: {"values_digest"},
    AuditValues: {"salt"},
    AuditSeal: {"hash", "previous_hash"},
    WakeUp: {"id"},
    DossierFile: {"attachment_id"},  # an upload that was interrupted leaves a row for the sweeper
}
IN_NO_ORDER = {Notification, Delivery, WakeUp, Job}
BLOTS = (
    (re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"), "<moment>"),
    (re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d [+-]\d\d:\d\d"), "<moment>"),
    (re.compile(r"BN(-[A-Z0-9]{4}){3}", re.IGNORECASE), "<receipt>"),
)
Facts = dict[str, list[str]]


def facts() -> Facts:
    """Return the masked rows of every table a step writes; connections are closed again."""
    return both_facts()[0]


def both_facts() -> tuple[Facts, Facts]:
    """Return the rows masked and as they are."""
    blot = blotting(list(DocumentDraft.objects.values_list("verify_code", flat=True)))
    masked, plain = {}, {}
    for model in TABLES:
        rows = list(model._default_manager.order_by("pk").values(*names_of(model, masked=False)))
        plain[model.__name__] = [as_text(row) for row in rows]
        kept = names_of(model, masked=True)
        masked[model.__name__] = [blot(as_text({name: row[name] for name in kept})) for row in rows]
        if model in IN_NO_ORDER:
            masked[model.__name__].sort()
    papers = Attachment.objects.exclude(referenced_at=None).order_by("pk")
    plain["papers"] = masked["papers"] = [f"{each.original_name} {each.sha256}" for each in papers]
    connections.close_all()
    return masked, plain


def names_of(model: type[Model], *, masked: bool) -> list[str]:
    """Return the columns that count."""
    left_out = HOW_OFTEN_AND_WHEN.get(model, set()) | (SALTED.get(model, set()) if masked else set())
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
    if masked and connection.vendor == "postgresql":  # its sequences do not come back after a death
        return [name for name in names if name != "id" and not name.endswith("_id")]
    return names


def as_text(row: Mapping[str, Any]) -> str:
    """Return a row in one line."""
    return json.dumps(row, default=str, sort_keys=True, ensure_ascii=False)


def states_of_jobs() -> list[str]:
    """Return how every job stands."""
    jobs = [f"{job.kind} {job.state} {job.last_error}" for job in Job.objects.order_by("pk")]
    connections.close_all()
    return jobs


def tries_so_far() -> str:
    """Return how often each job and mail was tried and what its transport says."""
    tried = [
        list(Job.objects.order_by("pk").values_list("pk", "state", "attempt")),
        list(Delivery.objects.order_by("pk").values_list("pk", "attempts")),
        sorted(DBTaskResult.objects.values_list("queue_name", "status")),
    ]
    connections.close_all()
    return str(tried)


def blotting(codes: list[str]) -> Callable[[str], str]:
    """Return what blots random codes and moments out of a row."""

    def blot(row: str) -> str:
        for pattern, instead in BLOTS:
            row = pattern.sub(instead, row)
        for code in codes:
            row = row.replace(code, "<code>").replace("-".join(re.findall("....", code)), "<code>")
        return re.sub(r"\d+", "<n>", row) if connection.vendor == "postgresql" else row

    return blot


class Worlds:
    """Keeps the database and the folder of files under a name, and brings them back."""

    def __init__(self, folder: Path, files: Path) -> None:
        self.folder, self.files = folder, files
        self.databases = OnPostgreSQL() if connection.vendor == "postgresql" else OnSQLite(folder)

    def keep(self, name: str) -> None:
        """Keep the world as it is now."""
        connections.close_all()
        self.databases.keep(name)
        shutil.rmtree(self.folder / f"{name} files", ignore_errors=True)
        if self.files.exists():
            shutil.copytree(self.files, self.folder / f"{name} files")

    def bring_back(self, name: str) -> None:
        """Make the world what it was."""
        connections.close_all()
        self.databases.bring_back(name)
        shutil.rmtree(self.files, ignore_errors=True)
        if (self.folder / f"{name} files").exists():
            shutil.copytree(self.folder / f"{name} files", self.files)

    def papers(self) -> list[tuple[str, int]]:
        """Return the files there are, by name and size; an upload's name is random."""
        found = [
            (file.relative_to(self.files), file.stat().st_size)
            for file in self.files.rglob("*")
            if file.is_file()
        ]
        return sorted(
            ("upload" if name.parts[0] == "attachments" else str(name), size) for name, size in found
        )

    def forget(self) -> None:
        """Let go of everything kept outside the folder."""
        self.databases.forget()


class OnSQLite:
    """Copies the file; its write-ahead log was merged when the last connection closed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, Path(connection.settings_dict["NAME"])

    def keep(self, name: str) -> None:
        assert not self.log.exists(), "somebody is still connected"
        shutil.copyfile(self.file, self.folder / f"{name}.sqlite3")

    def bring_back(self, name: str) -> None:
        """Copy back, without a log that belongs to another world."""
        self.log.unlink(missing_ok=True)
        self.file.with_name(f"{self.file.name}-shm").unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{name}.sqlite3", self.file)

    def forget(self) -> None:
        """Nothing lies outside the folder."""

    @property
    def log(self) -> Path:
        return self.file.with_name(f"{self.file.name}-wal")


class OnPostgreSQL:
    """Makes databases from one another as templates."""

    def __init__(self) -> None:
        self.name, self.kept = connection.settings_dict["NAME"], {}

    def keep(self, name: str) -> None:
        self.kept[name] = f"{self.name}_{len(self.kept)}"
        self.copy(self.name, self.kept[name])

    def bring_back(self, name: str) -> None:
        self.copy(self.kept[name], self.name)

    def copy(self, source: str, target: str) -> None:
        self.say(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}"',
        )

    def forget(self) -> None:
        self.say(*(f'DROP DATABASE IF EXISTS "{kept}" WITH (FORCE)' for kept in self.kept.values()))

    def say(self, *statements: str) -> None:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def woken_once(found: Facts) -> Facts:
    """Return the facts with each topic woken once: a step taken a second time wakes again, which does no harm."""
    return {**found, "WakeUp": sorted(set(found["WakeUp"]))}


def differences(one: Facts, other: Facts) -> dict[str, Any]:
    """Return the tables that differ, with the rows only one side has: a readable failure."""
    return {
        table: {
            "only one": sorted(set(one[table]) - set(other[table])),
            "only other": sorted(set(other[table]) - set(one[table])),
        }
        for table in one
        if one[table] != other[table]
    }
