"""Applying without a script: sections, draft, mistakes, review, sending, sending twice."""

import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dossiers.models import Dossier, Draft
from tests.integration.dossiers.diploma_copy import ANSWERS

APPLY, REVIEW = "/apply/diploma_copy/", "/apply/diploma_copy/review/"
SECTIONS = ("nguoi_de_nghi", "chu_bang", "van_bang", "nhan_ket_qua")
WHO, HOLDER, DIPLOMA, RESULT = (f"{APPLY}{key}/" for key in SECTIONS)


def photo() -> bytes:
    """Return a small picture, as a telephone takes one."""
    kept = BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "PNG")
    return kept.getvalue()


def answer(citizen, address, *, action="continue", **answers):
    """Send one section; what belongs to others is not read there."""
    return citizen.post(address, {**ANSWERS, "action": action, **answers})


def fill(citizen, **answers):
    """Fill in every section."""
    for address in (WHO, HOLDER, DIPLOMA, RESULT):
        response = answer(citizen, address, **answers)
    return response


def progress(citizen) -> dict[str, str]:
    """Return the state of every section that is listed."""
    page = citizen.get(APPLY)
    return {state.key: state.progress.value for state in page.context["sections"]}


class TestTheListOfSections:
    def test_begins_with_nothing_filled_in(self, citizen):
        assert progress(citizen) == dict.fromkeys(SECTIONS, "empty")

    def test_tells_in_words_how_far_each_has_come(self, citizen):
        answer(citizen, WHO)
        answer(citizen, DIPLOMA, action="draft", nganh="")

        page = citizen.get(APPLY).content.decode()

        assert progress(citizen) == {
            **dict.fromkeys(SECTIONS, "empty"),
            "nguoi_de_nghi": "done",
            "van_bang": "started",
        }
        assert [
            word for word in ("Đã xong", "Chưa điền", "Đang điền", "Đã lưu nháp lúc") if word not in page
        ] == []

    def test_leads_to_the_first_section_that_is_not_done(self, citizen):
        answer(citizen, WHO)

        assert citizen.get(APPLY).context["next"].key == "chu_bang"

    def test_goes_back_to_started_when_an_answer_above_asks_for_more(self, citizen):
        fill(citizen)

        answer(citizen, WHO, action="draft", tu_cach="uy_quyen")

        assert progress(citizen)["nguoi_de_nghi"] == "started"

    def test_says_that_the_form_has_changed_since(self, citizen):
        answer(citizen, WHO)
        Draft.objects.update(rules_hash="0" * 64)

        assert "đã có bản mới" in citizen.get(APPLY).content.decode()
        answer(citizen, HOLDER)
        assert "đã có bản mới" not in citizen.get(APPLY).content.decode()


class TestASection:
    def test_leads_to_the_next_and_the_last_to_the_review(self, citizen):
        ways = [answer(citizen, address).url for address in (WHO, HOLDER, DIPLOMA, RESULT)]

        assert ways == [HOLDER, DIPLOMA, RESULT, REVIEW]

    def test_leads_back_to_the_review_it_was_opened_from(self, citizen):
        fill(citizen)

        page = citizen.get(f"{WHO}?back=review").content.decode()
        response = answer(citizen, WHO, back="review")

        assert 'name="back" value="review"' in page
        assert response.url == REVIEW

    def test_shows_the_mistakes_of_its_own_questions_alone(self, citizen):
        response = answer(citizen, DIPLOMA, nam_tn="1492", nguoi_dien_thoai="12")

        page = response.content.decode()
        assert response.status_code == 422
        assert 'href="#f-nam_tn"' in page
        assert "f-nguoi_dien_thoai" not in page

    def test_asks_what_the_answers_above_call_for(self, citizen):
        answer(citizen, WHO)
        as_holder = citizen.get(HOLDER).content.decode()
        answer(citizen, WHO, action="draft", tu_cach="uy_quyen")
        for_another = citizen.get(HOLDER).content.decode()

        assert "chu_bang_so_dinh_danh" not in as_holder
        assert "chu_bang_so_dinh_danh" in for_another

    def test_keeps_an_answer_that_is_not_asked_for_the_moment(self, citizen):
        answer(citizen, WHO, action="draft", tu_cach="uy_quyen")
        answer(citizen, HOLDER, chu_bang_so_dinh_danh="086301000123")
        answer(citizen, WHO, action="draft")
        answer(citizen, HOLDER)

        answer(citizen, WHO, action="draft", tu_cach="uy_quyen")

        assert "086301000123" in citizen.get(HOLDER).content.decode()

    def test_starts_with_the_defaults_of_the_form(self, citizen):
        page = citizen.get(RESULT).content.decode()

        assert 'id="f-so_ban_giay" name="so_ban_giay"' in page
        assert "checked" in page

    def test_that_is_none_of_the_form_does_not_exist(self, citizen):
        assert citizen.get(f"{APPLY}khong_co/").status_code == 404

    def test_changed_in_two_pages_at_once_loses_neither(self, citizen):
        answer(citizen, WHO)
        answer(citizen, DIPLOMA, action="draft", nganh="Hàn")

        values = Draft.objects.get().values

        assert (values["nguoi_ho_ten"], values["nganh"]) == ("Nguyễn Thị Mai", "Hàn")


class TestADraft:
    def test_keeps_what_was_typed_even_where_it_is_wrong(self, citizen):
        response = citizen.post(WHO, {"action": "draft", "nguoi_dien_thoai": "không nhớ"})

        assert response.url == APPLY
        assert "không nhớ" in citizen.get(WHO).content.decode()

    def test_is_thrown_away_on_request(self, citizen):
        fill(citizen)

        citizen.post("/apply/diploma_copy/discard/")

        assert not Draft.objects.exists()


