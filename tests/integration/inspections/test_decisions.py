"""Decisions on the way: each a numbered document, each with its own effect, none twice (Đ7.2đ, Đ13)."""

import subprocess
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.localdays import local_day
from documents import storage
from documents.models import IssuedDocument
from inspections.errors import MayNot, NotFit, NotReady, WrongMoment
from inspections.models import InspectionDecision, Target, TargetClock, TeamRole
from inspections.parties import declarations_awaited
from inspections.services import (
    declare_conflict,
    propose_extension,
    propose_member_change,
    propose_resumption,
    propose_stop,
    propose_suspension,
)
from notifications.models import Notification
from tests.integration.inspections.chain import later, open_item, open_nodes
from tests.integration.inspections.visit_world import BACKEND
from workflows.errors import RunSuspended

pytestmark = pytest.mark.django_db(transaction=True)


def issue(chain, decision: InspectionDecision, at=None) -> InspectionDecision:
    """Let the leader sign a decision and the clerk seal it."""
    decision = chain.do(chain.people["lanh-dao"], decision, "d1", "ky", at=at)
    return chain.do(chain.people["van-thu"], decision, "d1xd", "xong", at=at)


def words_of(pdf: bytes) -> str:
    """Return what a PDF says."""
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return read.stdout.decode()


def again(target: Target) -> Target:
    """Return a part as it is stored."""
    return Target.objects.select_related("inspection", "run").get(pk=target.pk)


