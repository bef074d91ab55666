"""Messages: written with the event, worded for the reader, mailed to those away."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from jobs.models import Incident, Job
from jobs.testing import run_all_jobs
from notifications.errors import NoWords
from notifications.models import Delivery, Notification, Presence, WakeUp
from notifications.selectors import deliveries_about, notifications_of, unread_count
from notifications.services import mark_all_read, mark_read, notify

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
PARAMS = {
    "code": "H61.12-261123-0001",
    "procedure": {"vi": "Bản sao bằng", "en": "Diploma copy", "km": ""},
    "due_at": "2026-11-25T03:00:00+00:00",
}


def tell(*people, **changes):
    facts = {
        "kind": "dossier.received",
        "params": PARAMS,
        "url": "/dossiers/1/",
        "subject": "dossiers.Dossier:12",
    }
    return notify(recipients=people, at=AT, **{**facts, **changes})


class TestAMessage:
    def test_is_written_once_a_person_with_its_wake_up_and_its_delivery(self, person):
        tell(person, person.pk)

        notification = Notification.objects.get()
        assert (notification.recipient, notification.subject_type, notification.subject_id) == (
            person, "dossiers.Dossier", "12",
        )  # fmt: skip
        assert WakeUp.objects.get().topic == f"person.{person.pk}"
        assert Delivery.objects.get().state == "queued"

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            pytest.param("vi", "Bản sao bằng, hẹn trả 10:00 25/11/2026", id="Vietnamese"),
            pytest.param("en", "Diploma copy, hẹn trả 10:00 25/11/2026", id="English"),
            pytest.param("km", "Bản sao bằng, hẹn trả 10:00 25/11/2026", id="a language left empty"),
        ],
    )
    def test_is_worded_when_it_is_shown(self, person, language, text):
        (notification,) = tell(person)

        with translation.override(language):
            assert notification.title == "Đã tiếp nhận H61.12-261123-0001"
            assert notification.text == text

    def test_may_bring_its_own_words(self, person):
        (notification,) = tell(
            person, kind="of a package", params={"title": {"vi": "Mời nhận"}, "body": {"vi": "Sáng mai"}}
        )

        assert (notification.title, notification.text) == ("Mời nhận", "Sáng mai")

    def test_that_nobody_worded_is_refused(self, person):
        with pytest.raises(NoWords, match="unheard"):
            tell(person, kind="unheard")


class TestReading:
    def test_counts_and_marks_one_and_all(self, person):
        first, _, _ = tell(person) + tell(person) + tell(person)

        assert unread_count(person) == 3
        assert mark_read(person, first.public_id, at=AT)
        assert not mark_read(person, first.public_id, at=AT)
        assert mark_all_read(person, AT) == 2
        assert unread_count(person) == 0
        assert notifications_of(person).count() == 3

    def test_is_the_recipients_alone(self, person, django_user_model):
        other = django_user_model.objects.create_user("binh@example.vn", full_name="Bình")
        (notification,) = tell(person)

        assert not mark_read(other, notification.public_id, at=AT)
        assert not notifications_of(other).exists()


class TestAnEMail:
    def test_goes_to_those_away_under_a_stable_id(self, person):
        tell(person)

        run_all_jobs()

        (sent,) = mail.outbox
        delivery = Delivery.objects.get()
        assert sent.to == ["an@example.vn"]
        assert sent.subject == "Đã tiếp nhận H61.12-261123-0001"
        assert "https://dvc.example.vn/dossiers/1/" in sent.body
        assert sent.extra_headers["Message-ID"] == f"<{delivery.public_id}@dvc.example.vn>"
        assert (delivery.state, delivery.attempts) == ("sent", 1)
        assert list(deliveries_about("dossiers.Dossier", 12)) == [delivery]

    def test_is_needless_for_a_page_that_is_open(self, person):
        Presence.objects.create(person=person, seen_at=timezone.now() - timedelta(minutes=4))
        tell(person)

        run_all_jobs()

        assert not mail.outbox
        assert Delivery.objects.get().note == "has a page open"

    def test_goes_out_when_the_page_was_closed_long_ago(self, person):
        Presence.objects.create(person=person, seen_at=timezone.now() - timedelta(minutes=6))
        tell(person)

        run_all_jobs()

        assert len(mail.outbox) == 1

    def test_is_needless_for_what_was_read(self, person):
        tell(person)
        mark_all_read(person, AT)

        run_all_jobs()

        assert Delivery.objects.get().note == "read already"

    def test_is_not_sent_again_by_a_job_that_is_run_again(self, person):
        tell(person)
        run_all_jobs()
        Job.objects.update(state="ready")

        run_all_jobs()

        assert len(mail.outbox) == 1

    def test_that_fails_is_tried_again_and_every_attempt_is_counted(self, person, settings, caplog):
        caplog.set_level(logging.CRITICAL, "jobs")
        settings.JOB_INCIDENT_OPENED = ""
        settings.EMAIL_BACKEND = "django.core.mail.backends.nothing.EmailBackend"
        tell(person)
        for _ in range(5):
            Job.objects.update(run_at=timezone.now())
            run_all_jobs(raise_errors=False)

        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.attempts) == ("failed", 5)
        assert Incident.objects.count() == 1

    def test_is_not_written_where_the_message_stays_on_the_pages(self, person):
        tell(person, by_email=False)

        assert not Delivery.objects.exists()
        assert not Job.objects.exists()
