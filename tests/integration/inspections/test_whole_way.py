"""An inspection goes the whole legal way: ground, decision, plan, announcement, minutes, results, remedies, closing."""

import uuid

import pytest

from accounts.localdays import local_day
from documents.models import IssuedDocument
from inspections.errors import NotReady, NotVisible
from inspections.models import DataExport, Outcome, Remedy
from inspections.selectors import visible_inspection, visible_target, visible_work_items
from inspections.services import (
    add_finding,
    add_target,
    declare_conflict,
    sort_finding,
    submit_remedy,
    verify_remedy,
)
from jobs.testing import run_all_jobs
from tests.integration.inspections.chain import later, open_item, open_nodes

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheDecision:
    def test_is_issued_in_the_department_s_series_and_known_by_its_number(self, chain):
        inspection = chain.decided()

        document = IssuedDocument.objects.get(subject_type="inspections.Inspection", kind="decision")
        assert inspection.decision_number == document.number == "01/QĐ-SGDĐT"
        assert inspection.decision_on == document.issued_on

    def test_does_not_go_up_before_every_member_has_declared(self, chain):
        inspection = chain.drafted()
        member = inspection.team.get(person=chain.people["thanh-vien"])
        declare_conflict(member.person, member, is_conflict=True, reason="Vợ dạy ở trường", at=chain.at)

        with pytest.raises(NotReady) as refused:
            chain.do(chain.people["chuyen-vien"], inspection, "k4", "trinh")

        assert refused.value.conditions == ["declared"]

    def test_does_not_go_up_without_an_outcome_of_the_overlap(self, chain):
        inspection = chain.do(chain.people["chuyen-vien"], chain.proposed(), "k1", "mo")
        add_target(chain.people["chuyen-vien"], inspection, chain.institutions[0], at=chain.at)

        with pytest.raises(NotReady) as refused:
            chain.do(chain.people["chuyen-vien"], inspection, "k2", "xong")

        assert refused.value.conditions == ["overlap"]


class TestThePlan:
    def test_bears_the_team_s_heading_and_is_signed_for_the_team(self, chain):
        chain.opened()

        plan = IssuedDocument.objects.get(kind="plan")
        assert plan.number == "01/KH-ĐKT"
        assert plan.signer_lines == ["T/M. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN"]
        assert plan.draft.context["team_lines"]["own"] == ["Đoàn kiểm tra theo", "Quyết định số 01/QĐ-SGDĐT"]

    def test_opens_a_part_of_its_own_for_each_institution(self, chain):
        inspection, targets = chain.opened()

        assert inspection.status == "in_progress"
        assert [open_nodes(target) for target in targets] == [["k6"], ["k6"]]


class TestVariants:
    @pytest.mark.parametrize(
        ("variant", "first"),
        [("A", ["k6"]), ("B", ["k7"]), ("C", ["k8"])],
        ids=["announced", "not", "in the act"],
    )
    def test_begin_where_the_law_lets_them(self, chain, variant, first):
        _, targets = chain.opened(variant=variant)

        assert open_nodes(targets[0]) == first

    def test_in_the_act_has_no_plan_and_no_announcement(self, chain):
        _, (target, _) = chain.opened(variant="C")

        assert target.announced_at is None
        assert not IssuedDocument.objects.filter(kind="plan").exists()

    def test_announced_before_asks_the_institution_to_declare_itself(self, chain):
        _, (target, _) = chain.opened()
        notice = {
            "ngay_lam_viec": f"{local_day(later(chain.at, days=14))}",
            "thoi_gian": "08:00",
            "de_cuong": "I. Tuyển sinh",
        }
        target = chain.do(chain.people["truong-doan"], target, "k6", "gui", notice)

        target = chain.do(chain.people["van-thu"], target, "k6xd", "xong")

        assert (target.status, open_nodes(target)) == ("notified", ["k6t"])
        assert [
            item.node_id for item in visible_work_items(chain.people["co-so"], later(chain.at, hours=1))
        ] == ["k6t"]


