"""The institution's side of an inspection: only its own, only once it was told; what it sends is kept, once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import Person
from accounts.services import verify_representation
from audit.models import AuditEntry, AuditValues
from dossiers.complaints import MOST_A_DAY
from dossiers.models import StepDraft
from inspections.models import (
    Answer,
    DeclaredAnswer,
    InspectionComplaint,
    InspectionFile,
    InspectionStep,
    Remedy,
    RemedySubmission,
    Target,
)
from inspections.services import declare_answers
from inspections.status import TargetStatus
from registry.models import Institution
from tests.integration.dossiers.conftest import now, office, people  # noqa: F401 fixtures by name
from tests.integration.inspections.visit_world import BACKEND, JPEG, World, build_visit
from tests.integration.portal.institution_world import acting_for, asked_paper, begun_at, notified, remedy_of


def person(email: str) -> Person:
    """Return a new person."""
    return Person.objects.create_user(f"{email}@co.so", "mat-khau-dai", full_name=email.title())


def browser(who: Person) -> Client:
    """Return a browser without scripts in which somebody is signed in."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    return client


@pytest.fixture
def world(db) -> World:
    """A visit under way, and the head of its institution."""
    visit = build_visit(timezone.now())
    visit.people["head"] = person("head")
    acting_for(visit.target.institution, visit.people["head"], "5300100001", visit.at)
    return visit


@pytest.fixture
def head(world) -> Client:
    """The browser of the head of the institution."""
    return browser(world.people["head"])


def deputy_of(world: World) -> Person:
    """Return another who acts for the institution."""
    deputy = person("second")
    school = world.people["head"].representations.get().organisation
    verify_representation(
        person=deputy, organisation=school, basis="Giấy ủy quyền", starts_on=date(2020, 1, 1), actor=None, at=world.at
    )  # fmt: skip
    return deputy


def told(response) -> str:
    """Return the words of a page."""
    return " ".join(strip_tags(response.content.decode()).split())


def page(name: str, world: World, *more: object) -> str:
    """Return the address of a page of the institution's part."""
    return reverse(f"portal:{name}", args=[world.target.public_id, *more])


class TestOwnInspections:
    def test_are_listed_for_who_acts_for_the_institution(self, world, head):
        assert world.inspection.title in head.get(reverse("portal:inspections")).content.decode()

    def test_are_nobody_elses(self, world):
        listed = browser(world.people["stranger"]).get(reverse("portal:inspections")).content.decode()

        assert world.inspection.title not in listed

    def test_do_not_exist_for_the_institution_before_it_was_told(self, world, head):
        world.target.announced_at = world.target.due_on = None
        world.target.status = TargetStatus.WAITING
        world.target.save()

        assert world.inspection.title not in head.get(reverse("portal:inspections")).content.decode()
        assert head.get(page("inspection", world)).status_code == 404

    @pytest.mark.parametrize("who", ["stranger", "lead"])
    def test_show_no_page_to_who_does_not_act_for_the_institution(self, world, who):
        remedy, asked = remedy_of(world), asked_paper(world)
        pages = [
            page("inspection", world),
            page("declaration", world),
            page("declare", world, "TS"),
            page("draft_minutes", world),
            page("remedy", world, remedy.public_id),
            page("asked_paper", world, asked.public_id),
            page("inspection_complaints", world),
        ]

        assert {browser(world.people[who]).get(each).status_code for each in pages} == {404}

    def test_show_what_the_institution_has_to_do_and_nothing_of_the_office(self, world, head):
        remedy_of(world), asked_paper(world)
        world.inspection.ground_text = "Đơn của bà Nguyễn Thị Bí Mật"
        world.inspection.save()

        shown = head.get(page("inspection", world)).content.decode()

        assert "Công khai quy chế" in shown
        assert "Sổ lương năm 2025" in shown
        assert "Bí Mật" not in shown

    @pytest.mark.parametrize("status", [TargetStatus.HANDED_TO_POLICE, TargetStatus.HANDED_TO_INSPECTORATE])
    def test_do_not_say_where_the_results_go(self, world, head, status):
        world.target.status = status
        world.target.save()

        shown = head.get(page("inspection", world)).content.decode()

        assert "Đang xử lý kết quả kiểm tra" in shown
        assert str(status.label) not in shown

    def test_note_the_first_time_the_notice_is_opened(self, world, head):
        notified(world)

        head.get(page("inspection", world))
        world.target.refresh_from_db()
        first = world.target.notice_opened_at
        head.get(page("inspection", world))

        world.target.refresh_from_db()
        assert first is not None
        assert world.target.notice_opened_at == first

    def test_caught_in_the_act_are_told_by_the_minutes(self, world, head):
        world.target.announced_at = world.target.due_on = None
        world.target.save()
        before = head.get(page("inspection", world)).status_code
        world.target.status, world.target.ended_at = TargetStatus.REMEDYING, world.at
        world.target.save()

        assert (before, head.get(page("inspection", world)).status_code) == (404, 200)


