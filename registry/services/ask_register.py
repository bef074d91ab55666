"""Answers, about a diploma that is bound to nobody's number, only whether it seems to be in a register.

Probing is made dear: who asks has proven an identity, names at least four facts, and has five tries a day. Every
try costs one try and leaves one row, whatever the answer; the same reads are made for a hit and for a miss.
Nothing the person did not know is ever said. Source: PROCEDURES 2.2, "Chống dò dữ liệu".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.folding import fold
from accounts.localdays import local_day
from accounts.models import Person
from accounts.models.people import IdentityLevel
from audit.services import record as record_change
from registry.errors import FactsTooFew, IdentityNotProven, TriesUsedUp
from registry.models import DiplomaRecord, DiplomaState, RegisterAnswer, RegisterQuestion, number_key
from registry.selectors import find_candidates, keepers_of_diplomas, matches_birth

LEAST_FACTS = 4
TRIES_A_DAY = 5
Birth = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class DiplomaFacts:
    """What somebody knows of a diploma; "" or None for what they do not.

    born  year, month, day as far as they are known
    """

    holder_name: str = ""
    born: Birth = (None, None, None)
    kind: str = ""
    institution: str = ""
    major: str = ""
    graduation_year: int | None = None
    number: str = ""

    @property
    def count(self) -> int:
        """How many facts are named."""
        texts = (self.holder_name, self.kind, self.institution, self.major, self.number)
        return sum(map(bool, (*(text.strip() for text in texts), self.born[0], self.graduation_year)))

    def compared(self, row: DiplomaRecord) -> Mapping[str, bool | None]:
        """Return whether each fact agrees with a row, None where one side does not know it."""
        return {
            "holder_name": same(self.holder_name, row.holder_name),
            "born": matches_birth(row, self.born) if self.born[0] and row.birth_year else None,
            "kind": same(self.kind, row.kind),
            "institution": same(self.institution, row.institution),
            "major": same(self.major, row.major),
            "graduation_year": same(self.graduation_year, row.graduation_year),
            "number": number_key(self.number) in (row.serial_key, row.register_key) if number_key(self.number) else None,
        }  # fmt: skip


def same(one: object, other: object) -> bool | None:
    """Say whether two values agree, marks, case and white space aside; None where one is missing."""
    if one in (None, "") or other in (None, ""):
        return None
    return fold(str(one)) == fold(str(other))


def may_ask(person: Person) -> bool:
    """Say whether somebody's identity is proven enough to ask a register."""
    return person.identity_level != IdentityLevel.SELF_ASSERTED and bool(person.national_id)


def tries_left(person: Person, at: datetime) -> int:
    """Return how often a person may still ask today."""
    asked = RegisterQuestion.objects.filter(person=person, asked_on=local_day(at)).count()
    return max(0, TRIES_A_DAY - asked)


def ask_register(person: Person, facts: DiplomaFacts, *, at: datetime) -> RegisterAnswer:
    """Return whether a diploma seems to be in a register; the try is counted and recorded, whatever the answer.

    Raises IdentityNotProven, FactsTooFew, TriesUsedUp; none of them reads a register.
    """
    if not may_ask(person):
        raise IdentityNotProven
    if facts.count < LEAST_FACTS:
        raise FactsTooFew(LEAST_FACTS, facts.count)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if not tries_left(person, at):
            raise TriesUsedUp(TRIES_A_DAY)
        answer = answer_to(person, facts)
        question = RegisterQuestion.objects.create(
            person=person, asked_on=local_day(at), asked_at=at, facts=facts.count, answer=answer
        )
        record_change(
            action="registry.asked", actor_id=person.pk, target="registry.RegisterQuestion", target_id=question.pk,
            at=at, values={"facts": facts.count, "answer": answer},
        )  # fmt: skip
    return answer


def answer_to(person: Person, facts: DiplomaFacts) -> RegisterAnswer:
    """Return the answer; a row bound to somebody else's number is for an officer, never found by a stranger."""
    candidates = find_candidates(
        keeper_ids=keepers_of_diplomas(), holder_name=facts.holder_name, number=facts.number,
        born_on=dict(zip(("year", "month", "day"), facts.born, strict=True)), graduation_year=facts.graduation_year,
    )  # fmt: skip
    likely = [
        row
        for row in candidates
        if sum(agrees is True for agrees in facts.compared(row).values()) >= LEAST_FACTS
    ]
    if not likely:
        return RegisterAnswer.NOT_FOUND
    [first, *others] = likely
    is_doubtful = others or False in facts.compared(first).values() or first.state == DiplomaState.REVOKED
    is_anothers = first.national_id not in ("", person.national_id)
    return RegisterAnswer.COMPARE if is_doubtful or is_anothers else RegisterAnswer.FOUND
