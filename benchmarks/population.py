"""A province's worth of slim dossiers: 1k, 100k or a million, of which at most 20k wait for somebody.

A handful of dossiers is really sent and worked on through the services; every row of the population
copies one of them (flow version, state, step) and differs in person, agency, dates and numbers. What
waits is written by bulk_create, row by row; of what is over, a block is, which the database then
multiplies (benchmarks.copies). Nothing here is audited: a population is no event.

One department and its one-stop counter hold more than half of everything, the hard case for their
lists; the rest falls off over 112 other agencies. One open step in ten is late, one in three is held;
names follow Vietnamese frequencies. The demonstration's citizen has the latest 60.

    python -m benchmarks.fill 100000      fills the configured database (MOTCUA_DATABASE_URL)
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from viewflow.workflow.status import STATUS

from accounts.models import Agency, Person
from accounts.words import folded_words
from benchmarks.copies import Block, multiply
from benchmarks.names import name_by
from dossiers.demo.accounts import DEPARTMENT
from dossiers.demo.load import is_empty, load_demo
from dossiers.models import Dossier, DossierWord, StatusChange
from dossiers.services import withdraw
from dossiers.status import Status
from notifications.models import Notification
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.diploma_copy import send, walk
from workflows.models import FlowEvent, Run, WorkItem

MOST_OPEN = 20_000
BATCH = 2_000
BLOCK = 2_000
YEARS_OF_PAST = 3
OTHER_AGENCIES = 112
DOSSIERS_A_PERSON = 8
DOSSIERS_OF_CITIZEN = 60
OPEN_STEPS = {"b1": 40, "b2": 30, "b3": 15, "b4": 15}
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


Case = tuple[list[models.Model], ...]


@dataclass(frozen=True)
class Pattern:
    """A dossier that was really worked on, to copy from."""

    dossier: Dossier
    item: WorkItem
    events: tuple[FlowEvent, ...]


def populate(dossiers: int, at: datetime, *, open_steps: int | None = None) -> None:
    """Fill the database.

    dossiers    how many in all; a block or so more may come
    open_steps  how many of them wait for somebody; a fifth unless told, never more than MOST_OPEN
    """
    begin_with_demonstration(at)
    waiting = min(MOST_OPEN, dossiers // 5 if open_steps is None else open_steps)
    past = dossiers - waiting
    blocks = max(1, past // BLOCK)
    people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
    maker = Maker(at, people, patterns(people, at), agencies())
    block = maker.past_block(-(-past // blocks), blocks)
    multiply(block, blocks - 1)
    maker.start_after(blocks)
    maker.waiting(waiting)
    reset_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def begin_with_demonstration(at: datetime) -> None:
    """Have the demonstration's office and its procedure."""
    if is_empty():
        load_demo(at)
        folder = settings.MOTCUA_PROCEDURES_DIR / "diploma_copy"
        publish("diploma_copy", read_folder(folder), at=at, actor_id=None, reason="Đo")


def patterns(people: dict[str, Person], at: datetime) -> dict[str, Pattern]:
    """Send a dossier for every step that may be open, and one that is withdrawn (key "")."""
    found = {}
    for step in (*OPEN_STEPS, ""):
        dossier = send(people["cong-dan"], at)
        if step:
            walk(dossier, people, at, until=step)
        else:
            withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=at)
        dossier.refresh_from_db()
        item = dossier.run.work_items.order_by("-pk").first()
        found[step] = Pattern(dossier, item, tuple(dossier.run.events.order_by("seq")))
    return found


def agencies() -> list[Agency]:
    """Make the other agencies; the demonstration's department comes first."""
    department = Agency.objects.get(code=DEPARTMENT)
    rows = [
        Agency(
            code=f"H61.{100 + number}",
            name=f"Ủy ban nhân dân xã số {number}",
            kind="committee",
            parent_id=department.parent_id,
            valid_from=department.valid_from,
        )
        for number in range(OTHER_AGENCIES)
    ]
    Agency.objects.bulk_create(rows, ignore_conflicts=True)
    return [department, *Agency.objects.filter(code__in=[row.code for row in rows])]


