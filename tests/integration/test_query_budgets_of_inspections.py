"""No page of inspections asks the database more often because there are sixty more of everything it lists.

The budgets are those of test_query_budgets, whose world has one inspection of each kind and none to add.
"""

from tests.integration.budget_inspections import begin_inspections, grow_inspections
from tests.integration.dossiers.conftest import now, office, people  # noqa: F401
from tests.integration.permission_world import build
from tests.integration.test_query_budgets import DEARER, MOST_QUERIES, pages, queries_of
from workflows import calendars

OF_INSPECTIONS = (
    "desk:inspections:",
    "portal:inspection",
    "portal:remedy",
    "portal:declar",
    "portal:asked_paper",
    "portal:draft_minutes",
)


class TestAPageOfInspections:
    def test_asks_little_and_no_more_often_for_more_rows(self, people, now, settings, monkeypatch):  # noqa: F811
        settings.FLOW_CALENDAR_SECONDS = 3_600
        monkeypatch.setattr(calendars, "_kept", {})
        world = build(people, now)
        begin_inspections(world)
        every = [page for page in pages(world) if page.name.startswith(OF_INSPECTIONS)]
        for page in every:
            queries_of(world, page)

        before = {page: queries_of(world, page) for page in every}
        grow_inspections(world)
        after = {page: queries_of(world, page) for page in every}

        growing = [f"{page}: {before[page]} → {after[page]}" for page in every if before[page] != after[page]]
        greedy = [
            f"{page}: {after[page]}" for page in every if after[page] > DEARER.get(page.name, MOST_QUERIES)
        ]
        assert not growing + greedy, "\n".join(["growing:", *growing, "greedy:", *greedy])
