"""Requests that come at the same moment, on real connections, and lines that drop behind a commit."""

import http.client
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier, Event
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit.models import AuditEntry
from inspections.models import Answer, AnswerConflict, Evidence, SyncOperation
from inspections.services.sync.answers import set_answer
from inspections.services.sync.doing import EFFECTS
from tests.integration.inspections.visit_world import JPEG, World, build_visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
PATIENCE_SECONDS = 30


@pytest.fixture
def visit(transactional_db, settings, tmp_path) -> World:
    """A visit that other connections see."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return build_visit(timezone.now())


def at_once(*calls):
    """Make these calls from threads that start together; return what each gave."""
    barrier = Barrier(len(calls))

    def one(call):
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def until_taken(tablet, operation):
    """Send as a tablet does: again while it is in flight or out of its order."""
    while True:
        (result,) = tablet.send(operation)
        if result["code"] != 409:
            return result


class TestTheSameRequestTwiceAtOnce:
    def test_has_its_effect_once_and_one_answer(self, visit: World):
        an = visit.tablet("an")
        operation = an.answer("TS.01")

        first, second = at_once(*[lambda: until_taken(an, operation)] * 2)

        assert first == second
        assert Answer.objects.get().version == 1
        assert SyncOperation.objects.count() == 1
        assert AuditEntry.objects.filter(action="inspections.answer.set").count() == 1

    def test_is_told_to_come_again_or_waits_while_the_first_is_in_flight(self, visit: World, monkeypatch):
        an = visit.tablet("an")
        operation = an.answer("TS.01")
        begun, go_on = Event(), Event()

        def slow(act, payload):
            begun.set()
            assert go_on.wait(PATIENCE_SECONDS)
            return set_answer(act, payload)

        def second():
            assert begun.wait(PATIENCE_SECONDS)
            if connection.vendor != "postgresql":
                go_on.set()  # there the second waits for the first; nobody can see it in flight
            try:
                return an.send(operation)
            finally:
                go_on.set()

        monkeypatch.setitem(EFFECTS, "answer.set", slow)
        (done,), (other,) = at_once(lambda: an.send(operation), second)

        assert done["status"] == "applied"
        if connection.vendor == "postgresql":
            assert (other["code"], other["status"]) == (409, "in_flight")
        else:
            assert other == done
        assert Answer.objects.get().version == 1

    def test_completes_a_photo_once(self, visit: World):
        an = visit.tablet("an")
        announced = an.photo()
        an.send(announced)
        number = announced["payload"]["id"]

        answers = at_once(*[lambda: an.patch(number, 0, JPEG)] * 3)
        last = an.patch(number, 0, JPEG).json()

        assert {each.status_code for each in answers} <= {200, 409}
        assert last["complete"]
        assert Evidence.objects.get().received_bytes == len(JPEG)
        assert AuditEntry.objects.filter(action="inspections.evidence_complete").count() == 1


class TestSeveralTabletsAtOnce:
    def test_on_one_item_keep_every_value(self, visit: World):
        tablets = [visit.tablet(who) for who in ("an", "binh", "lead")]
        operations = [tablet.answer("TS.01", reason=str(number)) for number, tablet in enumerate(tablets)]

        results = at_once(
            *[lambda pair=pair: until_taken(*pair) for pair in zip(tablets, operations, strict=True)]
        )

        kept = [each.second["values"]["reason"] for each in AnswerConflict.objects.all()]
        assert sorted(each["status"] for each in results) == ["applied", "conflict", "conflict"]
        assert sorted([Answer.objects.get().values["reason"], *kept]) == ["0", "1", "2"]

    def test_have_receipts_without_a_gap(self, visit: World):
        tablets = [visit.tablet(who) for who in ("an", "binh", "lead")]
        outboxes = [
            [tablet.answer(f"{code}.0{n}") for code in ("TS", "DT") for n in (1, 2, 3)] for tablet in tablets
        ]

        at_once(*[lambda pair=pair: pair[0].send(*pair[1]) for pair in zip(tablets, outboxes, strict=True)])

        seqs = SyncOperation.objects.order_by("server_seq").values_list("server_seq", flat=True)
        visit.target.refresh_from_db()
        assert list(seqs) == list(range(1, 19))
        assert visit.target.sync_seq == 18

    def test_on_one_device_do_not_pass_each_other(self, visit: World):
        an = visit.tablet("an")
        first, second = an.answer("TS.01", reason="1"), an.answer("TS.01", reason="2")

        at_once(lambda: until_taken(an, second), lambda: until_taken(an, first))

        assert Answer.objects.get().values["reason"] == "2"
        assert not AnswerConflict.objects.exists()


@contextmanager
def line_that_drops(address: str, drops: list[bool]):
    """Stand between tablet and server; where `drops` says so, read the server's whole answer and hang up."""
    upstream = urlsplit(address)
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        door.settimeout(PATIENCE_SECONDS)

        def pass_on():
            for drop in drops:
                caller, _ = door.accept()
                with (
                    closing(caller),
                    closing(socket.create_connection((upstream.hostname, upstream.port))) as server,
                ):
                    server.sendall(whole_request(caller))
                    answer = b"".join(iter(lambda: server.recv(65536), b""))
                    if not drop:
                        caller.sendall(answer)

        passing = threading.Thread(target=pass_on, daemon=True)
        passing.start()
        yield door.getsockname()
        passing.join(PATIENCE_SECONDS)


def whole_request(caller: socket.socket) -> bytes:
    """Read one request with its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += caller.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    ]
    while len(body) < int(lengths[0]):
        body += caller.recv(65536)
    return head + b"\r\n\r\n" + body


class TestALineThatDropsBehindTheCommit:
    def test_is_answered_with_the_same_words_when_it_is_there_again(self, visit: World, live_server):
        an = visit.tablet("an")
        operations = [an.answer("TS.01"), an.answer("TS.02", verdict="fail")]

        with line_that_drops(live_server.url, [True, True, False]) as door:
            lost = [self.post(door, visit, an, operations) for _ in range(2)]
            answer = self.post(door, visit, an, operations)

        stored = SyncOperation.objects.order_by("server_seq")
        assert lost == [None, None]
        assert [each["receipt"] for each in answer["results"]] == [
            each.response["receipt"] for each in stored
        ]
        assert [each.version for each in Answer.objects.all()] == [1, 1]
        assert AuditEntry.objects.filter(action="inspections.answer.set").count() == 2

    def post(self, door, visit: World, tablet, operations):
        """Send operations over a socket; return the answer, None where the line dropped."""
        body = {"device": str(tablet.id), "sent_at": visit.at.isoformat(), "operations": operations}
        cookies = (
            f"sessionid={tablet.client.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={'a' * 32}"
        )
        headers = {
            "Content-Type": "application/json", "X-Device": str(tablet.id), "Cookie": cookies,
            "X-CSRFToken": "a" * 32, "Connection": "close",
        }  # fmt: skip
        line = http.client.HTTPConnection(*door, timeout=PATIENCE_SECONDS)
        try:
            address = f"/tablet/api/visits/{visit.target.public_id}/operations/"
            line.request("POST", address, json.dumps(body), headers)
            response = line.getresponse()
            assert response.status == 200, response.read()
            return json.loads(response.read())
        except (http.client.RemoteDisconnected, ConnectionError):
            return None
        finally:
            line.close()
