"""The way to inspections in the menu: for a team whatever its office sees, for who has to declare, for nobody else."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from inspections.models import InspectionDecision, TeamMember, TeamRole
from tests.integration.desk.test_paper_minutes import browser, part  # noqa: F401 fixture by name
from tests.integration.inspections.conftest import visit  # noqa: F401 fixture by name

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def menus_anew():
    """Let every menu be made anew."""
    cache.clear()


def menu_of(part, who):  # noqa: F811
    """Say whether somebody's desk has the way to inspections."""
    page = browser(part, who).get(reverse("desk:keys")).content.decode()
    return f'href="{reverse("desk:inspections:inspections")}"' in page


def newcomer(part):  # noqa: F811
    """Let the stranger be proposed for the team by a decision on the way."""
    come = TeamMember.objects.create(
        inspection=part.inspection,
        person=part.people["stranger"],
        role=TeamRole.MEMBER,
        joined_at=part.at,
        left_at=part.at,
    )
    return InspectionDecision.objects.create(
        inspection=part.inspection, kind="member_change", reason="Thêm", decided_by=part.people["lead"],
        decided_at=part.at, member_in=come, procedure="inspection_decision", rules_hash="0" * 64,
    )  # fmt: skip


class TestTheMenu:
    def test_leads_a_member_of_a_team_to_its_inspections(self, part):  # noqa: F811
        assert menu_of(part, "an")

    def test_has_no_way_to_inspections_for_who_has_none(self, part):  # noqa: F811
        assert not menu_of(part, "stranger")

    def test_leads_who_is_to_come_into_a_team_to_the_declaration(self, part):  # noqa: F811
        decision = newcomer(part)

        listed = browser(part, "stranger").get(reverse("desk:inspections:inspections")).content.decode()

        assert menu_of(part, "stranger")
        assert reverse("desk:inspections:declare", args=[decision.member_in.public_id]) in listed
        assert reverse("desk:inspections:inspection", args=[part.inspection.public_id]) not in listed

    def test_forgets_a_proposal_that_was_refused(self, part):  # noqa: F811
        decision = newcomer(part)
        InspectionDecision.objects.filter(pk=decision.pk).update(dropped_at=part.at)

        declare = reverse("desk:inspections:declare", args=[decision.member_in.public_id])

        assert not menu_of(part, "stranger")
        assert browser(part, "stranger").get(declare).status_code == 404
