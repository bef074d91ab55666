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
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from audit.services import record
from inspections.models import Device
from inspections.protocol import Operation
from inspections.selectors.visits import own_visit
from inspections.services.sync.acts import Result
from inspections.services.sync.doing import (
    REFUSE_BEFORE_THEY_WRITE,
    Changed,
    NotNow,
    Sender,
    in_one_transaction,
    next_number,
)
from inspections.services.sync.turns import turn
from inspections.topics import target_topic
from notifications.services import wake

logger = logging.getLogger(__name__)
security = logging.getLogger("motcua.security")

TOGETHER = 10
"""How many of those share a transaction. More gain little, and who else writes into SQLite waits for it."""


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
