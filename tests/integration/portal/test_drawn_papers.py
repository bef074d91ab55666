"""The letter and the report of a registration are drawn from its answers, signed outside and brought back."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Draft
from dossiers.services import save_draft, submit
from procedures.errors import PackageFaults
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.conftest import library
from tests.integration.dossiers.test_preview import text_of as words_of
from tests.integration.dossiers.test_vocational_activity import ANSWERS

NAME = "vocational_activity_registration"
LETTER, REPORT = f"/apply/{NAME}/drawn/van_ban_dang_ky/", f"/apply/{NAME}/drawn/bao_cao/"


@pytest.fixture
def at(people, now):
    """The moment of the test, the procedure published."""
    publish(NAME, read_folder(library() / NAME), at=now, actor_id=None)
    return now


@pytest.fixture
def draft(people, at) -> Draft:
    """An application filled in."""
    return save_draft(people["cong-dan"], NAME, ANSWERS, at=at)


def text_of(response) -> str:
    """The words of a PDF on one line."""
    return " ".join(words_of(response.content).split())


class TestTheLetter:
    def test_says_what_was_answered(self, citizen, draft):
        text = text_of(citizen.get(LETTER))

        for words in (
            "Kính gửi: Sở Giáo dục và Đào tạo",
            ANSWERS["ten_co_so"],
            "12/QĐ-UBND",
            "Lâm Quốc Bảo",
            "Hàn",
            "60",
        ):
            assert words in text
        assert "ngày 04/05/2010" in text or "04/5/2010" in text

    def test_leaves_open_what_is_not_answered_yet(self, citizen, people, at):
        save_draft(people["cong-dan"], NAME, {"ten_co_so": "Trường Mẫu"}, at=at)

        response = citizen.get(LETTER)

        assert response.status_code == 200
        assert "Trường Mẫu" in text_of(response) and "…………" in text_of(response)

    def test_is_offered_beside_the_question_that_takes_it_back_and_on_the_review(self, citizen, draft):
        section = citizen.get(f"/apply/{NAME}/van_ban/").content.decode()
        review = citizen.get(f"/apply/{NAME}/review/").content.decode()

        assert LETTER in section and REPORT in section
        assert LETTER in review

    def test_comes_back_as_the_answer(self, citizen, draft):
        drawn = citizen.get(LETTER)
        upload = SimpleUploadedFile("van-ban.pdf", drawn.content, content_type="application/pdf")

        citizen.post(
            f"/apply/{NAME}/van_ban/", {"party": "self", "van_ban_dang_ky": upload, "action": "draft"}
        )

        assert len(Draft.objects.get().values["van_ban_dang_ky"]) == 1
        assert "chưa ký" in citizen.get(f"/apply/{NAME}/van_ban/").content.decode().lower()

    def test_is_a_pdf_to_keep_that_no_page_frames(self, citizen, draft):
        response = citizen.get(LETTER)

        assert response.content.startswith(b"%PDF")
        assert response["Content-Disposition"].startswith("attachment")
        assert "default-src 'none'" in response["Content-Security-Policy"]


class TestTheReport:
    def test_has_every_table_of_the_application(self, citizen, draft):
        text = text_of(citizen.get(REPORT))

        for words in ("Các điều kiện bảo đảm", "Số 1 đường Mẫu", "Hàn trung cấp", "May sơ cấp", "1800"):
            assert words in text
        assert "Cam kết" not in text


class TestADossiersPaper:
    @pytest.fixture
    def dossier(self, people, at):
        return submit(people["cong-dan"], NAME, data=ANSWERS, files={}, idempotency_key=uuid.uuid4(), at=at)

    def test_is_drawn_for_its_applicant_and_who_reads_the_application_and_for_nobody_else(
        self, browser_of, dossier
    ):
        address = f"/dossiers/{dossier.public_id}/drawn/bao_cao/"

        seen = {
            who: browser_of(who).get(address).status_code
            for who in ("cong-dan", "tiep-nhan", "cong-dan-2", "van-thu")
        }

        assert seen == {"cong-dan": 200, "tiep-nhan": 200, "cong-dan-2": 404, "van-thu": 404}

    def test_is_offered_beside_the_answers_on_both_sides(self, browser_of, dossier):
        address = f"/dossiers/{dossier.public_id}/"

        desk = browser_of("tiep-nhan").get(f"/desk{address}").content.decode()
        own = browser_of("cong-dan").get(address).content.decode()

        assert f"{address}drawn/van_ban_dang_ky/" in desk
        assert f"{address}drawn/van_ban_dang_ky/" in own


class TestAnAddressOfNothingDrawn:
    @pytest.mark.parametrize("key", ["tai_lieu_kem", "ten_co_so", "nothing"])
    def test_does_not_exist(self, citizen, draft, key):
        assert citizen.get(f"/apply/{NAME}/drawn/{key}/").status_code == 404

    def test_of_somebody_without_a_draft_leads_to_the_form(self, browser_of, at):
        assert browser_of("cong-dan").get(LETTER).url == f"/apply/{NAME}/"


class TestAPaper:
    def test_is_drawn_from_a_template_that_is_there(self, at):
        files = read_folder(library() / NAME)
        del files["documents/registration_report.html"]

        with pytest.raises(PackageFaults, match="documents/registration_report.html"):
            publish(NAME, files, at=at, actor_id=None)
