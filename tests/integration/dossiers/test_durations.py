"""How long it really took: the latest hundred finished dossiers, in working time, without anybody's name."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache

from dossiers import selectors
from dossiers.durations import measured, usual_duration, working_hours_taken
from dossiers.models import Dossier
from tests.integration.dossiers.diploma_copy import send

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 8:00 in Viet Nam
HOURS = [Decimal(hours) for hours in range(1, 11)]


@pytest.fixture(autouse=True)
def nothing_kept():
    """Forget what other tests measured."""
    cache.clear()


@pytest.fixture
def finish(people, now):
    """Return a maker of finished dossiers, each copied from one that was really sent."""
    sent = send(people["cong-dan"], now)

    def finish(count: int, *, hours: int, decided_at: datetime = MONDAY + timedelta(hours=9)) -> None:
        for _ in range(count):
            number = Dossier.objects.count()
            Dossier.objects.create(
                receipt_no=f"BN-{number}",
                procedure="diploma_copy",
                rules_hash=sent.rules_hash,
                applicant=people["cong-dan"],
                applicant_name="Nguyễn Thị Mai",
                receiving_agency=sent.receiving_agency,
                idempotency_key=f"{number:032x}",
                submitted_at=decided_at - timedelta(hours=hours),
                received_at=decided_at - timedelta(minutes=1),
                decided_at=decided_at,
            )

    return finish


@pytest.fixture
def procedure(office, now):
    return selectors.application_package("diploma_copy", now).definition


class TestMeasuring:
    def test_gives_the_median_and_what_nine_in_ten_did_not_exceed(self):
        usual = measured(HOURS)

        assert (usual.dossiers, usual.median_hours, usual.most_hours) == (10, Decimal("5.5"), Decimal(9))

    def test_says_nothing_of_nine(self):
        assert measured(HOURS[:9]) is None

    def test_takes_the_latest_hundred(self, finish, procedure):
        finish(3, hours=9, decided_at=MONDAY - timedelta(days=7) + timedelta(hours=9))
        finish(100, hours=1)

        assert working_hours_taken("diploma_copy", procedure.term) == [Decimal(1)] * 100

    def test_counts_working_time_alone(self, finish, procedure):
        finish(1, hours=24)

        (taken,) = working_hours_taken("diploma_copy", procedure.term)

        assert Decimal(7) <= taken <= Decimal(9)

    def test_is_done_at_most_once_in_ten_minutes(self, finish, procedure, django_assert_num_queries):
        finish(10, hours=1)
        usual_duration(procedure)

        with django_assert_num_queries(0):
            usual_duration(procedure)

    def test_that_had_nothing_to_say_is_kept_too(self, procedure, django_assert_num_queries):
        usual_duration(procedure)

        with django_assert_num_queries(0):
            assert usual_duration(procedure) is None


class TestTheProceduresPage:
    def test_says_what_it_took_beside_the_promise(self, client, finish, procedure):
        finish(9, hours=1)
        finish(2, hours=3)

        page = client.get("/thu-tuc/diploma_copy/").content.decode()

        assert "Một nửa xong trong 1 giờ làm việc" in page
        assert "chín phần mười xong trong 3 giờ làm việc" in page
        assert "của 11 hồ sơ gần nhất" in page

    def test_says_nothing_of_a_few(self, client, finish, procedure):
        finish(9, hours=1)

        assert "hồ sơ gần nhất" not in client.get("/thu-tuc/diploma_copy/").content.decode()