class TestMistakes:
    def test_are_listed_on_top_and_at_the_field_and_everything_typed_stays(self, citizen):
        response = answer(citizen, DIPLOMA, nam_tn="1492")

        page = response.content.decode()
        assert response.status_code == 422
        assert "govuk-error-summary" in page
        assert 'id="f-nam_tn-error"' in page
        assert "Kế toán doanh nghiệp" in page

    def test_keep_an_upload_that_was_fine(self, citizen):
        paper = SimpleUploadedFile("giấy ủy quyền.png", photo(), content_type="image/png")

        response = answer(citizen, WHO, tu_cach="uy_quyen", nguoi_dien_thoai="", giay_chung_minh=paper)

        page = response.content.decode()
        assert response.status_code == 422
        assert "giay_chung_minh-kept" in page
        assert "giấy ủy quyền.png" in page

    @pytest.mark.parametrize("action", ["continue", "draft"])
    def test_of_an_upload_are_told_even_to_who_only_saves(self, citizen, action):
        lie = SimpleUploadedFile("giay.pdf", b"MZ not a paper", content_type="application/pdf")

        response = answer(citizen, WHO, action=action, tu_cach="uy_quyen", giay_chung_minh=lie)

        assert response.status_code == 422
        assert 'href="#f-giay_chung_minh"' in response.content.decode()


class TestAPaperThatWasSent:
    def test_is_asked_for_again_when_an_old_page_is_saved(self, citizen):
        paper = SimpleUploadedFile("giấy ủy quyền.png", photo(), content_type="image/png")
        answer(citizen, WHO, tu_cach="uy_quyen", giay_chung_minh=paper)
        kept = Draft.objects.get().values["giay_chung_minh"]
        for address in (HOLDER, DIPLOMA, RESULT):
            answer(citizen, address, tu_cach="uy_quyen")
        citizen.post(REVIEW, {"idempotency_key": Draft.objects.get().idempotency_key})

        answer(citizen, WHO, **{"tu_cach": "uy_quyen", "giay_chung_minh-kept": kept})

        assert Dossier.objects.get().files.get().attachment.public_id == uuid.UUID(kept[0])
        assert Draft.objects.get().values["giay_chung_minh"] == []
        assert progress(citizen)["nguoi_de_nghi"] == "started"


class TestTheReview:
    def test_shows_every_answer_with_a_way_back_to_it(self, citizen):
        fill(citizen)

        page = citizen.get(REVIEW).content.decode()

        assert "Kế toán doanh nghiệp" in page
        assert f'href="{DIPLOMA}?back=review#f-nganh"' in page

    def test_lists_what_is_missing_by_section_and_offers_no_sending(self, citizen):
        answer(citizen, WHO)
        answer(citizen, DIPLOMA, nam_tn="1492")

        page = citizen.get(REVIEW)

        assert [each.key for each in page.context["lacking"]] == ["chu_bang", "van_bang", "nhan_ket_qua"]
        assert f'href="{DIPLOMA}?back=review&amp;check=1#f-nam_tn"' in page.content.decode()
        assert "idempotency_key" not in page.content.decode()

    def test_leads_to_the_mistake_where_it_is_said_again(self, citizen):
        answer(citizen, DIPLOMA, nam_tn="1492")

        page = citizen.get(f"{DIPLOMA}?back=review&check=1").content.decode()

        assert 'id="f-nam_tn-error"' in page

    def test_sends_one_dossier_however_often_it_is_pressed(self, citizen):
        fill(citizen)
        key = Draft.objects.get().idempotency_key

        first = citizen.post(REVIEW, {"idempotency_key": key})
        second = citizen.post(REVIEW, {"idempotency_key": key})

        dossier = Dossier.objects.get()
        assert first.url == second.url == f"/dossiers/{dossier.public_id}/?sent=1"
        assert dossier.receipt_no in citizen.get(first.url).content.decode()

    def test_sends_nothing_that_changed_after_it_was_shown(self, citizen):
        fill(citizen)
        shown = citizen.get(REVIEW).context["idempotency_key"]
        answer(citizen, DIPLOMA, nganh="Hàn")

        response = citizen.post(REVIEW, {"idempotency_key": shown}, follow=True)

        assert not Dossier.objects.exists()
        assert "Các câu trả lời đã đổi từ lúc trang này được mở." in response.content.decode()
        citizen.post(REVIEW, {"idempotency_key": response.context["idempotency_key"]})
        assert Dossier.objects.get().answers["nganh"] == "Hàn"

    def test_refuses_a_key_that_is_none(self, citizen):
        fill(citizen)

        response = citizen.post(REVIEW, {"idempotency_key": "x"})

        assert response.url == REVIEW
        assert not Dossier.objects.exists()

    def test_sends_nothing_while_a_section_is_missing(self, citizen):
        answer(citizen, WHO)

        response = citizen.post(REVIEW, {"idempotency_key": Draft.objects.get().idempotency_key})

        assert response.url == REVIEW
        assert not Dossier.objects.exists()

    def test_sends_nothing_without_a_draft(self, citizen):
        response = citizen.post(REVIEW, {"idempotency_key": uuid.uuid4()}, follow=True)

        assert response.redirect_chain[-1][0] == APPLY
        assert not Dossier.objects.exists()


class TestAStranger:
    def test_signs_in_before_applying(self, browser_of):
        assert browser_of().get(APPLY).url.startswith("/accounts/login/")
        assert browser_of().get(WHO).url.startswith("/accounts/login/")

    def test_finds_no_page_of_a_procedure_that_is_not_offered(self, citizen):
        assert citizen.get("/apply/nothing/").status_code == 404
        assert citizen.get("/apply/nothing/nguoi_de_nghi/").status_code == 404