class TestTheSelfDeclaration:
    def test_is_kept_section_by_section_on_the_teams_checklist(self, world, head):
        notified(world)
        sent = {
            "TS_01": "fail",
            "TS_01__reason": "đang sửa",
            "TS_04__numerator": "1.200",
            "TS_04__denominator": "1500",
        }

        answer = head.post(page("declare", world, "TS"), {**sent, "next": "1"})

        kept = {each.item_key: each.values for each in DeclaredAnswer.objects.all()}
        assert answer["Location"] == page("declare", world, "DT")
        assert kept == {
            "TS.01": {"verdict": "fail", "reason": "đang sửa"},
            "TS.04": {"numerator": "1200", "denominator": "1500"},
        }

    def test_shows_again_what_was_saved(self, world, head):
        notified(world)
        head.post(page("declare", world, "TS"), {"TS_04__numerator": "110,125", "TS_04__denominator": "1500"})

        shown = head.get(page("declare", world, "TS")).content.decode()

        assert 'value="110,125"' in shown

    def test_loses_nothing_that_was_typed_beside_a_mistake(self, world, head):
        notified(world)

        answer = head.post(page("declare", world, "TS"), {"TS_01": "pass", "TS_04__numerator": "nhiều"})

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="nhiều"' in shown
        assert not DeclaredAnswer.objects.exists()

    def test_keeps_by_itself_what_can_be_read_beside_what_cannot_yet(self, world, head):
        notified(world)
        head.post(page("declare", world, "TS"), {"TS_04__numerator": "100", "TS_04__denominator": "200"})

        answer = head.post(
            page("declare", world, "TS"),
            {"TS_01": "pass", "TS_04__numerator": "12o", "TS_04__denominator": "200", "action": "draft"},
        )

        kept = {each.item_key: each.values for each in DeclaredAnswer.objects.all()}
        assert answer.status_code == 302
        assert kept == {
            "TS.01": {"verdict": "pass"},
            "TS.04": {"numerator": "100", "denominator": "200"},
        }

    def test_keeps_what_hangs_on_something_that_cannot_be_read_for_a_moment(self, world, head):
        notified(world)
        until = {"CS_09a-day": "31", "CS_09a-month": "5", "CS_09a-year": "2027"}
        head.post(page("declare", world, "CS"), {"CS_09": "co", **until})

        head.post(page("declare", world, "CS"), {"CS_08": "pass", "CS_09": "c", "action": "draft"})

        kept = {each.item_key: each.values for each in DeclaredAnswer.objects.all()}
        assert kept == {
            "CS.08": {"verdict": "pass"},
            "CS.09": {"value": "co"},
            "CS.09a": {"value": "2027-05-31"},
        }

    def test_keeps_nothing_by_itself_once_it_was_sent(self, world, head):
        notified(world)
        world.target.self_declared_at = world.at
        world.target.save()

        head.post(page("declare", world, "TS"), {"TS_01": "pass", "action": "draft"})

        assert not DeclaredAnswer.objects.exists()

    def test_names_what_only_the_visit_can_answer(self, world, head):
        notified(world)

        assert "TS.05" in head.get(page("declare", world, "TS")).content.decode()

    def test_leaves_what_was_said_before_to_who_said_it_and_when(self, world, head):
        notified(world)
        first = {"TS.01": {"verdict": "pass"}, "TS.02": {"verdict": "pass"}}
        declare_answers(world.people["head"], world.target, answers=first, at=world.at)
        deputy, later = deputy_of(world), world.at + timedelta(hours=1)

        then = {"TS.01": {"verdict": "pass"}, "TS.02": {}, "TS.03": {"verdict": "fail"}}
        declare_answers(deputy, world.target, answers=then, at=later)

        kept = {each.item_key: (each.by, each.changed_at) for each in DeclaredAnswer.objects.all()}
        written = AuditValues.objects.filter(entry__action="inspection.declared_items").latest("entry_id")
        assert kept == {"TS.01": (world.people["head"], world.at), "TS.03": (deputy, later)}
        assert written.values["items"] == "2"

    def test_writes_nothing_where_nothing_was_changed(self, world, head):
        notified(world)
        said = {"TS_01": "fail", "TS_01__reason": "đang sửa", "TS_04__numerator": "1.200", "action": "draft"}
        head.post(page("declare", world, "TS"), said)

        with CaptureQueriesContext(connection) as asked:
            head.post(page("declare", world, "TS"), said)

        assert not [
            each["sql"] for each in asked if "declaredanswer" in each["sql"] and "SELECT" not in each["sql"]
        ]
        assert AuditEntry.objects.filter(action="inspection.declared_items").count() == 1

    def test_takes_back_what_was_emptied(self, world, head):
        notified(world)
        head.post(page("declare", world, "TS"), {"TS_01": "pass"})

        head.post(page("declare", world, "TS"), {"TS_02": "pass"})

        assert list(DeclaredAnswer.objects.values_list("item_key", flat=True)) == ["TS.02"]

    def test_is_closed_once_it_was_sent(self, world, head):
        notified(world)
        world.target.self_declared_at = world.at
        world.target.save()

        answer = head.post(page("declare", world, "TS"), {"TS_01": "pass"})

        assert answer["Location"] == page("declaration", world)
        assert not DeclaredAnswer.objects.exists()


