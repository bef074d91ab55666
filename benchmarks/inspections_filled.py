"""Years of inspections of one department: three institutions a decision, over a register of at most a thousand.

Rows are written as they would stand after their flows, without runs, documents or records: a population is no event. One
institution in fifty is being inspected; of the others the minutes are signed. Every second finding had to be remedied, one
remedy in ten still waits. The department orders them all, the hard case for its boards.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models

from accounts.localdays import local_day
from accounts.models import Agency, Person
from dossiers.demo.accounts import DEPARTMENT
from inspections.models import (
    Finding,
    Inspection,
    Minutes,
    MinutesSignature,
    Remedy,
    Session,
    Target,
    TeamMember,
)
from inspections.status import InspectionStatus, TargetStatus
from registry.models import Institution

MOST_INSTITUTIONS = 1_000
TARGETS_AN_INSPECTION = 3
OPEN_EVERY = 50
YEARS = 3
INSPECTORS = 12
BATCH = 2_000
CLAUSES = tuple(f"TT {number}/2025/TT-BGDĐT Điều {number}" for number in range(1, 41))
SECTIONS = ("TS", "DT", "NG", "CS", "VB", "TC", "CL")


def fill_inspections(targets: int, at: datetime) -> None:
    """Fill the database, which has the demonstration's department, with so many inspected institutions."""
    choice = random.Random(20261129)
    agency = Agency.objects.get(code=DEPARTMENT)
    inspectors = Person.objects.bulk_create(
        Person(email=f"thanh-tra-{number}@motcua.test", full_name=f"Kiểm tra viên {number}")
        for number in range(INSPECTORS)
    )
    institutions = register(agency, min(MOST_INSTITUTIONS, max(TARGETS_AN_INSPECTION, targets // 3)))
    inspections = -(-targets // TARGETS_AN_INSPECTION)
    for begin in range(0, inspections, BATCH):
        numbers = range(begin, min(begin + BATCH, inspections))
        write(numbers, inspections, agency, inspectors, institutions, choice, at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def register(agency: Agency, how_many: int) -> list[Institution]:
    """Return the institutions of the department's register."""
    return Institution.objects.bulk_create(
        Institution(
            name=f"Trung tâm Giáo dục nghề nghiệp số {number}", name_key=f"trung tam {number:04}", code=f"CS-{number:04}",
            kind="tt_gdnn", keeper=agency, valid_from=date(2018, 8, 1), tax_code=f"5300{number:06}",
        )
        for number in range(how_many)
    )  # fmt: skip


def write(
    numbers: range,
    of_all: int,
    agency: Agency,
    inspectors: list[Person],
    institutions: list[Institution],
    choice: random.Random,
    at: datetime,
) -> None:
    """Write the inspections with these numbers, the oldest first, with all that hangs on them."""
    made = {number: at - timedelta(days=365 * YEARS) * (1 - number / of_all) for number in numbers}
    inspections = Inspection.objects.bulk_create(
        Inspection(
            code=f"KT-{number:06}", agency=agency, ground_kind="plan", title=f"Kiểm tra đợt {number}", procedure="sector_inspection",
            rules_hash="0" * 64, status=InspectionStatus.IN_PROGRESS if is_open(number) else InspectionStatus.CLOSED,
            decision_number=f"{number}/QĐ", decision_on=local_day(begun), created_by=inspectors[0], created_at=begun,
            idempotency_key=UUID(int=choice.getrandbits(128)), closed_at=None if is_open(number) else at,
        )
        for number, begun in made.items()
    )  # fmt: skip
    TeamMember.objects.bulk_create(
        TeamMember(
            inspection=each, person=person, role="member" if place else "lead", joined_at=each.created_at
        )
        for each in inspections
        for place, person in enumerate(choice.sample(inspectors, 3))
    )
    targets = Target.objects.bulk_create(
        target(each, institution, number, choice)
        for number, each in zip(numbers, inspections, strict=True)
        for institution in choice.sample(institutions, TARGETS_AN_INSPECTION)
    )
    for rows in hanging_on(targets, inspectors, choice):
        type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)


def is_open(number: int) -> bool:
    """Say whether an inspection is under way."""
    return number % OPEN_EVERY == 0


def target(inspection: Inspection, institution: Institution, number: int, choice: random.Random) -> Target:
    """Return one institution's part."""
    told = inspection.created_at + timedelta(days=5)
    ended = None if is_open(number) else told + timedelta(days=8)
    return Target(
        inspection=inspection, institution=institution, overlap="none", announced_at=told,
        due_on=local_day(told) + timedelta(days=10), ended_at=ended, closed_at=ended,
        status=TargetStatus.CLOSED if ended else TargetStatus.IN_PROGRESS,
        coordinates={"lat": f"{22 + choice.random():.4f}", "lng": f"{103.5 + choice.random():.4f}"},
    )  # fmt: skip


def hanging_on(
    targets: list[Target], inspectors: list[Person], choice: random.Random
) -> Iterator[list[models.Model]]:
    """Yield the sessions, findings, remedies and minutes of parts, those first on which others hang."""
    hours = timedelta(hours=3)
    yield [
        Session(target=each, starts_at=each.announced_at + timedelta(days=day), ends_at=each.announced_at + timedelta(days=day) + hours)
        for each in targets
        for day in (1, 2)
    ]  # fmt: skip
    findings: list[Any] = [
        Finding(
            target=each, item_key=f"{choice.choice(SECTIONS)}.0{choice.randint(1, 9)}", text="Thiếu sổ gốc", clause=choice.choice(CLAUSES),
            found_by=inspectors[0], found_at=each.announced_at + timedelta(days=1), outcomes=["remedy"],
            idempotency_key=UUID(int=choice.getrandbits(128)),
        )
        for each in targets
        for _ in range(2)
    ]  # fmt: skip
    yield findings
    yield [remedy(each, number) for number, each in enumerate(findings[::2])]
    minutes: list[Any] = [
        Minutes(
            target=each, kind="inspection", content={}, content_digest=f"{choice.getrandbits(256):064x}", made_on="device",
            made_by=inspectors[0], made_at=each.ended_at, complete_at=each.ended_at,
        )
        for each in targets
        if each.ended_at
    ]  # fmt: skip
    if minutes:
        yield minutes
        yield [
            MinutesSignature(
                minutes=each, side=side, name="x", method="drawn", content_digest=each.content_digest, server_at=each.made_at
            )
            for each in minutes
            for side in ("team", "institution")
        ]  # fmt: skip


def remedy(finding: Finding, number: int) -> Remedy:
    """Return what had to be done about a finding; one in ten still waits."""
    due_on = local_day(finding.found_at) + timedelta(days=30)
    done = None if number % 10 == 0 else finding.found_at + timedelta(days=25)
    state = Remedy.State.DONE if done else Remedy.State.OPEN
    return Remedy(
        finding=finding, state=state, due_on=due_on, first_due_on=due_on, closed_at=done, verified_at=done
    )
