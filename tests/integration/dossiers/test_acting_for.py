"""Who acted for whom is in every record: of who applies by a power, and of who stands in for a leader."""

from uuid import uuid4

import pytest

from accounts.localdays import local_day
from accounts.models import Appointment
from accounts.services import delegate
from audit.models import AuditEntry
from dossiers.services import (
    answer_complaint,
    complain,
    save_draft,
    take_complaint,
    withdraw,
    withdraw_complaint,
    write_message,
)
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk
from tests.integration.dossiers.result_correction import begin, publish_correction
from tests.integration.dossiers.test_representation import power, send_by
from workflows.models import FlowEvent


@pytest.fixture
def granted(people, now):
    """The power by which the second citizen acts for the first."""
    return power(people, now)


class TestWhoAppliesByAPower:
    def test_is_recorded_as_acting_for_the_one_who_gave_it_from_the_draft_to_the_withdrawal(
        self, people, granted, now
    ):
        agent, principal = people["cong-dan-2"], people["cong-dan"]
        before = AuditEntry.objects.latest("pk").pk
        save_draft(agent, "diploma_copy", {"nam_tn": "2001"}, at=now, representation=granted)
        dossier = send_by(people, granted, now)
        dossier = do(people["tiep-nhan"], dossier, "b1", "bo_sung", {}, now, reason="Ảnh mờ")
        write_message(
            agent, dossier.public_id, data={"text": "Tôi sẽ gửi"}, files={}, idempotency_key=uuid4(), at=now
        )
        withdraw(agent, dossier.public_id, reason="Đổi ý", at=now)

        rows = AuditEntry.objects.filter(actor_id=agent.pk, pk__gt=before)
        assert {
            "draft.saved",
            "dossier.submitted",
            "workflows.start",
            "dossier.message_written",
            "dossier.withdrawn",
            "workflows.cancel",
        } <= {row.action for row in rows}
        assert [row.action for row in rows if row.on_behalf_of_id != principal.pk] == []
        events = FlowEvent.objects.filter(run=dossier.run, actor=agent)
        assert {event.data.get("on_behalf_of") for event in events} == {principal.pk}

    def test_holds_and_does_a_step_for_them(self, people, granted, now):
        dossier = send_by(people, granted, now)
        dossier = do(people["tiep-nhan"], dossier, "b1", "bo_sung", {}, now, reason="Ảnh mờ")

        assert open_item(dossier, "s4").on_behalf_of == people["cong-dan"]

    def test_for_oneself_is_for_nobody(self, people, now):
        dossier = send(people["cong-dan"], now)

        assert not AuditEntry.objects.filter(on_behalf_of_id__isnull=False).exists()
        assert all("on_behalf_of" not in event.data for event in dossier.run.events.all())

    def test_complains_takes_it_back_and_asks_for_a_correction_for_them(self, people, granted, now):
        agent, principal = people["cong-dan-2"], people["cong-dan"]
        publish_correction(now)
        dossier = walk(send_by(people, granted, now), people, now)
        told = {"about": "handling", "text": "Trả chậm."}
        complaint = complain(agent, dossier.public_id, data=told, idempotency_key=uuid4(), at=now)
        withdraw_complaint(agent, complaint.public_id, at=now)

        begin(agent, dossier, now)

        actions = ("complaint.sent", "complaint.withdrawn", "dossier.correction_begun")
        rows = AuditEntry.objects.filter(action__in=actions).order_by("pk")
        assert [(row.action, row.actor_id) for row in rows] == [(each, agent.pk) for each in actions]
        assert {row.on_behalf_of_id for row in rows} == {principal.pk}
        assert {row.stored.values["for"] for row in rows} == {"Nguyễn Thị Mai"}

    def test_is_not_said_of_an_officer_who_corrects_the_result_of_a_party(self, people, granted, now):
        publish_correction(now)
        dossier = walk(send_by(people, granted, now), people, now)

        begin(people["chuyen-vien"], dossier, now)

        assert AuditEntry.objects.get(action="dossier.correction_begun").on_behalf_of_id is None


class TestWhoStandsInForALeader:
    @pytest.fixture
    def deputy(self, people, now):
        """The head of division, who signs for the director today."""
        theirs = Appointment.objects.get(person=people["lanh-dao"])
        today = local_day(now)
        delegate(
            appointment=theirs, to=people["truong-phong"], starts_on=today, ends_on=today, basis="GUQ 1",
            document_kinds=[], actor=people["lanh-dao"], at=now,
        )  # fmt: skip
        return people["truong-phong"]

    def test_is_recorded_as_acting_for_the_leader_down_to_the_signature(self, people, deputy, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b4")
        before = AuditEntry.objects.latest("pk").pk

        dossier = do(deputy, dossier, "b4", "ky", {}, now)

        rows = AuditEntry.objects.filter(actor_id=deputy.pk, pk__gt=before)
        assert {"workflows.claim", "workflows.complete", "dossier.step_answered", "documents.drafted"} <= {
            row.action for row in rows
        }
        assert {"documents.number_reserved", "documents.signature_requested"} <= {row.action for row in rows}
        unsaid = [row.action for row in rows if row.on_behalf_of_id != people["lanh-dao"].pk]
        assert unsaid == []
        approved = FlowEvent.objects.get(run=dossier.run, actor=deputy)
        assert approved.data["on_behalf_of"] == people["lanh-dao"].pk

    def test_is_recorded_so_on_a_complaint_too_and_the_leader_in_their_own_right(self, people, deputy, now):
        dossier = send(people["cong-dan"], now)
        told = {"about": "handling", "text": "Trả chậm."}
        complaint = complain(
            people["cong-dan"], dossier.public_id, data=told, idempotency_key=uuid4(), at=now
        )
        take_complaint(people["lanh-dao"], complaint.public_id, at=now)
        take_complaint(deputy, complaint.public_id, at=now)

        answered = {"finding": "right", "answer": "Chúng tôi xin lỗi."}
        answer_complaint(deputy, complaint.public_id, data=answered, at=now)

        rows = AuditEntry.objects.filter(action__in=("complaint.taken", "complaint.answered")).order_by("pk")
        leader = people["lanh-dao"].pk
        assert [(row.actor_id, row.on_behalf_of_id) for row in rows] == [
            (leader, None), (deputy.pk, leader), (deputy.pk, leader),
        ]  # fmt: skip