class TestARemedy:
    def test_is_answered_with_evidence_once_for_a_double_click(self, world, head):
        remedy, key = remedy_of(world), str(uuid4())

        def click():
            files = SimpleUploadedFile("web.jpg", JPEG, "image/jpeg")
            return head.post(
                page("remedy", world, remedy.public_id),
                {"text": "Đã công khai ngày 01/12", "files": files, "idempotency_key": key},
            )

        assert [click().status_code, click().status_code] == [302, 302]
        sent = RemedySubmission.objects.get()
        assert (sent.text, sent.attachments.count()) == ("Đã công khai ngày 01/12", 1)

    def test_says_how_long_there_is_and_when_it_is_late(self, world, head):
        remedy = remedy_of(world)
        assert "Còn 20 ngày" in told(head.get(page("remedy", world, remedy.public_id)))

        remedy.due_on = timezone.localdate() - timedelta(days=2)
        remedy.save()

        for path in (page("remedy", world, remedy.public_id), page("inspection", world)):
            assert "Quá hạn 2 ngày" in told(head.get(path))

    def test_without_words_is_shown_again(self, world, head):
        remedy = remedy_of(world)

        answer = head.post(page("remedy", world, remedy.public_id), {"text": " "})

        assert answer.status_code == 422
        assert not RemedySubmission.objects.exists()

    def test_of_another_institution_does_not_exist(self, world, head):
        elsewhere = Institution.objects.create(
            name="Trường khác", kind="tt_gdnn", valid_from=date(2020, 1, 1)
        )
        other = Target.objects.create(
            inspection=world.inspection, institution=elsewhere, announced_at=world.at, status=TargetStatus.REMEDYING
        )  # fmt: skip
        remedy = remedy_of(World(world.at, other, world.people))

        assert head.get(page("remedy", world, remedy.public_id)).status_code == 404
        assert head.get(reverse("portal:remedy", args=[other.public_id, remedy.public_id])).status_code == 404

    def test_that_is_closed_keeps_what_was_typed_and_says_so(self, world, head):
        remedy = remedy_of(world)
        remedy.state, remedy.closed_at = Remedy.State.DONE, world.at
        remedy.save()

        answer = head.post(page("remedy", world, remedy.public_id), {"text": "muộn"})

        assert answer.status_code == 409
        assert not RemedySubmission.objects.exists()


