"""The head of an office gives a step to an officer; it comes back to who did it; a leader gives it to somebody else."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Appointment
from accounts.services import revoke_appointment
from audit.models import AuditEntry
from dossiers.errors import NotVisible
from dossiers.officers import case_officers, register_officers
from dossiers.services import claim, reassign
from notifications.models import Notification
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do, open_item
from tests.integration.dossiers.diploma_reissue import DRAFT, apply, walk_on
from workflows.errors import AlreadyClaimed, NotEntitled, StaleWorkItem

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def at(people, now):
    """The moment of the test, the procedure published."""
    publish_from_library("diploma_reissue", at=now)
    return now


@pytest.fixture
def waiting(people, at):
    """A dossier that waits for its assignment."""
    return walk_on(apply(people["cong-dan"], at), people, at, until="c3")


def named(person):
    return str(person.public_id)


def assigned(dossier, people, at, **chosen):
    """Return the dossier after the head of division has assigned it."""
    answers = {field: named(people[who]) for field, who in chosen.items()}
    return do(people["truong-phong"], dossier, "c3", "phan_cong", answers, at)


def browser(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


class TestTheChoiceOfAnOfficer:
    def test_offers_the_office_with_what_each_holds(self, waiting, people):
        whole, *officers = case_officers(waiting, {})

        assert whole.value == "ca_don_vi"
        assert {each.value for each in officers} == {named(people["chuyen-vien"]), named(people["giu-so"])}
        assert {each.hint.vi for each in officers} == {"Đang giữ 0 việc"}

    def test_does_not_offer_who_applied(self, people, at):
        dossier = walk_on(apply(people["giu-so-2"], at), people, at, until="c3")

        assert named(people["giu-so-2"]) not in {each.value for each in register_officers(dossier, {})}


class TestAnAssignedStep:
    def test_is_held_by_the_officer_chosen_who_alone_is_told(self, waiting, people, at):
        Notification.objects.all().delete()

        dossier = assigned(waiting, people, at, nguoi_doi_chieu="giu-so-2")

        assert open_item(dossier, "c4").owner == people["giu-so-2"]
        told = Notification.objects.filter(kind__startswith="work_item.")
        assert [(each.kind, each.recipient) for each in told] == [("work_item.given", people["giu-so-2"])]

    def test_cannot_be_taken_by_a_colleague_who_sees_whose_it_is(self, waiting, people, at):
        item = open_item(assigned(waiting, people, at, nguoi_doi_chieu="giu-so-2"), "c4")

        page = browser(people["giu-so"]).get(reverse("desk:work_item", args=[item.public_id]))
        with pytest.raises(AlreadyClaimed):
            claim(people["giu-so"], item.public_id, version=item.version, at=at)

        assert "Võ Văn Đức đang giữ việc này." in page.content.decode()

    def test_waits_for_the_office_where_nobody_is_chosen(self, waiting, people, at):
        dossier = do(people["truong-phong"], waiting, "c3", "phan_cong", {"nguoi_doi_chieu": "ca_don_vi"}, at)

        assert open_item(dossier, "c4").owner is None

    def test_shows_its_officers_name_after_they_left(self, waiting, people, at):
        dossier = assigned(waiting, people, at, nguoi_tham_tra="chuyen-vien")
        appointment = Appointment.objects.get(person=people["chuyen-vien"])
        revoke_appointment(appointment, reason="Nghỉ hưu", actor=None, at=at)

        page = browser(people["truong-phong"]).get(reverse("desk:dossier", args=[dossier.public_id]))

        assert named(people["chuyen-vien"]) not in page.content.decode()
        assert "Lý Hoàng Nam" in page.content.decode()


class TestAStepThatComesBack:
    @pytest.fixture
    def sent_back(self, waiting, people, at):
        """The draft of one of two case officers, sent back by the head of division."""
        dossier = do(people["truong-phong"], waiting, "c3", "phan_cong", {}, at)
        dossier = walk_on(dossier, people, at, until="c5")
        dossier = do(people["chuyen-vien"], dossier, "c5", "de_nghi_chinh_sua", DRAFT, at)
        return lambda: do(people["truong-phong"], dossier, "c6", "tra_lai", {}, at, reason="Sửa căn cứ")

    def test_is_held_by_who_did_it_before(self, sent_back, people):
        dossier = sent_back()

        assert open_item(dossier, "c5").owner == people["chuyen-vien"]

    def test_waits_for_the_office_where_that_one_has_left(self, sent_back, people, at):
        appointment = Appointment.objects.get(person=people["chuyen-vien"])
        revoke_appointment(appointment, reason="Nghỉ hưu", actor=None, at=at)

        dossier = sent_back()

        assert open_item(dossier, "c5").owner is None


class TestReassigning:
    @pytest.fixture
    def item(self, waiting, people, at):
        return open_item(assigned(waiting, people, at, nguoi_doi_chieu="giu-so-2"), "c4")

    def give(self, item, leader, officer, at, version=None):
        return reassign(
            leader, item.public_id, officer_id=named(officer), version=version or item.version,
            reason="Nghỉ phép", at=at,
        )  # fmt: skip

    @pytest.mark.parametrize("leader", ["truong-phong", "lanh-dao"])
    def test_by_a_leader_of_the_office_tells_both_officers(self, item, people, at, leader):
        Notification.objects.all().delete()

        given = self.give(item, people[leader], people["giu-so"], at)

        assert given.owner == people["giu-so"]
        told = {each.recipient: each.kind for each in Notification.objects.all()}
        assert told == {
            people["giu-so"]: "work_item.given", people["giu-so-2"]: "work_item.taken_over",
        }  # fmt: skip
        entry = AuditEntry.objects.get(action="workflows.reassign")
        assert (entry.actor_id, entry.stored.values["reason"]) == (people[leader].pk, "Nghỉ phép")

    @pytest.mark.parametrize("who", ["giu-so", "giu-so-2", "van-thu", "tiep-nhan", "hieu-truong", "quan-tri"])
    def test_is_for_nobody_else(self, item, people, at, who):
        with pytest.raises(NotVisible):
            self.give(item, people[who], people["giu-so"], at)

    def test_is_not_for_a_leader_whose_own_dossier_it_is(self, people, at):
        dossier = apply(people["lanh-dao"], at)
        item = open_item(walk_on(dossier, people, at, until="c4"), "c4")

        with pytest.raises(NotVisible):
            self.give(item, people["lanh-dao"], people["giu-so"], at)

    def test_is_to_nobody_outside_the_office_nor_to_who_applied(self, people, at):
        item = open_item(walk_on(apply(people["giu-so-2"], at), people, at, until="c4"), "c4")

        for who in ("chuyen-vien", "giu-so-2"):
            with pytest.raises(NotEntitled):
                self.give(item, people["truong-phong"], people[who], at)

    def test_of_a_stale_page_is_refused(self, item, people, at):
        with pytest.raises(StaleWorkItem):
            self.give(item, people["truong-phong"], people["giu-so"], at, version=item.version - 1)


class TestThePageToReassign:
    @pytest.fixture
    def item(self, waiting, people, at):
        return open_item(assigned(waiting, people, at, nguoi_doi_chieu="giu-so-2"), "c4")

    def test_is_linked_from_the_dossier_and_gives_the_step(self, item, people):
        leader, address = browser(people["truong-phong"]), reverse("desk:reassign", args=[item.public_id])
        shown = leader.get(reverse("desk:dossier", args=[item.run.dossier.public_id])).content.decode()
        asked = leader.get(address).content.decode()

        sent = leader.post(
            address,
            {"officer": named(people["giu-so"]), "reason": "Nghỉ phép", "version": item.version},
        )

        assert address in shown
        assert "Phạm Thị Lan" in asked
        assert sent.status_code == 302
        item.refresh_from_db()
        assert item.owner == people["giu-so"]

    def test_is_there_for_no_step_of_another_kind_of_case(self, item, people):
        run = item.run
        run.pk, run.public_id, run.subject_type = None, uuid4(), "inspections.Inspection"
        run.save(force_insert=True)
        item.pk, item.public_id, item.process_id = None, uuid4(), run.pk
        item.save(force_insert=True)

        shown = browser(people["truong-phong"]).get(reverse("desk:reassign", args=[item.public_id]))

        assert shown.status_code == 404

    def test_needs_an_officer_and_a_reason(self, item, people):
        address = reverse("desk:reassign", args=[item.public_id])

        sent = browser(people["truong-phong"]).post(address, {"version": item.version, "reason": " "})

        assert sent.status_code == 422
        item.refresh_from_db()
        assert item.owner == people["giu-so-2"]

    def test_that_is_stale_keeps_what_was_typed_and_can_be_sent_again(self, item, people):
        leader, address = browser(people["truong-phong"]), reverse("desk:reassign", args=[item.public_id])
        typed = {"officer": named(people["giu-so"]), "reason": "Nghỉ phép", "version": item.version - 1}

        first = leader.post(address, typed)
        again = leader.post(address, {**typed, "version": first.context["form"]["version"].value()})

        assert first.status_code == 422
        assert "Nghỉ phép" in first.content.decode()
        assert again.status_code == 302

    def test_of_a_finished_step_goes_back_to_the_dossier(self, item, people, at):
        do(people["giu-so-2"], item.run.dossier, "c4", "khong_tim_thay", {}, at, reason="Không có")

        shown = browser(people["truong-phong"]).get(reverse("desk:reassign", args=[item.public_id]))

        assert shown.url == reverse("desk:dossier", args=[item.run.dossier.public_id])
