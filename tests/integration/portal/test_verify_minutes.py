"""The QR on a copy of minutes: anybody learns whether they are here and since when, and nothing of what they say."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from inspections.models import Minutes
from tests.integration.inspections.conftest import visit  # noqa: F401 fixture by name
from tests.integration.inspections.test_minutes import kept
from tests.integration.inspections.visit_world import BACKEND

pytestmark = pytest.mark.django_db
NOBODYS = "0" * 64


def asked(client, typed):
    """Return the answer of the page to what a QR says."""
    return client.get(reverse("portal:verify"), {"digest": typed})


class TestTheQrOfMinutes:
    def test_tells_since_when_the_server_has_them_and_nobodys_name(self, client, visit):  # noqa: F811
        minutes = kept(visit)
        scanned = f"{minutes.content_digest} {visit.inspection.code} {minutes.public_id}"

        page = asked(client, scanned)

        text = page.content.decode()
        assert page.status_code == 200
        assert f"{timezone.localtime(minutes.made_at):%d/%m/%Y %H:%M}" in text
        assert "chưa đủ chữ ký" in text
        for secret in (
            "Lê Hiệu",
            "Trần Trưởng",
            visit.target.institution.name,
            "Không công khai",
        ):
            assert secret not in text

    def test_leads_who_may_read_them_to_their_copy_once_they_are_complete(self, client, visit):  # noqa: F811
        minutes = kept(visit)
        address = reverse("portal:minutes", args=[minutes.public_id])
        before = asked(client, minutes.content_digest).content.decode()
        Minutes.objects.filter(pk=minutes.pk).update(complete_at=visit.at)

        after = asked(client, minutes.content_digest).content.decode()

        assert address not in before
        assert address in after
        assert client.get(address).status_code == 302  # to the page of signing in
        client.force_login(visit.people["stranger"], backend=BACKEND)
        assert client.get(address).status_code == 404

    def test_tells_that_others_took_their_place(self, client, visit):  # noqa: F811
        minutes = kept(visit)
        Minutes.objects.filter(pk=minutes.pk).update(voided_at=visit.at, void_reason="Lập lại")

        page = asked(client, minutes.content_digest)

        assert "đã được lập lại" in page.content.decode()

    def test_tells_of_those_that_stand_where_the_same_content_was_made_twice(self, client, visit):  # noqa: F811
        first = kept(visit)
        Minutes.objects.filter(pk=first.pk).update(voided_at=visit.at, void_reason="Lập lại")
        second = kept(visit)
        Minutes.objects.filter(pk=second.pk).update(complete_at=visit.at + timedelta(minutes=1))

        page = asked(client, first.content_digest)

        assert "đủ chữ ký" in page.content.decode()
        assert "đã được lập lại" not in page.content.decode()

    @pytest.mark.parametrize(
        "typed",
        [NOBODYS, "", "khong-phai-ma", "A" * 5_000, "\0"],
        ids=["unknown", "empty", "word", "long", "nul"],
    )
    def test_that_nobody_made_is_not_here(self, client, visit, typed):  # noqa: F811
        kept(visit)

        page = asked(client, typed)

        assert page.status_code == 404
        assert "Chưa có biên bản nào mang mã này" in page.content.decode()

    def test_is_not_to_be_guessed(self, client, visit):  # noqa: F811
        minutes = kept(visit)
        for _ in range(settings.VERIFY_MISSES_AN_HOUR):
            asked(client, NOBODYS)

        page = asked(client, minutes.content_digest)

        assert page.status_code == 429
