"""What changes an inspection wakes the pages that show it: the desk's, the institution's, the boards."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from audit.models import AuditEntry
from inspections.models import DeclaredAnswer
from inspections.services import (
    add_finding,
    ask_for_paper,
    complain,
    declare_answers,
    drop_step_draft,
    open_notice,
    save_step_draft,
    submit_remedy,
)
from inspections.topics import agency_topic, inspection_topic, target_topic
from notifications.models import WakeUp
from tests.integration.inspections.visit_world import BACKEND, JPEG
from tests.integration.portal.institution_world import acting_for, begun_at, notified, remedy_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(visit) -> Person:
    """Who acts for the institution."""
    head = Person.objects.create_user("head@dong.bo", "mat-khau-dai", full_name="Hoàng Thị Sen")
    acting_for(visit.target.institution, head, "5300100001", visit.at)
    WakeUp.objects.all().delete()
    return head


def woken() -> set[str]:
    """Return the topics that were woken."""
    return set(WakeUp.objects.values_list("topic", flat=True))


def finds(visit, head):
    """A member writes a finding down."""
    key = uuid4()
    add_finding(visit.people["lead"], visit.target, text="Thiếu sổ", idempotency_key=key, at=visit.at)


def asks(visit, head):
    """A member asks for a paper."""
    key = uuid4()
    ask_for_paper(visit.people["an"], visit.target, title="Sổ lương", idempotency_key=key, at=visit.at)


def complains(visit, head):
    """The institution complains."""
    complain(head, visit.target, text="Muộn", attachments=[], idempotency_key=uuid4(), at=visit.at)


def proves(visit, head):
    """The institution proves a remedy."""
    remedy = remedy_of(visit)
    submit_remedy(head, remedy, text="Đã sửa", attachments=[], idempotency_key=uuid4(), at=visit.at)


def declares(visit, head):
    """The institution declares itself."""
    notified(visit)
    declare_answers(head, visit.target, answers={"TS.01": {"verdict": "pass"}}, at=visit.at)


def opens(visit, head):
    """The institution opens the notice."""
    notified(visit)
    open_notice(head, visit.target, at=visit.at)


class TestAChange:
    @pytest.mark.parametrize("change", [finds, asks, complains, proves, declares, opens])
    def test_wakes_the_part_the_inspection_and_the_boards(self, visit, head, change):
        change(visit, head)

        topics = {
            target_topic(visit.target),
            inspection_topic(visit.inspection),
            agency_topic(visit.inspection.agency_id),
        }
        assert topics <= woken()


class TestWhatIsKeptWhileSomebodyTypes:
    def test_wakes_no_page_though_it_is_recorded(self, visit, head):
        item = begun_at("k9", visit)
        WakeUp.objects.all().delete()

        save_step_draft(head, item.public_id, values={"y_kien": "Nháp"}, reason="", at=visit.at)
        drop_step_draft(head, item.public_id, at=visit.at)

        recorded = AuditEntry.objects.filter(action__startswith="inspection.step_draft").values_list(
            "action", flat=True
        )
        assert woken() == set()
        assert set(recorded) == {"inspection.step_draft_saved", "inspection.step_draft_dropped"}

    def test_of_a_declaration_wakes_the_pages_once_it_is_saved(self, visit, head):
        notified(visit)
        browser, address = Client(), reverse("portal:declare", args=[visit.target.public_id, "TS"])
        browser.force_login(head, backend=BACKEND)

        browser.post(address, {"TS_01": "pass", "action": "draft"})
        typing = woken()
        browser.post(address, {"TS_01": "pass"})

        assert DeclaredAnswer.objects.get().values == {"verdict": "pass"}
        assert (typing, target_topic(visit.target) in woken()) == (set(), True)


class TestATablet:
    def test_wakes_the_part_once_for_all_it_sends_at_once(self, visit):
        tablet = visit.tablet("lead")
        WakeUp.objects.all().delete()

        tablet.send(tablet.answer("TS.01"), tablet.answer("TS.02"), tablet.answer("DT.01"))

        assert WakeUp.objects.filter(topic=target_topic(visit.target)).count() == 1

    def test_wakes_nobody_with_what_was_not_taken(self, visit):
        tablet = visit.tablet("lead")
        tablet.answer("TS.01")
        WakeUp.objects.all().delete()

        tablet.send(tablet.answer("TS.02"))  # the one before it was never sent

        assert woken() == set()

    def test_wakes_the_part_when_a_photograph_is_whole(self, visit):
        tablet = visit.tablet("lead")
        photo = tablet.photo()
        tablet.send(photo)
        WakeUp.objects.all().delete()

        tablet.patch(photo["payload"]["id"], 0, JPEG)

        assert target_topic(visit.target) in woken()


class TestTheInstitutionsPage:
    @pytest.mark.parametrize("name", ["inspection", "inspections"])
    def test_listens_to_its_own_part(self, visit, head, name):
        browser = Client()
        browser.force_login(head, backend=BACKEND)
        address = reverse(f"portal:{name}", args=[visit.target.public_id] if name == "inspection" else [])

        assert f'data-live="{target_topic(visit.target)}"' in browser.get(address).content.decode()
