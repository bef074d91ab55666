"""What the pages promise when they say that somebody is told: the institution of what is asked, the team of what was answered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from inspections.models import InspectionComplaint
from inspections.services import (
    answer_complaint,
    answer_paper,
    ask_for_paper,
    complain,
    remind_of_complaints,
)
from inspections.sight import sight_of
from notifications.models import Notification
from registry.models import Institution
from tests.integration.inspections.visit_world import BACKEND, seat
from tests.integration.portal.institution_world import acting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(visit) -> Person:
    """Who acts for the institution."""
    head = Person.objects.create_user("head@dong.bo", "mat-khau-dai", full_name="Hoàng Thị Sen")
    acting_for(Institution.objects.get(pk=visit.target.institution_id), head, "5300100001", visit.at)
    return head


def told(person):
    """Return the kinds of messages a person got."""
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


class TestAPaperThatIsAskedFor:
    def test_is_told_to_the_institution_once(self, visit, head):
        key = uuid4()

        for _ in range(2):
            ask_for_paper(
                visit.people["an"], visit.target, title="Sổ lương", idempotency_key=key, at=visit.at
            )

        assert told(head) == ["inspection.your_turn"]

    def test_that_was_answered_is_told_to_who_asked(self, visit, head):
        asked = ask_for_paper(
            visit.people["an"], visit.target, title="Sổ lương", idempotency_key=uuid4(), at=visit.at
        )

        answer_paper(head, asked, attachments=[], refusal="Không liên quan", at=visit.at)

        assert told(visit.people["an"]) == ["inspection.paper_answered"]


class TestAComplaint:
    def test_that_was_answered_is_told_to_the_institution(self, visit, head, monkeypatch):
        complaint = complain(
            head, visit.target, text="Đoàn đến muộn", attachments=[], idempotency_key=uuid4(), at=visit.at
        )
        seat(visit.people["stranger"], visit.inspection.agency, visit.at, "chuyen_vien")
        monkeypatch.setattr("inspections.sight.may", lambda *asked: True)

        answer_complaint(visit.people["stranger"], complaint, answer="Đã nhắc đoàn", at=visit.at)

        assert told(head) == ["inspection.complaint_answered"]


def complained(chain) -> InspectionComplaint:
    """Return a complaint of an announced institution."""
    target, head = chain.announced(), chain.people["co-so"]
    return complain(
        head, target, text="Đoàn đến muộn", attachments=[], idempotency_key=uuid4(), at=chain.at
    )  # fmt: skip


class TestALateComplaint:
    def test_is_told_once_to_each_who_may_answer_it_and_to_nobody_else(self, chain):
        complaint, kind = complained(chain), "inspection.complaint_late"
        before, after = (complaint.answer_by + timedelta(hours=each) for each in (-1, 1))

        reminded = [remind_of_complaints(at) for at in (before, after, after)]

        told_of_it = {name: told(chain.people[name]).count(kind) for name in chain.people}
        assert reminded == [0, sum(told_of_it.values()), 0]
        inspection = complaint.target.inspection
        answering = {name for name, each in chain.people.items() if sight_of(each, inspection, after).office}
        assert {name for name, times in told_of_it.items() if times} == answering
        assert answering > {"lanh-dao", "chuyen-vien"}
        assert not answering & {"co-so", "cong-dan", "van-thu"}
        news = Notification.objects.filter(recipient=chain.people["lanh-dao"], kind=kind).get()
        assert news.url == reverse("desk:inspections:answer_complaint", args=[complaint.public_id])

    def test_that_was_answered_is_nobodys_to_be_reminded_of(self, chain):
        complaint = complained(chain)
        answer_complaint(chain.people["lanh-dao"], complaint, answer="Đã nhắc đoàn", at=chain.at)

        assert remind_of_complaints(complaint.answer_by + timedelta(days=1)) == 0

    @pytest.mark.parametrize(("days", "is_late"), [(9, False), (11, True)])
    def test_is_marked_on_the_desk_and_for_the_institution_after_its_days(self, chain, days, is_late):
        complaint = complained(chain)
        since = timezone.now() - timedelta(days=days)
        complaint.sent_at, complaint.answer_by = since, since + timedelta(days=10)
        complaint.save(update_fields=["sent_at", "answer_by"])
        pages = {"lanh-dao": "desk:inspections:target", "co-so": "portal:inspection_complaints"}

        shown = []
        for name, page in pages.items():
            browser = Client()
            browser.force_login(chain.people[name], backend=BACKEND)
            answer = browser.get(reverse(page, args=[complaint.target.public_id]))
            assert answer.status_code == 200
            shown.append("Quá hẹn" in answer.content.decode())

        assert shown == [is_late, is_late]
