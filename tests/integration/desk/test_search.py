"""Finding a dossier on the desk: by pages, and said where there would be more."""

import re

import pytest
from django.urls import reverse

from desk.views import dossiers as view
from dossiers import search
from dossiers.models import Dossier
from dossiers.services import Mark
from tests.integration.dossiers.diploma_copy import send
from tests.integration.dossiers.test_supplement import answered, asked, ids
from tests.integration.permission_world import BACKEND

SENT = 4


@pytest.fixture
def found(client, people, now):
    """Return a search of the receiving officer among four dossiers of one applicant."""
    for _ in range(SENT):
        send(people["cong-dan"], now)
    client.force_login(people["tiep-nhan"], backend=BACKEND)

    def page(words: str, **more: str) -> str:
        return client.get(reverse("desk:dossiers"), {"q": words, **more}).content.decode()

    return page


class TestASearch:
    def test_that_would_find_more_says_so(self, found, monkeypatch):
        for module in (search, view):
            monkeypatch.setattr(module, "MOST_FOUND", SENT - 1)

        page = found("nguyen")

        assert "Hiện 3 kết quả đầu, hãy thêm từ để thu hẹp." in page
        assert len(re.findall("/desk/dossiers/[-0-9a-f]{36}/", page)) == SENT - 1

    def test_that_shows_all_does_not(self, found):
        assert "kết quả đầu" not in found("nguyen")

    def test_goes_on_over_the_page(self, found, monkeypatch):
        monkeypatch.setattr(view, "PAGE_SIZE", SENT - 1)

        assert "?q=nguyen&amp;page=2" in found("nguyen")
        assert "Trang 2 trên 2" in found("nguyen", page="2")

    def test_takes_the_beginning_of_the_last_word(self, found):
        assert "Nguyễn Thị Mai" in found("thi nguy")
        assert "Nguyễn Thị Mai" not in found("nguy thi")


class TestANumber:
    @pytest.mark.parametrize(
        "typed",
        ["086301000123", "0863", "TC 004512", "tc004512", "tc 0045", "086 301 000 123"],
        ids=[
            "a personal one",
            "its beginning",
            "a diploma's",
            "in small letters",
            "its beginning",
            "with spaces",
        ],
    )
    def test_finds_the_dossier_that_gives_it(self, found, typed):
        assert len(re.findall("/desk/dossiers/[-0-9a-f]{36}/", found(typed))) == SENT

    @pytest.mark.parametrize("typed", ["004512", "086", "999999"], ids=["its end", "too little", "another"])
    def test_finds_nothing_otherwise(self, found, typed):
        assert not re.findall("/desk/dossiers/[-0-9a-f]{36}/", found(typed))

    @pytest.mark.parametrize("who", ["van-thu", "lanh-dao-mot-cua", "hieu-truong", "cong-dan-2"])
    def test_is_not_probed_for_by_who_may_not_read_the_application(self, people, found, now, who):
        assert not search.find_dossiers(people[who], "086301000123", now).dossiers.exists()

    def test_follows_what_the_applicant_corrects(self, people, now):
        dossier = asked(people, now, Mark("so_hieu", "Ghi lại số hiệu."))
        answer = {f"answer-{ids(dossier)[0]}": "corrected", "so_hieu": "TC 009999"}

        answered(people, dossier, now, **answer)

        officer = people["tiep-nhan"]
        assert search.find_dossiers(officer, "TC 009999", now).dossiers.get() == dossier
        assert not search.find_dossiers(officer, "TC 004512", now).dossiers.exists()


class TestWhatWasFound:
    @pytest.mark.parametrize("sort", ["", "due", "received", "code", "x; DROP"])
    def test_is_ordered_as_asked(self, found, sort):
        assert len(re.findall("/desk/dossiers/[-0-9a-f]{36}/", found("nguyen", sort=sort))) == SENT

    def test_is_due_first_where_that_is_asked(self, found, now):
        latest = Dossier.objects.latest("pk")
        Dossier.objects.filter(pk=latest.pk).update(due_at=now)

        page = found("nguyen", sort="due")

        assert re.findall("/desk/dossiers/([-0-9a-f]{36})/", page)[0] == str(latest.public_id)

    def test_keeps_its_order_over_the_page(self, found, monkeypatch):
        monkeypatch.setattr(view, "PAGE_SIZE", SENT - 1)

        assert "?q=nguyen&amp;sort=code&amp;page=2" in found("nguyen", sort="code")
