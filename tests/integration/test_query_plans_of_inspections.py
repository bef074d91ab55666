"""At thousands of inspected institutions, neither the head's desk nor an institution's side reads a whole table.

The department orders every inspection, so that its year is a third of everything: what must not be read whole are the rows
of other years, what is over, and what hangs on other institutions.
"""

from datetime import timedelta

import pytest

from accounts.localdays import local_day
from accounts.models import Person
from benchmarks.inspections_filled import fill_inspections
from inspections.indicator_facts import announced_between
from inspections.models import Target
from inspections.selectors.boards import (
    findings_counted,
    inner_targets,
    open_remedies,
    open_targets,
    sessions_between,
)
from inspections.selectors.case_pages import target_page
from inspections.selectors.lists import InspectionFilter, inspections_listed, with_counts
from inspections.selectors.own_part import own_inspections, own_part_page
from inspections.sight import visible_work_items
from tests.integration.dossiers import conftest as dossiers
from tests.integration.portal.institution_world import acting_for
from tests.integration.query_plans import whole_tables

pytestmark = pytest.mark.django_db
TARGETS = 6_000
TABLES = {
    "inspections_answer",
    "inspections_evidence",
    "inspections_finding",
    "inspections_minutes",
    "inspections_minutessignature",
    "inspections_remedy",
    "inspections_session",
    "inspections_target",
}
now, office, people = dossiers.now, dossiers.office, dossiers.people


@pytest.fixture
def at(now):
    """The moment of the tests."""
    return now


@pytest.fixture
def head(office, people, at) -> Person:
    """The head of the department, with three years of inspections."""
    fill_inspections(TARGETS, at)
    return people["lanh-dao"]


@pytest.fixture
def newest(head) -> Target:
    """The institution that was inspected last."""
    return Target.objects.select_related("institution", "inspection").latest("pk")


def scans(read) -> list[str]:
    """Return what of the tables of inspections a read goes through from end to end."""
    return whole_tables(read, TABLES)


class TestTheDeskOfTheHead:
    def test_reads_no_whole_table(self, head, newest, at):
        today = local_day(at)
        week = (today - timedelta(days=7), today)
        reads = {
            "list": lambda: with_counts(inspections_listed(head, InspectionFilter(), at)[:30], at),
            "calendar": lambda: sessions_between(head, *week, at),
            "map": lambda: list(open_targets(head, at)[:1_000]),
            "remedies": lambda: list(open_remedies(head, at)[:50]),
            "late remedies": lambda: open_remedies(head, at, late=True).count(),
            "findings": lambda: findings_counted(head, *week, at),
            "share": lambda: announced_between(inner_targets(head, at), *week),
            "institution": lambda: target_page(head, newest.public_id, at),
        }

        found = {name: scans(read) for name, read in reads.items()}

        assert {name: lines for name, lines in found.items() if lines} == {}


class TestAnInstitution:
    def test_reads_no_whole_table(self, head, newest, at):
        person = Person.objects.create_user("co-so-dau@co.so", "mat-khau-dai", full_name="Hoàng Thị Sen")
        acting_for(newest.institution, person, "5300777777", at)

        found = [
            *scans(lambda: list(own_inspections(person, at))),
            *scans(lambda: list(visible_work_items(person, at))),
            *scans(lambda: own_part_page(person, newest.public_id, at)),
        ]

        assert found == []
