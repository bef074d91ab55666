"""One's own data hold what one wrote in inspections: for an institution while one acts for it, and of one's own conflicts."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Person
from accounts.services import revoke_representation, verify_representation
from dossiers.own_report import own_report
from dossiers.services import export_own
from inspections.institution_forms import REFUSE
from inspections.models import ConflictReason, DeclaredAnswer, PaperRequest, Remedy, TeamMember
from inspections.services import complain, declare_conflict
from tests.integration.dossiers.conftest import now, office, people  # noqa: F401 fixtures by name
from tests.integration.inspections.visit_world import BACKEND, JPEG, World, build_visit
from tests.integration.portal.institution_world import acting_for, asked_paper, begun_at, notified, remedy_of
from tests.integration.portal.test_own_data_pdf import text_of, words_in

KINDS = ("self_declarations", "explanations", "unsent", "remedies", "complaints", "asked_papers", "conflicts")


@pytest.fixture
def world(db, people) -> World:  # noqa: F811
    """A visit, the head of its institution, and a second person who acts for it."""
    visit = build_visit(timezone.now())
    for who, name in (("head", "Hoàng Thị Sen"), ("second", "Lý A Páo")):
        visit.people[who] = Person.objects.create_user(f"{who}@co.so", "mat-khau-dai", full_name=name)
    acting_for(visit.target.institution, visit.people["head"], "5300100001", visit.at)
    school = visit.people["head"].representations.get().organisation
    verify_representation(
        person=visit.people["second"], organisation=school, basis="Giấy ủy quyền", starts_on=date(2020, 1, 1),
        actor=None, at=visit.at,
    )  # fmt: skip
    return visit


def browser(who: Person) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    return client


def taken_by(who: Person) -> dict:
    """Return what somebody's own data say of inspections."""
    return json.loads(browser(who).post(reverse("portal:own_data")).content)["inspections"]


def page(name: str, world: World, *more: object) -> str:
    """Return the address of a page of the institution's part."""
    return reverse(f"portal:{name}", args=[world.target.public_id, *more])


def photograph(name: str) -> SimpleUploadedFile:
    """Return a picture to be sent."""
    return SimpleUploadedFile(name, JPEG, "image/jpeg")


def write_everything(world: World) -> None:
    """Let the head declare, explain, remedy, complain, and answer for a paper."""
    head, remedy, asked = browser(world.people["head"]), remedy_of(world), asked_paper(world)
    announced, status = world.target.announced_at, world.target.status
    notified(world)
    head.post(page("declare", world, "TS"), {"TS_01": "fail", "TS_01__reason": "Trang web đang sửa"})
    world.target.announced_at, world.target.status = announced, status
    world.target.save()
    head.post(
        page("remedy", world, remedy.public_id),
        {"text": "Đã công khai ngày 01/12", "files": photograph("web.jpg"), "idempotency_key": uuid4()},
    )
    head.post(
        page("asked_paper", world, asked.public_id),
        {"answer": REFUSE, "refusal": "Không thuộc phạm vi kiểm tra"},
    )
    complain(
        world.people["head"], world.target, text="Đoàn đến muộn", attachments=[], idempotency_key=uuid4(), at=world.at
    )  # fmt: skip


