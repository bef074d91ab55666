"""A server that dies before any of its statements leaves an operation of a tablet done with its receipt, or not at all.

Every kind of operation is sent again and again, the process ending one statement later each time, until it gets through;
a file's bytes likewise, each time of a file of its own. A commit that fails gives no receipt.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from audit.models import AuditEntry
from inspections.canonical import digest
from inspections.models import (
    Answer,
    AnswerConflict,
    Device,
    Evidence,
    EvidencePart,
    Finding,
    Minutes,
    MinutesSignature,
    SampleDraw,
    SectionHold,
    Session,
    SyncOperation,
    Target,
)
from inspections.protocol import read_operation, read_request
from inspections.services.sync import receive_operations, sweep_parts
from jobs.models import Job
from tests.integration.inspections.schedules import killed_at
from tests.integration.inspections.test_evidence import files, resume, stored  # noqa: F401 fixture by name
from tests.integration.inspections.test_minutes import SPOT, on_tablet
from tests.integration.inspections.visit_world import JPEG, Tablet, World

KEPT = (
    SyncOperation, Answer, AnswerConflict, SectionHold, SampleDraw, Session, Evidence, Minutes, MinutesSignature, Finding,
    Target, AuditEntry, Job,
)  # fmt: skip
MOST_STATEMENTS = 120
Made = dict[str, Any]


def facts() -> list[list[dict[str, Any]]]:
    """Return every row that an operation may write."""
    return [list(each.objects.order_by("pk").values()) for each in KEPT]


def of_minutes(lead: Tablet, visit: World) -> Made:
    """Send minutes of an inspection; return what was sent."""
    content = on_tablet(visit, SPOT)
    made = {"id": str(uuid4()), "kind": "inspection", "content": content, "digest": digest(content)}
    return lead.operation("minutes.make", made)


def named(lead: Tablet, made: Made, side: str, who: str) -> list[Made]:
    """Return the announcement of a signature's picture and the signature."""
    image = lead.photo(kind="signature", content_type="image/png", key="minutes")
    said = {
        "minutes": made["payload"]["id"], "digest": made["payload"]["digest"], "side": side, "method": "drawn", "name": who,
        "evidence": image["payload"]["id"],
    }  # fmt: skip
    return [image, lead.operation("minutes.sign", said)]


def an_answer(lead: Tablet, visit: World) -> Made:
    """An answer nobody gave before."""
    return lead.answer("TS.01")


def a_second_answer(lead: Tablet, visit: World) -> Made:
    """An answer beside a colleague's."""
    an = visit.tablet("an")
    an.send(an.answer("TS.01"))
    return lead.answer("TS.01", verdict="fail")


def a_decision(lead: Tablet, visit: World) -> Made:
    """The lead's choice between two answers."""
    conflict = lead.send(a_second_answer(lead, visit))[0]["conflict"]
    return lead.operation(
        "conflict.decide", {"conflict": conflict, "choose": "b", "base": 1, "reason": "Đã xem"}
    )


def a_taking(lead: Tablet, visit: World) -> Made:
    """A section checked out."""
    return lead.operation("section.take", {"section": "TS"})


def a_giving(lead: Tablet, visit: World) -> Made:
    """A section put back."""
    lead.send(a_taking(lead, visit))
    return lead.operation("section.give", {"section": "TS"})


def a_draw(lead: Tablet, visit: World) -> Made:
    """A sample drawn."""
    seed = lead.get(f"visits/{visit.target.public_id}/").json()["samples"]["diplomas"]["seed"]
    return lead.operation("sample.draw", {"sample": "diplomas", "population": 240, "seed": seed})


def a_photo(lead: Tablet, visit: World) -> Made:
    """A photograph announced."""
    return lead.photo()


def a_beginning(lead: Tablet, visit: World) -> Made:
    """A session begun."""
    return lead.operation("visit.begin", {})


def an_end(lead: Tablet, visit: World) -> Made:
    """A session ended."""
    return lead.operation("visit.end", {})


