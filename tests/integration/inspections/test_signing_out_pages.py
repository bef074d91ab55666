"""The pages on which a tablet is signed out: the person's own, and the administrator's."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry, AuditValues
from inspections.models import Device
from tests.integration.inspections.visit_world import BACKEND

ADMINISTRATOR, OFFICER = "quan-tri", "giu-so"


@pytest.fixture
def tablet(people, now) -> Device:
    """An officer's tablet."""
    return Device.objects.create(
        public_id=uuid4(), person=people[OFFICER], name="Tab A9", registered_at=now, last_seen_at=now
    )


def signed_in(client, person):
    """Return a browser in which a person is signed in."""
    client.force_login(person, backend=BACKEND)
    return client


class TestTheOwnPage:
    def test_names_the_tablet_and_signs_it_out(self, client, people, tablet):
        page = signed_in(client, people[OFFICER]).get(reverse("portal:account")).content.decode()

        after = client.post(reverse("portal:sign_out_tablet", args=[tablet.public_id]), follow=True)

        tablet.refresh_from_db()
        assert "Tab A9" in page
        assert tablet.revoked_by == people[OFFICER]
        assert "đã đăng xuất" in after.content.decode()

    def test_shows_nothing_of_tablets_to_who_has_none(self, client, people, tablet):
        page = signed_in(client, people["cong-dan"]).get(reverse("portal:account")).content.decode()

        assert "Máy tính bảng" not in page


class TestTheAdministratorsPage:
    def address(self, tablet: Device) -> str:
        """Return the address of the act."""
        return reverse("administration:revoke_tablet", args=[tablet.person.public_id, tablet.public_id])

    def test_leads_from_the_person_to_the_act(self, client, people, tablet):
        page = signed_in(client, people[ADMINISTRATOR]).get(
            reverse("administration:person", args=[people[OFFICER].public_id])
        )

        assert self.address(tablet) in page.content.decode()

    def test_signs_out_with_a_reason(self, client, people, tablet):
        signed_in(client, people[ADMINISTRATOR]).post(self.address(tablet), {"reason": "Mất máy"})

        tablet.refresh_from_db()
        entry = AuditEntry.objects.get(action="inspections.device_revoked")
        assert tablet.revoked_by == people[ADMINISTRATOR]
        assert AuditValues.objects.get(entry=entry).values["reason"] == "Mất máy"

    def test_asks_for_the_reason(self, client, people, tablet):
        answer = signed_in(client, people[ADMINISTRATOR]).post(self.address(tablet), {"reason": ""})

        tablet.refresh_from_db()
        assert answer.status_code == 422
        assert tablet.revoked_at is None

    def test_is_not_there_for_one_that_is_signed_out(self, client, people, tablet):
        Device.objects.update(revoked_at=timezone.now())

        assert signed_in(client, people[ADMINISTRATOR]).get(self.address(tablet)).status_code == 404
