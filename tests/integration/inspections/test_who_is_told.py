"""What the pages promise when they say that somebody is told: the institution of what is asked, the team of what was answered."""

from uuid import uuid4

import pytest

from accounts.models import Person
from inspections.services import answer_complaint, answer_paper, ask_for_paper, complain
from notifications.models import Notification
from registry.models import Institution
from tests.integration.inspections.visit_world import seat
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