def minutes_made_anew(lead: Tablet, visit: World) -> Made:
    """Minutes before which others give way."""
    lead.send(of_minutes(lead, visit))
    return of_minutes(lead, visit)


def the_last_name(lead: Tablet, visit: World) -> Made:
    """The signature that completes minutes: their findings are noted and the flow is told."""
    made = of_minutes(lead, visit)
    lead.send(made, *named(lead, made, "team", "Trần Trưởng"))
    image, signature = named(lead, made, "institution", "Lê Hiệu")
    lead.send(image)
    return signature


def one_that_cannot_apply(lead: Tablet, visit: World) -> Made:
    """An operation that is kept as rejected."""
    return lead.answer("XX.99")


EVERY_KIND = (
    an_answer, a_second_answer, a_decision, a_taking, a_giving, a_draw, a_photo, a_beginning, an_end, minutes_made_anew,
    the_last_name, one_that_cannot_apply,
)  # fmt: skip


@pytest.mark.django_db
class TestAServerThatDies:
    @pytest.mark.parametrize("make", EVERY_KIND, ids=lambda make: make.__name__)
    def test_before_any_statement_of_an_operation_has_done_it_whole_or_not_at_all(
        self, visit: World, make: Callable[[Tablet, World], Made]
    ):
        lead = visit.tablet("lead")
        operation = make(lead, visit)
        before, deaths = facts(), 0

        for statement in count(1):
            with killed_at(statement) as killed:
                lead.post(operation)
            deaths += bool(killed)
            if SyncOperation.objects.filter(pk=operation["id"]).exists():
                break
            assert facts() == before
            assert statement < MOST_STATEMENTS

        done = facts()
        first, again = lead.send(operation), lead.send(operation)

        assert deaths >= 10
        assert first == again
        assert first[0]["receipt"]
        assert facts() == done != before


@pytest.mark.django_db(transaction=True)
class TestAServerThatDiesOverAFile:
    def test_before_any_statement_of_its_last_stretch_loses_none_of_it(self, visit: World, files):  # noqa: F811
        an, digest_of_it = visit.tablet("an"), hashlib.sha256(JPEG).hexdigest()
        deaths = 0

        for statement in count(1):
            photo = Evidence.objects.create(
                id=uuid4(), target=visit.target, item_key="TS.01", kind="photo", sha256=digest_of_it, size=len(JPEG),
                by=visit.people["an"], announced_at=visit.at,
            )  # fmt: skip
            with killed_at(statement) as killed:
                an.patch(photo.pk, 0, JPEG)
            assert resume(an, photo.pk)["receipt"]["digest"] == digest_of_it
            deaths += bool(killed)
            if not killed:
                break
            assert statement < MOST_STATEMENTS
        sweep_parts(at=visit.at + timedelta(days=2))

        whole = AuditEntry.objects.filter(action="inspections.evidence_complete").count()
        assert deaths >= 10
        assert whole == Evidence.objects.count() == deaths + 1
        assert stored(files) == [JPEG] * (deaths + 1)
        assert not EvidencePart.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestACommitThatFails:
    def test_gives_no_receipt_and_leaves_nothing(self, visit: World):
        an = visit.tablet("an")
        operation = an.answer("TS.01")
        sent = read_request(
            {"device": str(an.id), "sent_at": visit.at.isoformat(), "operations": [operation]}
        )
        said = (
            visit.people["an"],
            visit.target.public_id,
            Device.objects.get(public_id=an.id),
            [read_operation(each) for each in sent.operations],
        )
        before = facts()

        with mock.patch.object(connection, "commit", side_effect=OperationalError("disk full")):
            (failed,), awaited = receive_operations(*said, at=visit.at)
        after = facts()
        (done,), _ = receive_operations(*said, at=visit.at)

        assert (failed.code, failed.status, failed.receipt, awaited) == (500, "failed", None, 1)
        assert after == before
        assert done.status == "applied"
