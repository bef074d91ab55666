"""The periodic table: a slot once, however many workers tick."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from jobs.models import Job
from jobs.periodic import Ticker, slot_of

AT = datetime(2026, 11, 23, 3, 0, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "tests.integration.jobs.handlers.note"


@pytest.mark.parametrize(
    ("every", "slot"),
    [
        pytest.param(timedelta(seconds=1), AT, id="a second"),
        pytest.param(timedelta(minutes=1), AT.replace(second=0), id="a minute"),
        pytest.param(timedelta(days=1), AT.replace(hour=0, second=0), id="a day"),
    ],
)
def test_a_slot_begins(every, slot):
    assert slot_of(AT + timedelta(milliseconds=200), every) == slot


class TestATick:
    def test_orders_a_slot_once_for_two_workers(self, settings):
        settings.PERIODIC = {"sweep": (NOTE, timedelta(minutes=1))}
        for ticker in (Ticker(), Ticker()):
            ticker.tick(AT)
            ticker.tick(AT + timedelta(seconds=5))

        assert Job.objects.get().key == "sweep@2026-11-23T03:00:00+00:00"

    def test_orders_the_next_slot_too(self, settings):
        settings.PERIODIC = {"sweep": (NOTE, timedelta(minutes=1))}
        ticker = Ticker()

        ticker.tick(AT)
        ticker.tick(AT + timedelta(minutes=1))

        assert Job.objects.count() == 2

    def test_calls_what_is_due_each_second_straight(self, settings, monkeypatch):
        settings.PERIODIC = {"seal": ("tests.integration.jobs.handlers.note", timedelta(seconds=1))}
        called = []
        monkeypatch.setattr(NOTE, lambda payload, **_: called.append(payload["at"]))
        ticker = Ticker()

        for milliseconds in (0, 300, 1000):
            ticker.tick(AT + timedelta(milliseconds=milliseconds))

        assert len(called) == 2
        assert not Job.objects.exists()

    def test_makes_a_failure_of_those_a_job_of_the_hour(self, settings, caplog):
        caplog.set_level(logging.CRITICAL, "jobs")
        settings.PERIODIC = {"seal": ("tests.integration.jobs.handlers.fail", timedelta(seconds=1))}
        ticker = Ticker()

        ticker.tick(AT)
        ticker.tick(AT + timedelta(seconds=1))

        assert Job.objects.get().key == "seal!2026-11-23T03:00:00+00:00"
