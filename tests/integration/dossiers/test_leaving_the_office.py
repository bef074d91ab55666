"""Somebody's role ends while they hold work: the work goes back to its queue, the colleagues know, nothing is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.localdays import local_day
from accounts.models import Appointment
from accounts.services import close_person, end_appointment, revoke_appointment
from audit.models import AuditEntry
from dossiers import jobs
from dossiers.services import claim, free_work
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk
from workflows.models import WorkItem

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def held(people, now) -> WorkItem:
    """The search in the register, held by the second keeper."""
    item = open_item(walk(send(people["cong-dan"], now), people, now, until="b2"), "b2")
    return claim(people["giu-so-2"], item.public_id, version=item.version, at=now)


@pytest.fixture
def appointment(people) -> Appointment:
    """By which the second keeper holds it."""
    return Appointment.objects.get(person=people["giu-so-2"])


@pytest.fixture
def browser(people):
    """Return a function that gives somebody's browser."""

    def browser(who):
        client = Client()
        client.force_login(people[who], backend=BACKEND)
        return client

    return browser


def revoke(appointment, now):
    revoke_appointment(appointment, reason="Chuyển công tác", actor=None, at=now)
    return now


def end_with_the_day(appointment, now):
    end_appointment(appointment, ends_on=local_day(now), reason="Hết hạn", actor=None, at=now)
    return now + timedelta(days=1)


def close(appointment, now):
    close_person(appointment.person, reason="Nghỉ hưu", actor=None, at=now)
    return now


class TestTheWorkOfSomebodyWhoLeft:
    @pytest.mark.parametrize("leave", [revoke, end_with_the_day, close], ids=lambda leave: leave.__name__)
    def test_goes_back_to_the_queue_and_colleagues_are_told(self, held, people, appointment, now, leave):
        Notification.objects.all().delete()
        then = leave(appointment, now)

        freed = free_work(then)

        held.refresh_from_db()
        assert (freed, held.owner, held.status) == (1, None, "NEW")
        told = Notification.objects.filter(kind="work_item.opened", recipient=people["giu-so"])
        assert told.count() == 1
        entry = AuditEntry.objects.get(action="workflows.take_back")
        assert (entry.actor_id, entry.stored.values["holder"]) == (None, people["giu-so-2"].pk)
        assert free_work(then) == 0

    def test_is_taken_and_done_by_a_colleague(self, held, people, appointment, now):
        free_work(revoke(appointment, now))

        dossier = do(people["giu-so"], held.run.dossier, "b2", "khop_mot", {}, now)

        assert open_item(dossier, "b3")

    def test_stays_where_the_role_lasts(self, held, people, appointment, now):
        end_appointment(appointment, ends_on=local_day(now), reason="Hết hạn", actor=None, at=now)

        assert free_work(now) == 0

        held.refresh_from_db()
        assert held.owner == people["giu-so-2"]

    def test_does_not_take_the_applicants_step(self, people, now):
        dossier = do(
            people["tiep-nhan"], send(people["cong-dan"], now), "b1", "bo_sung", {}, now, reason="Ảnh mờ"
        )

        assert free_work(now) == 0

        assert open_item(dossier, "s4").owner == people["cong-dan"]

    def test_is_looked_for_by_a_worker(self, held, appointment, now):
        revoke(appointment, now)

        jobs.free_work({"at": now.isoformat()}, job_id=0, attempt=0, key="")

        held.refresh_from_db()
        assert held.owner is None


class TestBothSides:
    def test_see_whose_the_work_is(self, held, appointment, now, browser):
        free_work(revoke(appointment, now))
        step = reverse("desk:work_item", args=[held.public_id])

        left, colleague = browser("giu-so-2").get(step), browser("giu-so").get(step)

        assert left.status_code == 404
        assert "Nhận việc" in colleague.content.decode()

    @pytest.mark.parametrize("page", ["end_appointment", "revoke_appointment"])
    def test_the_administrator_is_told_what_becomes_of_it(self, held, appointment, browser, page):
        shown = browser("quan-tri").get(reverse(f"administration:{page}", args=[appointment.public_id]))

        assert "đang giữ 1 việc" in shown.content.decode()

    def test_the_administrator_is_told_nothing_of_no_work(self, people, appointment, browser):
        page = reverse("administration:end_appointment", args=[appointment.public_id])

        assert "đang giữ" not in browser("quan-tri").get(page).content.decode()
