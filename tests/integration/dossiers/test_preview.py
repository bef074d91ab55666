"""What a leader reads before "approve and sign": the document itself, but for what only a signed one has."""

import re
import subprocess
import threading
from io import BytesIO

import pikepdf
import pytest

from audit.models import AccessEntry, AuditEntry
from documents import storage
from documents.errors import ValueMissing
from documents.models import DocumentDraft, IssuedDocument, NumberRegister, RegisterEntry
from documents.rendering import preview as rendering
from dossiers import selectors
from dossiers.errors import NotVisible
from dossiers.models import Dossier
from dossiers.papers import NOTHING_WRITTEN
from dossiers.preview import drafts_offered, draw_draft, label_of_missing
from dossiers.services import claim
from registry.models import DiplomaRecord
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def body_of(pdf: bytes) -> str:
    """Return the text between the heading and the recipients, as words."""
    text = re.sub(r"\s+", " ", text_of(pdf).replace("DỰ THẢO", " "))
    return text[text.index(" cấp bản sao từ sổ gốc") : text.index("Nơi nhận:")]


def page_of(person, dossier, node_id, at):
    return selectors.work_item_page(person, open_item(dossier, node_id).public_id, at)


@pytest.fixture
def to_sign(people, now) -> Dossier:
    """A dossier that waits for the leader."""
    return walk(send(people["cong-dan"], now), people, now, until="b4")


@pytest.fixture
def draft(people, now, to_sign) -> bytes:
    """Its draft, drawn for the leader."""
    return draw_draft(page_of(people["lanh-dao"], to_sign, "b4", now), people["lanh-dao"], now)


class TestADraft:
    def test_says_that_it_is_one_and_has_no_number_and_no_day(self, draft):
        text = text_of(draft)

        assert "DỰ THẢO" in text
        assert "……/BS-" in text
        assert not re.search(r"Số: \d", text)
        assert re.search(r"ngày …… tháng …… năm \d{4}", text)

    def test_cannot_be_signed_or_verified(self, draft):
        with pikepdf.open(BytesIO(draft)) as pdf:
            assert "/AcroForm" not in pdf.Root

        text = text_of(draft)
        assert "Ký bởi" not in text
        assert "Mã tra cứu" not in text
        assert "/verify/" not in text

    def test_reserves_and_stores_nothing(self, people, now, to_sign):
        page = page_of(people["lanh-dao"], to_sign, "b4", now)
        tables = (DocumentDraft, IssuedDocument, NumberRegister, RegisterEntry, AuditEntry)
        before = [table.objects.count() for table in tables]

        draw_draft(page, people["lanh-dao"], now)

        assert [table.objects.count() for table in tables] == before

    def test_says_what_is_issued_afterwards(self, people, now, to_sign, draft):
        do(people["lanh-dao"], to_sign, "b4", "ky", {}, now)
        do(people["van-thu"], to_sign, "b5", "xong", {}, now)
        issued = IssuedDocument.objects.get()

        assert body_of(draft) == body_of(storage.get(issued.storage_key))
        for words in (*issued.signer_lines, issued.signer.full_name):
            assert words in text_of(draft)

    def test_is_marked_whatever_its_template_says(self):
        pdf = rendering.draft_pdf("own.html", {"own.html": "<h1>Quyết định</h1>"}, {})

        assert "DỰ THẢO" in text_of(pdf)

    def test_names_who_holds_the_step_rather_than_who_reads(self, people, now, to_sign):
        item = open_item(to_sign, "b4")
        claim(people["lanh-dao"], item.public_id, version=item.version, at=now)
        page = page_of(people["lanh-dao"], to_sign, "b4", now)

        assert people["lanh-dao"].full_name in text_of(draw_draft(page, people["giu-so"], now))

    def test_with_a_hole_is_not_drawn(self, people, now, to_sign, monkeypatch):
        monkeypatch.setattr(DiplomaRecord, "as_written", lambda self: {"full_name": "Mai"})

        with pytest.raises(ValueMissing, match="record"):
            draw_draft(page_of(people["lanh-dao"], to_sign, "b4", now), people["lanh-dao"], now)


