"""Opens the pages of a head of inspection with Django's own client and says how long and how many queries; runs in a child."""

import time
from typing import Any

from django.db.models import Max
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from benchmarks.inspections_filled import fill_inspections
from benchmarks.people import session_of
from benchmarks.readers import queries
from inspections.models import Target

HEAD = "lanh-dao@motcua.test"
DESK = "/desk/inspections/"
PAGES = {
    "list": DESK,
    "calendar and map": f"{DESK}visits/",
    "workload": f"{DESK}teams/",
    "findings of the year": f"{DESK}findings/",
    "remedies": f"{DESK}remedies/",
    "proposal by risk": f"{DESK}risk/",
    "digital share of the year": f"{DESK}share/",
    "group 19 of the year": f"{DESK}data/",
    "group 19 as CSV": f"{DESK}data/?as=csv&table=findings",
    "one institution": "",
}


def fill(targets: int) -> int:
    """Fill the database once; return how many institutions are in it."""
    if Target.objects.count() < targets:
        fill_inspections(targets, timezone.now())
    return Target.objects.count()


def read(rounds: int) -> dict[str, Any]:
    """Return the milliseconds of each page's openings after the first, and its queries."""
    session = session_of(Person.objects.get(email=HEAD))
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session
    newest = Target.objects.get(pk=Target.objects.aggregate(newest=Max("pk"))["newest"])
    paths = {**PAGES, "one institution": f"{DESK}institutions/{newest.public_id}/"}
    return {
        name: {"times": timed(client, path, rounds), "queries": queries(session, path)}
        for name, path in paths.items()
    }


def timed(client: Client, path: str, rounds: int) -> list[float]:
    """Open a page so often; return the milliseconds of each."""
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code}")
    return times[1:]
