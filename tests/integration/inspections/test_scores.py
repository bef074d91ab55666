"""Scores of finished checks: worked out once, none lost when there are too many to keep, never those of older facts."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from inspections.models import Target, TeamRole
from inspections.selectors import scores
from tests.integration.inspections.visit_world import visit_of

pytestmark = pytest.mark.django_db

BY_KIND = {"truong_trung_cap": Decimal(50), "truong_cao_dang": Decimal(90)}


@pytest.fixture
def worked_out(monkeypatch):
    """The checks whose score was worked out, each by the kind of its institution; nothing is kept at first."""
    asked = []

    def evaluation_of(target):
        asked.append(target.pk)
        return SimpleNamespace(score=BY_KIND[target.institution.kind])

    monkeypatch.setattr(scores, "_kept", {})
    monkeypatch.setattr(scores, "evaluation_of", evaluation_of)
    return asked


def scored(*targets):
    """Return the scores of checks as they are stored now."""
    return scores.scores_of(Target.objects.filter(pk__in=[each.pk for each in targets]))


class TestScores:
    def test_are_worked_out_once(self, visit, worked_out):
        scored(visit.target)

        assert scored(visit.target) == {visit.target.pk: Decimal(50)}
        assert worked_out == [visit.target.pk]

    def test_that_were_kept_are_told_although_all_are_forgotten_for_want_of_room(
        self, visit, worked_out, monkeypatch
    ):
        monkeypatch.setattr(scores, "MOST_KEPT", 1)
        another = visit_of(visit.inspection.agency, {visit.people["lead"]: TeamRole.LEAD}, visit.at)
        scored(visit.target)

        assert scored(visit.target, another) == {visit.target.pk: Decimal(50), another.pk: Decimal(50)}

    def test_follow_what_the_institution_has_become(self, visit, worked_out):
        scored(visit.target)
        visit.target.institution.kind = "truong_cao_dang"
        visit.target.institution.save()

        assert scored(visit.target) == {visit.target.pk: Decimal(90)}
