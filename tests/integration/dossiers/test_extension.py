"""The one extension of a term, and the register of dossiers that shows both dates."""

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.localdays import local_day
from audit.models import AuditEntry
from dossiers.errors import CannotExtend, NotVisible
from dossiers.models import Dossier, Extension
from dossiers.selectors.register_of_dossiers import received_between, register_rows
from dossiers.services import Excuse, propose_extensions, sign_extension
from dossiers.sight import visible_dossiers
from jobs.testing import run_all_jobs
from notifications.models import Notification
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_reissue import apply, walk_on
from workflows.models import WorkItem

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def running(people, now) -> Dossier:
    """An amendment under way, its term running."""
    publish_from_library("diploma_reissue", at=now)
    return walk_on(apply(people["cong-dan"], now), people, now, until="c4")


def copy_of(dossier: Dossier, number: int) -> Dossier:
    """Return a dossier like another, to be written."""
    own = {"public_id": uuid.uuid4(), "receipt_no": f"N{number}", "code": f"M{number}", "run_id": None}
    values = {field.attname: getattr(dossier, field.attname) for field in Dossier._meta.concrete_fields}
    return Dossier(**{**values, **own, "id": None, "idempotency_key": uuid.uuid4()})


class TestAnExtension:
    def test_is_proposed_within_a_working_day_and_signed_once(self, running, people, now):
        assert propose_extensions(now) == 0
        assert propose_extensions(running.due_at - timedelta(hours=2)) == 1
        assert propose_extensions(running.due_at - timedelta(hours=1)) == 0
        assert Notification.objects.filter(
            recipient=people["lanh-dao"], kind="dossier.extension_proposed"
        ).exists()
        until = local_day(running.due_at) + timedelta(days=3)

        extended = sign_extension(
            people["lanh-dao"],
            running.public_id,
            until=until,
            excuse=Excuse("khac", "Chờ cơ quan hộ tịch"),
            at=now,
        )
        run_all_jobs()

        assert local_day(extended.due_at) == until
        assert extended.original_due_at == running.due_at
        paper = extended.statutory_papers.get(form="04")
        assert paper.made_by == people["lanh-dao"]
        assert paper.values["reason"] == "Chờ cơ quan hộ tịch"
        assert Notification.objects.filter(recipient=people["cong-dan"], kind="dossier.extended").exists()
        with pytest.raises(CannotExtend, match="once"):
            sign_extension(
                people["lanh-dao"],
                running.public_id,
                until=until + timedelta(days=1),
                excuse=Excuse("khac", "Nữa"),
                at=now,
            )

    def test_is_the_leaders_alone_and_later_than_what_is_owed(self, running, people, now):
        day = local_day(running.due_at)

        with pytest.raises(NotVisible):
            sign_extension(
                people["truong-phong"], running.public_id, until=day, excuse=Excuse("khac", "Chậm"), at=now
            )
        with pytest.raises(CannotExtend, match="not_later"):
            sign_extension(
                people["lanh-dao"], running.public_id, until=day, excuse=Excuse("khac", "Chậm"), at=now
            )
        assert not Extension.objects.exists()

    def test_is_declined_on_the_desk(self, running, people):
        browser = Client()
        browser.force_login(people["lanh-dao"], backend=BACKEND)
        address = reverse("desk:extension", args=[running.public_id])

        unexplained = browser.post(address, {"action": "decline"})
        declined = browser.post(address, {"action": "decline", "reason": "Sẽ kịp"})

        assert unexplained.status_code == 422
        assert declined.status_code == 302
        assert Extension.objects.get().state == Extension.State.DECLINED

    @pytest.mark.parametrize(
        ("typed", "wrong"),
        [
            ({"until": "", "late_reason": "qua_tai"}, {"until"}),
            ({"until": "2199-01-01", "late_reason": "khac", "reason": " "}, {"reason"}),
            ({"until": "9999-12-31", "reason": "Chờ"}, {"until", "late_reason"}),
            ({"until": "2026-01-02", "late_reason": "khac", "reason": "Chờ"}, {"until"}),
            ({"action": "decline", "until": "", "reason": ""}, {"reason"}),
        ],
        ids=["no day", "no reason", "neither", "not later", "declined without a reason"],
    )
    def test_tells_each_fault_at_its_field_and_keeps_what_was_typed(self, running, people, typed, wrong):
        browser = Client()
        browser.force_login(people["lanh-dao"], backend=BACKEND)

        refused = browser.post(reverse("desk:extension", args=[running.public_id]), typed)

        page = refused.content.decode()
        assert refused.status_code == 422
        assert {
            field for field in ("until", "late_reason", "reason") if f'<a href="#{field}">' in page
        } == wrong
        assert {
            field for field in ("until", "late_reason", "reason") if f'id="{field}-error"' in page
        } == wrong
        described = re.findall(r'aria-describedby="[^"]*\b(until|late_reason|reason)-error"', page)
        assert set(described) == wrong
        assert f'value="{typed["until"]}"' in page
        assert f">{typed.get('reason', '')}</textarea>" in page
        assert not Extension.objects.exists()

    def test_says_that_somebody_decided_meanwhile(self, running, people):
        browser = Client()
        browser.force_login(people["lanh-dao"], backend=BACKEND)
        address = reverse("desk:extension", args=[running.public_id])
        browser.post(address, {"action": "decline", "reason": "Sẽ kịp"})

        again = browser.post(
            address, {"action": "sign", "until": "2199-01-01", "late_reason": "khac", "reason": "Chờ"}
        )

        assert again.status_code == 422
        assert "không gia hạn lần nữa" in again.content.decode()


