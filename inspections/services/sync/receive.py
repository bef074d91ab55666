"""Operations of a tablet come in, each once: its effect, its record and its receipt are one transaction.

Operations of one device in one visit have numbers without a gap and are taken strictly in their order, so that an
answer never overtakes the one before it and the end of a visit never the answers. What was processed is answered
again with the same words for as long as it is kept; the same id with other content is refused and goes into the
security log. What cannot be taken at the moment (closed, left the team) is not stored: the tablet keeps it.

A few answers that follow each other share a transaction, for a commit costs more than an answer does. Where one of
them makes trouble, nothing of it was, and they are taken one by one.

A process killed at any line leaves an operation either not processed at all, to be sent again, or processed with the
answer that its repetition will get.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from inspections.selectors.visits import OPEN_TO_TABLETS, own_visit, present_member
from inspections.services.sync.acts import Act, Effect, Rejected, Result, seconds_of
from inspections.services.sync.answers import decide_conflict, set_answer
from inspections.services.sync.evidence import add_evidence
from inspections.services.sync.minutes import make_minutes, sign_minutes
from inspections.services.sync.samples import draw_sample
from inspections.services.sync.sections import give_section, take_section
from inspections.services.sync.sessions import begin_session, end_session
from inspections.services.sync.turns import turn
from inspections.status import TargetStatus
from inspections.topics import target_topic
from notifications.services import wake

logger = logging.getLogger(__name__)
security = logging.getLogger("motcua.security")

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

TOGETHER = 10
"""How many of those share a transaction. More gain little, and who else writes into SQLite waits for it."""


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


def receive_operations(
    person: Person,
    visit: UUID,
    device: Device,
    operations: Iterable[Operation],
    *,
    at: datetime,
    off: timedelta = timedelta(0),
) -> tuple[list[Result], int]:
    """Take operations in; return the answer of each in order, and the number the device's next one has.

    device      whose operations these are; the person's own
    at          the server's moment
    off         server's clock less the device's, zero while they agree

    Raises NotVisible where the person never was in the visit's team.
    """
    sender = Sender(person, device, own_visit(person, visit), at, off)
    results = list(received(sender, operations))
    if any(result.receipt is not None for result in results):
        with turn(), transaction.atomic():  # once for all that came at once
            wake([target_topic(sender.target)], at)
    return results, next_number(device, sender.target)


def received(sender: Sender, operations: Iterable[Operation]) -> Iterator[Result]:
    """Yield the answer of each operation; behind one that could not be taken now, none is tried."""
    stopped = False
    for group in groups(operations):
        answers = [] if stopped else received_together(sender, group)
        stopped = stopped or len(answers) < len(group) or is_a_stop(answers[-1])
        yield from answers
        yield from (Result(str(each.id), 409, "not_reached") for each in group[len(answers) :])


def is_a_stop(result: Result) -> bool:
    """Say whether nothing behind this answer may be tried."""
    return result.receipt is None and result.status != "changed"


def groups(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    """Yield the operations in their order, those together that may share a transaction; no id twice in a group."""
    group: list[Operation] = []
    for operation in operations:
        if group and not (
            len(group) < TOGETHER
            and {group[-1].kind, operation.kind} <= REFUSE_BEFORE_THEY_WRITE
            and all(each.id != operation.id for each in group)
        ):
            yield group
            group = []
        group.append(operation)
    if group:
        yield group


def received_together(sender: Sender, group: Sequence[Operation]) -> list[Result]:
    """Take operations in one transaction, or one by one if that fails; return answers up to one that is a stop."""
    if len(group) > 1:
        try:
            return in_one_transaction(sender, group)
        except Exception:
            logger.info(
                "operations of device %s are taken one by one", sender.device.public_id, exc_info=True
            )
    results: list[Result] = []
    for operation in group:
        results.append(received_one(sender, operation))
        if is_a_stop(results[-1]):
            break
    return results


def received_one(sender: Sender, operation: Operation) -> Result:
    """Take one operation in, whatever becomes of it."""
    try:
        return in_one_transaction(sender, [operation])[0]
    except NotNow as error:
        return Result(str(operation.id), error.code, error.word)
    except Changed:
        note_changed(sender, operation)
        return Result(str(operation.id), 422, "changed")
    except Exception:
        logger.exception("operation %s of device %s failed", operation.id, sender.device.public_id)
        return Result(str(operation.id), 500, "failed")


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


def note_changed(sender: Sender, operation: Operation) -> None:
    """Write into the security log that a known id came with other content."""
    security.warning(
        "operation %s came again with other content from device %s", operation.id, sender.device.public_id
    )
    with transaction.atomic():
        record(
            action="security.operation_changed",
            actor_id=sender.person.pk,
            target="inspections.Target",
            target_id=sender.target.pk,
            at=sender.at,
            agency_id=sender.target.inspection.agency_id,
            values={
                "operation": operation.id,
                "device": sender.device.public_id,
                "kind": operation.kind,
                "digest": operation.digest,
            },
        )
