"""Remedies item by item: proof, verification, one extension, reminders, giving up (k15)."""

import uuid
from datetime import timedelta

import pytest

from accounts.localdays import local_day
from accounts.services import appoint, load_roles, open_office, register_organisation, verify_representation
from inspections.document_values import finding_values
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import Finding, Remedy
from inspections.remedying import to_remedy
from inspections.services import (
    extend_remedy,
    give_up_remedy,
    remind_of_remedies,
    submit_remedy,
    verify_remedy,
)
from registry.models import Institution


@pytest.fixture
def office(visit):
    """An officer who organises inspections for the agency of the visit, and who acts for the institution."""
    at, agency = visit.at, visit.inspection.agency
    type(agency).objects.filter(pk=agency.pk).update(kind="department")
    agency.refresh_from_db()
    load_roles(at=at)
    open_office("chuyen_vien", agency, at=at)
    since = local_day(at) - timedelta(days=9)
    appoint(
        person=visit.people["an"], role="chuyen_vien", acts_for=agency, sits_at=agency, starts_on=since, basis="x",
        title="Chuyên viên", signing_form="", actor=None, at=at,
    )  # fmt: skip
    Institution.objects.filter(pk=visit.target.institution_id).update(tax_code="5300999993")
    organisation = register_organisation(name="Trường", tax_code="5300999993", actor=None, at=at)
    verify_representation(
        person=visit.people["stranger"],
        organisation=organisation,
        basis="x",
        starts_on=since,
        actor=None,
        at=at,
    )
    return visit


@pytest.fixture
def remedy(office) -> Remedy:
    """A remedy that is due in ten days."""
    finding = Finding.objects.create(
        target=office.target, text="Thiếu giáo viên", outcomes=["remedy"], found_by=office.people["an"],
        found_at=office.at,
    )  # fmt: skip
    due_on = local_day(office.at) + timedelta(days=10)
    return Remedy.objects.create(finding=finding, due_on=due_on, first_due_on=due_on)


def send(office, remedy, key=None):
    """Send proof for the institution."""
    return submit_remedy(
        office.people["stranger"], remedy, text="Đã tuyển", attachments=[], idempotency_key=key or uuid.uuid4(),
        at=office.at,
    )  # fmt: skip


def again(remedy: Remedy) -> Remedy:
    """Return a remedy as it is stored."""
    return Remedy.objects.get(pk=remedy.pk)


class TestProof:
    def test_that_comes_twice_is_one(self, office, remedy):
        key = uuid.uuid4()

        assert send(office, remedy, key) == send(office, remedy, key)
        assert again(remedy).state == "submitted"

    def test_comes_from_who_acts_for_the_institution_alone(self, office, remedy):
        with pytest.raises(MayNot):
            submit_remedy(
                office.people["binh"],
                remedy,
                text="x",
                attachments=[],
                idempotency_key=uuid.uuid4(),
                at=office.at,
            )

    def test_that_is_enough_closes_the_remedy(self, office, remedy):
        send(office, remedy)

        verify_remedy(office.people["an"], remedy, is_done=True, verification="Đủ", at=office.at)

        assert (again(remedy).state, again(remedy).closed_at) == ("done", office.at)

    def test_that_is_not_enough_leaves_it_open(self, office, remedy):
        send(office, remedy)

        verify_remedy(office.people["an"], remedy, is_done=False, verification="Thiếu hợp đồng", at=office.at)

        assert (again(remedy).state, again(remedy).closed_at) == ("not_yet", None)

    def test_is_verified_by_the_office_alone(self, office, remedy):
        with pytest.raises(MayNot):
            verify_remedy(office.people["binh"], remedy, is_done=True, verification="Đủ", at=office.at)


class TestALaterDay:
    def test_is_given_once(self, office, remedy):
        later_on = remedy.due_on + timedelta(days=5)
        extend_remedy(office.people["an"], remedy, due_on=later_on, reason="Chờ tuyển", at=office.at)

        with pytest.raises(WrongMoment) as refused:
            extend_remedy(
                office.people["an"], remedy, due_on=later_on + timedelta(days=1), reason="Nữa", at=office.at
            )

        assert (refused.value.what, again(remedy).due_on) == ("extended", later_on)

    def test_is_later(self, office, remedy):
        with pytest.raises(NotFit):
            extend_remedy(office.people["an"], remedy, due_on=remedy.due_on, reason="x", at=office.at)


class TestReminders:
    @pytest.mark.parametrize(
        ("days", "used"),
        [(-8, []), (-7, ["-7"]), (-1, ["-7", "-1"]), (1, ["-7", "-1", "1"])],
        ids=["8 before", "7 before", "1 before", "1 after"],
    )
    def test_are_sent_seven_and_one_day_before_and_one_after(self, office, remedy, days, used):
        at = office.at + timedelta(days=10 + days)

        told = [remind_of_remedies(at), remind_of_remedies(at)]

        assert told == ([1, 0] if used else [0, 0])
        assert again(remedy).reminded == used


class TestGivingUp:
    def test_waits_for_the_day_to_pass(self, office, remedy):
        with pytest.raises(WrongMoment):
            give_up_remedy(office.people["an"], remedy, reason="Không làm", at=office.at)

    def test_closes_it_as_refused(self, office, remedy):
        at = office.at + timedelta(days=11)

        give_up_remedy(office.people["an"], remedy, reason="Không làm", at=at)

        assert (again(remedy).state, again(remedy).escalated_at) == ("refused", at)


class TestTheRequestToRemedy:
    def test_names_what_must_be_remedied_and_by_when_and_nothing_that_went_to_another_office(self, office):
        found = {"target": office.target, "found_by": office.people["an"], "found_at": office.at}
        Finding.objects.create(
            text="Thiếu sổ", outcomes=["remedy"], due_on=local_day(office.at) + timedelta(days=5), **found
        )
        Finding.objects.create(text="Thiếu giáo viên", outcomes=["remedy", "violation"], **found)
        Finding.objects.create(text="Dấu hiệu tội phạm", outcomes=["police"], **found)

        Finding.objects.create(
            text="Đã quá ngày", outcomes=["remedy"], due_on=local_day(office.at) - timedelta(days=1), **found
        )

        told = finding_values(to_remedy(office.target), local_day(office.at))

        day = local_day(office.at) + timedelta(days=5)
        assert [(each["text"], each["due"]) for each in told] == [
            ("Thiếu sổ", f"{day:%d/%m/%Y}"),
            ("Thiếu giáo viên", "30 ngày kể từ ngày ban hành văn bản này"),
            ("Đã quá ngày", "30 ngày kể từ ngày ban hành văn bản này"),
        ]
