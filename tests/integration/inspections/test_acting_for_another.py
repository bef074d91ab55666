"""Who acts in an inspection for another is recorded as doing so: by a delegation for a leader, by a power for an institution."""

from uuid import uuid4

import pytest

from accounts.localdays import local_day
from accounts.models import Appointment
from accounts.services import delegate
from audit.models import AuditEntry, AuditValues
from inspections.services import complain, open_notice, propose_extension
from inspections.services.institution import answer_complaint

pytestmark = pytest.mark.django_db


def rows_of(person, *, after=0):
    """Return what is recorded of a person's acts in inspections."""
    return list(
        AuditEntry.objects.filter(
            actor_id=person.pk, action__startswith="inspection.", pk__gt=after
        ).order_by("pk")
    )


def stand_in(chain, of, by):
    """Let somebody stand in for another today; return who is stood in for."""
    today = local_day(chain.at)
    delegate(
        appointment=Appointment.objects.get(person=chain.people[of]), to=chain.people[by], starts_on=today, ends_on=today,
        basis="GUQ 1", document_kinds=[], actor=chain.people[of], at=chain.at,
    )  # fmt: skip
    return chain.people[of].pk


class TestWhoStandsInForALeader:
    def test_is_recorded_so_at_the_step_that_signs_the_decision(self, chain):
        leader, deputy = stand_in(chain, "lanh-dao", "giu-so"), chain.people["giu-so"]
        inspection = chain.do(chain.people["chuyen-vien"], chain.drafted(), "k4", "trinh")
        for who, step, outcome in (("truong-phong", "k4p", "dong_y"), ("van-phong", "k4v", "dat")):
            inspection = chain.do(chain.people[who], inspection, step, outcome)

        chain.do(deputy, inspection, "k4s", "ky")

        assert [(row.action, row.on_behalf_of_id) for row in rows_of(deputy)] == [
            ("inspection.step_answered", leader)
        ]
        own = rows_of(chain.people["truong-phong"])
        assert [row.on_behalf_of_id for row in own] == [None]

    def test_is_recorded_so_when_proposing_a_decision_and_answering_a_complaint(self, chain):
        target = chain.announced()
        leader, deputy = stand_in(chain, "lanh-dao", "van-thu"), chain.people["van-thu"]
        complaint = complain(
            chain.people["co-so"], target, text="Chậm", attachments=[], idempotency_key=uuid4(), at=chain.at
        )

        before = AuditEntry.objects.latest("pk").pk
        decision = propose_extension(deputy, target, days=2, reason="Xa", at=chain.at)
        answer_complaint(deputy, complaint, answer="Đã xem xét", at=chain.at)

        assert {row.action: row.on_behalf_of_id for row in rows_of(deputy, after=before)} == {
            "inspection.decision_proposed": leader,
            "inspection.complaint_answered": leader,
        }
        began = decision.run.events.order_by("seq").first()
        assert began.data["on_behalf_of"] == leader

    def test_is_not_said_of_the_lead_who_proposes_in_his_own_right(self, chain):
        target = chain.announced()
        stand_in(chain, "lanh-dao", "truong-doan")
        before = AuditEntry.objects.latest("pk").pk

        propose_extension(chain.people["truong-doan"], target, days=2, reason="Xa", at=chain.at)

        (row,) = rows_of(chain.people["truong-doan"], after=before)
        assert row.on_behalf_of_id is None


class TestWhoActsForAnInstitution:
    def test_is_recorded_with_the_power_and_the_institution_at_every_act(self, chain):
        target, head = chain.announced(), chain.people["co-so"]
        power = str(head.representations.get().public_id)

        open_notice(head, target, at=chain.at)
        complain(head, target, text="Chậm", attachments=[], idempotency_key=uuid4(), at=chain.at)
        target = chain.do(chain.people["truong-doan"], target, "k8", "xong")
        chain.do(head, target, "k9", "dong_y", {"y_kien": "Không có ý kiến"})

        rows = rows_of(head)
        said = AuditValues.objects.in_bulk([row.pk for row in rows], field_name="entry_id")
        assert {row.action for row in rows} == {
            "inspection.notice_opened",
            "inspection.complained",
            "inspection.step_answered",
        }
        assert {said[row.pk].values.get("representation") for row in rows} == {power}
        assert {said[row.pk].values.get("for") for row in rows} == {target.institution.name}
