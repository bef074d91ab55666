"""Health: living is not being ready."""

import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory

from config import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return RequestFactory().get("/health/ready")


class TestLive:
    def test_asks_nothing(self, django_assert_num_queries, request_):
        with django_assert_num_queries(0):
            assert health.live(request_).status_code == 200


class TestReady:
    def test_says_what_was_checked(self, request_):
        response = health.ready(request_)

        assert response.status_code == 200
        assert b'"database": "ok"' in response.content

    def test_names_what_fails_and_not_why(self, request_, monkeypatch):
        def full(name):
            raise OSError("No space left on /srv/motcua")

        monkeypatch.setattr(default_storage, "exists", full)

        response = health.ready(request_)

        assert response.status_code == 503
        assert b'"files": "failing"' in response.content
        assert b"srv" not in response.content

    def test_is_not_kept_by_anybody(self, request_):
        assert "no-store" in health.ready(request_)["Cache-Control"]

    def test_cannot_be_posted(self):
        assert health.ready(RequestFactory().post("/health/ready")).status_code == 405
