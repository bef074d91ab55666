"""Runs a read, asks the database how it would answer each of its queries, and finds the scans of large tables."""

import json
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db import connection

LARGE = {
    "accounts_person",
    "dossiers_dossier",
    "dossiers_dossierword",
    "dossiers_statuschange",
    "notifications_notification",
    "workflows_flowevent",
    "workflows_run",
    "workflows_workitem",
}
# Read whole on purpose: they hold the few suspended runs, the institutions being inspected, the remedies that wait, and nothing else.
SMALL_INDEXES = {"suspended_runs", "targets_by_due", "remedies_open_by_due"}
# An index followed in its own order may be left after so many entries: a page's worth and what it passes over.
MOST_ENTRIES = 1_000
NAMED = re.compile(r'(?:FROM|JOIN) "(\w+)"(?: "?([A-Z]\d+)"?)?')
SCAN = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")


def statements_of(read: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Return the statements a read sends, with their parameters."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        read()
    return [(sql, params) for sql, params in sent if sql.startswith("SELECT")]


def whole_tables(read: Callable[[], Any], large: Collection[str] = frozenset(LARGE)) -> list[str]:
    """Return what of the large tables a read goes through from end to end: nothing, where indexes answer."""
    scans = whole_tables_on_sqlite if connection.vendor == "sqlite" else whole_tables_on_postgresql
    return [found for sql, params in statements_of(read) for found in scans(sql, params, large)]


def whole_tables_on_sqlite(sql: str, params: Any, large: Collection[str]) -> Iterator[str]:
    """Read EXPLAIN QUERY PLAN: SCAN is every row, of the table or of an index of it; SEARCH is not."""
    aliases = {alias or table: table for table, alias in NAMED.findall(sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        for *_, line in cursor.fetchall():
            scan = SCAN.match(line)
            if scan and aliases.get(scan[1]) in large and scan[2] not in SMALL_INDEXES:
                yield f"{aliases[scan[1]]}: {line} in {sql}"


def whole_tables_on_postgresql(sql: str, params: Any, large: Collection[str]) -> Iterator[str]:
    """Carry the statement out under EXPLAIN ANALYZE and judge every node of its plan."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (answer,) = cursor.fetchone()
    plan = json.loads(answer) if isinstance(answer, str) else answer
    for node in nodes_below(plan[0]["Plan"]):
        if node.get("Relation Name") in large and is_whole(node):
            index, read = node.get("Index Name", ""), entries_read(node)
            yield f"{node['Relation Name']}: {node['Node Type']} {index}, {read} rows, in {sql}"


def nodes_below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return a plan's nodes."""
    yield node
    for below in node.get("Plans", ()):
        yield from nodes_below(below)


def is_whole(node: dict[str, Any]) -> bool:
    """Say whether a node reads everything there is.

    A table read row after row does, however soon it was left this time. An index read without a condition
    does unless it was left soon: by LIMIT in the index's own order, or never begun as the plan's other choice.
    """
    if node["Node Type"] == "Seq Scan":
        return True
    if node["Node Type"] not in {"Index Scan", "Index Only Scan"} or "Index Cond" in node:
        return False
    return node["Index Name"] not in SMALL_INDEXES and entries_read(node) > MOST_ENTRIES


def entries_read(node: dict[str, Any]) -> int:
    """Return how many rows a node went through, those it threw away among them."""
    each_time = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return round(each_time * node["Actual Loops"])
