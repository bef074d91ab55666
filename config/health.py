"""Whether this process lives, and whether it can serve: for a supervisor and a load balancer.

`live` touches nothing: a slow database must not get a healthy process killed. `ready` asks what
every request needs, within its own short time, and names what fails without saying how. What harms a few
runs only is told beside it: no other node would serve those better, so none is taken out for it.
"""

import logging
import time
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
    """200 when every check that a request needs passes, 503 with the names of those that do not."""
    good = {name: passes(name, check) for name, check in CHECKS.items()}
    told = good | {name: passes(name, check) for name, check in TOLD.items()}
    checks = {name: "ok" if passed else "failing" for name, passed in told.items()}
    is_ready = all(good.values())
    return JsonResponse({"ready": is_ready, "checks": checks}, status=200 if is_ready else 503)


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


class Resolved:
    """Asks once a minute whether the flow version of every open run can be found: a run without one stands still."""

    SECONDS = 60

    def __init__(self) -> None:
        self.missing: list[str] = []
        self.asked_at: float | None = None

    def __call__(self) -> None:
        """Raises NotReady with the versions that are missing."""
        now = time.monotonic()
        if self.asked_at is None or now - self.asked_at >= self.SECONDS:
            self.missing, self.asked_at = unresolved_versions(), now
        if self.missing:
            raise NotReady(f"open runs need {', '.join(self.missing)}")


def check_shared_memory() -> None:
    """Raises when Redis, where one is configured, does not answer."""
    if getattr(settings, "REDIS_URL", ""):
        cache.set("health", "ok", timeout=5)


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": Migrated(),
    "files": check_files,
    "shared_memory": check_shared_memory,
}
TOLD: dict[str, Callable[[], None]] = {"flows": Resolved()}
