"""Ratings on the desk: figures by procedure and month, words that name nobody, for who sees the agency's figures alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from dossiers.models import Dossier, Rating
from dossiers.selectors.ratings import ratings_of_year, years_rated
from tests.integration.dossiers.diploma_copy import send, walk

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER, OCTOBER = datetime(2026, 11, 20, 9, tzinfo=HERE), datetime(2026, 10, 31, 23, 30, tzinfo=HERE)


@pytest.fixture
def dossier(people, now) -> Dossier:
    """A dossier the department decides."""
    return walk(send(people["cong-dan"], now), people, now, until="b2")


def rated(like: Dossier, *scores: int, at: datetime = NOVEMBER, words: str = "") -> None:
    """Have other dossiers of the same agencies rated."""
    for number, score in enumerate(scores):
        other = Dossier.objects.create(
            receipt_no=f"BN-{at:%m%d}-{score}-{number}-{len(words)}", procedure=like.procedure, rules_hash=like.rules_hash,
            applicant=like.applicant, applicant_name="Người Được Giấu", receiving_agency=like.receiving_agency,
            deciding_agency=like.deciding_agency, idempotency_key=f"00000000-0000-4000-8000-{Dossier.objects.count():012}",
            submitted_at=at,
        )  # fmt: skip
        Rating.objects.create(dossier=other, score=score, words=words, rated_at=at)


class TestRatings:
    def test_are_counted_by_procedure_and_month_of_this_place(self, people, dossier, now):
        rated(dossier, 5, 4, 1)
        rated(dossier, 3, at=OCTOBER)

        november, october = ratings_of_year(people["lanh-dao"], 2026, now)

        assert (november.month.month, november.count, november.mean, november.satisfied) == (11, 3, 3.3, 67)
        assert november.scores == {5: 1, 4: 1, 3: 0, 2: 0, 1: 1}
        assert (october.month.month, october.count) == (10, 1)

    def test_show_words_of_several_people_alone(self, people, dossier, now):
        rated(dossier, 2, at=OCTOBER, words="Chờ lâu")
        rated(dossier, 5, 5)
        rated(dossier, 1, words="Phải đi lại hai lần")

        november, october = ratings_of_year(people["lanh-dao"], 2026, now)

        assert (november.words, october.words) == (("Phải đi lại hai lần",), ())

    def test_of_another_agency_are_not_there(self, people, dossier, now):
        rated(dossier, 5)

        assert ratings_of_year(people["hieu-truong"], 2026, now) == []
        assert years_rated(people["hieu-truong"], now) == []

    def test_of_a_dossier_nobody_decides_yet_are_the_receivers(self, people, dossier, now):
        rated(dossier, 4)
        Dossier.objects.update(deciding_agency=None)

        assert len(ratings_of_year(people["lanh-dao"], 2026, now)) == 1


class TestThePage:
    def test_says_neither_who_nor_which_dossier(self, browser_of, dossier):
        rated(dossier, 5, 4, 3, words="Nhanh")

        page = browser_of("lanh-dao").get(reverse("desk:ratings")).content.decode()

        assert "Nhanh" in page and "3 đánh giá, trung bình 4" in page
        assert "Người Được Giấu" not in page and "BN-" not in page

    def test_is_in_the_menu_of_who_may_see_it_and_nobody_elses(self, browser_of, dossier):
        address = reverse("desk:ratings")

        leader, keeper = (
            browser_of(who).get(reverse("desk:inbox")).content.decode() for who in ("lanh-dao", "giu-so")
        )

        assert (address in leader, address in keeper) == (True, False)
        assert reverse("desk:complaints") in leader

    def test_takes_no_year_that_has_nothing(self, browser_of, dossier):
        rated(dossier, 5)

        response = browser_of("lanh-dao").get(reverse("desk:ratings"), {"year": "1' OR 1=1"})

        assert response.context["year"] == 2026

    def test_costs_a_fixed_number_of_queries(self, people, dossier, now, django_assert_num_queries):
        rated(dossier, 5)
        ratings_of_year(people["lanh-dao"], 2026, now)
        rated(dossier, 4, 3, 2, at=OCTOBER - timedelta(days=40))

        with django_assert_num_queries(5):
            ratings_of_year(people["lanh-dao"], 2026, now)
