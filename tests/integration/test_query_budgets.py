"""No page asks the database more than fifteen times, and none asks more often because there is more to list.

The pages are those of tests/permissions.csv: each address that is answered with a page, in each state, for the
first and the last person who may open it; beside them what a question shows (`asked`). Every page
is opened once to fill the caches of the process, then counted, then counted again beside sixty more of everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.integration.budget_world import begin, grow
from tests.integration.dossiers.conftest import now, office, people  # noqa: F401
from tests.integration.permission_world import (
    ANONYMOUS,
    PEOPLE,
    SOCKET,
    World,
    arguments_of,
    build,
    open_step,
    rows,
    url_names,
)
from tests.integration.test_permissions import NOT_OURS
from workflows import calendars

MOST_QUERIES = 15
# Addresses that never answer with a page of their own: they act and lead elsewhere.
WITHOUT_A_PAGE = {
    "set_language",
    "portal:discard",
    "portal:own_data",
    "portal:rate",
    "portal:notification",
    "portal:withdraw",
    "portal:end_representation",
    "portal:sign_out_tablet",
    "desk:claim",
    "desk:release",
    "desk:settle_messages",
    "desk:pass_on",
    "desk:inspections:drop_evidence",
    "desk:take_complaint",
    "desk:rename_view",
    "desk:forget_view",
    "portal:withdraw_complaint",
    "administration:remove_day",
    "administration:propose_days",
    "administration:retry_incident",
    "tablet:api_device",
    "tablet:api_operations",
}
# Shown only to who has begun an application, as `asked` lets the citizen.
ASKED_ONLY = {"portal:review"}
# Not pages: a probe asks what it checks, a file is sent as it is.
NOT_PAGES = {
    "health_live",
    "health_ready",
    "portal:file",
    "portal:paper",
    "desk:flow",
    "desk:draft",
    "desk:inspections:inspection_flow",
    "desk:inspections:target_flow",
    "desk:inspections:evidence",
    "desk:inspections:export",
    "portal:drawn_file",
    "portal:drawn_file_of_dossier",
    "portal:drawn_file_of_supplement",
}
# The procedure of the matrix asks no supplement item by item and draws no paper to be signed; its institution has nothing to
# declare now, and no minutes wait for a seal.
NOT_IN_THIS_WORLD = {
    "desk:supplement",
    "portal:declare",
    "portal:drawn",
    "portal:drawn_of_dossier",
    "portal:drawn_of_supplement",
    "desk:inspections:seal_minutes",
}
# A step shows its form, what its holder has typed, the whole dossier and why it stands there; beside the inbox it is a page within a page.
# An extension reads the dossier, the ledger of its clocks and who may sign.
# An inspection, and an institution of it, are shown whole: everything that was answered, found, signed and decided.
DEARER = {
    "desk:work_item": 21,
    "desk:inbox": 26,
    "portal:inspection": 28,
    "portal:draft_minutes": 17,
    "portal:inspection_step": 33,
    "desk:extension": 18,
    "desk:inspections:inspection": 27,
    "desk:inspections:target": 38,
    "tablet:api_visit": 18,
    "tablet:api_changes": 18,
}
# Made by the test's own transaction; written in batches by a thread of its own outside tests.
NOT_ASKED = ("SAVEPOINT", "RELEASE SAVEPOINT", 'INSERT INTO "audit_accessentry"')


@dataclass(frozen=True)
class Page:
    """An address as somebody opens it; `form` is what is posted where the answer is shown to a POST."""

    name: str
    address: str
    who: str
    form: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.address} as {self.who}"


def pages(world: World) -> Iterator[Page]:
    """Return every page of the matrix, and what is asked for by a question."""
    for row in rows():
        if row["method"] != "GET" or row["url"] in NOT_PAGES:
            continue
        readers = [who for who in PEOPLE if row[who] == "200"]
        for who in dict.fromkeys(readers[:1] + readers[-1:]):
            yield Page(row["url"], reverse(row["url"], kwargs=arguments_of(row, world)), who)
    yield from asked(world)


def asked(world: World) -> Iterator[Page]:
    """Return the lists and pages that only a question shows."""
    inbox, item = reverse("desk:inbox"), open_step(world.dossiers["searching"])
    yield Page("desk:inbox", f"{inbox}?item={item.public_id}", "giu-so")
    yield Page(
        "desk:inbox", f"{inbox}?queue=tiep_nhan.{world.dossiers['new'].receiving_agency_id}", "tiep-nhan"
    )
    yield Page("desk:dossiers", reverse("desk:dossiers") + "?q=nguyen", "tiep-nhan")
    yield Page("desk:dossiers", reverse("desk:dossiers") + "?q=H61.12", "quan-tri")
    yield Page("desk:institutions", reverse("desk:institutions") + "?q=truong+mau", "giu-so")
    yield Page("desk:licences", reverse("desk:licences") + "?q=mau", "giu-so")
    yield Page("administration:people", reverse("administration:people") + "?q=tran+h", "quan-tri")
    yield Page("administration:calendar", reverse("administration:calendar") + "?agency=H61.12", "quan-tri")
    yield Page("portal:review", reverse("portal:review", args=["diploma_copy"]), "cong-dan")
    code = (("code", world.dossiers["searching"].code),)
    yield Page("portal:lookup", reverse("portal:lookup"), ANONYMOUS, code)


def queries_of(world: World, page: Page) -> int:
    """Open a page and return how often it asked the database."""
    client = world.client(page.who)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.post(page.address, dict(page.form)) if page.form else client.get(page.address)
    assert response.status_code == 200, f"{page}: {response.status_code}"
    return sum(not query["sql"].startswith(NOT_ASKED) for query in asked)


class TestAPage:
    def test_asks_little_and_no_more_often_for_more_rows(self, people, now, settings, monkeypatch):  # noqa: F811
        settings.FLOW_CALENDAR_SECONDS = 3_600
        monkeypatch.setattr(calendars, "_kept", {})
        monkeypatch.setattr(
            import_module("inspections.services.sync.devices"), "SEEN_EVERY", timedelta(days=999)
        )
        world = build(people, now)
        begin(world)
        every = list(pages(world))
        for page in every:
            queries_of(world, page)

        before = {page: queries_of(world, page) for page in every}
        grow(world)
        after = {page: queries_of(world, page) for page in every}

        growing = [f"{page}: {before[page]} → {after[page]}" for page in every if before[page] != after[page]]
        greedy = [
            f"{page}: {after[page]}" for page in every if after[page] > DEARER.get(page.name, MOST_QUERIES)
        ]
        assert not growing + greedy, "\n".join(["growing:", *growing, "greedy:", *greedy])


class TestTheList:
    def test_leaves_no_address_out(self):
        ours = {name for name in url_names() if not name.startswith(NOT_OURS)}
        shown = {row["url"] for row in rows() if "200" in row.values() and row["method"] == "GET"}

        assert ours - shown - NOT_PAGES - ASKED_ONLY - NOT_IN_THIS_WORLD <= WITHOUT_A_PAGE
        assert not shown & WITHOUT_A_PAGE
        assert all(row["url"] in ours for row in rows() if row["method"] != SOCKET)
