"""Who acts in an inspection for another is recorded as doing so: by a delegation for a leader, by a power for an institution."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.localdays import local_day
from accounts.models import Appointment
from accounts.services import delegate
from audit.models import AuditEntry, AuditValues
from inspections.selectors.rules import files_of_library
from inspections.services import (
    add_member,
    add_target,
    complain,
    open_notice,
    plan_session,
    propose,
    propose_extension,
    settle_overlap,
)
from inspections.services.institution import answer_complaint
from inspections.services.prepare import drop_member, set_terms
from inspections.services.propose import register_on_paper
from inspections.services.publish_rules import publish_rules
from inspections.services.record_paper import CheckedOnPaper, record_paper_check
from inspections.services.set_place import set_place

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

    def test_is_recorded_so_when_an_ordinary_member_of_the_team_proposes(self, chain):
        target = chain.announced()
        leader, member = stand_in(chain, "lanh-dao", "thanh-vien"), chain.people["thanh-vien"]
        before = AuditEntry.objects.latest("pk").pk

        propose_extension(member, target, days=2, reason="Xa", at=chain.at)

        (row,) = rows_of(member, after=before)
        assert row.on_behalf_of_id == leader


class TestWhoStandsInForTheOffice:
    """Everything of the office before the decision, and what was written down from paper."""

    def test_is_recorded_so_at_every_act_of_preparing(self, chain):
        officer, stand = stand_in(chain, "chuyen-vien", "van-thu"), chain.people["van-thu"]
        own = {"idempotency_key": uuid4(), "at": chain.at}

        inspection = propose(
            stand, chain.agency, title="kiểm tra đào tạo", ground_kind="signs", ground_text="Phản ánh", **own
        )
        set_terms(stand, inspection, term_days=5, at=chain.at)
        target = add_target(stand, inspection, chain.institutions[0], at=chain.at)
        settle_overlap(stand, target, overlap="none", at=chain.at)
        member = add_member(stand, inspection, chain.people["thanh-vien"], role="member", at=chain.at)
        drop_member(stand, member, at=chain.at)
        begins = chain.at + timedelta(days=9)
        plan_session(stand, target, starts_at=begins, ends_at=begins + timedelta(hours=3), **own)
        set_place(stand, target, place="Cơ sở 2", coordinates="", at=chain.at)

        assert {row.action.partition(".")[2]: row.on_behalf_of_id for row in rows_of(stand)} == dict.fromkeys(
            ("proposed", "terms_set", "target_added", "overlap_settled", "member_added", "member_dropped",
             "session_planned", "place_set"),
            officer,
        )  # fmt: skip
        assert inspection.run.events.order_by("seq").first().data["on_behalf_of"] == officer

    def test_is_recorded_so_for_checks_that_were_done_on_paper(self, chain):
        officer, stand, today = (
            stand_in(chain, "chuyen-vien", "van-thu"),
            chain.people["van-thu"],
            local_day(chain.at),
        )
        paper = {
            "title": "Kiểm tra giấy",
            "ground_kind": "plan",
            "ground_text": "",
            "decision_number": "9/QĐ",
        }

        record_paper_check(
            stand, chain.agency, **paper, decision_on=today, checked=[CheckedOnPaper(chain.institutions[1], today)],
            idempotency_key=uuid4(), at=chain.at,
        )  # fmt: skip
        register_on_paper(
            stand, chain.agency, **paper, decision_on=today, team=[(chain.people["truong-doan"], "lead")],
            institutions=chain.institutions, idempotency_key=uuid4(), at=chain.at,
        )  # fmt: skip

        assert [(row.action, row.on_behalf_of_id) for row in rows_of(stand)] == [
            ("inspection.recorded_from_paper", officer),
            ("inspection.proposed", officer),
        ]

    def test_is_not_said_of_the_officer_alone_nor_of_the_lead(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        stand_in(chain, "chuyen-vien", "truong-doan")
        before = AuditEntry.objects.latest("pk").pk

        begins = chain.at + timedelta(days=1)
        plan_session(
            lead, target, starts_at=begins, ends_at=begins + timedelta(hours=3), idempotency_key=uuid4(), at=chain.at
        )  # fmt: skip
        set_place(lead, target, place="Cơ sở 2", coordinates="", at=chain.at)

        assert [row.on_behalf_of_id for row in rows_of(lead, after=before)] == [None, None]
        assert {row.on_behalf_of_id for row in rows_of(chain.people["chuyen-vien"])} == {None}

    def test_is_recorded_so_when_publishing_rules(self, chain):
        leader, stand = stand_in(chain, "lanh-dao", "giu-so"), chain.people["giu-so"]

        publish_rules(
            stand, chain.agency, "risk", files_of_library("risk"), valid_from=local_day(chain.at), reason="Chỉ đạo",
            at=chain.at,
        )  # fmt: skip

        assert [row.on_behalf_of_id for row in rows_of(stand)] == [leader]


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
