"""Pictures and files brought to an answer at the desk: through the same checks and receipts as a tablet's.

The files come first, each on its own; then the answer names them, in one transaction, as its next version, so that every
tablet takes them over. A file that is taken off an answer again stays in the record of the visit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from forms.errors import Refused
from forms.services.store_attachment import check_size
from inspections.checklists import Item
from inspections.errors import NotFit, NotVisible
from inspections.found_form import takes_evidence
from inspections.models import Evidence, Target
from inspections.notes import note
from inspections.protocol.payloads import MOST_EVIDENCE, MOST_FILE_BYTES, AnswerValues
from inspections.protocol.shapes import shaped
from inspections.selectors.evaluation import evaluation_of
from inspections.services.answer_at_desk import write
from inspections.services.at_desk import check_not_held, passed_on, taken_up
from inspections.services.keep_file import Facts, keep_file

Numbers = list[str]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived: what it was called, its length in bytes, and how it is read once its turn has come."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Brought:
    """Which files the answer names now, and which were refused, each with why."""

    kept: Sequence[UUID]
    refused: Sequence[tuple[str, Refused]]


def bring_evidence(
    person: Person,
    public_id: UUID | str,
    key: str,
    uploads: Sequence[Upload],
    *,
    page: UUID,
    at: datetime,
    taken_at: datetime | None = None,
    is_masked: bool = False,
) -> Brought:
    """Keep files as evidence of an item and let its answer name them; outside of any transaction.

    key   of an item, or of one unit of what is repeated, that is asked and takes evidence
    page  identifier of the page they were sent on: sent twice, each is kept once

    Raises NotVisible, MayNot("lead"), WrongMoment ("closed", "held"), NotFit("files", "too_many").
    """
    with transaction.atomic():
        target, item = opened(person, public_id, key, at)
    kept, refused = [], []
    for each in uploads:
        try:
            check_size(each.size, MOST_FILE_BYTES)
            data = each.read()
            facts = Facts(each.name, key, kind_of(item, data), taken_at, is_masked)
            kept.append(keep_file(person, target, data, facts, page=page, at=at))
        except Refused as why:
            refused.append((each.name, why))
    rename(person, public_id, key, lambda named: [*named, *map(str, kept)], "evidence_at_desk", at)
    return Brought(kept, refused)


def drop_evidence(person: Person, public_id: UUID | str, key: str, number: UUID, *, at: datetime) -> None:
    """Let an answer name a file no more; it stays in the record. Raises NotVisible, MayNot("lead"), WrongMoment."""
    rename(
        person, public_id, key, lambda named: [each for each in named if each != str(number)],
        "evidence_dropped_at_desk", at,
    )  # fmt: skip


def opened(person: Person, public_id: UUID | str, key: str, at: datetime) -> tuple[Target, Item]:
    """Return the visit, locked, and the item whose evidence this is. Raises NotVisible, MayNot, WrongMoment."""
    target = taken_up(person, public_id, at)
    evaluation = evaluation_of(target)
    result = evaluation.results.get(key) if evaluation else None
    if result is None or not result.visible or not takes_evidence(result.item):
        raise NotVisible(key)
    check_not_held(target, result.item.section)
    return target, result.item


def rename(
    person: Person,
    public_id: UUID | str,
    key: str,
    change: Callable[[Numbers], Numbers],
    action: str,
    at: datetime,
) -> None:
    """Change which files an answer names, as its next version; nothing is written where they stay the same."""
    with transaction.atomic():
        target, _ = opened(person, public_id, key, at)
        row = target.answers.filter(item_key=key).first()
        before = shaped(AnswerValues, row.values if row else {}).model_dump(mode="json")
        after = list(dict.fromkeys(change(before["evidence"])))
        if after == before["evidence"]:
            return
        if len(after) > MOST_EVIDENCE:
            raise NotFit("files", "too_many")
        write(target, key, {**before, "evidence": after}, row, person, at)
        passed_on(target)
        note(target.inspection, action, person.pk, at, target, item=key, files=len(after))


def kind_of(item: Item, data: bytes) -> str:
    """Return what a file is to an item: a signature, a picture, or a file where it may be a document."""
    if item.kind == "signature":
        return Evidence.Kind.SIGNATURE
    is_document = item.kind == "file" or (item.kind != "photo" and data.startswith(b"%PDF-"))
    return Evidence.Kind.FILE if is_document else Evidence.Kind.PHOTO
