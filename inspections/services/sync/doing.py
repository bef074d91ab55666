"""Operations of a tablet are done, or found done, within the one transaction of their effects, records and receipts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from accounts.models import Person
from audit.services import record
from inspections.folding import CannotApply, Hold
from inspections.models import Device, SyncOperation, Target
from inspections.protocol import Faults, Operation, read_payload
from inspections.selectors.visits import OPEN_TO_TABLETS, present_member
from inspections.services.sync.acts import Act, Effect, Rejected, Result, seconds_of
from inspections.services.sync.answers import decide_conflict, set_answer
from inspections.services.sync.evidence import add_evidence
from inspections.services.sync.minutes import make_minutes, sign_minutes
from inspections.services.sync.samples import draw_sample
from inspections.services.sync.sections import give_section, take_section
from inspections.services.sync.sessions import begin_session, end_session
from inspections.services.sync.turns import turn
from inspections.status import TargetStatus

EFFECTS: dict[str, Callable[[Act, Any], Effect]] = {
    "answer.set": set_answer,
    "conflict.decide": decide_conflict,
    "section.take": take_section,
    "section.give": give_section,
    "sample.draw": draw_sample,
    "evidence.add": add_evidence,
    "visit.begin": begin_session,
    "visit.end": end_session,
    "minutes.make": make_minutes,
    "minutes.sign": sign_minutes,
}

REFUSE_BEFORE_THEY_WRITE = frozenset({"answer.set"})
"""Kinds that need no savepoint: nothing is written when they are rejected. There are many of these."""


class NotNow(Exception):
    """The operation is not taken at this moment and nothing is stored; it may be sent again later."""

    def __init__(self, code: int, word: str) -> None:
        super().__init__(word)
        self.code, self.word = code, word


class Changed(Exception):
    """The id is known with other content, or as somebody else's."""


@dataclass(slots=True)
class Sender:
    """Who sends, from which tablet, into which visit, when, and how far its clock is off."""

    person: Person
    device: Device
    target: Target
    at: datetime
    off: timedelta = timedelta(0)


def in_one_transaction(sender: Sender, group: Sequence[Operation]) -> list[Result]:
    """Do operations, or find their stored answers, all or none. Raises NotNow, Changed."""
    with turn(), transaction.atomic():
        for operation in group:
            claim(operation.id)
        known = SyncOperation.objects.in_bulk([operation.id for operation in group])
        repeats = {each.id: repeated(known[each.id], sender, each) for each in group if each.id in known}
        fresh = taken_in(sender, [each for each in group if each.id not in known])
        return [repeats[each.id] if each.id in repeats else next(fresh) for each in group]


def taken_in(sender: Sender, fresh: Sequence[Operation]) -> Iterator[Result]:
    """Do operations that were never done, the visit's row locked; yield their answers. Raises NotNow."""
    if not fresh:
        return
    target = locked(sender)
    member = checked_member(target, sender)
    holds: dict[str, Hold | None] = {}
    for expected, operation in enumerate(fresh, start=next_number(sender.device, target)):
        if operation.seq != expected:
            raise NotNow(409, "out_of_order")
        act = Act(
            target=target,
            member=member,
            person=sender.person,
            device=sender.device,
            operation=operation,
            seq=target.sync_seq + 1,
            at=sender.at,
            off=sender.off,
            holds=holds,
        )
        yield stored(act, effect_of(act))
        target.sync_seq = act.seq


def locked(sender: Sender) -> Target:
    """Return the visit, its row locked, with the state it has now; the rest of it no operation changes."""
    target = sender.target
    row = Target.objects.select_for_update().values_list("sync_seq", "status").get(pk=target.pk)
    target.sync_seq, target.status = row
    return target


def claim(number: UUID) -> None:
    """Be the only one who processes an operation. Raises NotNow("in_flight") while another transaction does.

    On SQLite the transaction holds the write lock already: the other one waits and finds the stored answer.
    """
    if connection.vendor != "postgresql":
        return
    key = int.from_bytes(number.bytes[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise NotNow(409, "in_flight")


def repeated(known: SyncOperation, sender: Sender, operation: Operation) -> Result:
    """Return the answer an operation got. Raises Changed where it is another one."""
    same = (known.person_id, known.device_id, known.target_id, known.payload_digest)
    if same != (sender.person.pk, sender.device.pk, sender.target.pk, operation.digest):
        raise Changed
    return Result(
        id=str(known.pk),
        code=known.response["code"],
        status=known.status,
        receipt=known.response["receipt"],
        told=known.response["told"],
    )


def checked_member(target: Target, sender: Sender) -> Any:
    """Return the sender's place in the team. Raises NotNow for who left, or a visit that takes nothing now."""
    member = present_member(sender.person, target, sender.at)
    if member is None:
        raise NotNow(403, "left_team")
    if target.status == TargetStatus.SUSPENDED:
        raise NotNow(403, "suspended")
    if target.status not in OPEN_TO_TABLETS:
        raise NotNow(403, "closed")
    return member


def next_number(device: Device, target: Target) -> int:
    """Return the number a device's next operation in a visit has."""
    last = SyncOperation.objects.filter(device=device, target=target).aggregate(last=Max("seq"))["last"]
    return (last or 0) + 1


def effect_of(act: Act) -> Effect:
    """Let an operation have its effect, or none of it where it cannot apply."""
    try:
        if act.operation.fault:
            raise Faults({"payload": act.operation.fault})
        payload = read_payload(act.operation.kind, act.operation.raw)
        effect = EFFECTS[act.operation.kind]
        if act.operation.kind in REFUSE_BEFORE_THEY_WRITE:
            return effect(act, payload)
        with transaction.atomic():
            return effect(act, payload)
    except Faults as error:
        told: dict[str, Any] = {"detail": "wrong_shape", "faults": error.faults}
    except CannotApply as error:
        told = {"detail": error.word}
    except Rejected as error:
        told = {"detail": error.word, **error.told}
    return Effect(SyncOperation.State.REJECTED, told)


def stored(act: Act, effect: Effect) -> Result:
    """Write the operation with its answer, and the record; return the answer."""
    operation = act.operation
    code = 422 if effect.state == SyncOperation.State.REJECTED else 200
    receipt = {"seq": act.seq, "at": act.at.isoformat(), "digest": operation.digest}
    Target.objects.filter(pk=act.target.pk).update(sync_seq=act.seq)
    SyncOperation.objects.create(
        id=operation.id,
        device=act.device,
        person=act.person,
        target=act.target,
        seq=operation.seq,
        server_seq=act.seq,
        kind=operation.kind,
        payload_digest=operation.digest,
        payload=operation.raw,
        status=effect.state,
        response={"code": code, "receipt": receipt, "told": dict(effect.told)},
        noted_at=operation.at,
        clock_off_seconds=seconds_of(act.off) or None,
        received_at=act.at,
    )
    record(
        action=f"inspections.{operation.kind}",
        actor_id=act.person.pk,
        target="inspections.Target",
        target_id=act.target.pk,
        at=act.at,
        agency_id=act.target.inspection.agency_id,
        values={
            "operation": operation.id,
            "device": act.device.public_id,
            "status": effect.state,
            "noted_at": operation.at,
            "payload": operation.raw,
        },
    )
    return Result(str(operation.id), code, str(effect.state), receipt, effect.told)
