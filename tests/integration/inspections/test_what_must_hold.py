"""What a step asks for before it goes on, and by when it is due: overlap, announcement, branches, exemption, deadlines."""

import uuid
from datetime import datetime, time, timedelta

import pytest

from accounts.localdays import LOCAL_ZONE, local_day
from documents.models import IssuedDocument
from inspections.errors import NotFit, NotReady
from inspections.models import Outcome, Target, TeamMember, TeamRole
from inspections.services import (
    add_finding,
    add_target,
    declare_conflict,
    plan_session,
    remind_of_last_days,
    settle_overlap,
    sort_finding,
)
from notifications.models import Notification
from tests.integration.inspections.chain import later, open_item, open_nodes

pytestmark = pytest.mark.django_db(transaction=True)


class TestAnOverlapWithoutAgreement:
    def reported(self, chain) -> Target:
        drafter = chain.people["chuyen-vien"]
        inspection = chain.do(drafter, chain.proposed(), "k1", "mo")
        target = add_target(drafter, inspection, chain.institutions[0], at=chain.at)
        return settle_overlap(drafter, target, overlap="reported", note_text="Thanh tra tỉnh", at=chain.at)

    def test_does_not_go_on_before_the_leader_has_decided(self, chain):
        target = self.reported(chain)

        with pytest.raises(NotReady) as refused:
            chain.do(chain.people["chuyen-vien"], target.inspection, "k2", "xong")

        assert refused.value.conditions == ["overlap"]

    def test_goes_up_and_comes_back_to_be_settled(self, chain):
        target, drafter = self.reported(chain), chain.people["chuyen-vien"]
        chain.do(drafter, target.inspection, "k2", "bao_cao", reason="Không thống nhất")

        inspection = chain.do(
            chain.people["lanh-dao"], target.inspection, "k2l", "tiep_tuc", reason="Phối hợp"
        )
        settle_overlap(drafter, target, overlap="joint", note_text="Phối hợp với Thanh tra tỉnh", at=chain.at)
        inspection = chain.do(drafter, inspection, "k2", "xong")

        assert open_nodes(inspection) == ["k3"]

    def test_is_not_reported_where_there_is_none(self, chain):
        target, drafter = self.reported(chain), chain.people["chuyen-vien"]
        settle_overlap(drafter, target, overlap="none", at=chain.at)

        with pytest.raises(NotReady) as refused:
            chain.do(drafter, target.inspection, "k2", "bao_cao", reason="Không thống nhất")

        assert refused.value.conditions == ["overlap_reported"]


class TestTheLead:
    @pytest.mark.parametrize("days", [None, -1], ids=["without a certificate", "with one that is over"])
    def test_is_not_taken(self, chain, days):
        inspection, lead = chain.drafted(), chain.people["truong-doan"]
        until = None if days is None else local_day(chain.at) + timedelta(days=days)
        member = inspection.team.get(person=lead)
        declare_conflict(lead, member, is_conflict=False, certified_until=until, at=chain.at)

        with pytest.raises(NotReady) as refused:
            chain.do(chain.people["chuyen-vien"], inspection, "k4", "trinh")

        assert refused.value.conditions == ["lead_certified"]


class TestTheAnnouncement:
    def test_needs_minutes_signed_here_or_on_paper(self, chain):
        _, (target, _) = chain.opened(variant="B")
        said = {"cong_bo_luc": chain.at.isoformat(), "hinh_thuc": "truc_tiep", "dai_dien": "Hoàng Thị Sen"}

        with pytest.raises(NotReady) as refused:
            chain.do(chain.people["truong-doan"], target, "k7", "cong_bo", said)

        target.refresh_from_db()
        assert refused.value.conditions == ["announcement_on_record"]
        assert target.announced_at is None


class TestAnInstitutionExemptFromVisits:
    def exempt(self, chain) -> Target:
        drafter = chain.people["chuyen-vien"]
        inspection = chain.do(drafter, chain.drafted(variant="B"), "k4", "doi_doan", reason="Rà lại")
        inspection = chain.do(drafter, inspection, "k3", "chon_lai", reason="Rà lại")
        first = inspection.targets.order_by("pk").first()
        return settle_overlap(drafter, first, overlap="none", is_visit_exempt=True, at=chain.at)

    def test_has_no_session_on_the_spot(self, chain):
        target, when = self.exempt(chain), {"starts_at": chain.at, "ends_at": later(chain.at, hours=3)}

        with pytest.raises(NotFit) as refused:
            plan_session(
                chain.people["chuyen-vien"], target, idempotency_key=uuid.uuid4(), at=chain.at, **when
            )
        session = plan_session(
            chain.people["chuyen-vien"],
            target,
            idempotency_key=uuid.uuid4(),
            is_online=True,
            at=chain.at,
            **when,
        )

        assert (refused.value.field, refused.value.why) == ("is_online", "exempt")
        assert session.is_online

    def test_is_told_online_and_named_so_in_the_decision(self, chain):
        target, drafter = self.exempt(chain), chain.people["chuyen-vien"]
        inspection = target.inspection
        for step, outcome in (("k2", "xong"), ("k3", "du"), ("k4", "trinh")):
            inspection = chain.do(drafter, inspection, step, outcome)
        for who, step, outcome in (("truong-phong", "k4p", "dong_y"), ("van-phong", "k4v", "dat"), ("lanh-dao", "k4s", "ky"), ("van-thu", "k4xd", "xong")):  # fmt: skip
            inspection = chain.do(chain.people[who], inspection, step, outcome)
        decision = IssuedDocument.objects.get(kind="decision")

        assert [each["exempt"] for each in decision.draft.context["targets"]] == ["yes", ""]


