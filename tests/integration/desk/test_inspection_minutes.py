"""Minutes on the desk: read as PDF, signed by the lead, sealed by the clerk, handed over; what stands against it in words."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import IssuedDocument
from inspections.models import Minutes
from inspections.services.make_minutes import make_minutes
from jobs.testing import run_all_jobs
from tests.integration.inspections.conftest import chain  # noqa: F401 fixture by name
from tests.integration.inspections.test_issue_minutes import SPOT, put_names

pytestmark = pytest.mark.django_db(transaction=True)


def browser(chain, name):  # noqa: F811
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(chain.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name, minutes):
    """Return an address of minutes."""
    return reverse(f"desk:inspections:{name}", args=[minutes.public_id])


def at_the_desk(chain, name, minutes):  # noqa: F811
    """Return whether the inbox leads somebody to the minutes that wait for their certificate, and whether these are among them."""
    page = browser(chain, name).get(reverse("desk:inspections:minutes_to_certify")).content.decode()
    return inbox_entry(chain, name, "minutes_to_certify") is not None, address(
        "sign_minutes", minutes
    ) in page


def inbox_entry(chain, name, place):  # noqa: F811
    """Return the number that stands at an entry beside the queues; None where there is no such entry."""
    page = browser(chain, name).get(reverse("desk:inbox")).content.decode()
    link = re.escape(reverse(f"desk:inspections:{place}"))
    found = re.search(rf'<a href="{link}">.*?mc-queues__count">(\d+)', page)
    return found[1] if found else None


@pytest.fixture
def minutes(chain):  # noqa: F811
    """Minutes that nobody has signed yet."""
    target = chain.announced()
    lead = chain.people["truong-doan"]
    return make_minutes(lead, target.public_id, kind="inspection", spot=SPOT, at=chain.at, number=uuid4())


class TestMinutesOnTheDesk:
    def test_go_from_the_lead_s_certificate_to_the_clerk_s_seal(self, chain, minutes):  # noqa: F811
        put_names(chain, minutes)
        browser(chain, "truong-doan").post(address("sign_minutes", minutes))
        run_all_jobs()
        waiting = browser(chain, "van-thu").get(reverse("desk:inspections:minutes_to_seal")).content.decode()
        browser(chain, "van-thu").post(address("seal_minutes", minutes))
        run_all_jobs()

        sent = browser(chain, "truong-doan").get(reverse("portal:minutes", args=[minutes.public_id]))

        assert "01/BB-ĐKT" in waiting
        assert IssuedDocument.objects.get(subject_type="inspections.Minutes").state == "valid"
        assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
        assert b"/ByteRange" in sent.content

    def test_wait_for_the_lead_in_the_inbox_and_its_list_until_they_are_signed(self, chain, minutes):  # noqa: F811
        before, empty = at_the_desk(chain, "truong-doan", minutes)
        put_names(chain, minutes)
        shown, listed = at_the_desk(chain, "truong-doan", minutes)
        colleague = at_the_desk(chain, "thanh-vien", minutes)
        browser(chain, "truong-doan").post(address("sign_minutes", minutes))
        after, gone = at_the_desk(chain, "truong-doan", minutes)

        assert (before, empty) == (after, gone) == colleague == (False, False)
        assert (shown, listed) == (True, True)

    def test_wait_for_the_clerk_in_the_inbox_with_their_number(self, chain, minutes):  # noqa: F811
        put_names(chain, minutes)
        before = inbox_entry(chain, "van-thu", "minutes_to_seal")
        browser(chain, "truong-doan").post(address("sign_minutes", minutes))
        run_all_jobs()

        assert before == "0"
        assert inbox_entry(chain, "van-thu", "minutes_to_seal") == "1"
        assert inbox_entry(chain, "truong-doan", "minutes_to_seal") is None

    def test_on_paper_wait_for_no_certificate(self, chain, minutes):  # noqa: F811
        put_names(chain, minutes)
        Minutes.objects.filter(pk=minutes.pk).update(original=Minutes.Original.PAPER)

        assert at_the_desk(chain, "truong-doan", minutes) == (False, False)

    def test_without_signatures_are_read_but_not_signed_and_the_page_says_why(self, chain, minutes):  # noqa: F811
        lead = browser(chain, "truong-doan")

        refused = lead.post(address("sign_minutes", minutes))
        read = lead.get(reverse("portal:minutes", args=[minutes.public_id]))

        assert refused.status_code == 422
        assert "chưa đủ chữ ký" in refused.content.decode()
        assert (read.status_code, read.content[:5]) == (200, b"%PDF-")

    def test_are_handed_over_with_the_way_it_was_done(self, chain, minutes):  # noqa: F811
        put_names(chain, minutes)
        lead = browser(chain, "truong-doan")

        without = lead.post(address("hand_over_minutes", minutes), {"way": ""})
        done = lead.post(address("hand_over_minutes", minutes), {"way": "print"})

        assert (without.status_code, done.status_code) == (422, 302)
        assert Minutes.objects.get(pk=minutes.pk).copy_handed_at is not None

    def test_show_how_they_stand_to_the_server_s_own(self, chain, minutes):  # noqa: F811
        page = browser(chain, "truong-doan").get(
            reverse("desk:inspections:target", args=[minutes.target.public_id])
        )

        assert "Khớp với biên bản máy chủ lập lại" in page.content.decode()
