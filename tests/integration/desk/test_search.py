"""Finding a dossier on the desk: by pages, and said where there would be more."""

import re

import pytest
from django.urls import reverse

from desk.views import dossiers as view
from dossiers import search
from tests.integration.dossiers.diploma_copy import send
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
