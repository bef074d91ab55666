"""The start-up check: every version that an open run is pinned to can still be found.

viewflow reads a missing flow class as None without a word, and a run would stand still for ever
without anybody noticing. Here it is an error with the versions' names: `manage.py check --database
default` fails, a starting worker writes it into its log, and the readiness probe names it, without
taking the process out: none would serve such a run better.
"""

from collections.abc import Sequence

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from viewflow.utils import get_app_package


def unresolved_versions(alias: str = "default") -> list[str]:
    """Return the references of flow versions that open runs need and that cannot be compiled."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT flow_class FROM workflows_run WHERE ended_at IS NULL ORDER BY flow_class"
        )
        references = [row[0] for row in cursor.fetchall()]
    return [reference for reference in references if not resolves(reference)]


def resolves(reference: str) -> bool:
    """Whether "workflows/flows.F_…" is a class that can be imported now."""
    label, _, path = reference.partition("/")
    try:
        import_string(f"{get_app_package(label)}.{path}")
    except (ImportError, LookupError):
        return False
    return True


def check_open_runs(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Django check (tag `database`): one error for each version that an open run needs and nobody has."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        try:
            missing = unresolved_versions(alias) if apps.ready else []
        except DatabaseError:  # before the first migration there is nothing to check
            continue
        problems += [
            Error(
                f"Open runs are pinned to {reference}, which cannot be compiled.",
                hint="Restore the published version in procedures; never delete one that a run is pinned to.",
                id="workflows.E001",
            )
            for reference in missing
        ]
    return problems
