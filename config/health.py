"""Whether this process lives, and whether it can serve: for a supervisor and a load balancer.

`live` touches nothing: a slow database must not get a healthy process killed. `ready` asks what
every request needs, within its own short time, and names what fails without saying how.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import RedisError

from workflows.startup import unresolved_versions

logger = logging.getLogger("motcua.health")
PROBE = "health/probe"


class NotReady(Exception):
    """Something a request needs does not answer."""


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every check passes, 503 with the names of those that do not."""
    results = {name: passes(name, check) for name, check in CHECKS.items()}
    good = all(results.values())
    checks = {name: "ok" if passed else "failing" for name, passed in results.items()}
    return JsonResponse({"ready": good, "checks": checks}, status=200 if good else 503)


def passes(name: str, check: Callable[[], None]) -> bool:
    """Say whether a check passes; why not is for the log alone."""
    try:
        check()
    except (DatabaseError, OSError, NotReady, RedisError) as error:
        logger.error("not ready: %s: %s", name, error)
        return False
    return True


def check_database() -> None:
    """Raises when the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class Migrated:
    """Remembers that the database fits this version, once it did: asking costs a dozen milliseconds."""

    def __init__(self) -> None:
        self.known = False

    def __call__(self) -> None:
        """Raises NotReady while migrations wait."""
        if self.known:
            return
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            raise NotReady(f"{len(waiting)} migrations wait")
        self.known = True


def check_files() -> None:
    """Raises when a file cannot be stored."""
    if not default_storage.exists(PROBE):
        default_storage.save(PROBE, ContentFile(b"ok"))


def check_flows() -> None:
    """Raises NotReady while an open run is pinned to a flow version that nobody can find: it would stand still."""
    missing = unresolved_versions()
    if missing:
        raise NotReady(f"open runs need {', '.join(missing)}")


def check_shared_memory() -> None:
    """Raises when Redis, where one is configured, does not answer."""
    if getattr(settings, "REDIS_URL", ""):
        cache.set("health", "ok", timeout=5)


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": Migrated(),
    "files": check_files,
    "flows": check_flows,
    "shared_memory": check_shared_memory,
}