class TestAnExtension:
    def test_moves_the_last_day_when_its_decision_is_issued(self, chain):
        target = chain.announced()
        before = target.due_on
        decision = propose_extension(
            chain.people["truong-doan"], target, days=5, reason="Phức tạp", at=chain.at
        )
        assert again(target).due_on == before

        decision = issue(chain, decision)

        assert again(target).due_on == before + timedelta(days=5)
        assert decision.number == "03/QĐ-SGDĐT"
        assert IssuedDocument.objects.get(kind="course_decision").state == "valid"

    def test_is_given_once(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        issue(chain, propose_extension(lead, target, days=2, reason="Xa", at=chain.at))

        with pytest.raises(WrongMoment) as refused:
            propose_extension(lead, target, days=1, reason="Xa nữa", at=chain.at)

        assert refused.value.what == "extended"

    def test_is_not_asked_for_after_the_last_day(self, chain):
        target = chain.announced()

        with pytest.raises(WrongMoment) as refused:
            propose_extension(
                chain.people["truong-doan"], target, days=1, reason="Xa", at=later(chain.at, days=11)
            )

        assert refused.value.what == "late"

    def test_is_not_signed_after_the_last_day(self, chain):
        target = chain.announced()
        decision = propose_extension(chain.people["truong-doan"], target, days=5, reason="Xa", at=chain.at)

        with pytest.raises(NotReady) as refused:
            chain.do(chain.people["lanh-dao"], decision, "d1", "ky", at=later(chain.at, days=11))

        assert refused.value.conditions == ["in_time"]

    def test_that_was_refused_may_be_asked_for_again(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        decision = propose_extension(lead, target, days=5, reason="Xa", at=chain.at)
        chain.do(chain.people["lanh-dao"], decision, "d1", "khong", reason="Chưa cần")

        second = propose_extension(lead, target, days=3, reason="Đường sạt lở", at=chain.at)

        assert second.days == 3

    @pytest.mark.parametrize("days", [0, 6], ids=["none", "more than 5"])
    def test_is_of_one_to_five_days(self, chain, days):
        target = chain.announced()

        with pytest.raises(NotFit):
            propose_extension(chain.people["truong-doan"], target, days=days, reason="Xa", at=chain.at)

    def test_is_asked_for_by_the_lead_or_the_office_alone(self, chain):
        target = chain.announced()

        with pytest.raises(MayNot):
            propose_extension(chain.people["thanh-vien"], target, days=1, reason="Xa", at=chain.at)


class TestASuspension:
    def test_stops_the_days_and_the_steps_until_it_goes_on(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        three, ten = later(chain.at, days=3), later(chain.at, days=10)
        issue(chain, propose_suspension(lead, target, reason="Lũ", at=three), at=three)
        rested = again(target)

        issue(chain, propose_resumption(lead, target, reason="Hết lũ", at=ten), at=ten)

        assert (rested.status, rested.due_on, rested.run.suspended) == ("suspended", None, True)
        # two days were used, the eight that are left begin with the day it goes on
        assert again(target).due_on == local_day(ten) + timedelta(days=7)
        assert again(target).status == "in_progress"
        kinds = list(TargetClock.objects.filter(target=target).values_list("kind", flat=True))
        assert kinds == ["started", "paused", "resumed"]

    def test_lets_nobody_complete_a_step_meanwhile(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        issue(chain, propose_suspension(lead, target, reason="Lũ", at=chain.at))

        with pytest.raises(RunSuspended):
            chain.do(lead, again(target), "k8", "xong")


class TestAStop:
    def test_of_one_institution_leaves_the_other_as_it_is(self, chain):
        target = chain.announced()
        other = target.inspection.targets.exclude(pk=target.pk).get()

        issue(
            chain,
            propose_stop(
                chain.people["lanh-dao"],
                target.inspection,
                target=target,
                ground="checked",
                reason="Kết luận thanh tra 5",
                at=chain.at,
            ),
        )

        assert (again(target).status, open_nodes(target)) == ("stopped", [])
        assert open_nodes(other) == ["k7"]

    def test_of_the_whole_goes_on_to_the_filing(self, chain):
        target = chain.announced()

        issue(
            chain,
            propose_stop(
                chain.people["lanh-dao"],
                target.inspection,
                ground="prosecuted",
                reason="QĐ khởi tố 7",
                at=chain.at,
            ),
        )

        target.inspection.refresh_from_db()
        assert {each.status for each in target.inspection.targets.all()} == {"stopped"}
        assert (target.inspection.status, open_nodes(target.inspection)) == ("filing", ["k16"])

    @pytest.mark.parametrize("ground", ["", "tired"])
    def test_is_not_proposed_on_a_ground_the_law_does_not_name(self, chain, ground):
        target = chain.announced()

        with pytest.raises(NotFit) as refused:
            propose_stop(
                chain.people["lanh-dao"], target.inspection, ground=ground, reason="Thôi", at=chain.at
            )

        assert (refused.value.field, InspectionDecision.objects.count()) == ("ground", 0)

    @pytest.mark.parametrize(
        ("page", "words"),
        [("stop_target", "Đối tượng kiểm tra không còn"), ("stop", "Theo yêu cầu của người có thẩm quyền")],
    )
    def test_chosen_at_the_desk_says_its_ground_to_who_signs_and_in_the_decision(self, chain, page, words):
        target, leader = chain.announced(), chain.people["lanh-dao"]
        of = target if page == "stop_target" else target.inspection
        url = reverse(f"desk:inspections:{page}", args=[of.public_id])
        desk = Client()
        desk.force_login(leader, backend=BACKEND)
        chosen = {str(label): value for value, label in InspectionDecision.StopGround.choices}[words]

        without = desk.post(url, {"reason": "Giải thể theo QĐ 12"})
        sent = desk.post(url, {"ground": chosen, "reason": "Giải thể theo QĐ 12"})

        decision = InspectionDecision.objects.get()
        assert "Giải thể theo QĐ 12" in without.content.decode()
        assert (sent.status_code, decision.stop_ground) == (302, chosen)
        step = desk.get(reverse("desk:work_item", args=[open_item(decision, "d1").public_id]))
        assert words in step.content.decode()
        issue(chain, decision)
        pdf = storage.get(IssuedDocument.objects.get(kind="course_decision").storage_key)
        told = " ".join(words_of(pdf).split())
        assert f"Căn cứ đình chỉ: {words}. Lý do: Giải thể theo QĐ 12." in told

    def test_alone_has_a_ground(self, chain):
        target = chain.announced()
        issue(chain, propose_suspension(chain.people["truong-doan"], target, reason="Lũ", at=chain.at))

        pdf = storage.get(IssuedDocument.objects.get(kind="course_decision").storage_key)

        assert "Căn cứ đình chỉ" not in words_of(pdf)


class TestAChangeOfMembers:
    def test_gives_a_new_lead_the_open_steps(self, chain):
        target, newcomer = chain.announced(), chain.people["truong-phong"]
        out = target.inspection.team.get(role=TeamRole.LEAD)

        decision = propose_member_change(
            chain.people["lanh-dao"], target.inspection, out=out, newcomer=newcomer, role=TeamRole.LEAD,
            reason="Nghỉ ốm", at=chain.at,
        )  # fmt: skip
        declare_conflict(newcomer, decision.member_in, is_conflict=False, at=chain.at)
        with pytest.raises(NotReady) as uncertified:
            chain.do(chain.people["lanh-dao"], decision, "d1", "ky")
        until = local_day(later(chain.at, days=30))
        declare_conflict(newcomer, decision.member_in, is_conflict=False, certified_until=until, at=chain.at)

        issue(chain, decision)

        assert uncertified.value.conditions == ["newcomer_certified"]
        assert open_item(target, "k8").owner == newcomer
        team = target.inspection.team.filter(left_at=None)
        assert set(team.values_list("person__full_name", flat=True)) >= {newcomer.full_name}
        assert not team.filter(pk=out.pk).exists()

    def test_is_not_signed_before_the_newcomer_has_declared_to_be_free(self, chain):
        target, newcomer = chain.announced(), chain.people["truong-phong"]
        decision = propose_member_change(
            chain.people["lanh-dao"], target.inspection, newcomer=newcomer, reason="Thêm", at=chain.at
        )
        awaited = [each.pk for each in declarations_awaited(newcomer)]

        with pytest.raises(NotReady) as undeclared:
            chain.do(chain.people["lanh-dao"], decision, "d1", "ky")
        declare_conflict(
            newcomer, decision.member_in, is_conflict=True, reason="Vợ dạy ở trường", at=chain.at
        )
        with pytest.raises(NotReady) as in_conflict:
            chain.do(chain.people["lanh-dao"], decision, "d1", "ky")

        assert awaited == [decision.member_in_id]
        assert undeclared.value.conditions == in_conflict.value.conditions == ["newcomer_free"]
        assert Notification.objects.filter(recipient=newcomer, kind="inspection.declare").count() == 1
        assert not target.inspection.team.filter(person=newcomer, left_at=None).exists()

    def test_that_was_refused_awaits_no_declaration_any_more(self, chain):
        target, newcomer = chain.announced(), chain.people["truong-phong"]
        decision = propose_member_change(
            chain.people["lanh-dao"], target.inspection, newcomer=newcomer, reason="Thêm", at=chain.at
        )

        chain.do(chain.people["lanh-dao"], decision, "d1", "khong", reason="Không cần")

        assert not declarations_awaited(newcomer).exists()
        with pytest.raises(MayNot):
            declare_conflict(newcomer, decision.member_in, is_conflict=False, at=chain.at)

    def test_does_not_leave_the_team_without_a_lead(self, chain):
        target = chain.announced()
        out = target.inspection.team.get(role=TeamRole.LEAD)

        with pytest.raises(NotFit):
            propose_member_change(
                chain.people["lanh-dao"], target.inspection, out=out, reason="Nghỉ", at=chain.at
            )


class TestADecisionOnTheWay:
    """Two of a kind would be carried out twice, and a resumption that came twice would count days twice."""

    def test_is_proposed_once_until_it_is_issued_or_refused(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        proposals = (
            lambda: propose_suspension(lead, target, reason="Lũ", at=chain.at),
            lambda: propose_stop(
                lead,
                target.inspection,
                target=target,
                ground="checked",
                reason="Kết luận thanh tra 5",
                at=chain.at,
            ),
            lambda: propose_stop(
                lead, target.inspection, ground="prosecuted", reason="QĐ khởi tố 7", at=chain.at
            ),
            lambda: propose_member_change(
                lead, target.inspection, newcomer=chain.people["truong-phong"], reason="Thêm", at=chain.at
            ),
        )

        for propose in proposals:
            propose()
            with pytest.raises(WrongMoment) as refused:
                propose()
            assert refused.value.what == "on_the_way"

        assert InspectionDecision.objects.count() == len(proposals)
        assert target.inspection.team.filter(person=chain.people["truong-phong"]).count() == 1

    def test_changes_nothing_of_a_part_that_has_ended_meanwhile(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        suspension = propose_suspension(lead, target, reason="Lũ", at=chain.at)
        extension = propose_extension(lead, target, days=5, reason="Xa", at=chain.at)
        chain.do(chain.people["lanh-dao"], extension, "d1", "ky")
        issue(
            chain,
            propose_stop(
                lead,
                target.inspection,
                target=target,
                ground="checked",
                reason="Kết luận thanh tra 5",
                at=chain.at,
            ),
        )

        suspension = issue(chain, suspension)
        extension = chain.do(chain.people["van-thu"], extension, "d1xd", "xong")

        assert None not in (suspension.effective_at, extension.effective_at)
        assert (again(target).status, again(target).due_on) == ("stopped", None)