class TestWhatIsTakenAlong:
    def test_is_everything_a_person_wrote_for_the_institution(self, world):
        write_everything(world)

        taken = taken_by(world.people["head"])

        [declared], [remedy] = taken["self_declarations"], taken["remedies"]
        [complaint], [paper] = taken["complaints"], taken["asked_papers"]
        assert (declared["item"], declared["values"]) == (
            "TS.01", {"verdict": "fail", "reason": "Trang web đang sửa"}
        )  # fmt: skip
        assert any("Không đạt" in line for line in declared["in_words"])
        assert (remedy["text"], [each["name"] for each in remedy["files"]]) == (
            "Đã công khai ngày 01/12", ["web.jpg"]
        )  # fmt: skip
        assert complaint["text"] == "Đoàn đến muộn"
        assert paper["refusal"] == "Không thuộc phạm vi kiểm tra"
        assert {each["inspection"] for each in (declared, remedy, complaint, paper)} == {
            world.inspection.code
        }

    def test_is_the_explanation_with_its_papers_and_what_was_not_sent_yet(self, world):
        item = begun_at("k9", world)
        head, second = browser(world.people["head"]), browser(world.people["second"])
        address = page("inspection_step", world, item.public_id)
        second.post(address, {"action": "draft", "y_kien": "Đang hỏi kế toán"})
        unsent = taken_by(world.people["second"])["unsent"]
        head.post(
            address,
            {"outcome": "giai_trinh", "version": item.version, "y_kien": "Đã sửa xong", "tai_lieu": photograph("so.jpg")},
        )  # fmt: skip

        [explained] = taken_by(world.people["head"])["explanations"]

        assert [each["values"]["y_kien"] for each in unsent] == ["Đang hỏi kế toán"]
        assert any("Đang hỏi kế toán" in line for line in unsent[0]["in_words"])
        assert explained["values"]["y_kien"] == "Đã sửa xong"
        assert explained["outcome"] != "giai_trinh"
        said = "\n".join(explained["in_words"])
        assert "Đã sửa xong" in said and "so.jpg" in said

    def test_is_of_the_person_alone(self, world):
        write_everything(world)
        lead = world.people["lead"]
        Remedy.objects.update(verified_by=lead, verification="Ảnh chụp không rõ", verified_at=world.at)

        mine, theirs = taken_by(world.people["head"]), taken_by(world.people["second"])

        assert {kind: len(theirs[kind]) for kind in KINDS} == dict.fromkeys(KINDS, 0)
        written = json.dumps(mine, ensure_ascii=False)
        assert "Ảnh chụp không rõ" not in written and "Chưa công khai quy chế" not in written
        assert {kind: len(taken_by(lead)[kind]) for kind in KINDS} == dict.fromkeys(KINDS, 0)

    def test_is_the_institutions_once_the_power_is_over(self, world):
        write_everything(world)
        head = world.people["head"]
        revoke_representation(head.representations.get(), reason="Nghỉ việc", actor=head, at=timezone.now())

        assert {kind: len(taken_by(head)[kind]) for kind in KINDS} == dict.fromkeys(KINDS, 0)
        assert DeclaredAnswer.objects.filter(by=head).exists() and PaperRequest.objects.exists()

    def test_is_a_members_own_declaration_of_conflicts_with_its_reason(self, world):
        lead, member = world.people["lead"], world.member("lead")
        declare_conflict(lead, member, is_conflict=True, reason="Em gái dạy ở đó", at=world.at)
        colleague = TeamMember.objects.exclude(pk=member.pk).filter(inspection=world.inspection).first()
        declare_conflict(colleague.person, colleague, is_conflict=True, reason="Từng học ở đó", at=world.at)

        [declared] = taken_by(lead)["conflicts"]

        assert (declared["is_conflict"], declared["reason"]) == (True, "Em gái dạy ở đó")
        assert ConflictReason.objects.count() == 2
        assert "Từng học" not in json.dumps(taken_by(lead), ensure_ascii=False)

    def test_costs_the_same_however_much_was_written(self, world):
        write_everything(world)
        head = world.people["head"]
        taken_by(head)
        with CaptureQueriesContext(connection) as few:
            taken_by(head)
        rows = [
            DeclaredAnswer(target=world.target, item_key=f"TS.{n:02}", by=head, changed_at=world.at, values={"verdict": "pass"})
            for n in range(2, 40)
        ]  # fmt: skip
        DeclaredAnswer.objects.bulk_create(rows)
        for n in range(4):
            complain(
                head,
                world.target,
                text=f"Lần {n}",
                attachments=[],
                idempotency_key=uuid4(),
                at=timezone.now(),
            )

        with CaptureQueriesContext(connection) as many:
            taken = taken_by(head)

        assert (len(taken["self_declarations"]), len(taken["complaints"])) == (39, 5)
        assert len(many) <= len(few)


class TestThePdf:
    def test_says_it_in_words(self, world):
        write_everything(world)

        response = browser(world.people["head"]).post(reverse("portal:own_data"), {"as": "pdf"})

        said = text_of(response.content)
        assert "Trong các cuộc kiểm tra" in said
        for words in (
            "Trang web đang sửa",
            "Đã công khai ngày 01/12",
            "Đoàn đến muộn",
            "Không thuộc phạm vi",
        ):
            assert words in said
        assert "self_declarations" not in said and "verdict" not in said

    @pytest.mark.parametrize(("language", "title"), [("en", "In inspections"), ("km", "ក្នុងការត្រួតពិនិត្យ")])
    def test_speaks_the_readers_language(self, world, language, title):
        write_everything(world)
        head = world.people["head"]

        with translation.override(language):
            report = own_report(export_own(head, at=world.at), head.pk, language=language, at=world.at)

        assert title in [each.title for each in report.sections]
        assert "Đoàn đến muộn" in words_in(report)