class TestAPaperTheTeamAskedFor:
    def test_is_refused_with_a_reason(self, world, head):
        asked = asked_paper(world)

        head.post(
            page("asked_paper", world, asked.public_id),
            {"answer": "refuse", "refusal": "Không thuộc nội dung quyết định"},
        )

        asked.refresh_from_db()
        assert (asked.state, asked.refusal) == ("refused", "Không thuộc nội dung quyết định")

    @pytest.mark.parametrize(
        "sent",
        [
            pytest.param({"answer": "refuse", "refusal": ""}, id="refused without a reason"),
            pytest.param({"answer": "bring"}, id="brought without a file"),
            pytest.param({}, id="no answer"),
        ],
    )
    def test_needs_the_paper_or_the_reason(self, world, head, sent):
        asked = asked_paper(world)

        answer = head.post(page("asked_paper", world, asked.public_id), sent)

        asked.refresh_from_db()
        assert (answer.status_code, asked.state) == (422, "asked")

    def test_is_brought_and_can_be_opened_by_who_brought_it(self, world, head):
        asked = asked_paper(world)
        file = SimpleUploadedFile("luong.jpg", JPEG, "image/jpeg")

        head.post(page("asked_paper", world, asked.public_id), {"answer": "bring", "files": file})

        asked.refresh_from_db()
        paper = asked.attachments.get()
        assert asked.state == "received"
        assert head.get(reverse("portal:file", args=[paper.public_id])).status_code == 200
        stranger = browser(world.people["stranger"])
        assert stranger.get(reverse("portal:file", args=[paper.public_id])).status_code == 404

    def test_is_the_institutions_and_not_its_bringers_who_speaks_for_it_no_more(self, world, head):
        asked = asked_paper(world)
        file = SimpleUploadedFile("luong.jpg", JPEG, "image/jpeg")
        head.post(page("asked_paper", world, asked.public_id), {"answer": "bring", "files": file})
        paper = asked.attachments.get()
        successor = person("successor")
        acting_for(world.target.institution, successor, "5300100002", world.at)

        address = reverse("portal:file", args=[paper.public_id])
        assert head.get(address).status_code == 404
        assert browser(successor).get(address).status_code == 200


class TestAComplaint:
    def test_is_taken_and_shown_with_the_day_of_its_answer(self, world, head):
        head.post(
            page("inspection_complaints", world),
            {"text": "Đoàn đến sai giờ", "idempotency_key": str(uuid4())},
        )

        shown = head.get(page("inspection_complaints", world)).content.decode()

        assert InspectionComplaint.objects.count() == 1
        assert "Đoàn đến sai giờ" in shown
        assert "Hẹn trả lời trước" in shown

    def test_of_many_within_a_day_is_not_taken_and_not_lost(self, world, head):
        for number in range(MOST_A_DAY):
            head.post(page("inspection_complaints", world), {"text": f"Việc {number}"})

        answer = head.post(page("inspection_complaints", world), {"text": "Việc thứ sáu"})

        assert answer.status_code == 429
        assert "Việc thứ sáu" in answer.content.decode()
        assert InspectionComplaint.objects.count() == MOST_A_DAY

    def test_before_the_announcement_is_not_taken_and_not_lost(self, world, head):
        notified(world)

        answer = head.post(page("inspection_complaints", world), {"text": "Chưa công bố"})

        assert answer.status_code == 409
        assert not InspectionComplaint.objects.exists()


