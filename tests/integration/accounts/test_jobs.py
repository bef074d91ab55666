"""What happens by itself: old sessions go, a new day's rights are felt."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.jobs import end_changed_sessions, sweep_sessions
from accounts.models import PersonSession
from accounts.selectors import years_to_announce
from accounts.services import announce_year, import_days_off, open_account
from jobs.testing import run_all_jobs
from tests.integration.accounts.people import AT, TODAY, Administration, make_officer


def session_of(person) -> PersonSession:
    """Return a session of a person, good for a day."""
    return PersonSession.objects.create(
        session_key=f"k{person.pk}", session_data="", expire_date=AT + timedelta(days=1), person=person
    )


class TestTheNewDay:
    @pytest.mark.parametrize(
        ("days", "ended"),
        [
            pytest.param({"starts_on": TODAY}, True, id="a role that begins today"),
            pytest.param({"ends_on": TODAY - timedelta(days=1)}, True, id="a role that ended yesterday"),
            pytest.param({}, False, id="a role that goes on"),
        ],
    )
    def test_ends_the_sessions_of(self, administration: Administration, days: dict, ended: bool) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.department, **days)
        session_of(officer)

        end_changed_sessions({"at": AT.isoformat()}, job_id=1, attempt=1, key="x")
        run_all_jobs()

        assert PersonSession.objects.exists() is not ended

    def test_is_felt_once_however_often_the_clock_ticks(self, administration: Administration) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.department, starts_on=TODAY)
        for _ in range(2):
            end_changed_sessions({"at": AT.isoformat()}, job_id=1, attempt=1, key="x")
            run_all_jobs()
        session_of(officer)

        end_changed_sessions({"at": AT.isoformat()}, job_id=1, attempt=1, key="x")
        run_all_jobs()

        assert PersonSession.objects.count() == 1


@pytest.mark.django_db
class TestOldSessions:
    def test_are_swept(self) -> None:
        person = open_account(email="dan@example.vn", full_name="D", actor=None, at=AT)
        session_of(person)

        sweep_sessions({"at": AT.isoformat()}, job_id=1, attempt=1, key="x")
        kept = PersonSession.objects.count()
        sweep_sessions({"at": (AT + timedelta(days=2)).isoformat()}, job_id=1, attempt=1, key="x")

        assert (kept, PersonSession.objects.count()) == (1, 0)


@pytest.mark.django_db
class TestAYearNotAnnounced:
    def test_is_told_sixty_days_before(self) -> None:
        import_days_off(at=AT)

        assert years_to_announce(AT.replace(month=10, day=1)) == []
        assert years_to_announce(AT) == [2027]

        announce_year(date(2027, 1, 1).year, basis="TB", actor=None, at=AT)
        assert years_to_announce(AT) == []


@pytest.mark.django_db
class TestAnAccountOpenedWithoutPassword:
    def test_gets_one_by_mail(self, client: Client) -> None:
        open_account(email="moi@example.vn", full_name="Lê Văn Mới", actor=None, at=AT)

        client.post(reverse("account_reset_password"), {"email": "moi@example.vn"})

        link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
        form = client.get(link, follow=True)
        done = client.post(
            form.request["PATH_INFO"], {"password1": "mot-cau-rat-dai", "password2": "mot-cau-rat-dai"}
        )
        assert done.status_code == 302
        answer = client.post(
            reverse("account_login"), {"login": "moi@example.vn", "password": "mot-cau-rat-dai"}
        )
        assert answer.status_code == 302
