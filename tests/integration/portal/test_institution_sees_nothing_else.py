"""Whatever way an institution looks: only its own part; no source, no risk, no note, no draft of the office, no other institution."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from config.topics import may_listen
from forms.models import Attachment
from inspections.models import (
    Answer,
    ConfidentialSource,
    Device,
    Evidence,
    Finding,
    InspectionComplaint,
    InspectionFile,
    Minutes,
    Remedy,
    Target,
)
from inspections.services import ask_for_paper, complain, verify_remedy
from inspections.status import TargetStatus
from notifications.models import Notification
from registry.models import Institution
from tests.integration.inspections.visit_world import (
    BACKEND,
    JPEG,
    World,
    build_visit,
    lead_department,
    seat,
)
from tests.integration.portal.institution_world import acting_for, remedy_of
from tests.integration.uploads import upload_of

SOURCE = "Bà Nguyễn Thị Báo Tin"
OTHER = "Trường Cao đẳng Bên Kia"
NOTE = "nghi kê khống, hỏi riêng thủ quỹ"
THEIRS = "Thiếu mười hai sổ gốc"
SECRETS = (SOURCE, OTHER, NOTE, THEIRS)
BOARDS = ("", "visits/", "teams/", "findings/", "remedies/", "data/", "risk/", "share/", "rules/risk/")


@pytest.fixture
def world(db) -> World:
    """Two institutions in one inspection; the head of the first, and everything the first must not learn."""
    visit = build_visit(timezone.now())
    lead = visit.people["lead"]
    visit.people["head"] = Person.objects.create_user("head@co.so", "mat-khau-dai", full_name="Hoàng Thị Sen")
    acting_for(visit.target.institution, visit.people["head"], "5300100001", visit.at)
    ConfidentialSource.objects.create(
        inspection=visit.inspection, text=SOURCE, written_by=lead, written_at=visit.at
    )
    Answer.objects.create(
        target=visit.target, item_key="TS.01", by=lead, changed_at=visit.at, values={"verdict": "fail", "reason": "Chưa công khai", "note": NOTE}
    )  # fmt: skip
    return visit


@pytest.fixture
def other(world) -> Target:
    """The other institution of the same inspection, with a finding, a remedy and a complaint."""
    institution = Institution.objects.create(name=OTHER, kind="tt_gdnn", valid_from=date(2020, 1, 1))
    target = Target.objects.create(
        inspection=world.inspection, institution=institution, announced_at=world.at, status=TargetStatus.REMEDYING
    )  # fmt: skip
    finding = Finding.objects.create(
        target=target, text=THEIRS, found_by=world.people["lead"], found_at=world.at
    )
    Remedy.objects.create(finding=finding, due_on=world.at.date(), first_due_on=world.at.date())
    InspectionComplaint.objects.create(
        target=target, complainant=world.people["stranger"], text=THEIRS, sent_at=world.at
    )
    return target


@pytest.fixture
def head(world, other) -> Client:
    """The browser of the head of the first institution, which says that it is a tablet of theirs."""
    tablet = Device.objects.create(
        public_id=uuid4(),
        person=world.people["head"],
        name="Tab",
        registered_at=world.at,
        last_seen_at=world.at,
    )
    client = Client(headers={"X-Device": str(tablet.public_id)})
    client.force_login(world.people["head"], backend=BACKEND)
    return client


@pytest.fixture
def officer(world, head) -> Client:
    """The same browser, the head having also a seat at the desk: they lead another department."""
    lead_department(world.people["head"], "Sở Công Thương", world.at)
    return head


def photo_of(target: Target, by: Person) -> Evidence:
    """Return a photograph of a visit that has arrived."""
    name = default_storage.save("evidence/photo", ContentFile(JPEG))
    return Evidence.objects.create(
        id=uuid4(), target=target, item_key="TS.01", kind="photo", content_type="image/jpeg", sha256="0" * 64, size=len(JPEG),
        received_bytes=len(JPEG), by=by, announced_at=target.announced_at, completed_at=target.announced_at, storage_name=name,
    )  # fmt: skip


def paper_in(target: Target, by: Person, at, *, is_of_institution: bool) -> Attachment:
    """Return a paper that lies in a part."""
    paper = upload_of(by, at)
    InspectionFile.objects.create(
        inspection=target.inspection, target=target, attachment=paper, field="x", is_of_institution=is_of_institution, added_at=at
    )  # fmt: skip
    return paper


def minutes_in(target: Target, by: Person, at) -> Minutes:
    """Return minutes of a part, signed by all."""
    return Minutes.objects.create(
        target=target, kind="session", content={"record": {"institution": target.institution.name}}, content_digest=uuid4().hex * 2,
        made_on="server", made_by=by, made_at=at, complete_at=at,
    )  # fmt: skip


class TestPages:
    @pytest.mark.parametrize(
        "status", [TargetStatus.EXPLAINING, TargetStatus.CLASSIFYING, TargetStatus.REMEDYING]
    )
    def test_of_the_own_part_say_nothing_of_the_rest(self, world, other, head, status):
        remedy = remedy_of(world)
        world.target.status = status
        world.target.save()
        own = [world.target.public_id]
        pages = [
            reverse("portal:inspections"),
            reverse("portal:inspection", args=own),
            reverse("portal:declaration", args=own),
            reverse("portal:draft_minutes", args=own),
            reverse("portal:inspection_complaints", args=own),
            reverse("portal:remedy", args=[*own, remedy.public_id]),
            reverse("portal:notifications"),
            reverse("portal:home"),
        ]

        shown = {page: head.get(page) for page in pages}

        seen = {page for page, answer in shown.items() if answer.status_code == 200}
        assert {pages[0], pages[1], pages[5]} <= seen
        for page in seen:
            content = shown[page].content.decode()
            assert not [secret for secret in SECRETS if secret in content], page

    @pytest.mark.parametrize("name", ["inspection", "declaration", "draft_minutes", "inspection_complaints"])
    def test_of_another_part_do_not_exist(self, other, head, name):
        assert head.get(reverse(f"portal:{name}", args=[other.public_id])).status_code == 404


class TestFiles:
    def test_of_the_team_and_of_others_do_not_exist(self, world, other, head):
        lead, at = world.people["lead"], world.at
        own = paper_in(world.target, lead, at, is_of_institution=True)
        internal = paper_in(world.target, lead, at, is_of_institution=False)
        theirs = paper_in(other, lead, at, is_of_institution=True)

        answers = [
            head.get(reverse("portal:file", args=[each.public_id])).status_code
            for each in (own, internal, theirs)
        ]

        assert answers == [200, 404, 404]

    @pytest.mark.parametrize("address", ["desk:inspections:evidence", "tablet:api_evidence"])
    def test_that_the_team_took_do_not_exist_even_with_a_seat_elsewhere(self, world, other, officer, address):
        photo = photo_of(world.target, world.people["lead"])

        assert officer.get(reverse(address, args=[photo.pk])).status_code == 404

    def test_minutes_are_its_own_once_they_are_complete(self, world, other, head):
        lead, at = world.people["lead"], world.at
        theirs, begun = minutes_in(other, lead, at), minutes_in(world.target, lead, at)
        Minutes.objects.filter(pk=begun.pk).update(complete_at=None)

        answers = [
            head.get(reverse("portal:minutes", args=[each.public_id])).status_code for each in (theirs, begun)
        ]

        assert answers == [404, 404]


class TestSockets:
    def test_wake_for_the_own_part_alone(self, world, other):
        person, at = world.people["head"], world.at
        topics = {
            "own": f"target.{world.target.public_id}",
            "other": f"target.{other.public_id}",
            "whole": f"inspection.{world.inspection.public_id}",
            "boards": "inspections",
            "agency": f"inspections.{world.inspection.agency_id}",
            "inbox": "inbox",
        }

        heard = {name for name, topic in topics.items() if may_listen(person, topic, at)}

        assert heard == {"own"}

    def test_do_not_wake_before_the_institution_was_told(self, world):
        world.target.announced_at = world.target.due_on = None
        world.target.save()

        assert may_listen(world.people["head"], f"target.{world.target.public_id}", world.at) == []


class TestMessages:
    def test_name_the_inspection_and_nothing_that_was_found(self, world, other, head, monkeypatch):
        at, officer = world.at, world.people["stranger"]
        seat(officer, world.inspection.agency, at, "chuyen_vien")
        monkeypatch.setattr("inspections.sight.may", lambda *asked: True)
        remedy = remedy_of(world)
        ask_for_paper(world.people["an"], world.target, title=THEIRS, idempotency_key=uuid4(), at=at)
        verify_remedy(officer, remedy, is_done=False, verification=NOTE, at=at)

        told = Notification.objects.filter(recipient=world.people["head"])

        assert told.count() == 2
        assert {key for each in told for key in each.params} == {"code"}
        shown = head.get(reverse("portal:notifications")).content.decode()
        assert not [secret for secret in SECRETS if secret in shown]


class TestWhatIsTakenAway:
    def test_own_data_hold_nothing_of_the_office_or_of_others(self, world, other, head):
        complain(
            world.people["head"], world.target, text="Đoàn đến muộn", attachments=[], idempotency_key=uuid4(), at=world.at
        )  # fmt: skip

        taken = head.post(reverse("portal:own_data")).content.decode()

        assert json.loads(taken)["person"]["full_name"] == "Hoàng Thị Sen"
        assert not [secret for secret in SECRETS if secret in taken]

    @pytest.mark.parametrize("form", ["", "csv", "json", "xlsx"])
    @pytest.mark.parametrize("board", BOARDS)
    def test_boards_and_their_tables_do_not_exist_for_who_has_no_seat(self, head, board, form):
        assert head.get(f"/desk/inspections/{board}?as={form}").status_code == 404

    @pytest.mark.parametrize("form", ["", "csv", "json"])
    @pytest.mark.parametrize("board", BOARDS)
    def test_boards_of_another_department_hold_nothing_of_it(self, world, other, officer, board, form):
        shown = officer.get(f"/desk/inspections/{board}?as={form}")

        assert shown.status_code == 200
        content = shown.content.decode()
        assert not [
            secret
            for secret in (*SECRETS, world.inspection.code, world.inspection.title)
            if secret in content
        ]


class TestThePublicPage:
    def test_of_a_digest_names_nobody(self, world, other, client):
        minutes = minutes_in(other, world.people["lead"], world.at)

        shown = client.get(reverse("portal:verify"), {"digest": minutes.content_digest}).content.decode()

        assert "đủ chữ ký" in shown
        assert not [
            secret for secret in (*SECRETS, world.inspection.code, world.inspection.title) if secret in shown
        ]


class TestTheTablet:
    def test_knows_no_visit_for_who_is_inspected(self, world, other, head):
        listed = head.get(reverse("tablet:api_visits"))
        one = head.get(reverse("tablet:api_visit", args=[world.target.public_id]))

        assert listed.json()["visits"] == []
        assert one.status_code == 404


class TestWhoRepresentsNoMore:
    def test_sees_the_part_no_more(self, world, head):
        person = world.people["head"]
        person.representations.update(ends_on=timezone.localdate(world.at) - timedelta(days=1))

        assert head.get(reverse("portal:inspection", args=[world.target.public_id])).status_code == 404
        assert may_listen(person, f"target.{world.target.public_id}", world.at) == []
