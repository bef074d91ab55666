"""Applying without a script: draft, mistakes, review, sending, sending twice."""

import uuid
from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Agency
from dossiers.models import Dossier, Draft
from tests.integration.dossiers.diploma_copy import ANSWERS

APPLY, REVIEW = "/apply/diploma_copy/", "/apply/diploma_copy/review/"


def photo() -> bytes:
    """Return a small picture, as a telephone takes one."""
    kept = BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "PNG")
    return kept.getvalue()


def fill(citizen, **answers):
    """Fill the form in and go on to the review."""
    return citizen.post(APPLY, {**ANSWERS, "action": "review", **answers})


class TestAnOfficeThatIsNotThere:
    def test_is_said_before_anything_is_typed(self, citizen):
        Agency.objects.filter(code="H61.12").update(valid_to=date(2026, 1, 1))

        response = citizen.get(APPLY)

        assert response.status_code == 403
        assert "chưa mở tiếp nhận" in response.content.decode()

    def test_is_replaced_by_its_successor(self, citizen):
        successor = Agency.objects.get(code="H61")
        Agency.objects.filter(code="H61.12").update(valid_to=date(2026, 1, 1), successor=successor)
        fill(citizen)

        citizen.post(REVIEW, {"idempotency_key": Draft.objects.get().idempotency_key})

        assert Dossier.objects.get().receiving_agency == successor


class TestADraft:
    def test_keeps_what_was_typed_even_where_it_is_wrong(self, citizen):
        response = citizen.post(APPLY, {"action": "draft", "nguoi_dien_thoai": "không nhớ"})

        assert response.status_code == 302
        assert "không nhớ" in citizen.get(APPLY).content.decode()

    def test_is_thrown_away_on_request(self, citizen):
        fill(citizen)

        citizen.post("/apply/diploma_copy/discard/")

        assert not Draft.objects.exists()


class TestMistakes:
    def test_are_listed_on_top_and_at_the_field_and_everything_typed_stays(self, citizen):
        response = fill(citizen, nam_tn="1492")

        page = response.content.decode()
        assert response.status_code == 422
        assert "govuk-error-summary" in page
        assert 'href="#f-nam_tn"' in page
        assert 'id="f-nam_tn-error"' in page
        assert "Kế toán doanh nghiệp" in page

    def test_keep_an_upload_that_was_fine(self, citizen):
        paper = SimpleUploadedFile("giấy ủy quyền.png", photo(), content_type="image/png")

        response = fill(citizen, tu_cach="uy_quyen", nam_tn="", giay_chung_minh=paper)

        page = response.content.decode()
        assert "giay_chung_minh-kept" in page
        assert "giấy ủy quyền.png" in page

    def test_send_who_skips_to_the_review_back_to_the_form(self, citizen):
        citizen.post(APPLY, {"action": "draft", "nganh": "Hàn"})

        response = citizen.get(REVIEW)

        assert response.url == f"{APPLY}?check=1"
        assert "govuk-error-summary" in citizen.get(response.url).content.decode()


class TestTheReview:
    def test_shows_every_answer_with_a_way_back_to_it(self, citizen):
        fill(citizen)

        page = citizen.get(REVIEW).content.decode()

        assert "Kế toán doanh nghiệp" in page
        assert f'href="{APPLY}#f-nganh"' in page

    def test_sends_one_dossier_however_often_it_is_pressed(self, citizen):
        fill(citizen)
        key = Draft.objects.get().idempotency_key

        first = citizen.post(REVIEW, {"idempotency_key": key})
        second = citizen.post(REVIEW, {"idempotency_key": key})

        dossier = Dossier.objects.get()
        assert first.url == second.url == f"/dossiers/{dossier.public_id}/?sent=1"
        assert dossier.receipt_no in citizen.get(first.url).content.decode()

    def test_refuses_a_key_that_is_none(self, citizen):
        fill(citizen)

        response = citizen.post(REVIEW, {"idempotency_key": "x"})

        assert response.url == REVIEW
        assert not Dossier.objects.exists()

    def test_sends_nothing_without_a_draft(self, citizen):
        response = citizen.post(REVIEW, {"idempotency_key": uuid.uuid4()})

        assert response.url == f"{APPLY}?check=1"
        assert not Dossier.objects.exists()


class TestAStranger:
    def test_signs_in_before_applying(self, browser_of):
        assert browser_of().get(APPLY).url.startswith("/accounts/login/")

    def test_finds_no_page_of_a_procedure_that_is_not_offered(self, citizen):
        assert citizen.get("/apply/nothing/").status_code == 404
