"""An amendment of a diploma from sending to the register's new version; a supplement in appraisal on the way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import IssuedDocument
from dossiers.errors import SupplementNotReady
from dossiers.models import SupplementRound
from dossiers.paper_values import receipt_values
from dossiers.selectors.clocks import is_overdue
from dossiers.services import Mark, claim, complete, judge, mark
from dossiers.status import Status
from jobs.testing import run_all_jobs
from procedures.package import read_folder
from procedures.services import publish
from registry.models import DiplomaRecord
from tests.integration.dossiers.conftest import library, publish_from_library
from tests.integration.dossiers.diploma_copy import do, open_item
from tests.integration.dossiers.diploma_reissue import apply, walk_on

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = Mark("can_cu_ho_tich", "Trang 2 bị mờ.", basis="NĐ 61/2018 Điều 19", page=2)


@pytest.fixture
def at(people, now):
    """The moment of the test, the procedure published."""
    publish_from_library("diploma_reissue", at=now)
    return now


def asked_in_appraisal(people, at, *, days_since_reception=0):
    """A dossier whose case officer has marked a page and asked for it."""
    dossier = walk_on(apply(people["cong-dan"], at), people, at, until="c5")
    received_at = dossier.received_at - timedelta(days=days_since_reception)
    type(dossier).objects.filter(pk=dossier.pk).update(received_at=received_at)
    item = open_item(dossier, "c5")
    claim(people["chuyen-vien"], item.public_id, version=item.version, at=at)
    mark(people["chuyen-vien"], item.public_id, [PAGE], at=at)
    item.refresh_from_db()
    complete(
        people["chuyen-vien"], item.public_id, outcome="can_bo_sung", version=item.version, at=at, data={},
        files={}, reason="Cần đọc được trang 2.",
    )  # fmt: skip
    run_all_jobs()
    dossier.refresh_from_db()
    return dossier


class TestAnAmendment:
    def test_goes_to_a_decision_and_a_new_version_of_the_record(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at)

        assert dossier.status == Status.RETURNED
        assert dossier.result == "cap"
        decision = IssuedDocument.objects.get(subject_id=str(dossier.pk))
        assert decision.kind == "amendment_decision"
        record = DiplomaRecord.objects.get(serial_no="TC 004512")
        assert (record.holder_name, record.birth_date) == ("Nguyễn Thị Mai Anh", "18/03/2001")
        assert decision.number in record.note
        assert [each.content["holder_name"] for each in record.versions.order_by("version")] == [
            "Nguyễn Thị Mai", "Nguyễn Thị Mai Anh",
        ]  # fmt: skip
        assert record.versions.last().written_by == people["giu-so-2"]
        assert [paper.form for paper in dossier.statutory_papers.all()] == ["01", "06"]

    def test_starts_its_term_when_it_arrives_at_who_decides(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="c3")

        started = dossier.clock_entries.get(clock="term", kind="started")

        assert started.at >= dossier.received_at
        assert dossier.status == Status.IN_PROGRESS
        assert dossier.due_at == started.due_at
        receipt = dossier.statutory_papers.get(form="01")
        assert receipt.values["receipt"]["due_at"]

    def test_refused_after_appraisal_is_a_result(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="c5")
        refusal = {"noi_dung_tra_loi": "Giấy tờ không đủ căn cứ."}
        dossier = do(
            people["chuyen-vien"], dossier, "c5", "de_nghi_tu_choi", refusal, at, reason="Thiếu căn cứ"
        )
        for who, node in (("truong-phong", "c6"), ("lanh-dao", "c7"), ("van-thu", "c8")):
            outcome = {"c6": "dong_y", "c7": "ky", "c8": "xong"}[node]
            dossier = do(people[who], dossier, node, outcome, {}, at)

        dossier = do(people["tiep-nhan"], dossier, "c10", "da_tra", {"cach_tra": "truc_tuyen"}, at)

        assert (dossier.status, dossier.result) == (Status.RETURNED, "khong_cap")
        assert IssuedDocument.objects.get(subject_id=str(dossier.pk)).kind == "refusal_letter"
        assert DiplomaRecord.objects.get(serial_no="TC 004512").version == 1


class TestASupplementInAppraisal:
    def test_stops_the_clock_and_half_an_answer_stays_in_the_round(self, people, at):
        dossier = asked_in_appraisal(people, at)
        dossier = do(people["truong-phong"], dossier, "s2", "duyet", {}, at)
        dossier = do(people["tiep-nhan"], dossier, "s3", "gui", {}, at)
        assert dossier.status == Status.SUPPLEMENT_REQUIRED
        asked = dossier.supplement_rounds.get()
        [item] = asked.items.all()

        for found in (False, True):
            dossier = self.answer(people, dossier, item, at)
            self.judge(people, dossier, item, found, at)
            outcome = "du" if found else "con_thieu"
            dossier = do_held(
                people["tiep-nhan"], dossier, "s5", outcome, at, reason="" if found else "Vẫn mờ"
            )

        asked.refresh_from_db()
        assert asked.state == SupplementRound.State.SUPPLIED
        assert dossier.status == Status.IN_PROGRESS
        kinds = list(dossier.clock_entries.filter(clock="term").values_list("kind", flat=True))
        assert kinds == ["promised", "started", "paused", "reset"]
        assert [paper.form for paper in dossier.statutory_papers.all()] == ["01", "02", "01"]
        assert open_item(dossier, "c4")

    def test_cannot_be_called_complete_over_a_missing_item(self, people, at):
        dossier = asked_in_appraisal(people, at)
        dossier = do(people["truong-phong"], dossier, "s2", "duyet", {}, at)
        dossier = do(people["tiep-nhan"], dossier, "s3", "gui", {}, at)
        [item] = dossier.supplement_rounds.get().items.all()
        dossier = self.answer(people, dossier, item, at)
        step = open_item(dossier, "s5")
        claim(people["tiep-nhan"], step.public_id, version=step.version, at=at)
        browser = Client()
        browser.force_login(people["tiep-nhan"], backend=BACKEND)
        address = reverse("desk:supplement", args=[step.public_id])

        shown = browser.get(address).content.decode()
        unjudged = browser.post(address, {})
        judged = browser.post(address, {f"met-{item.pk}": "no"})

        assert "Bản gốc bị mất." in shown
        assert (unjudged.status_code, judged.status_code) == (422, 302)
        with pytest.raises(SupplementNotReady, match="judged_otherwise"):
            do_held(people["tiep-nhan"], dossier, "s5", "du", at)

    def test_asked_late_needs_the_leader_and_only_pauses(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="c5")
        type(dossier).objects.filter(pk=dossier.pk).update(received_at=at - timedelta(days=10))
        later = timezone.now()

        dossier = do(people["chuyen-vien"], dossier, "c5", "can_bo_sung", {}, later, reason="Thiếu trang 2")
        dossier = do(people["truong-phong"], dossier, "s2", "duyet", {}, later)
        dossier = do(
            people["lanh-dao"], dossier, "s2l", "dong_y", {}, later, reason="Cơ quan hộ tịch trả lời muộn"
        )
        dossier = do(people["tiep-nhan"], dossier, "s3", "gui", {}, later)

        asked = dossier.supplement_rounds.get()
        assert (asked.is_late, asked.clock_policy) == (True, "PAUSE")
        assert dossier.clock_entries.filter(clock="term").last().kind == "paused"

    @pytest.mark.parametrize(
        ("days_since_reception", "kind"), [(0, "reset"), (20, "resumed")], ids=["RESET", "PAUSE"]
    )
    def test_gives_a_receipt_with_the_day_owed_from_then_on(
        self, people, at, days_since_reception, kind, monkeypatch
    ):
        dossier = asked_in_appraisal(people, at, days_since_reception=days_since_reception)
        dossier = do(people["truong-phong"], dossier, "s2", "duyet", {}, at)
        if kind == "resumed":
            dossier = do(people["lanh-dao"], dossier, "s2l", "dong_y", {}, at, reason="Trả lời muộn")
        dossier = do(people["tiep-nhan"], dossier, "s3", "gui", {}, at)
        [item], was_due_at = dossier.supplement_rounds.get().items.all(), dossier.due_at
        later = at + timedelta(days=9)
        monkeypatch.setattr(timezone, "now", lambda: later)
        dossier = self.answer(people, dossier, item, later)
        self.judge(people, dossier, item, True, later)

        dossier = do_held(people["tiep-nhan"], dossier, "s5", "du", later)

        assert dossier.clock_entries.filter(clock="term").last().kind == kind
        assert dossier.due_at > was_due_at
        receipt = dossier.statutory_papers.filter(form="01").last()
        assert receipt.values == {**receipt.values, **receipt_values(dossier)}
        first = dossier.statutory_papers.filter(form="01").first()
        assert receipt.values["receipt"]["due_at"] != first.values["receipt"]["due_at"]

    def test_runs_the_offices_hours_only_while_the_office_looks(self, people, at):
        dossier = asked_in_appraisal(people, at)
        dossier = do(people["truong-phong"], dossier, "s2", "duyet", {}, at)
        dossier = do(people["tiep-nhan"], dossier, "s3", "gui", {}, at)
        [item] = dossier.supplement_rounds.get().items.all()
        for number, found in enumerate((False, True), start=1):
            then = at + timedelta(days=7 * number)
            dossier = self.answer(people, dossier, item, then)
            started = dossier.clock_entries.filter(clock="reception").last()
            assert (started.kind, started.at, started.due_at) == ("started", then, dossier.reception_due_at)
            self.judge(people, dossier, item, found, then)

            outcome = "du" if found else "con_thieu"
            dossier = do_held(people["tiep-nhan"], dossier, "s5", outcome, then, reason="Vẫn mờ")

            assert dossier.clock_entries.filter(clock="reception").last().kind == "stopped"

    @pytest.mark.parametrize(("policy", "late"), [("CONTINUE", True), ("RESET", False)])
    def test_is_late_while_it_waits_only_where_the_term_runs_on(self, people, at, policy, late, client):
        files = read_folder(library() / "diploma_reissue")
        rules = files["procedure.yaml"].replace(b"clock_policy: RESET", f"clock_policy: {policy}".encode())
        publish("diploma_reissue", {**files, "procedure.yaml": rules}, at=at, actor_id=None)
        dossier = asked_in_appraisal(people, at)
        dossier = do(people["truong-phong"], dossier, "s2", "duyet", {}, at)
        dossier = do(people["tiep-nhan"], dossier, "s3", "gui", {}, at)
        assert dossier.status == Status.SUPPLEMENT_REQUIRED
        type(dossier).objects.filter(pk=dossier.pk).update(due_at=at)
        dossier.refresh_from_db()

        looked_up = client.post(reverse("portal:lookup"), {"code": dossier.code})

        assert is_overdue(dossier, at + timedelta(minutes=1)) is late
        assert looked_up.context["is_late"] is late
        said = "Thời hạn vẫn tính tiếp." if late else "Thời hạn tạm dừng."
        assert looked_up.context["explanation"] == f"Đang chờ bạn bổ sung. {said}"

    def answer(self, people, dossier, item, at):
        """Let the applicant say that the page cannot be had."""
        step = open_item(dossier, "s4")
        data = {f"answer-{item.pk}": "impossible", f"explanation-{item.pk}": "Bản gốc bị mất."}
        complete(
            people["cong-dan"],
            step.public_id,
            outcome="gui",
            version=step.version,
            at=at,
            data=data,
            files={},
        )
        run_all_jobs()
        dossier.refresh_from_db()
        return dossier

    def judge(self, people, dossier, item, found, at):
        """Let the one-stop take the checking step and judge the item."""
        step = open_item(dossier, "s5")
        claim(people["tiep-nhan"], step.public_id, version=step.version, at=at)
        judge(people["tiep-nhan"], step.public_id, {item.pk: found}, at=at)


def do_held(person, dossier, node, outcome, at, reason=""):
    """Complete a step the person holds."""
    step = open_item(dossier, node)
    complete(
        person, step.public_id, outcome=outcome, version=step.version, at=at, data={}, files={}, reason=reason
    )
    run_all_jobs()
    dossier.refresh_from_db()
    return dossier
