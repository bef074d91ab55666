"""Answers of a checklist typed in at the desk: what was written on paper, where no tablet was at hand (INSPECTION §5).

A page shows a section and which version of each answer it saw. Nothing of it is written where another wrote meanwhile, or
while a tablet holds the section: the page says so and keeps what was typed. What the page does not ask for, photographs and
internal notes among it, stays. No tablet's own, so that each takes the answer over at its next contact.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from inspections.errors import AnsweredMeanwhile
from inspections.models import Answer, Target
from inspections.notes import note
from inspections.protocol.payloads import AnswerValues
from inspections.protocol.shapes import shaped
from inspections.selectors.checklists import section_of
from inspections.services.at_desk import passed_on, taken_up

Values = Mapping[str, Any]


def answer_at_desk(
    person: Person,
    public_id: UUID | str,
    *,
    section: str,
    answers: Mapping[str, Values],
    seen: Mapping[str, int],
    at: datetime,
) -> int:
    """Write answers of one section; return how many changed.

    answers  item → the parts of its answer that the page asks for, all of them; empty where nothing is said
    seen     item → version of the answer that the page showed, 0 for none

    Raises NotVisible, MayNot("lead") for who is not of the team, WrongMoment ("closed", "held"), AnsweredMeanwhile, Faults.
    """
    with transaction.atomic():
        target = taken_up(person, public_id, at, section=section)
        rows = {each.item_key: each for each in target.answers.filter(item_key__in=list(answers))}
        changed = changes(target, section, answers, rows)
        stale = [key for key in changed if key in rows and rows[key].version != seen.get(key, 0)]
        if stale:
            raise AnsweredMeanwhile(stale)
        for key, values in changed.items():
            write(target, key, values, rows.get(key), person, at)
        if changed:
            passed_on(target)
            note(target.inspection, "answered_at_desk", person.pk, at, target, items=sorted(changed))
    return len(changed)


def changes(
    target: Target, section: str, answers: Mapping[str, Values], rows: Mapping[str, Answer]
) -> dict[str, dict[str, Any]]:
    """Return the whole answers that are to stand, of what is not as it stands. Raises Faults."""
    found = {}
    for key, said in answers.items():
        if section_of(target, key) != section:
            continue
        before = rows[key].values if key in rows else {}
        after = shaped(AnswerValues, {**before, **said}).model_dump(mode="json")
        if after != shaped(AnswerValues, before).model_dump(mode="json"):
            found[key] = after
    return found


def write(
    target: Target, key: str, values: dict[str, Any], row: Answer | None, person: Person, at: datetime
) -> None:
    """Store one answer as the next version."""
    version = (row.version if row else 0) + 1
    row = row or Answer(target=target, item_key=key)
    row.values, row.version, row.since, row.seq = values, version, version, target.sync_seq + 1
    row.by, row.device, row.noted_at, row.changed_at = person, None, at, at
    row.save()
