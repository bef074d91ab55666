"""The letter and the report of a registration are drawn from its answers, signed outside and brought back."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents import storage
from documents.errors import TemplateError
from dossiers.models import Draft, DrawnPaper
from dossiers.services import draw_answers, save_draft, submit, sweep_drawn
from jobs.models import Incident, Job
from jobs.testing import run_all_jobs
from procedures.errors import PackageFaults
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.conftest import library, publish_from_library
from tests.integration.dossiers.test_preview import text_of as words_of
from tests.integration.dossiers.test_vocational_activity import ANSWERS

NAME = "vocational_activity_registration"
LETTER, REPORT = f"/apply/{NAME}/drawn/van_ban_dang_ky/", f"/apply/{NAME}/drawn/bao_cao/"


@pytest.fixture
def at(people, now):
    """The moment of the test, the procedure published."""
    publish_from_library(NAME, at=now)
    return now


@pytest.fixture
def draft(people, at) -> Draft:
    """An application filled in."""
    return save_draft(people["cong-dan"], NAME, ANSWERS, at=at)


def fetched(browser, address: str):
    """Ask for a paper, let the worker draw it, fetch it."""
    browser.get(address)
    run_all_jobs()
    return browser.get(f"{address}file/")


def text_of(response) -> str:
    """The words of a PDF on one line."""
    return " ".join(words_of(response.content).split())


class TestTheLetter:
    def test_says_what_was_answered(self, citizen, draft):
        text = text_of(fetched(citizen, LETTER))

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

        response = fetched(citizen, LETTER)

        assert response.status_code == 200
        assert "Trường Mẫu" in text_of(response) and "…………" in text_of(response)

    def test_is_offered_beside_the_question_that_takes_it_back_and_on_the_review(self, citizen, draft):
        section = citizen.get(f"/apply/{NAME}/van_ban/").content.decode()
        review = citizen.get(f"/apply/{NAME}/review/").content.decode()

        assert LETTER in section and REPORT in section
        assert LETTER in review

    def test_comes_back_as_the_answer(self, citizen, draft):
        drawn = fetched(citizen, LETTER)
        upload = SimpleUploadedFile("van-ban.pdf", drawn.content, content_type="application/pdf")

        citizen.post(
            f"/apply/{NAME}/van_ban/", {"party": "self", "van_ban_dang_ky": upload, "action": "draft"}
        )

        assert len(Draft.objects.get().values["van_ban_dang_ky"]) == 1
        assert "chưa ký" in citizen.get(f"/apply/{NAME}/van_ban/").content.decode().lower()

    def test_is_a_pdf_to_keep_that_no_page_frames(self, citizen, draft):
        response = fetched(citizen, LETTER)

        assert response.content.startswith(b"%PDF")
        assert response["Content-Disposition"].startswith("attachment")
        assert "default-src 'none'" in response["Content-Security-Policy"]


class TestTheReport:
    def test_has_every_table_of_the_application(self, citizen, draft):
        text = text_of(fetched(citizen, REPORT))

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

        fetched(browser_of("cong-dan"), address)

        seen = {
            who: {browser_of(who).get(f"{address}{end}").status_code for end in ("", "file/")}
            for who in ("cong-dan", "tiep-nhan", "cong-dan-2", "van-thu")
        }

        assert seen == {"cong-dan": {200}, "tiep-nhan": {200}, "cong-dan-2": {404}, "van-thu": {404}}

    def test_is_offered_beside_the_answers_on_both_sides(self, browser_of, dossier):
        address = f"/dossiers/{dossier.public_id}/"

        desk = browser_of("tiep-nhan").get(f"/desk{address}").content.decode()
        own = browser_of("cong-dan").get(address).content.decode()

        assert f"{address}drawn/van_ban_dang_ky/" in desk
        assert f"{address}drawn/van_ban_dang_ky/" in own


class TestAnAddressOfNothingDrawn:
    @pytest.mark.parametrize("key", ["tai_lieu_kem", "ten_co_so", "nothing"])
    def test_does_not_exist(self, citizen, draft, key):
        address = f"/apply/{NAME}/drawn/{key}/"

        assert {citizen.get(each).status_code for each in (address, f"{address}file/")} == {404}

    def test_of_somebody_without_a_draft_leads_to_the_form(self, browser_of, at):
        assert browser_of("cong-dan").get(LETTER).url == f"/apply/{NAME}/"


class TestDrawing:
    def test_is_done_by_a_worker_while_the_page_says_so(self, citizen, draft):
        before = citizen.get(REPORT).content.decode()
        too_early = citizen.get(f"{REPORT}file/")
        run_all_jobs()

        after = citizen.get(REPORT).content.decode()

        assert "Đang dựng bản PDF" in before and f'href="{REPORT}">Xem đã xong chưa' in before
        assert (too_early.status_code, too_early.url) == (302, REPORT)
        assert "Bản PDF đã dựng xong" in after and f'href="{REPORT}file/"' in after

    def test_of_the_same_answers_is_ordered_and_done_once(self, citizen, draft):
        for _each in range(3):
            fetched(citizen, LETTER)

        assert Job.objects.filter(kind="dossiers.draw_answers").count() == 1
        assert DrawnPaper.objects.count() == 1

    def test_begins_anew_for_other_answers(self, citizen, draft, people, at):
        fetched(citizen, LETTER)
        save_draft(people["cong-dan"], NAME, {**ANSWERS, "ten_co_so": "Trường Hai"}, at=at)

        assert citizen.get(f"{LETTER}file/").status_code == 302
        assert "Trường Hai" in text_of(fetched(citizen, LETTER))

    def test_is_done_again_by_the_next_worker_where_one_died_before_it_could_say_so(
        self, citizen, draft, monkeypatch
    ):
        citizen.get(LETTER)
        paper, now = DrawnPaper.objects.get(), timezone.now()
        put, keys = storage.put, []

        def stored_and_killed(folder, data):
            keys.append(put(folder, data))
            raise KeyboardInterrupt

        monkeypatch.setattr(storage, "put", stored_and_killed)
        with pytest.raises(KeyboardInterrupt):
            draw_answers(str(paper.public_id), now)
        monkeypatch.setattr(storage, "put", put)
        unsaid = DrawnPaper.objects.get().is_drawn

        draw_answers(str(paper.public_id), now)

        paper.refresh_from_db()
        assert (unsaid, paper.storage_key) == (False, keys[0])

    def test_that_cannot_be_done_says_so_and_becomes_an_incident(self, citizen, draft, monkeypatch):
        def broken(*args, **kwargs):
            raise TemplateError("registration_report.html", "no such name")

        citizen.get(REPORT)
        monkeypatch.setattr("dossiers.services.draw.draw", broken)
        run_all_jobs(raise_errors=False)

        page = citizen.get(REPORT).content.decode()

        assert "Chưa dựng được bản PDF" in page
        assert Incident.objects.filter(job__kind="dossiers.draw_answers").count() == 1

    def test_is_forgotten_with_its_file_after_a_day(self, citizen, draft):
        fetched(citizen, LETTER)
        paper = DrawnPaper.objects.get()
        kept = sweep_drawn(paper.asked_at + timedelta(hours=23))

        gone = sweep_drawn(paper.asked_at + timedelta(hours=25))

        assert (kept, gone, DrawnPaper.objects.count()) == (0, 1, 0)
        assert not default_storage.exists(paper.storage_key)
        assert citizen.get(f"{LETTER}file/").status_code == 302


class TestAPaper:
    def test_is_drawn_from_a_template_that_is_there(self, at):
        files = read_folder(library() / NAME)
        del files["documents/registration_report.html"]

        with pytest.raises(PackageFaults, match="documents/registration_report.html"):
            publish(NAME, files, at=at, actor_id=None)