class TestTheBranches:
    @pytest.mark.parametrize(
        ("outcomes", "branches"),
        [
            ([Outcome.VIOLATION], ["report"]),
            ([Outcome.REMEDY], ["nothing"]),
            ([Outcome.NOTHING], ["remedy"]),
            ([Outcome.NOTHING], ["nothing", "report"]),
        ],
        ids=["a violation lost", "a remedy lost", "remedies of nothing", "an end that is none"],
    )
    def test_are_those_of_the_findings(self, chain, outcomes, branches):
        lead, target = chain.people["truong-doan"], chain.announced()
        finding = add_finding(lead, target, text="Thiếu sổ", idempotency_key=uuid.uuid4(), at=chain.at)
        target = chain.minuted(target)
        sort_finding(lead, finding, outcomes=outcomes, at=chain.at)

        with pytest.raises(NotReady) as refused:
            chain.do(lead, target, "k11", "xong", {"nhanh": branches})

        assert refused.value.conditions == ["branches_cover_findings"]


class TestStepsWithADeadline:
    def test_are_the_report_and_the_filing(self, chain):
        _, targets = chain.opened(variant="B", is_report_wanted=True)
        lead = chain.people["truong-doan"]
        for target in targets:
            chain.nothing_found_at(target)
        inspection = targets[0].inspection

        report = open_item(inspection, "k14")
        chain.do(lead, inspection, "k14", "trinh", {"ket_qua": "I", "nhan_xet": "II"})
        chain.do(chain.people["van-thu"], inspection, "k14xd", "xong")
        acting = open_item(inspection, "k14b")

        assert later(report.opened_at, days=4) < report.due_at < later(report.opened_at, days=20)
        assert later(acting.opened_at, days=1) < acting.due_at < report.due_at


class TestTheLastDay:
    def test_is_told_to_the_lead_the_day_before_and_the_day_after_once_each(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        days = [datetime.combine(target.due_on + timedelta(days=each), time(9), LOCAL_ZONE) for each in (-2, -1, -1, 0, 1, 2)]  # fmt: skip

        told = [remind_of_last_days(each) for each in days]

        kinds = Notification.objects.filter(
            recipient=lead, kind__in=("inspection.last_day", "inspection.days_over")
        )
        assert told == [0, 1, 0, 0, 1, 0]
        assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
            "inspection.last_day",
            "inspection.days_over",
        ]

    @pytest.fixture
    def due(self, visit) -> Target:
        """The visit's part, whose last day is today."""
        Target.objects.filter(pk=visit.target.pk).update(due_on=local_day(visit.at))
        return Target.objects.get(pk=visit.target.pk)

    def test_is_named_by_its_date_so_that_the_word_is_true_whenever_it_is_read(self, visit, due):
        remind_of_last_days(visit.at)

        told = Notification.objects.get(recipient=visit.people["lead"])
        assert f"{due.due_on:%d/%m/%Y}" in told.title
        assert "mai" not in told.title

    def test_is_told_to_the_next_lead_where_the_team_has_none(self, visit, due):
        TeamMember.objects.filter(pk=visit.member("lead").pk).update(left_at=visit.at)
        without_lead = remind_of_last_days(visit.at)
        TeamMember.objects.filter(pk=visit.member("an").pk).update(role=TeamRole.LEAD)

        told = [remind_of_last_days(visit.at), remind_of_last_days(visit.at)]

        assert (without_lead, told) == (0, [1, 0])
        assert Notification.objects.get().recipient == visit.people["an"]

    def test_locks_no_part_of_which_all_was_told(self, visit, due, django_assert_num_queries):
        remind_of_last_days(later(visit.at, days=2))

        with django_assert_num_queries(1):
            remind_of_last_days(later(visit.at, days=3))
