"""One's own data as a PDF: in words, in the reader's language, archival, and readable however much there is."""

import re
import subprocess
import uuid
from io import BytesIO

import pikepdf
import pytest
from django.utils import translation

from accounts.localdays import local_day
from documents.rendering.report import report_pdf
from documents.services import revoke
from dossiers.models import Dossier
from dossiers.own_report import MOST_LINES, own_report
from dossiers.services import export_own, save_draft
from tests.integration.dossiers.diploma_copy import send, walk
from tests.integration.dossiers.result_correction import document_of
from tests.integration.dossiers.test_representation import power, send_by


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF on one line."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def pdf_of(browser) -> bytes:
    """Press the button."""
    response = browser.post("/account/data/", {"as": "pdf"})
    assert response["Content-Type"] == "application/pdf"
    assert ".pdf" in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    return response.content


def words_in(report) -> str:
    """Return everything a report says, in one text."""
    groups = [group for chapter in report.sections for group in (chapter, *chapter.groups)]
    lines = [f"{line.label}: {line.text}" for group in groups for line in group.lines]
    cells = [text for group in groups for table in group.tables for row in table.rows for text in row]
    return "\n".join(
        [*(group.title for group in groups), *lines, *cells, *(n for g in groups for n in g.notes)]
    )


class TestOwnDataAsPdf:
    def test_says_in_words_what_is_kept(self, citizen, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now)

        text = text_of(pdf_of(citizen))

        assert "Nguyễn Thị Mai" in text
        assert dossier.receipt_no in text
        assert "Trường Trung cấp nghề Trà Cú Mẫu" in text
        assert "Đã trả kết quả" in text
        assert "nguoi_ho_ten" not in text

    def test_is_archival(self, citizen, people, now):
        send(people["cong-dan"], now)

        with pikepdf.open(BytesIO(pdf_of(citizen))) as document:
            metadata = document.Root.Metadata.read_bytes().decode()
            assert "<pdfaid:part>3</pdfaid:part>" in metadata
            assert str(document.Root.Lang) == "vi"

    def test_speaks_the_readers_language(self, people, now):
        send(people["cong-dan"], now)
        data = export_own(people["cong-dan"], at=now)

        with translation.override("en"):
            said = words_in(own_report(data, people["cong-dan"].pk, language="en", at=now))

        assert "Full name: Nguyễn Thị Mai" in said
        assert "Personal identification number: 086301000123" in said

    def test_says_in_words_what_became_of_a_result(self, people, now):
        document = document_of(walk(send(people["cong-dan"], now), people, now))
        revoke(document_id=document.pk, reason="Cấp sai", on=local_day(now), actor_id=None, at=now)
        data = export_own(people["cong-dan"], at=now)

        said = words_in(own_report(data, people["cong-dan"].pk, language="vi", at=now))

        assert "Đã thu hồi" in said
        assert "revoked" not in said

    def test_tells_drafts_as_they_stand_and_powers(self, people, now):
        save_draft(
            people["cong-dan"], "diploma_copy", {"nam_tn": "hai nghìn", "truong_cap": "Trường A"}, at=now
        )
        power(people, now)

        said = words_in(
            own_report(export_own(people["cong-dan"], at=now), people["cong-dan"].pk, language="vi", at=now)
        )

        assert "hai nghìn" in said
        assert "Trường A" in said
        assert "Thạch Sô Phi" in said

    def test_tells_what_was_sent_for_one(self, people, now):
        dossier = send_by(people, power(people, now), now)

        said = words_in(
            own_report(export_own(people["cong-dan"], at=now), people["cong-dan"].pk, language="vi", at=now)
        )

        assert dossier.receipt_no in said
        assert "Nộp thay: Nguyễn Thị Mai" in said

    def test_stays_short_for_a_large_account(self, people, now):
        dossier = send(people["cong-dan"], now)
        copies = [copy_of(dossier, number) for number in range(400)]
        Dossier.objects.bulk_create(copies)
        data = export_own(people["cong-dan"], at=now)

        report = own_report(data, people["cong-dan"].pk, language="vi", at=now)

        said = words_in(report)
        assert "hồ sơ cũ hơn chỉ ghi tóm tắt" in said
        assert all(each.receipt_no in said for each in copies)
        assert said.count("\n") < 2 * MOST_LINES

    def test_prints_no_markup_of_the_person(self, people, now):
        send(people["cong-dan"], now, truong_cap='<img src="http://example.org/x.png"> A')
        data = export_own(people["cong-dan"], at=now)

        pdf = report_pdf(own_report(data, people["cong-dan"].pk, language="vi", at=now), created_at=now)

        assert "<img" in text_of(pdf)

    @pytest.mark.parametrize("sent", ["", "json", "docx"])
    def test_is_plain_data_for_any_other_wish(self, citizen, sent):
        assert citizen.post("/account/data/", {"as": sent})["Content-Type"] == "application/json"


def copy_of(dossier: Dossier, number: int) -> Dossier:
    """Return a dossier like another, to be written."""
    own = {"public_id": uuid.uuid4(), "receipt_no": f"N{number:04}", "code": f"M{number}", "run_id": None}
    values = {field.attname: getattr(dossier, field.attname) for field in Dossier._meta.concrete_fields}
    return Dossier(**{**values, **own, "id": None, "idempotency_key": uuid.uuid4()})
