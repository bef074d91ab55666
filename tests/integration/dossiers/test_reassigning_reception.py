"""The head of the one-stop centre gives steps of its own officers to others of them, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.localdays import local_day
from accounts.models import Agency, Appointment
from audit.models import AuditEntry
from dossiers.errors import NotVisible
from dossiers.services import claim, reassign
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import open_item, send, walk
from workflows.errors import NotEntitled

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HEAD = "lanh-dao-mot-cua"


@pytest.fixture
def item(people, now):
    """A step of reception, held by one of the centre's two officers."""
    waiting = open_item(send(people["cong-dan"], now), "b1")
    return claim(people["tiep-nhan"], waiting.public_id, version=waiting.version, at=now)


def give(item, leader, officer, at):
    """Give the step to another officer."""
    return reassign(
        leader,
        item.public_id,
        officer_id=str(officer.public_id),
        version=item.version,
        reason="Nghỉ phép",
        at=at,
    )


def seat(person, role: str, agency: str) -> None:
    """Let somebody sit elsewhere in a role."""
    Appointment.objects.filter(person=person, role__code=role).update(sits_at=Agency.objects.get(code=agency))


class TestTheHeadOfTheCentre:
    def test_gives_a_step_to_another_officer_of_the_centre_and_both_learn_of_it(self, people, item, now):
        Notification.objects.all().delete()

        given = give(item, people[HEAD], people["tiep-nhan-2"], now)

        assert given.owner == people["tiep-nhan-2"]
        told = {each.recipient: each.kind for each in Notification.objects.all()}
        assert told == {people["tiep-nhan-2"]: "work_item.given", people["tiep-nhan"]: "work_item.taken_over"}
        entry = AuditEntry.objects.get(action="workflows.reassign")
        assert (entry.actor_id, entry.stored.values["reason"]) == (people[HEAD].pk, "Nghỉ phép")

    def test_gives_a_step_that_nobody_has_taken(self, people, now):
        waiting = open_item(send(people["cong-dan"], now), "b1")

        assert give(waiting, people[HEAD], people["tiep-nhan-2"], now).owner == people["tiep-nhan-2"]

    def test_gives_what_is_to_be_handed_over(self, people, now):
        result = open_item(walk(send(people["cong-dan"], now), people, now, until="b6"), "b6")

        assert give(result, people[HEAD], people["tiep-nhan"], now).owner == people["tiep-nhan"]

    def test_finds_the_way_on_the_dossiers_page(self, people, item):
        head = Client()
        head.force_login(people[HEAD], backend=BACKEND)
        address = reverse("desk:reassign", args=[item.public_id])

        shown = head.get(reverse("desk:dossier", args=[item.run.dossier.public_id])).content.decode()

        assert address in shown
        assert "Lê Thị Út" in head.get(address).content.decode()

    def test_gives_nothing_of_the_offices_that_appraise(self, people, now):
        search = open_item(walk(send(people["cong-dan"], now), people, now, until="b2"), "b2")

        with pytest.raises(NotVisible):
            give(search, people[HEAD], people["giu-so-2"], now)

    def test_gives_nothing_that_an_officer_of_another_centre_holds(self, people, item, now):
        seat(people["tiep-nhan"], "tiep_nhan", "H61.12.31")

        with pytest.raises(NotVisible):
            give(item, people[HEAD], people["tiep-nhan-2"], now)

    def test_gives_nothing_to_an_officer_of_another_centre(self, people, item, now):
        seat(people["tiep-nhan-2"], "tiep_nhan", "H61.12.31")

        with pytest.raises(NotEntitled):
            give(item, people[HEAD], people["tiep-nhan-2"], now)

    def test_gives_nothing_any_more_when_the_appointment_is_over(self, people, item, now):
        yesterday = local_day(now) - timedelta(days=1)
        Appointment.objects.filter(person=people[HEAD]).update(ends_on=yesterday)

        with pytest.raises(NotVisible):
            give(item, people[HEAD], people["tiep-nhan-2"], now)

    def test_is_the_only_one_of_the_centre_who_may(self, people, item, now):
        with pytest.raises(NotVisible):
            give(item, people["tiep-nhan-2"], people["tiep-nhan-2"], now)