class TestAStepOfTheInstitution:
    @pytest.fixture(autouse=True)
    def _office(self, people):  # noqa: F811
        """The agencies of the packages."""

    def test_sends_the_declaration_once_and_for_all(self, world, head):
        item = begun_at("k6t", world)
        notified(world)
        head.post(page("declare", world, "TS"), {"TS_01": "pass"})

        answer = head.post(
            page("inspection_step", world, item.public_id), {"outcome": "nop", "version": item.version}
        )

        world.target.refresh_from_db()
        assert answer["Location"] == page("inspection", world)
        assert world.target.self_declared_at is not None
        assert head.get(page("declare", world, "TS")).status_code == 302

    def test_shows_the_draft_and_keeps_what_the_institution_thinks_of_it(self, world, head):
        item = begun_at("k9", world)
        Answer.objects.create(
            target=world.target, item_key="TS.01", by=world.people["lead"], changed_at=world.at,
            values={"verdict": "fail", "reason": "Chưa công khai", "note": "chỉ nội bộ"},
        )  # fmt: skip
        address = page("inspection_step", world, item.public_id)

        shown = head.get(address).content.decode()
        answer = head.post(
            address, {"outcome": "giai_trinh", "version": item.version, "y_kien": "Đã sửa xong"}
        )

        assert "Chưa công khai" in shown
        assert "chỉ nội bộ" not in shown
        assert answer.status_code == 302
        assert InspectionStep.objects.get().answers["y_kien"] == "Đã sửa xong"

    def test_without_words_is_shown_again_with_its_fault(self, world, head):
        item = begun_at("k9", world)

        answer = head.post(
            page("inspection_step", world, item.public_id), {"outcome": "giai_trinh", "version": item.version}
        )

        assert answer.status_code == 422
        assert not InspectionStep.objects.exists()

    def test_keeps_a_draft_for_each_who_acts_for_the_institution(self, world, head):
        item = begun_at("k9", world)
        address = page("inspection_step", world, item.public_id)
        second = deputy_of(world)

        answer = head.post(
            address, {"action": "draft", "y_kien": "Đang hỏi kế toán", "tai_lieu": SimpleUploadedFile("so.jpg", JPEG, "image/jpeg")}
        )  # fmt: skip

        again = head.get(address).content.decode()
        assert answer["Location"] == address
        assert "Đang hỏi kế toán" in again and "so.jpg" in again and "Đã lưu nháp lúc" in again
        assert "Đang hỏi kế toán" not in browser(second).get(address).content.decode()
        assert not InspectionStep.objects.exists()

    def test_forgets_the_draft_once_it_is_sent(self, world, head):
        item = begun_at("k9", world)
        address = page("inspection_step", world, item.public_id)
        head.post(address, {"action": "draft", "y_kien": "Nháp"})

        head.post(address, {"outcome": "giai_trinh", "version": item.version, "y_kien": "Bản gửi"})

        assert not StepDraft.objects.exists()
        assert InspectionStep.objects.get().answers["y_kien"] == "Bản gửi"

    def test_takes_the_papers_that_prove_the_declaration(self, world, head):
        item = begun_at("k6t", world)
        notified(world)
        files = [SimpleUploadedFile(f"TS.0{n}.jpg", JPEG, "image/jpeg") for n in (1, 2)]

        head.post(
            page("inspection_step", world, item.public_id),
            {"outcome": "nop", "version": item.version, "tai_lieu": files},
        )

        sent = InspectionFile.objects.filter(target=world.target, field="tai_lieu", is_of_institution=True)
        assert sorted(each.attachment.original_name for each in sent) == ["TS.01.jpg", "TS.02.jpg"]

    def test_that_moved_on_keeps_what_was_typed(self, world, head):
        item = begun_at("k9", world)

        answer = head.post(
            page("inspection_step", world, item.public_id),
            {"outcome": "giai_trinh", "version": item.version + 1, "y_kien": "Đã sửa xong"},
        )

        assert answer.status_code == 409
        assert "Đã sửa xong" in answer.content.decode()

    @pytest.mark.parametrize("who", ["stranger", "lead"])
    def test_is_nobody_elses(self, world, who):
        item = begun_at("k9", world)

        assert (
            browser(world.people[who]).get(page("inspection_step", world, item.public_id)).status_code == 404
        )