class Maker:
    """Makes rows; the same numbers give the same rows but for their random identifiers."""

    def __init__(
        self, at: datetime, people: dict[str, Person], patterns: dict[str, Pattern], agencies: list[Agency]
    ) -> None:
        self.at, self.patterns, self.agencies = at, patterns, agencies
        self.citizen, self.officer = people["cong-dan"], people["giu-so"]
        self.choice = random.Random(20261124)
        spread = [OTHER_AGENCIES / 25, *(1 / (rank + 4) for rank in range(len(agencies) - 1))]
        self.agency_weights = list(accumulate(spread))
        self.steps, self.step_weights = list(OPEN_STEPS), list(accumulate(OPEN_STEPS.values()))
        self.next = {model: last_key(model) + 1 for model in (Person, Run, Dossier)}
        self.people: list[Person] = []

    def applicants(self, count: int) -> Iterator[Person]:
        """Make people who apply."""
        for _ in range(count):
            name, number = name_by(self.choice), self.new_key(Person)
            email = f"nguoi-dan-{number}@motcua.test"
            person = Person(pk=number, email=email, full_name=name, password="!")
            self.people.append(person)
            yield person

    def past_block(self, size: int, blocks: int) -> Block:
        """Write the first block of dossiers that are over, the oldest ones; return it to be multiplied."""
        people = size // DOSSIERS_A_PERSON + 1
        step = YEARS_OF_PAST * 365 * 24 * 60 // blocks
        began = self.at - timedelta(days=12, minutes=step * blocks)
        self.size = {Person: people, Run: size, Dossier: size}
        first = dict(self.next)
        write(Person, self.applicants(people))
        self.write(self.case("", began + timedelta(minutes=step * number // size)) for number in range(size))
        return Block(first, self.size, step)

    def start_after(self, blocks: int) -> None:
        """Go on numbering after the copies of the block."""
        for model, size in self.size.items():
            self.next[model] += (blocks - 1) * size

    def waiting(self, count: int) -> None:
        """Write dossiers that wait for somebody; the citizen of the demonstration has the last ones."""
        self.write(
            self.open_case(is_citizens=number >= count - DOSSIERS_OF_CITIZEN) for number in range(count)
        )

    def open_case(self, *, is_citizens: bool) -> Case:
        """Return a case at some step."""
        (step,) = self.choice.choices(self.steps, cum_weights=self.step_weights)
        opened_at = self.at - timedelta(minutes=self.choice.randint(1, 14_400))
        return self.case(step, opened_at, applicant=self.citizen if is_citizens else None)

    def write(self, cases: Iterable[Case]) -> None:
        """Write cases table by table, some at a time."""
        waiting = iter(cases)
        while part := list(islice(waiting, BATCH)):
            with transaction.atomic():
                for rows in zip(*part, strict=True):
                    flat = [row for each in rows for row in each]
                    if flat:
                        write(type(flat[0]), flat)

    def case(self, step: str, opened_at: datetime, *, applicant: Person | None = None) -> Case:
        """Return run, dossier and what belongs to them, in the order in which they may be written."""
        pattern = self.patterns[step]
        (agency,) = self.choice.choices(self.agencies, cum_weights=self.agency_weights)
        run = self.run(pattern, opened_at)
        dossier = self.dossier(pattern, applicant or self.choice.choice(self.people), agency, opened_at, run)
        return (
            [run],
            [dossier],
            [self.item(pattern, run, agency, opened_at)],
            self.events(pattern, run) if step else [],
            [DossierWord(dossier_id=dossier.pk, word=word) for word in folded_words(dossier.applicant_name)],
            [StatusChange(dossier_id=dossier.pk, status=dossier.status, at=opened_at)],
            [self.news(dossier, opened_at)],
        )

    def new_key(self, model: type[models.Model]) -> int:
        """Return the next key."""
        self.next[model] += 1
        return self.next[model] - 1

    def run(self, pattern: Pattern, opened_at: datetime) -> Run:
        """Return a copy of the pattern's run."""
        copied = pattern.dossier.run
        return Run(
            pk=self.new_key(Run), public_id=uuid.uuid4(), flow_class=copied.flow_class, flow_key=copied.flow_key,
            version_hash=copied.version_hash, subject_type=copied.subject_type, subject_id=self.next[Dossier],
            state=copied.state, format=copied.format, version=copied.version, status=copied.status, started_at=opened_at,
            ended_at=copied.ended_at and opened_at, end_kind=copied.end_kind,
        )  # fmt: skip

    def dossier(
        self, pattern: Pattern, applicant: Person, agency: Agency, opened_at: datetime, run: Run
    ) -> Dossier:
        """Return a copy of the pattern's dossier with its own numbers and dates."""
        copied, number = pattern.dossier, self.new_key(Dossier)
        is_received = copied.code is not None
        day = timezone.localtime(opened_at)
        return Dossier(
            pk=number, public_id=uuid.uuid4(), receipt_no=receipt(number),
            code=f"{agency.code}-{day:%y%m%d}-{number:07d}" if is_received or not run.is_open else None,
            procedure=copied.procedure, rules_hash=copied.rules_hash, run=run, applicant=applicant,
            applicant_name=applicant.full_name, receiving_agency=agency,
            deciding_agency=agency if copied.deciding_agency_id else None, status=copied.status if run.is_open else Status.RETURNED,
            answers={}, idempotency_key=uuid.uuid4(), submitted_at=opened_at, received_at=opened_at if is_received else None,
            due_at=opened_at + timedelta(days=self.choice.randint(1, 7)) if is_received else None,
            decided_at=None if run.is_open else opened_at, returned_at=None if run.is_open else opened_at,
        )  # fmt: skip

    def item(self, pattern: Pattern, run: Run, agency: Agency, opened_at: datetime) -> WorkItem:
        """Return the open step, or the last one of a case that is over."""
        copied = pattern.item
        is_held = run.is_open and self.choice.random() < 1 / 3
        status = (STATUS.ASSIGNED if is_held else STATUS.NEW) if run.is_open else STATUS.DONE
        late = self.choice.random() < 1 / 10
        left = timedelta(minutes=self.choice.randint(1, 5_000))
        return WorkItem(
            process=run, public_id=uuid.uuid4(), flow_task=copied.flow_task, flow_task_type=copied.flow_task_type,
            node_id=copied.node_id, token_id=copied.token_id, role=copied.role, agency=agency, form=copied.form,
            owner=self.officer if is_held or not run.is_open else None, status=status, opened_at=opened_at,
            claimed_at=opened_at if is_held else None, due_at=self.at - left if late else self.at + left,
            completed_at=None if run.is_open else opened_at,
        )  # fmt: skip

    def events(self, pattern: Pattern, run: Run) -> list[FlowEvent]:
        """Return copies of the pattern's events."""
        return [
            FlowEvent(
                run=run, seq=event.seq, kind=event.kind, node_id=event.node_id, token_id=event.token_id, data=event.data,
                actor_id=event.actor_id, at=run.started_at, core_version=event.core_version,
            )
            for event in pattern.events
        ]  # fmt: skip

    def news(self, dossier: Dossier, opened_at: datetime) -> Notification:
        """Return what the applicant was told, read unless recent."""
        return Notification(
            recipient_id=dossier.applicant_id, kind="dossier.submitted", params={"receipt_no": dossier.receipt_no},
            url=f"/dossiers/{dossier.public_id}/", subject_type="dossiers.Dossier", subject_id=str(dossier.pk),
            created_at=opened_at, read_at=opened_at if dossier.run.ended_at else None,
        )  # fmt: skip


def receipt(number: int) -> str:
    """Return a receipt in the product's form; no secret, but never twice."""
    letters = ""
    for _ in range(12):
        number, digit = divmod(number, len(RECEIPT_LETTERS))
        letters = RECEIPT_LETTERS[digit] + letters
    return f"BN-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def last_key(model: type[models.Model]) -> int:
    """Return the greatest key in use."""
    return model.objects.aggregate(last=models.Max("pk"))["last"] or 0


def write(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert rows, as many at a time as the database takes."""
    waiting = iter(rows)
    while part := list(islice(waiting, BATCH)):
        model.objects.bulk_create(part)


def reset_sequences() -> None:
    """Let the database go on counting after the keys given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Person, Run, Dossier]):
            cursor.execute(statement)
