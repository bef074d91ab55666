"""The one extension of a term: proposed before the day, signed by the leader with an apology (Mẫu 04), or declined.

Both dates stay: the ledger keeps what was owed without it. A term within the day has no extension.
Source: NĐ 61/2018 Đ19.9; PROCEDURES 0.5.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Appointment, Person
from accounts.selectors import calendar_of, holders
from dossiers.deciding import deciding_agency
from dossiers.errors import CannotExtend, NotVisible
from dossiers.late_reasons import why_late
from dossiers.models import ClockEntry, Dossier, Extension
from dossiers.news import tell_applicant, tell_of_extension
from dossiers.notes import note
from dossiers.paper_events import Maker, make_paper
from dossiers.policies import APOLOGY, appointment_to_extend, may_extend
from dossiers.selectors import visible_dossier
from dossiers.services.late import Excuse, missing_of
from dossiers.status import CLOCK_RUNS
from dossiers.timekeeping import move_term, state_of_term
from dossiers.topics import dossier_topic
from notifications.services import wake
from procedures.selectors import package_for
from workdays import working_hours_between
from workflows.calendars import kept_calendar

BASIS = "NĐ 61/2018/NĐ-CP, Điều 19 khoản 9"
HOURS_BEFORE = 8
LOOK_AHEAD = timedelta(days=20)
"""Longer than any row of days off with the weekends at both ends, so that 8 working hours lie in it."""
LEADER_ROLE = "lanh_dao_so"
State = Extension.State


def propose_extensions(at: datetime) -> int:
    """Propose an extension of every term that ends within a working day; return how many. Twice proposes nothing more."""
    return sum(propose(dossier.pk, at) for dossier in ending_soon(at))


def not_proposed(at: datetime) -> "QuerySet[Dossier]":
    """Return the dossiers under way whose result is owed within LOOK_AHEAD, not yet proposed for."""
    return Dossier.objects.filter(
        status__in=CLOCK_RUNS, decided_at=None, due_at__gt=at, due_at__lte=at + LOOK_AHEAD, extension=None
    ).select_related("receiving_agency")


def ending_soon(at: datetime) -> Iterator[Dossier]:
    """Yield the dossiers whose result is owed within 8 working hours of their own agency, not yet proposed for."""
    return (each for each in not_proposed(at).order_by("due_at").iterator() if ends_soon(each, at))


def ends_soon(dossier: Dossier, at: datetime) -> bool:
    """Say whether a term that may be extended ends within 8 working hours."""
    if is_within_the_day(dossier):
        return False
    left = working_hours_between(at, dossier.due_at, kept_calendar(dossier.receiving_agency_id))
    return left <= HOURS_BEFORE


def is_within_the_day(dossier: Dossier) -> bool:
    """Say whether the procedure's result is owed within the day: the law knows no extension of that."""
    return package_for(dossier.procedure, dossier.rules_hash).definition.term.kind == "same_day"


def propose(dossier_id: int, at: datetime) -> int:
    """Write one proposal and tell the leaders; return 1, or 0 where somebody was faster or the term moved."""
    with transaction.atomic():
        Dossier.objects.select_for_update().only("pk").get(pk=dossier_id)
        dossier = not_proposed(at).filter(pk=dossier_id).first()
        if dossier is None or not ends_soon(dossier, at) or not is_running(dossier):
            return 0
        Extension.objects.create(dossier=dossier, proposed_at=at, was_due_at=dossier.due_at)
        note(dossier, "dossier.extension_proposed", None, at, due_at=dossier.due_at)
        tell_of_extension(dossier, holders(LEADER_ROLE, deciding_agency(dossier).pk, at), at)
    return 1


def is_running(dossier: Dossier) -> bool:
    """Say whether the term runs by its ledger: a promise before arrival at who decides does not."""
    return dossier.status in CLOCK_RUNS and dossier.due_at is not None and state_of_term(dossier) == "running"


