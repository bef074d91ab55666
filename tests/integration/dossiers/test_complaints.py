"""A complaint: who receives it and who must not, its code and promise, its answer, its end."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.models import Agency, Appointment
from accounts.services import appoint
from audit.models import AuditEntry
from dossiers.complaints import MOST_A_DAY
from dossiers.errors import CannotComplain, NotVisible
from dossiers.models import Complaint
from dossiers.selectors.complaints import complaints_for, visible_complaint
from dossiers.services import (
    answer_complaint,
    claim,
    complain,
    release,
    remind_of_complaints,
    take_complaint,
    withdraw_complaint,
    write_message,
)
from forms.errors import Invalid
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import open_item, send, walk

ANSWER = {"finding": "right", "answer": "Chúng tôi đã nhắc cán bộ."}


def object_to(person, dossier, at, about="handling", text="Đã quá hẹn ba ngày.", key=None):
    """Send a complaint."""
    return complain(
        person, dossier.public_id, data={"about": about, "text": text},
        idempotency_key=key or uuid.uuid4(), at=at,
    )  # fmt: skip


@pytest.fixture
def dossier(people, now):
    """A dossier that the leader has signed and the clerk is to seal."""
    return walk(send(people["cong-dan"], now), people, now, until="b5")


def told(kind):
    """Return who was told a kind of news."""
    return {each.recipient for each in Notification.objects.filter(kind=kind)}


class TestAComplaint:
    def test_reaches_the_leaders_of_the_agency_and_of_the_one_stop_centre(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now)

        assert complaint.agency.code == "H61.12"
        assert told("complaint.sent") == {people["lanh-dao"], people["lanh-dao-mot-cua"]}
        assert told("complaint.received") == {people["cong-dan"]}

    def test_gets_a_code_nobody_can_guess_and_a_promise_in_working_days(self, people, dossier):
        friday = datetime(2026, 11, 27, 16, 0, tzinfo=timezone.get_default_timezone())
        Agency.objects.filter(code="H61.12").update(complaint_days=3)

        complaint = object_to(people["cong-dan"], dossier, friday)

        assert complaint.code.startswith("PA-") and len(complaint.code) == 17
        assert f"{timezone.localtime(complaint.answer_by):%d/%m/%Y %H:%M}" == "02/12/2026 17:00"

    def test_is_sent_once_however_often(self, people, dossier, now):
        key = uuid.uuid4()

        complaints = [object_to(people["cong-dan"], dossier, now, key=key) for _ in range(2)]

        assert complaints[0] == complaints[1]
        assert Complaint.objects.count() == 1

    def test_is_the_only_open_one_of_its_dossier(self, people, dossier, now):
        object_to(people["cong-dan"], dossier, now)

        with pytest.raises(CannotComplain) as refused:
            object_to(people["cong-dan"], dossier, now)

        assert refused.value.reason == "open"

    @pytest.mark.parametrize("who", ["cong-dan-2", "tiep-nhan", "lanh-dao"])
    def test_is_the_applicants_to_send(self, people, dossier, now, who):
        with pytest.raises(NotVisible):
            object_to(people[who], dossier, now)

    @pytest.mark.parametrize(
        ("about", "text", "wrong"),
        [
            ("", "x", "about"),
            ("other", "x", "about"),
            ("conduct", " ", "text"),
            ("conduct", "x" * 4001, "text"),
        ],
        ids=["about nothing", "about what is not offered", "without words", "with too many words"],
    )
    def test_needs_to_say_what_it_is_about(self, people, dossier, now, about, text, wrong):
        with pytest.raises(Invalid) as refused:
            object_to(people["cong-dan"], dossier, now, about, text)

        assert list(refused.value.errors) == [wrong]

    def test_is_taken_five_times_a_day(self, people, dossier, now):
        for _ in range(MOST_A_DAY):
            withdraw_complaint(
                people["cong-dan"], object_to(people["cong-dan"], dossier, now).public_id, at=now
            )

        with pytest.raises(CannotComplain) as refused:
            object_to(people["cong-dan"], dossier, now)

        assert refused.value.reason == "too_many"
        assert object_to(people["cong-dan"], dossier, now + timedelta(days=1, minutes=1))

    def test_leaves_no_trace_in_the_record_of_the_dossier(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now)

        entry = AuditEntry.objects.get(action="complaint.sent")
        assert (entry.target, entry.target_id) == ("dossiers.Complaint", str(complaint.pk))


class TestAComplaintAboutConduct:
    def test_is_kept_from_everybody_who_had_a_step_in_hand(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now, "conduct")

        assert told("complaint.sent") == {people["lanh-dao-mot-cua"]}
        with pytest.raises(NotVisible):
            visible_complaint(people["lanh-dao"], complaint.public_id, now)
        assert not complaints_for(people["lanh-dao"], now).exists()

    def test_is_kept_from_who_gave_the_step_back(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b4")
        item = open_item(dossier, "b4")
        item = claim(people["lanh-dao"], item.public_id, version=item.version, at=now)
        release(people["lanh-dao"], item.public_id, version=item.version, at=now)

        object_to(people["cong-dan"], dossier, now, "conduct")

        assert told("complaint.sent") == {people["lanh-dao-mot-cua"]}
        assert not complaints_for(people["lanh-dao"], now).exists()

    def test_is_kept_from_who_wrote_about_the_dossier_without_a_step(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")
        write_message(
            people["lanh-dao"], dossier.public_id, data={"text": "Đừng hỏi nữa."}, files={},
            idempotency_key=uuid.uuid4(), at=now,
        )  # fmt: skip

        object_to(people["cong-dan"], dossier, now, "conduct")

        assert told("complaint.sent") == {people["lanh-dao-mot-cua"]}
        assert not complaints_for(people["lanh-dao"], now).exists()

    def test_is_kept_from_who_appoints_people_and_had_a_step_in_hand(self, people, dossier, now):
        dismiss_leaders("H61")
        make_administrator(people["giu-so"], "H61.12", now)

        object_to(people["cong-dan"], dossier, now, "conduct")

        assert told("complaint.nobody") == {people["quan-tri"]}

    def test_reaches_the_leader_who_had_nothing_to_do_with_it(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")

        object_to(people["cong-dan"], dossier, now, "conduct")

        assert told("complaint.sent") == {people["lanh-dao"], people["lanh-dao-mot-cua"]}

    def test_goes_to_the_agency_above_where_no_leader_is_left(self, people, dossier, now):
        dismiss_leaders("H61")
        make_leader(people["hieu-truong"], "H61", now)

        complaint = object_to(people["cong-dan"], dossier, now, "conduct")

        assert complaint.agency.code == "H61"
        assert told("complaint.sent") == {people["hieu-truong"]}

    def test_is_told_to_who_appoints_people_where_nobody_is_left_at_all(self, people, dossier, now):
        dismiss_leaders("H61")

        object_to(people["cong-dan"], dossier, now, "conduct")

        assert told("complaint.nobody") == {people["quan-tri"]}


class TestItsAnswer:
    def test_is_given_by_who_took_it_up_and_told_to_the_applicant(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now)
        take_complaint(people["lanh-dao"], complaint.public_id, at=now)

        answered = answer_complaint(people["lanh-dao"], complaint.public_id, data=ANSWER, at=now)

        assert (answered.state, answered.finding, answered.closed_at) == ("answered", "right", now)
        assert told("complaint.in_hand") == told("complaint.answered") == {people["cong-dan"]}

    def test_needs_it_taken_up_first(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now)

        with pytest.raises(CannotComplain) as refused:
            answer_complaint(people["lanh-dao"], complaint.public_id, data=ANSWER, at=now)

        assert refused.value.reason == "not_handler"

    @pytest.mark.parametrize("lacking", ["finding", "answer"])
    def test_needs_a_finding_and_a_reason(self, people, dossier, now, lacking):
        complaint = object_to(people["cong-dan"], dossier, now)
        take_complaint(people["lanh-dao"], complaint.public_id, at=now)

        with pytest.raises(Invalid) as refused:
            answer_complaint(people["lanh-dao"], complaint.public_id, data={**ANSWER, lacking: ""}, at=now)

        assert list(refused.value.errors) == [lacking]

    def test_may_come_from_a_colleague_who_takes_it_over(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now)
        take_complaint(people["lanh-dao"], complaint.public_id, at=now)

        take_complaint(people["lanh-dao-mot-cua"], complaint.public_id, at=now)

        with pytest.raises(CannotComplain):
            answer_complaint(people["lanh-dao"], complaint.public_id, data=ANSWER, at=now)
        assert answer_complaint(people["lanh-dao-mot-cua"], complaint.public_id, data=ANSWER, at=now)

    @pytest.mark.parametrize(
        "who", ["tiep-nhan", "giu-so", "van-thu", "truong-phong", "hieu-truong", "quan-tri"]
    )
    def test_is_nobody_elses_to_give(self, people, dossier, now, who):
        complaint = object_to(people["cong-dan"], dossier, now)

        with pytest.raises(NotVisible):
            take_complaint(people[who], complaint.public_id, at=now)

    def test_is_given_once(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now)
        take_complaint(people["lanh-dao"], complaint.public_id, at=now)
        answer_complaint(people["lanh-dao"], complaint.public_id, data=ANSWER, at=now)

        for again in (take_complaint, withdraw_complaint):
            person = people["cong-dan" if again is withdraw_complaint else "lanh-dao"]
            with pytest.raises(CannotComplain) as refused:
                again(person, complaint.public_id, at=now)
            assert refused.value.reason == "closed"

    def test_of_a_leaders_own_complaint_is_a_colleagues(self, people, now):
        own = send(people["lanh-dao"], now)

        complaint = object_to(people["lanh-dao"], own, now)

        assert told("complaint.sent") == {people["lanh-dao-mot-cua"]}
        with pytest.raises(NotVisible):
            take_complaint(people["lanh-dao"], complaint.public_id, at=now)

    def test_that_is_due_stands_in_front(self, people, dossier, now):
        late = object_to(people["cong-dan"], dossier, now - timedelta(days=30))
        other = send(
            people["cong-dan-2"], now, nguoi_ho_ten="Thạch Sô Phi", nguoi_so_dinh_danh="084203000456"
        )
        object_to(people["cong-dan-2"], other, now)

        assert complaints_for(people["lanh-dao"], now).first() == late


class TestAnOverdueOne:
    def test_is_told_to_each_leader_once(self, people, dossier, now):
        object_to(people["cong-dan"], dossier, now - timedelta(days=40))

        counts = [remind_of_complaints(now) for _ in range(2)]

        assert counts == [2, 0]
        assert told("complaint.overdue") == {people["lanh-dao"], people["lanh-dao-mot-cua"]}

    def test_is_nobodys_news_once_it_is_answered(self, people, dossier, now):
        complaint = object_to(people["cong-dan"], dossier, now - timedelta(days=40))
        take_complaint(people["lanh-dao"], complaint.public_id, at=now)
        answer_complaint(people["lanh-dao"], complaint.public_id, data=ANSWER, at=now)

        assert remind_of_complaints(now) == 0

    def test_still_in_time_is_left_alone(self, people, dossier, now):
        object_to(people["cong-dan"], dossier, now)

        assert remind_of_complaints(now) == 0


def dismiss_leaders(agency):
    """End every appointment to answer complaints for an agency."""
    leaders = Appointment.objects.filter(
        acts_for__code=agency, role__code__in=("lanh_dao_ttpvhcc", "lanh_dao_so")
    )
    leaders.update(ends_on=F("starts_on"))


def make_leader(person, agency, at):
    """Appoint a leader."""
    give_role(person, "lanh_dao_so", agency, at)


def make_administrator(person, agency, at):
    """Appoint who appoints people."""
    give_role(person, "quan_tri", agency, at)


def give_role(person, role, agency, at):
    """Appoint somebody."""
    where = Agency.objects.get(code=agency)
    appoint(
        person=person, role=role, acts_for=where, sits_at=where, starts_on=timezone.localdate(at),
        basis="Quyết định", title="Chủ tịch", signing_form="", actor=None, at=at,
    )  # fmt: skip
