"""A signed letter, taken in: who signed, when, whether it was changed, and whether the issuer is known here."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Person
from documents.demo_authority import demo_authority
from forms.loader import load_form
from forms.models import Attachment
from forms.services import collect
from tests.integration.signed_pdfs import changed, plain_pdf, signed_pdf

pytestmark = pytest.mark.django_db
FORM = """\
form: letter
title: {vi: Văn bản}
sections:
  - key: s
    fields:
      - {key: thu, type: file, label: {vi: Văn bản}, accept: [pdf], max_files: 2, signed: LEVEL}
      - {key: khac, type: file, label: {vi: Khác}, accept: [pdf]}
"""
AT = timezone.now()


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """The keys of this house."""
    return tmp_path_factory.mktemp("ours")


@pytest.fixture(scope="module")
def foreign_keys(tmp_path_factory):
    """Keys of an authority nobody here knows."""
    return tmp_path_factory.mktemp("foreign")


@pytest.fixture(autouse=True)
def house(settings, keys):
    """This house with its authority."""
    settings.MOTCUA_KEYS_DIR = keys
    demo_authority(AT)


@pytest.fixture
def owner(db) -> int:
    """Who uploads."""
    return Person.objects.create(email="a@example.vn", full_name="A").pk


def sent(owner: int, pdf: bytes, level: str = "warning", field: str = "thu"):
    """Send one file, return what came of it."""
    definition = load_form(FORM.replace("LEVEL", level), file="letter.form.yaml")
    upload = SimpleUploadedFile("van-ban.pdf", pdf, content_type="application/pdf")
    return collect(definition, data={}, files={field: [upload]}, owner_id=owner, at=AT)


class TestASignedLetter:
    def test_of_a_known_issuer_is_kept_with_what_was_found(self, owner, keys):
        collected = sent(owner, signed_pdf("Lâm Quốc Bảo", keys, AT))

        [signature] = collected.attachments[0].paper_signatures
        assert (signature.signer, signature.is_whole, signature.trusted) == ("Lâm Quốc Bảo", True, True)
        assert "DEMO" in signature.issuer
        assert abs((signature.signed_at - timezone.now()).total_seconds()) < 600
        assert (collected.warnings, collected.errors, collected.is_signature_read) == ({}, {}, True)

    def test_of_an_unknown_issuer_is_whole_and_doubted(self, owner, foreign_keys):
        collected = sent(owner, signed_pdf("Người Lạ", foreign_keys, AT), level="error")

        [signature] = collected.attachments[0].paper_signatures
        assert (signature.is_whole, signature.trusted) == (True, False)
        assert collected.errors == {}
        assert "Người Lạ" in collected.warnings["thu"][0]

    def test_signed_by_two_is_whole_in_both(self, owner, keys):
        once = signed_pdf("Lâm Quốc Bảo", keys, AT)

        collected = sent(owner, signed_pdf("Trường Mẫu", keys, AT, once, field="Sig2"))

        assert [each.is_whole for each in collected.attachments[0].paper_signatures] == [True, True]

    @pytest.mark.parametrize("level", ["warning", "error"])
    def test_changed_afterwards_is_a_warning_or_an_error_as_the_form_says(self, owner, keys, level):
        collected = sent(owner, changed(signed_pdf("Lâm Quốc Bảo", keys, AT)), level=level)

        said = collected.errors if level == "error" else collected.warnings
        assert "đã bị sửa sau khi Lâm Quốc Bảo ký" in said["thu"][0]
        assert len(collected.errors) + len(collected.warnings) == 1

    def test_with_a_flipped_byte_does_not_hold(self, owner, keys):
        pdf = bytearray(signed_pdf("Lâm Quốc Bảo", keys, AT))
        place = pdf.index(b"/MediaBox") + len(b"/MediaBox [ 0 0 ")
        pdf[place : place + 1] = b"4"

        collected = sent(owner, bytes(pdf))

        assert collected.warnings["thu"]

    def test_that_nobody_signed_is_sent_with_a_warning(self, owner):
        collected = sent(owner, plain_pdf())

        assert collected.attachments[0].paper_signatures == ()
        assert collected.warnings["thu"] == ["Tệp này chưa có chữ ký số. Ký số rồi tải lên lại."]

    def test_under_a_question_that_does_not_ask_is_not_looked_at(self, owner, keys):
        sent(owner, signed_pdf("Lâm Quốc Bảo", keys, AT), field="khac")

        assert Attachment.objects.get().signatures is None

    def test_that_is_no_pdf_is_refused_as_ever(self, owner):
        collected = sent(owner, b"%PDF-1.7 broken")

        assert collected.errors["thu"]
        assert not Attachment.objects.exists()
