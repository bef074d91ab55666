"""A province's worth of slim dossiers: 1k, 100k or a million, of which at most 20k wait for somebody.

A handful of dossiers is really sent and worked on through the services; every row of the population
copies one of them (flow version, state, step) and differs in person, agency, dates and numbers. Rows
are written by bulk_create with their own keys. Nothing here is audited: a population is no event.

One department and its one-stop counter hold a sixth of everything, the rest falls off over 112 other
agencies; one open step in ten is late, one in three is held; names follow Vietnamese frequencies. The demonstration's citizen has the
latest 60.

    python -m benchmarks.fill 100000      fills the configured database (MOTCUA_DATABASE_URL)
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from viewflow.workflow.status import STATUS

from accounts.folding import fold
from accounts.models import Agency, Person
from dossiers.demo.accounts import DEPARTMENT
from dossiers.demo.load import is_empty, load_demo
from dossiers.models import Dossier, DossierWord, StatusChange
from dossiers.search import folded_words
from dossiers.services import withdraw
from dossiers.status import Status
from notifications.models import Notification
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.diploma_copy import send, walk
from workflows.models import FlowEvent, Run, WorkItem

MOST_OPEN = 20_000
BATCH = 2_000
OTHER_AGENCIES = 112
DOSSIERS_A_PERSON = 8
DOSSIERS_OF_CITIZEN = 60
OPEN_STEPS = {"b1": 40, "b2": 30, "b3": 15, "b4": 15}
SURNAMES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 10, "Phạm": 7, "Huỳnh": 5, "Thạch": 5, "Võ": 4, "Đặng": 3, "Sơn": 3, "Kim": 3, "Lâm": 3,
    "Bùi": 2, "Đỗ": 2, "Hồ": 1, "Ngô": 1, "Dương": 1, "Lý": 1,
}  # fmt: skip
MIDDLE = ("Thị", "Văn", "Thị Ngọc", "Hữu", "Minh", "Thanh", "Thị Mỹ", "Quốc", "Hoàng", "Đức", "Thị Kim", "Sô")
GIVEN = tuple(
    "Mai,Lan,Hoa,Hùng,Dũng,Anh,Linh,Trang,Hương,Thảo,Phượng,Yến,Nhung,Tuấn,Tùng,Sơn,Hải,Nam,Long,Phúc,Lộc,Thọ,Khánh,Vy,"
    "Trâm,Ngân,Như,Quỳnh,Thư,Tiên,Trúc,Đào,Cúc,Hậu,Phi,Rươl,Sa,Út,Bảy,Tâm,Đạt,Khoa,Nghĩa,Nhân,Trí,Tín,Quân,Vinh,Quang,"
    "Thắng,Chiến".split(",")  # noqa: SIM905
)
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Pattern:
    """A dossier that was really worked on, to copy from."""

    dossier: Dossier
    item: WorkItem
    events: tuple[FlowEvent, ...]


def populate(dossiers: int, at: datetime, *, open_steps: int | None = None) -> None:
    """Fill the database.

    dossiers    how many in all
    open_steps  how many of them wait for somebody; a fifth unless told, never more than MOST_OPEN
    """
    begin_with_demonstration(at)
    waiting = min(MOST_OPEN, dossiers // 5 if open_steps is None else open_steps)
    people = {person.email.partition("@")[0]: person for person in Person.objects.all()}
    maker = Maker(at, people, patterns(people, at), agencies())
    write(Person, maker.applicants(dossiers // DOSSIERS_A_PERSON + 1))
    for first in range(0, dossiers, BATCH):
        with transaction.atomic():
            numbers = range(first, min(first + BATCH, dossiers))
            for rows in maker.batch(numbers, waiting, dossiers):
                write(type(rows[0]), rows)
    reset_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def begin_with_demonstration(at: datetime) -> None:
    """Have the demonstration's office and its procedure."""
    if is_empty():
        load_demo(at)
        folder = settings.MOTCUA_PROCEDURES_DIR / "diploma_copy"
        publish("diploma_copy", read_folder(folder), at=at, actor_id=None)


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
        self.surnames, self.surname_weights = list(SURNAMES), list(accumulate(SURNAMES.values()))
        self.steps, self.step_weights = list(OPEN_STEPS), list(accumulate(OPEN_STEPS.values()))
        self.next = {model: last_key(model) + 1 for model in (Person, Run, Dossier)}
        self.people: list[Person] = []

    def applicants(self, count: int) -> Iterator[Person]:
        """Make people who apply."""
        for number in range(count):
            name = self.name()
            email = f"nguoi-dan-{self.next[Person] + number}@motcua.test"
            person = Person(
                pk=self.next[Person] + number, email=email, full_name=name, password="!", search_key=fold(f"{name} {email}")
            )  # fmt: skip
            self.people.append(person)
            yield person

    def name(self) -> str:
        """Return a person's name."""
        (surname,) = self.choice.choices(self.surnames, cum_weights=self.surname_weights)
        return f"{surname} {self.choice.choice(MIDDLE)} {self.choice.choice(GIVEN)}"

    def batch(self, numbers: range, waiting: int, total: int) -> Iterator[list[models.Model]]:
        """Return the rows of some dossiers, table by table; the last `waiting` of all are open."""
        made = [self.case(number, is_open=number >= total - waiting, total=total) for number in numbers]
        for rows in zip(*made, strict=True):
            flat = [row for part in rows for row in (part if isinstance(part, list) else [part])]
            if flat:
                yield flat

    def case(self, number: int, *, is_open: bool, total: int) -> tuple[Any, ...]:
        """Return run, dossier and what belongs to them, in the order in which they may be written."""
        choice = self.choice
        step = choice.choices(self.steps, cum_weights=self.step_weights)[0] if is_open else ""
        pattern = self.patterns[step]
        opened_at = (
            self.at - timedelta(minutes=choice.randint(1, 14_400)) if is_open else self.past(number, total)
        )
        (agency,) = choice.choices(self.agencies, cum_weights=self.agency_weights)
        is_citizens = number >= total - DOSSIERS_OF_CITIZEN
        applicant = self.citizen if is_citizens else choice.choice(self.people)
        run = self.run(number, pattern, opened_at)
        dossier = self.dossier(number, pattern, applicant, agency, opened_at, run)
        return (
            run,
            dossier,
            self.item(pattern, run, agency, opened_at),
            self.events(pattern, run) if is_open else [],
            [DossierWord(dossier_id=dossier.pk, word=word) for word in folded_words(dossier.applicant_name)],
            StatusChange(dossier_id=dossier.pk, status=dossier.status, at=opened_at),
            self.news(dossier, opened_at),
        )

    def past(self, number: int, total: int) -> datetime:
        """Return a moment of the last three years, later for later numbers."""
        return self.at - timedelta(days=12) - timedelta(minutes=int(1_576_800 * (1 - number / total)))

    def run(self, number: int, pattern: Pattern, opened_at: datetime) -> Run:
        """Return a copy of the pattern's run."""
        copied = pattern.dossier.run
        return Run(
            pk=self.next[Run] + number, public_id=uuid.uuid4(), flow_class=copied.flow_class, flow_key=copied.flow_key,
            version_hash=copied.version_hash, subject_type=copied.subject_type, subject_id=self.next[Dossier] + number,
            state=copied.state, format=copied.format, version=copied.version, status=copied.status, started_at=opened_at,
            ended_at=copied.ended_at and opened_at, end_kind=copied.end_kind,
        )  # fmt: skip

    def dossier(
        self, number: int, pattern: Pattern, applicant: Person, agency: Agency, opened_at: datetime, run: Run
    ) -> Dossier:
        """Return a copy of the pattern's dossier with its own numbers and dates."""
        copied = pattern.dossier
        is_received = copied.code is not None
        day = timezone.localtime(opened_at)
        return Dossier(
            pk=self.next[Dossier] + number, public_id=uuid.uuid4(), receipt_no=receipt(self.next[Dossier] + number),
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
