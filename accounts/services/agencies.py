"""Agencies come, change, and end with a successor."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.errors import AgencyCodeTaken, AgencyLoop, DatesInvalid
from accounts.models import Agency, Appointment, Office, Person
from accounts.permissions import ADMINISTER_AGENCIES
from accounts.policies import check_may, check_may_everywhere
from accounts.selectors import ancestors, descendants
from accounts.services.calendar_change import calendar_changed
from accounts.services.end_appointment import end_appointment
from accounts.services.offices import refresh_office, refresh_offices_above
from audit.models import AuditEntry
from audit.services import record

_CHANGEABLE = frozenset(
    {
        "name",
        "name_en",
        "kind",
        "parent",
        "place_name",
        "superior_name",
        "abbreviation",
        "phone",
        "address",
        "term_ends",
        "complaint_days",
        "valid_from",
    }
)


def create_agency(
    *,
    code: str,
    name: str,
    valid_from: date,
    parent: Agency | None = None,
    actor: Person | None,
    at: datetime,
    **facts: str,
) -> Agency:
    """Return a new agency; `facts` are its other columns (kind, place_name, phone, …).

    Raises NotAllowed, AgencyCodeTaken.
    """
    with transaction.atomic():
        _check_may_shape(actor, parent, at)
        if Agency.objects.filter(code=code).exists():
            raise AgencyCodeTaken(code)
        _check_changeable(facts)
        agency = Agency.objects.create(code=code, name=name, valid_from=valid_from, parent=parent, **facts)
        refresh_offices_above(agency)
        _record("accounts.agency_created", agency, actor, at, {"code": code, "name": name, **facts})
        return agency


def change_agency(agency: Agency, *, actor: Person | None, at: datetime, **facts: object) -> Agency:
    """Change columns of an agency; return it. Its code stays for ever.

    Raises NotAllowed, AgencyLoop.
    """
    with transaction.atomic():
        check_may(actor, ADMINISTER_AGENCIES, agency, at)
        _check_changeable(facts)
        changed = {name: value for name, value in facts.items() if getattr(agency, name) != value}
        moved = "parent" in changed
        if moved:
            _check_move(agency, changed["parent"], actor, at)
        old_above = ancestors(agency)
        before = {name: _plain(getattr(agency, name)) for name in changed}
        for name, value in changed.items():
            setattr(agency, name, value)
        agency.save()
        if moved:
            _refresh_after_move(agency, old_above)
        if "kind" in changed:
            _refresh_offices_of(agency)
        after = {name: _plain(value) for name, value in changed.items()}
        entry = _record("accounts.agency_changed", agency, actor, at, {"before": before, "after": after})
        if "term_ends" in changed:
            calendar_changed(entry, agency, at)
        return agency


def retire_agency(
    agency: Agency,
    *,
    last_day: date,
    successor: Agency | None,
    actor: Person | None,
    at: datetime,
) -> Agency:
    """End an agency on a day, naming who takes over; its appointments end with it.

    Raises NotAllowed, DatesInvalid, AgencyLoop.
    """
    with transaction.atomic():
        check_may(actor, ADMINISTER_AGENCIES, agency, at)
        if last_day < agency.valid_from:
            raise DatesInvalid(agency.valid_from, last_day)
        if successor is not None and successor.pk == agency.pk:
            raise AgencyLoop(agency.pk)
        agency.valid_to = last_day
        agency.successor = successor
        agency.save()
        _end_appointments_after(agency, last_day, at)
        values = {"last_day": last_day.isoformat(), "successor": successor.code if successor else ""}
        _record("accounts.agency_retired", agency, actor, at, values)
        return agency


def _end_appointments_after(agency: Agency, last_day: date, at: datetime) -> None:
    open_after = Appointment.objects.filter(Q(acts_for=agency) | Q(sits_at=agency)).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=last_day)
    )
    for appointment in open_after.select_related("person"):
        last = max(last_day, appointment.starts_on)
        end_appointment(appointment, ends_on=last, reason=f"{agency.code} †", actor=None, at=at)


def _check_may_shape(actor: Person | None, parent: Agency | None, at: datetime) -> None:
    if parent is None:
        check_may_everywhere(actor, ADMINISTER_AGENCIES, at)
    else:
        check_may(actor, ADMINISTER_AGENCIES, parent, at)


def _check_move(agency: Agency, parent: object, actor: Person | None, at: datetime) -> None:
    target = parent if isinstance(parent, Agency) else None
    _check_may_shape(actor, target, at)
    if target is not None and target.pk in descendants(agency.pk):
        raise AgencyLoop(agency.pk)


def _refresh_after_move(agency: Agency, old_above: list[Agency]) -> None:
    far_reaching = Office.objects.filter(agency__in=old_above, role__reaches_below=True)
    for office in far_reaching.select_related("role"):
        refresh_office(office)
    refresh_offices_above(agency)


def _refresh_offices_of(agency: Agency) -> None:
    for office in agency.offices.select_related("role"):
        refresh_office(office)
    refresh_offices_above(agency)


def _check_changeable(facts: dict) -> None:
    unknown = facts.keys() - _CHANGEABLE
    if unknown:
        raise TypeError(f"Not columns of an agency: {sorted(unknown)}")


def _plain(value: object) -> object:
    if isinstance(value, Agency):
        return value.code
    return value.isoformat() if isinstance(value, date) else value


def _record(
    action: str, agency: Agency, actor: Person | None, at: datetime, values: dict[str, object]
) -> AuditEntry:
    return record(
        action=action,
        actor_id=actor.pk if actor else None,
        target="accounts.Agency",
        target_id=agency.pk,
        at=at,
        values=values,
        agency_id=agency.pk,
    )