class TestTheRegisterOfDossiers:
    def test_holds_what_was_received_with_both_dates(self, running, people, now):
        until = local_day(running.due_at) + timedelta(days=3)
        sign_extension(
            people["lanh-dao"], running.public_id, until=until, excuse=Excuse("khac", "Chậm"), at=now
        )
        browser = Client()
        browser.force_login(people["tiep-nhan"], backend=BACKEND)

        page = browser.get(reverse("desk:register")).content.decode()
        sheet = browser.get(reverse("desk:register"), {"as": "xlsx"})

        assert running.code in page
        [headings, line] = list(load_workbook(BytesIO(sheet.content)).active.values)
        assert headings[0] == "STT"
        assert line[1] == running.code
        assert line[4] == "Nguyễn Thị Mai Anh"
        assert line[5] == "0912345678"
        assert "gia hạn từ" in line[12]

    def test_leaves_no_line_out_of_the_sheet(self, running, people, now):
        copies = [copy_of(running, number) for number in range(10_001)]
        Dossier.objects.bulk_create(copies, batch_size=500)
        found = received_between(people["tiep-nhan"], local_day(now), local_day(now), now)

        numbers = [row.number for row in register_rows(found, people["tiep-nhan"], now)]

        assert numbers == list(range(1, 10_003))

    def test_runs_nothing_that_a_person_typed(self, running, people):
        Dossier.objects.filter(pk=running.pk).update(
            applicant_name="=HYPERLINK(1)\x0b",
            answers={**running.answers, "nguoi_dien_thoai": "+84912345678"},
        )
        browser = Client()
        browser.force_login(people["tiep-nhan"], backend=BACKEND)

        sheet = browser.get(reverse("desk:register"), {"as": "xlsx"})

        [_headings, line] = load_workbook(BytesIO(sheet.content)).active.iter_rows()
        assert (line[4].value, line[4].data_type) == ("'=HYPERLINK(1)", "s")
        assert (line[5].value, line[5].data_type) == ("+84912345678", "s")

    def test_is_taken_on_record(self, running, people):
        browser = Client()
        browser.force_login(people["tiep-nhan"], backend=BACKEND)

        browser.get(reverse("desk:register"), {"from": "2026-01-05", "to": "2199-12-31", "as": "xlsx"})

        entry = AuditEntry.objects.get(action="dossiers.register_exported")
        assert entry.actor_id == people["tiep-nhan"].pk
        assert entry.stored.values == {"first": "2026-01-05", "last": "2199-12-31", "lines": 1}

    def test_holds_nothing_that_another_agency_only_asks_about(self, running, people, now):
        item = running.run.work_items.get(completed_at=None)
        asked = people["hieu-truong"].appointments.first()
        WorkItem.objects.filter(pk=item.pk).update(role=asked.role.code, agency=asked.acts_for)

        assert running in visible_dossiers(people["hieu-truong"], now)
        assert not received_between(people["hieu-truong"], local_day(now), local_day(now), now)

    def test_shows_a_stranger_nothing_and_a_clerk_no_phone(self, running, people):
        stranger, clerk = Client(), Client()
        stranger.force_login(people["hieu-truong"], backend=BACKEND)
        clerk.force_login(people["van-thu"], backend=BACKEND)

        unseen = stranger.get(reverse("desk:register")).content.decode()
        seen = clerk.get(reverse("desk:register")).content.decode()

        assert running.code not in unseen
        assert running.code in seen
        assert "0912345678" not in seen

    @pytest.mark.parametrize(
        "asked",
        [
            {"to": "0001-01-01"},
            {"to": "9999-12-31"},
            {"from": "0001-01-01", "to": "9999-12-31"},
            {"from": "2026-02-31", "to": "x"},
            {"from": "1900-01-01", "to": "2199-12-31"},
            {"to": "1900-01-01"},
        ],
        ids=["first day", "last day", "both", "no days", "widest", "earliest"],
    )
    def test_answers_whatever_days_are_asked_for(self, people, asked):
        browser = Client()
        browser.force_login(people["tiep-nhan"], backend=BACKEND)

        assert browser.get(reverse("desk:register"), asked).status_code == 200
        assert browser.get(reverse("desk:register"), {**asked, "as": "xlsx"}).status_code == 200
