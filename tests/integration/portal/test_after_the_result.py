"""What the applicant does when the result is there: rate once; and, at any time, take the own data away."""

import json

import pytest

from audit.models import AuditEntry
from dossiers.models import Dossier
from dossiers.ratings import Rating
from tests.integration.dossiers.diploma_copy import send, walk


@pytest.fixture
def finished(people, now) -> Dossier:
    """A dossier with its result."""
    return walk(send(people["cong-dan"], now), people, now)


def rate(browser, dossier, **sent):
    """Send the form of the rating."""
    return browser.post(f"/dossiers/{dossier.public_id}/rate/", sent, follow=True)


class TestARating:
    def test_is_kept_with_its_words_and_shown_again(self, citizen, finished):
        page = rate(citizen, finished, score="4", words=" Nhanh, dễ hiểu. ").content.decode()

        rating = Rating.objects.get(dossier=finished)
        assert (rating.score, rating.words) == (4, "Nhanh, dễ hiểu.")
        assert "4/5 – Hài lòng" in page
        assert 'name="score"' not in page
        assert AuditEntry.objects.filter(action="dossier.rated", target_id=str(finished.pk)).count() == 1

    def test_stands_once_it_is_given(self, citizen, finished):
        rate(citizen, finished, score="5")

        page = rate(citizen, finished, score="1").content.decode()

        assert Rating.objects.get().score == 5
        assert "mỗi hồ sơ được đánh giá một lần" in page

    @pytest.mark.parametrize("score", ["", "0", "6", "12", "-1", "năm"], ids=lambda score: score or "nothing")
    def test_without_a_score_keeps_the_words(self, citizen, finished, score):
        response = rate(citizen, finished, score=score, words="Chờ hơi lâu")

        page = response.content.decode()
        assert response.status_code == 422
        assert 'href="#score-5"' in page
        assert "Chờ hơi lâu" in page
        assert not Rating.objects.exists()

    def test_is_not_taken_before_the_result(self, citizen, people, now):
        dossier = send(people["cong-dan"], now)

        page = rate(citizen, dossier, score="5").content.decode()

        assert "khi hồ sơ đã có kết quả" in page
        assert 'name="score"' not in page
        assert not Rating.objects.exists()

    def test_is_nobody_elses(self, browser_of, finished):
        response = rate(browser_of("cong-dan-2"), finished, score="5")

        assert response.status_code == 404
        assert not Rating.objects.exists()


class TestTheOwnData:
    def test_is_handed_over_whole_and_the_handing_over_is_on_record(self, citizen, people, finished):
        rate(citizen, finished, score="4", words="Tốt")
        citizen.post("/apply/diploma_copy/nguoi_de_nghi/", {"action": "draft", "nguoi_ho_ten": "Mai"})

        response = citizen.post("/account/data/")

        data = json.loads(response.content)
        (dossier,) = data["dossiers"]
        assert response["Content-Disposition"].startswith("attachment;")
        assert data["person"]["email"] == "cong-dan@motcua.test"
        assert data["drafts"][0]["answers"]["nguoi_ho_ten"] == "Mai"
        assert dossier["answers"]["nganh"] == "Kế toán doanh nghiệp"
        assert [each["verify_code"] for each in dossier["results"]]
        assert dossier["rating"]["score"] == 4
        assert data["messages"]
        assert AuditEntry.objects.filter(action="accounts.data_exported").count() == 1

    def test_holds_nothing_of_anybody_else_and_names_no_officer(self, browser_of, people, finished):
        others = browser_of("cong-dan-2").post("/account/data/").content.decode()
        own = browser_of("cong-dan").post("/account/data/").content.decode()

        assert finished.receipt_no not in others
        assert finished.receipt_no in own
        assert [name for name in ("giu-so", "lanh-dao", "tiep-nhan") if people[name].full_name in own] == []

    def test_is_not_fetched_by_a_link(self, citizen):
        assert citizen.get("/account/data/").status_code == 405
