"""The page that asks a register: the same page whatever the answer, never sooner, and five times a day."""

import re

import pytest
from django.urls import reverse

from accounts.models import Agency
from portal.views import register_check
from registry.models import RegisterQuestion
from registry.services import add_record

FACTS = {
    "holder_name": "Lê Văn Tám",
    "kind": "trung_cap",
    "institution": "Trường Cũ",
    "graduation_year": "1999",
}


@pytest.fixture
def waits(monkeypatch):
    """What the page waited for, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(register_check, "wait_until", waited.append)
    return waited


@pytest.fixture
def record(people, now):
    """A diploma that is bound to nobody."""
    facts = {
        "holder_name": "Lê Văn Tám",
        "kind": "trung_cap",
        "institution": "Trường Cũ",
        "graduation_year": 1999,
    }
    return add_record(Agency.objects.get(code="H61.12"), actor_id=None, at=now, major="Nề", **facts)


def ask(browser, **changes):
    """Ask with the facts of the record, some changed."""
    return browser.post(reverse("portal:register_check"), {**FACTS, **changes})


def shape(response) -> str:
    """Return a page without the answer's words, tokens and what changes from one minute to the next."""
    page = re.sub(r'role="status">[^<]*<', 'role="status"><', response.content.decode())
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|nonce-[^"]*|<time.*?</time>|còn hỏi được \d', "", page)


class TestTheAnswer:
    def test_of_a_hit_and_a_miss_is_the_same_page_with_another_word(self, citizen, record, waits):
        hit, miss = ask(citizen), ask(citizen, holder_name="Lê Văn Chín")

        assert "Tìm thấy." in hit.content.decode()
        assert "Không tìm thấy" in miss.content.decode()
        assert hit.status_code == miss.status_code == 200
        assert shape(hit) == shape(miss)
        assert len(waits) == 2

    def test_says_nothing_of_the_record(self, citizen, record, waits):
        assert "Nề" not in ask(citizen).content.decode()

    def test_comes_five_times_a_day(self, citizen, record, waits):
        codes = [ask(citizen).status_code for _ in range(6)]

        assert codes == [200] * 5 + [429]
        assert RegisterQuestion.objects.count() == 5


class TestBadInput:
    @pytest.mark.parametrize(
        "typed",
        [
            {"institution": "", "kind": ""}, {"kind": "tien_si"}, {"graduation_year": "3000"}, {"graduation_year": "x"},
            {"holder_name": "x" * 201}, {"holder_name": "a\0b"}, {"birth_year": "-1"},
        ],
        ids=str,
    )  # fmt: skip
    def test_is_asked_for_again_and_costs_no_try(self, citizen, record, waits, typed):
        response = ask(citizen, **typed)

        assert response.status_code == 422
        assert not RegisterQuestion.objects.exists()

    def test_of_who_has_proven_nothing_is_not_looked_at(self, browser_of, record, waits):
        response = ask(browser_of("chuyen-vien"))

        assert response.status_code == 403
        assert not RegisterQuestion.objects.exists()
