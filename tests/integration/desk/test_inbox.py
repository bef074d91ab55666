"""The inbox: queues, rows, the chosen dossier, paging keys, who gets in."""

from datetime import UTC, datetime

import pytest

from desk.views.inbox import read_after, write_after
from tests.integration.dossiers.diploma_copy import open_item, send


class TestTheInbox:
    def test_shows_a_sent_dossier_to_its_receivers(self, browser_of, people, now):
        dossier = send(people["cong-dan"], now)

        page = browser_of("tiep-nhan").get("/desk/").content.decode()

        assert dossier.receipt_no in page
        assert 'data-live="inbox"' in page

    def test_shows_it_to_nobody_else(self, browser_of, people, now):
        dossier = send(people["cong-dan"], now)

        assert dossier.receipt_no not in browser_of("giu-so").get("/desk/").content.decode()

    def test_opens_the_chosen_item_beside_the_list(self, browser_of, people, now):
        item = open_item(send(people["cong-dan"], now), "b1")

        page = browser_of("tiep-nhan").get("/desk/", {"item": item.public_id}).content.decode()

        assert "Kế toán doanh nghiệp" in page
        assert f"/desk/work/{item.public_id}/claim/" in page

    def test_says_that_an_item_has_left_the_queue(self, browser_of, people, now):
        item = open_item(send(people["cong-dan"], now), "b1")

        page = browser_of("giu-so").get("/desk/", {"item": item.public_id}).content.decode()

        assert "không còn ở hàng của bạn" in page

    @pytest.mark.parametrize("path", ["/desk/", "/desk/dossiers/", "/desk/keys/"])
    def test_does_not_exist_for_a_citizen(self, citizen, path):
        assert citizen.get(path).status_code == 404

    def test_sends_a_stranger_to_sign_in(self, browser_of):
        assert browser_of().get("/desk/").url.startswith("/accounts/login/")

    def test_costs_at_most_fifteen_queries_however_long(
        self, browser_of, people, now, django_assert_max_num_queries, warm_calendars
    ):
        for _ in range(5):
            send(people["cong-dan"], now)
        officer = browser_of("tiep-nhan")
        officer.get("/desk/")

        with django_assert_max_num_queries(15):
            officer.get("/desk/")


class TestAKeyOfPaging:
    @pytest.mark.parametrize(
        "key",
        [(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), 7), (None, 7)],
        ids=["with a due moment", "without one"],
    )
    def test_survives_the_address(self, key):
        assert read_after(write_after(key)) == key

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "|",
            "x|1",
            "2026-99-99T00:00|1",
            "|-1",
            "|²",
            "2026-11-24T00:00|1",
            "0001-01-01T00:00+14:00|1",
            "9999-12-31T23:00-14:00|1",
        ],
    )
    def test_is_none_for_anything_else(self, text):
        assert read_after(text) is None


class TestFinding:
    def test_finds_by_name_without_marks(self, browser_of, people, now):
        dossier = send(people["cong-dan"], now)

        page = browser_of("tiep-nhan").get("/desk/dossiers/", {"q": "nguyen thi mai"}).content.decode()

        assert dossier.receipt_no in page

    def test_does_not_find_what_may_not_be_seen(self, browser_of, people, now):
        dossier = send(people["cong-dan"], now)

        page = browser_of("hieu-truong").get("/desk/dossiers/", {"q": "nguyen thi mai"}).content.decode()

        assert dossier.receipt_no not in page