class TestWhichDocument:
    def test_is_none_where_the_step_is_about_no_document(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b2")
        page = page_of(people["giu-so"], dossier, "b2", now)

        assert drafts_offered(page, now) == []
        with pytest.raises(NotVisible):
            draw_draft(page, people["giu-so"], now)

    def test_is_the_one_the_step_names(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")

        offered = drafts_offered(page_of(people["giu-so-2"], dossier, "b3", now), now)

        assert [each.kind for each in offered] == ["certified_copy"]

    def test_is_the_one_the_signature_would_issue(self, people, now, to_sign):
        offered = drafts_offered(page_of(people["lanh-dao"], to_sign, "b4", now), now)

        assert [each.kind for each in offered] == ["certified_copy"]

    def test_is_the_reply_where_nothing_was_found(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b2")
        do(people["giu-so"], dossier, "b2", "khong_co", {}, now, reason="Không có tên trong sổ gốc")
        drafter = people["giu-so"]
        unwritten = draw_draft(page_of(drafter, dossier, "b3k", now), drafter, now)
        do(drafter, dossier, "b3k", "trinh", {"noi_dung": "Sổ gốc không có tên bà."}, now)
        page = page_of(people["lanh-dao"], dossier, "b4", now)

        written = draw_draft(page, people["lanh-dao"], now)

        assert [each.kind for each in drafts_offered(page, now)] == ["reply_letter"]
        assert "………………" in text_of(unwritten)
        assert "Sổ gốc không có tên bà." in text_of(written)

    def test_of_another_kind_does_not_exist(self, people, now, to_sign):
        page = page_of(people["lanh-dao"], to_sign, "b4", now)

        with pytest.raises(NotVisible):
            draw_draft(page, people["lanh-dao"], now, kind="reply_letter")


class TestDrawing:
    def test_goes_one_at_a_time_in_a_process(self, monkeypatch):
        inside, most = [], []

        class Slow:
            def __init__(self, **_: object) -> None: ...

            def write_pdf(self, **_: object) -> bytes:
                inside.append(1)
                most.append(len(inside))
                threading.Event().wait(0.05)
                inside.pop()
                return b"%PDF"

        monkeypatch.setattr(rendering, "HTML", Slow)
        threads = [
            threading.Thread(target=rendering.draft_pdf, args=("a.html", {"a.html": ""}, {}))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert most == [1, 1, 1, 1]


class TestTheAddress:
    def test_shows_the_draft_in_the_browser_and_notes_the_look(self, client, people, now, to_sign):
        client.force_login(people["lanh-dao"], backend=BACKEND)
        item = open_item(to_sign, "b4")

        response = client.get(f"/desk/work/{item.public_id}/draft.pdf")

        assert response.content.startswith(b"%PDF")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("inline")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]
        assert AccessEntry.objects.filter(
            person_id=people["lanh-dao"].pk, what="workflows.WorkItem", target_id=str(item.pk)
        ).exists()

    @pytest.mark.parametrize("who", ["van-thu", "tiep-nhan", "hieu-truong", "cong-dan", "quan-tri"])
    def test_does_not_exist_for_others(self, client, people, to_sign, who):
        client.force_login(people[who], backend=BACKEND)

        response = client.get(f"/desk/work/{open_item(to_sign, 'b4').public_id}/draft.pdf")

        assert response.status_code == 404
        assert not AccessEntry.objects.exists()

    def test_is_gone_once_the_step_is_over(self, client, people, now, to_sign):
        item = open_item(to_sign, "b4")
        do(people["lanh-dao"], to_sign, "b4", "ky", {}, now)
        client.force_login(people["lanh-dao"], backend=BACKEND)

        assert client.get(f"/desk/work/{item.public_id}/draft.pdf").status_code == 404

    def test_says_what_is_missing(self, client, people, to_sign, monkeypatch):
        monkeypatch.setattr(DiplomaRecord, "as_written", lambda self: {"full_name": "Mai"})
        client.force_login(people["lanh-dao"], backend=BACKEND)

        response = client.get(f"/desk/work/{open_item(to_sign, 'b4').public_id}/draft.pdf")

        assert response.status_code == 409
        assert "Hồ sơ còn thiếu “Danh hiệu ghi trên bằng” mà văn bản cần." in response.content.decode()
        assert "record.title" in response.content.decode()

    @pytest.mark.parametrize(
        ("name", "label"),
        [
            ("answers.so_hieu", "Số hiệu văn bằng hoặc số vào sổ cấp bằng"),
            ("steps.b3k.noi_dung", "Nội dung"),
            ("record.full_name", "Họ và tên"),
            ("record.issued_by", "Nơi cấp"),
            ("record.nothing", ""),
            ("steps.b9.noi_dung", ""),
            ("steps.b4.outcome", ""),
            ("answers", ""),
            ("line.x", ""),
            ("", ""),
        ],
        ids=["an answer", "a step's answer", "a name", "a place", "no column", "no step", "no question", "all",
             "of a loop", "nothing"],
    )  # fmt: skip
    def test_calls_what_is_missing_by_its_label(self, people, now, to_sign, name, label):
        page = page_of(people["lanh-dao"], to_sign, "b4", now)

        assert label_of_missing(page, name, "vi") == label

    def test_has_a_label_for_every_entry_of_the_register(self, people, now, to_sign):
        page = page_of(people["lanh-dao"], to_sign, "b4", now)

        assert all(label_of_missing(page, f"record.{key}", "vi") for key in NOTHING_WRITTEN)
