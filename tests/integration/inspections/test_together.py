"""Answers that follow each other share a transaction, and fare as if each had one of its own."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from inspections.models import Answer, SyncOperation
from inspections.services.sync.answers import set_answer
from inspections.services.sync.doing import EFFECTS
from inspections.services.sync.receive import TOGETHER
from tests.integration.inspections.visit_world import World, compiled

pytestmark = pytest.mark.services

KEYS = [each["key"] for each in compiled()["items"]]


def answers(tablet, number: int) -> list[dict]:
    """Return the next operations, each of which answers a key of its own."""
    return [tablet.answer(key) for key in KEYS[:number]]


@contextmanager
def failing_at(monkeypatch, key: str):
    """Let the answer of a key fail as a defect would, after it was written."""

    def failing(act, payload):
        effect = set_answer(act, payload)
        if payload.key == key:
            raise RuntimeError(key)
        return effect

    with monkeypatch.context() as patched:
        patched.setitem(EFFECTS, "answer.set", failing)
        yield


class TestAFewAnswers:
    def test_each_have_their_receipt_and_record(self, visit: World):
        an = visit.tablet("an")
        operations = answers(an, 2 * TOGETHER + 3)

        results = an.send(*operations)

        assert [each["id"] for each in results] == [each["id"] for each in operations]
        assert [each["receipt"]["seq"] for each in results] == list(range(1, len(operations) + 1))
        assert SyncOperation.objects.count() == Answer.objects.count() == len(operations)
        assert AuditEntry.objects.filter(action="inspections.answer.set").count() == len(operations)
        visit.target.refresh_from_db()
        assert visit.target.sync_seq == len(operations)

    def test_cost_few_statements_each(self, visit: World):
        an = visit.tablet("an")
        an.send(an.answer(KEYS[-1]))
        operations = answers(an, 5 * TOGETHER)

        with CaptureQueriesContext(connection) as seen:
            an.send(*operations)

        assert len(seen) <= 7 * len(operations) + 20

    def test_a_defect_in_one_keeps_those_before_it_and_leaves_those_behind(self, visit: World, monkeypatch):
        an = visit.tablet("an")
        operations = answers(an, TOGETHER)

        with failing_at(monkeypatch, KEYS[3]):
            results = an.send(*operations)

        assert [each["code"] for each in results] == [200, 200, 200, 500, *[409] * (TOGETHER - 4)]
        assert {each["status"] for each in results[4:]} == {"not_reached"}
        assert sorted(Answer.objects.values_list("item_key", flat=True)) == sorted(KEYS[:3])
        again = an.send(*operations)
        assert {each["code"] for each in again} == {200}
        assert again[:3] == results[:3]
        assert Answer.objects.filter(version=1).count() == TOGETHER

    def test_one_with_changed_content_is_refused_alone(self, visit: World):
        an = visit.tablet("an")
        first, *others = answers(an, 5)
        an.send(first)
        forged = {**first, "payload": {**first["payload"], "values": {"verdict": "fail"}}}

        results = an.send(forged, *others)

        assert [each["code"] for each in results] == [422, 200, 200, 200, 200]
        assert AuditEntry.objects.filter(action="security.operation_changed").count() == 1
        assert Answer.objects.get(item_key=KEYS[0]).values["verdict"] == "pass"

    def test_a_number_that_was_left_out_stops_those_behind_it(self, visit: World):
        an = visit.tablet("an")
        first, _lost, third, fourth = answers(an, 4)

        results = an.send(first, third, fourth)

        assert [each["status"] for each in results] == ["applied", "out_of_order", "not_reached"]
        assert Answer.objects.count() == 1

    def test_the_same_one_twice_is_answered_twice_and_done_once(self, visit: World):
        an = visit.tablet("an")
        first, second = answers(an, 2)

        results = an.send(first, first, second)

        assert results[0] == results[1]
        assert [each["code"] for each in results] == [200, 200, 200]
        assert SyncOperation.objects.count() == 2

    def test_some_that_were_taken_before_are_answered_with_the_same_words(self, visit: World):
        an = visit.tablet("an")
        operations = answers(an, 6)
        before = an.send(*operations[:4])

        results = an.send(*operations)

        assert results[:4] == before
        assert [each["receipt"]["seq"] for each in results] == [1, 2, 3, 4, 5, 6]

    def test_a_section_that_was_taken_between_them_is_respected(self, visit: World):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        an.send(an.answer(KEYS[0]))
        an.send(an.operation("section.take", {"section": KEYS[0].partition(".")[0]}))

        results = binh.send(*answers(binh, 3))

        assert {each["status"] for each in results} == {"conflict"}
