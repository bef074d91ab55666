"""The line of stops that an applicant reads: a dossier that went no further says so, and where."""

import pytest

from dossiers.selectors import public_stops
from dossiers.services import withdraw
from tests.integration.dossiers.diploma_copy import do, send, walk


def states(dossier):
    """Return the states of the stops, in order."""
    return [stop.state for stop in public_stops(dossier)]


@pytest.fixture
def sent(people, now):
    return send(people["cong-dan"], now)


class TestTheLineOfStops:
    def test_ends_at_the_reception_that_refused(self, people, sent, now):
        refused = do(people["tiep-nhan"], sent, "b1", "khong_tiep_nhan", {}, now, reason="Sai nơi nhận")

        assert states(refused) == ["done", "stopped", "ahead", "ahead", "ahead"]

    def test_ends_where_the_applicant_took_the_dossier_back(self, people, sent, now):
        searching = walk(sent, people, now, until="b3")
        withdraw(people["cong-dan"], searching.public_id, reason="Đã tìm thấy bằng", at=now)
        searching.refresh_from_db()

        assert states(searching) == ["done", "done", "stopped", "ahead", "ahead"]

    def test_ends_at_the_reception_of_a_dossier_taken_back_before_any_step(self, people, sent, now):
        withdraw(people["cong-dan"], sent.public_id, reason="Nộp nhầm", at=now)
        sent.refresh_from_db()

        assert states(sent) == ["done", "stopped", "ahead", "ahead", "ahead"]

    def test_is_done_to_its_end_with_the_result(self, people, sent, now):
        assert states(walk(sent, people, now)) == ["done"] * 5

    def test_says_where_an_open_dossier_is(self, people, sent, now):
        assert states(walk(sent, people, now, until="b4")) == ["done", "done", "done", "current", "ahead"]