def sign_extension(
    person: Person, public_id: UUID | str, *, until: date, excuse: Excuse, at: datetime
) -> Dossier:
    """Extend the term to closing time of a day, once, with an apology that says why.

    Raises NotVisible for who may not sign, CannotExtend ("once", "within_the_day", "not_running", "not_later",
    "no_reason": none of the list, or one that must be explained and is not).
    """
    dossier = dossier_to_extend(person, public_id, at)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        owed = calendar_of(dossier.receiving_agency_id).closing(until)
        check_may_still(dossier, owed, excuse)
        reason = why_late(excuse.reason, excuse.words)
        was_due_at = dossier.due_at
        move_term(
            dossier, ClockEntry.Kind.EXTENDED, at, until=owed, reason=reason, basis=BASIS, actor_id=person.pk
        )
        signs_by = close(dossier, State.SIGNED, person, excuse, at, was_due_at=was_due_at, due_at=owed)
        maker = maker_of_apology(person, signs_by)
        make_paper(dossier, APOLOGY, at=at, maker=maker, was_due_at=was_due_at, reason=reason)
        tell_applicant(dossier, "dossier.extended", at, old_due_at=was_due_at.isoformat())
        wake([dossier_topic(dossier)], at)
    return dossier


def decline_extension(person: Person, public_id: UUID | str, *, reason: str, at: datetime) -> Dossier:
    """Let the term stay as it is. Raises NotVisible, CannotExtend ("once", "not_running", "no_reason")."""
    dossier = dossier_to_extend(person, public_id, at)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        if not reason.strip():
            raise CannotExtend("no_reason")
        check_is_first(dossier)
        check_is_running(dossier)
        close(
            dossier, State.DECLINED, person, Excuse(words=reason), at, was_due_at=dossier.due_at, due_at=None
        )
    return dossier


def dossier_to_extend(person: Person, public_id: UUID | str, at: datetime) -> Dossier:
    """Return a dossier the person may extend. Raises NotVisible."""
    dossier, _sight = visible_dossier(person, public_id, at)
    if not may_extend(person, dossier, at):
        raise NotVisible
    return dossier


def check_may_still(dossier: Dossier, owed: datetime, excuse: Excuse) -> None:
    """Raises CannotExtend."""
    if missing_of(excuse):
        raise CannotExtend("no_reason")
    if is_within_the_day(dossier):
        raise CannotExtend("within_the_day")
    check_is_first(dossier)
    check_is_running(dossier)
    if owed <= dossier.due_at:
        raise CannotExtend("not_later")


def check_is_first(dossier: Dossier) -> None:
    """Raises CannotExtend where it was extended, or declined, before."""
    if Extension.objects.filter(dossier=dossier).exclude(state=State.PROPOSED).exists():
        raise CannotExtend("once")


def check_is_running(dossier: Dossier) -> None:
    """Raises CannotExtend where the term stands, has not begun or is over."""
    if not is_running(dossier):
        raise CannotExtend("not_running")


def close(
    dossier: Dossier,
    state: str,
    person: Person,
    excuse: Excuse,
    at: datetime,
    *,
    was_due_at: datetime,
    due_at: datetime | None,
) -> Appointment | None:
    """Write what the leader decided, also where nothing was proposed; return by which appointment."""
    decided = {
        "state": state,
        "signed_by": person,
        "late_reason": excuse.reason,
        "reason": excuse.words.strip(),
        "closed_at": at,
        "due_at": due_at,
    }
    Extension.objects.update_or_create(
        dossier=dossier,
        defaults=decided,
        create_defaults={**decided, "proposed_at": at, "was_due_at": was_due_at},
    )
    signs_by = appointment_to_extend(person, dossier, at)
    standing_in_for = signs_by.on_behalf_of.person_id if signs_by and signs_by.on_behalf_of else None
    note(
        dossier, f"dossier.extension_{state}", person.pk, at,
        for_id=standing_in_for, was_due_at=was_due_at, due_at=due_at,
    )  # fmt: skip
    return signs_by


def maker_of_apology(person: Person, signs_by: Appointment | None) -> Maker:
    """Return in whose name the apology is made."""
    return Maker(person.pk, person.full_name, signs_by.title if signs_by else "")