class TestTheInstitution:
    def test_does_not_know_of_an_unannounced_inspection(self, chain):
        _, (target, _) = chain.opened(variant="B")

        with pytest.raises(NotVisible):
            visible_target(chain.people["co-so"], target.public_id, chain.at)

    def test_sees_its_own_part_once_announced_and_nothing_else(self, chain):
        target = chain.announced()
        other = target.inspection.targets.exclude(pk=target.pk).get()
        chain.announce(other, chain.at)

        _, sight = visible_target(chain.people["co-so"], target.public_id, chain.at)

        assert sight.institution and not sight.inside
        with pytest.raises(NotVisible):
            visible_target(chain.people["co-so"], other.public_id, chain.at)
        with pytest.raises(NotVisible):
            visible_inspection(chain.people["co-so"], target.inspection.public_id, chain.at)


class TestTheWholeWay:
    def test_ends_with_every_remedy_verified_and_the_file_closed(self, chain):
        inspection, targets = chain.opened(variant="B", is_report_wanted=False)
        lead, drafter = chain.people["truong-doan"], chain.people["chuyen-vien"]
        first, second = (chain.announce(target, chain.at) for target in targets)
        first = chain.do(lead, first, "k8", "xong")
        finding = add_finding(
            lead, first, text="Tuyển vượt quy mô", clause="TT 05/2021 Điều 4", idempotency_key=uuid.uuid4(),
            at=chain.at,
        )  # fmt: skip
        first = chain.do(chain.people["co-so"], first, "k9", "dong_y", {"y_kien": "Không có ý kiến"})
        sort_finding(lead, finding, outcomes=[Outcome.REMEDY], at=chain.at)
        chain.sign_minutes(first)
        first = chain.do(lead, first, "k10", "ky_du")
        first = chain.do(lead, first, "k11", "xong", {"nhanh": ["remedy"]})
        second = chain.without_answer(second)
        second = chain.do(lead, second, "k11", "xong", {"nhanh": ["nothing"]})

        inspection.refresh_from_db()
        assert inspection.status == "reporting"
        inspection = chain.do(lead, inspection, "k14", "trinh", {"ket_qua": "I", "nhan_xet": "II"})
        inspection = chain.do(chain.people["van-thu"], inspection, "k14xd", "xong")
        inspection = chain.do(chain.people["lanh-dao"], inspection, "k14b", "ban_hanh")
        for target in (first, second):
            target = chain.do(chain.people["lanh-dao"], target, "k14s", "ky", {"ket_luan": "Đã kiểm tra"})
            chain.do(chain.people["van-thu"], target, "k14xd", "xong")
        chain.do(chain.people["lanh-dao"], first, "k15s", "ky")
        chain.do(chain.people["van-thu"], first, "k15yd", "xong")
        request = IssuedDocument.objects.get(kind="remedy_request")
        assert (request.number, request.subject_id) == ("01/SGDĐT-GDNN", str(first.pk))
        assert [each["text"] for each in request.draft.context["findings"]] == ["Tuyển vượt quy mô"]
        second.refresh_from_db()
        assert second.status == "closed"
        remedy = Remedy.objects.get(finding=finding)
        submit_remedy(
            chain.people["co-so"],
            remedy,
            text="Đã giảm",
            attachments=[],
            idempotency_key=uuid.uuid4(),
            at=chain.at,
        )
        verify_remedy(drafter, remedy, is_done=True, verification="Đã kiểm tra sổ", at=chain.at)
        run_all_jobs()
        first.refresh_from_db()
        inspection.refresh_from_db()
        assert (first.status, inspection.status) == ("closed", "filing")

        inspection = chain.do(drafter, inspection, "k16", "dong", {"muc_luc": "Quyết định; biên bản"})

        assert inspection.status == "closed"
        assert inspection.run.ended_at is not None
        handed_on = DataExport.objects.get(inspection=inspection).content
        assert [(each["code"], each["status"]) for each in handed_on["inspections"]] == [
            (inspection.code, "closed")
        ]
        assert [each["state"] for each in handed_on["remedies"]] == ["done"]

    def test_needs_no_report_where_nobody_wants_one(self, chain):
        _, targets = chain.opened(variant="B")
        for target in targets:
            chain.nothing_found_at(target)

        assert [target.status for target in targets[0].inspection.targets.order_by("pk")] == [
            "closed",
            "closed",
        ]
        assert open_item(targets[0].inspection, "k16").node_id == "k16"
        assert not IssuedDocument.objects.filter(kind__in=["report", "results_notice"]).exists()
