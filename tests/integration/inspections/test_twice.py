"""An operation that a killed worker leaves behind is called again: the second call finds what the first one did."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from documents.models import DocumentDraft, RegisterEntry
from inspections.document_operations import issue_inspection_document
from inspections.handing_over import record_due_on
from inspections.models import Evidence, Finding, HandOver, Outcome, Remedy, Target, TargetClock
from inspections.operations import (
    carry_out_decision,
    demand_remedies,
    finish_inspecting,
    hand_over,
    open_targets,
)
from inspections.services import add_finding, ask_for_paper, plan_session, propose_extension, sort_finding
from tests.integration.inspections.chain import later
from workflows.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


def twice(operation, case, at, **inputs):
    """Call an operation as its job does, and once more."""
    for _ in range(2):
        case = type(case).objects.get(pk=case.pk)
        with transaction.atomic():
            operation(case, run=case.run, token_id="t1", inputs=inputs, at=at)
    return type(case).objects.get(pk=case.pk)


class TestCalledTwice:
    def test_opening_gives_each_institution_one_run(self, chain):
        inspection, targets = chain.opened(variant="B")

        twice(open_targets, inspection, chain.at)

        runs = Run.objects.filter(subject_type="inspections.Target")
        assert runs.count() == len(targets) == 2

    def test_a_decision_extends_once(self, chain):
        target = chain.announced()
        before = target.due_on
        decision = propose_extension(chain.people["truong-doan"], target, days=5, reason="Xa", at=chain.at)

        twice(carry_out_decision, decision, chain.at)

        target.refresh_from_db()
        assert target.due_on == before + timedelta(days=5)
        assert TargetClock.objects.filter(target=target, kind="extended").count() == 1

    def test_a_document_keeps_its_number(self, chain):
        inspection = chain.do(chain.people["chuyen-vien"], chain.drafted(), "k4", "trinh")
        for who, step, outcome in (
            ("truong-phong", "k4p", "dong_y"),
            ("van-phong", "k4v", "dat"),
            ("lanh-dao", "k4s", "ky"),
        ):
            inspection = chain.do(chain.people[who], inspection, step, outcome)

        twice(issue_inspection_document, inspection, chain.at, kind="decision", approved_at="k4s")

        assert DocumentDraft.objects.count() == RegisterEntry.objects.count() == 1

    def test_a_hand_over_and_remedies_are_written_once(self, chain):
        lead = chain.people["truong-doan"]
        target = chain.announced()
        finding = add_finding(lead, target, text="Vượt quy mô", idempotency_key=uuid.uuid4(), at=chain.at)
        target = chain.minuted(target)
        sort_finding(lead, finding, outcomes=[Outcome.VIOLATION, Outcome.REMEDY], at=chain.at)
        photo = Evidence.objects.create(
            id="6f1c2f0e-5a3c-4a8e-9a51-1c1f6e0f7a11", target=target, kind="photo", sha256="b" * 64, size=3,
            received_bytes=3, by=lead, announced_at=chain.at, completed_at=chain.at, name="anh.jpg",
        )  # fmt: skip
        target = chain.do(lead, target, "k11", "xong", {"nhanh": ["violation", "remedy"]})
        found_at, drawn_up_at = chain.at - timedelta(days=1), chain.at
        said = {
            "phat_hien_luc": found_at.isoformat(), "lap_luc": drawn_up_at.isoformat(),
            "noi_lap": "Trụ sở", "nguoi_vi_pham": "Trường", "y_kien": "Không có ý kiến", "ly_do": "Điều 5",
        }  # fmt: skip
        target = chain.do(lead, target, "k12", "da_lap", said)
        chain.do(chain.people["van-thu"], target, "k12xd", "xong")
        sent = {"gui_luc": drawn_up_at.isoformat(), "noi_nhan": "Chủ tịch UBND tỉnh"}
        target = chain.do(lead, target, "k12s", "da_gui", sent)

        twice(hand_over, target, chain.at, to="punisher", step="k12s", record="k12")
        twice(demand_remedies, target, chain.at)
        target = twice(finish_inspecting, target, chain.at, outcomes=["violation", "remedy"])

        handed = HandOver.objects.get(target=target)
        photo.refresh_from_db()
        assert handed.contents[-1] == {"title": "anh.jpg", "sha256": "b" * 64}
        assert handed.record_due_on == record_due_on(target, found_at.astimezone().date())
        assert abs(handed.send_due_at - later(drawn_up_at, hours=24)) < timedelta(minutes=1)
        assert photo.is_held
        assert Remedy.objects.filter(finding=finding).count() == Finding.objects.count() == 1
        assert Target.objects.get(pk=target.pk).outcomes == ["violation", "remedy"]


class TestSentTwice:
    """A double click, or a page sent again: what was written the first time is what stands."""

    @pytest.mark.parametrize(
        "write",
        [
            pytest.param(lambda *who, **said: add_finding(*who, text="Vượt quy mô", **said), id="a finding"),
            pytest.param(lambda *who, **said: ask_for_paper(*who, title="Sổ gốc", **said), id="a paper"),
            pytest.param(
                lambda *who, at, **said: plan_session(
                    *who, starts_at=at, ends_at=later(at, hours=3), at=at, **said
                ),
                id="a session",
            ),
        ],
    )
    def test_is_one_row(self, chain, write):
        lead, target, key = chain.people["truong-doan"], chain.announced(), uuid.uuid4()

        first, again, another = (
            write(lead, target, idempotency_key=each, at=chain.at) for each in (key, key, uuid.uuid4())
        )

        assert first == again != another
        assert type(first).objects.filter(target=target).count() == 2
