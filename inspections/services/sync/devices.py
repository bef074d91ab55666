"""A tablet is registered under its person's name, seen, and signed out from afar at its next contact."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from accounts.session_store import TABLET, TABLET_SIGNED_OUT, SessionStore
from audit.services import record
from inspections.errors import NotVisible
from inspections.models import Device
from inspections.protocol import Device as DeviceShape
from inspections.selectors.visits import own_device
from inspections.services.sync.acts import CLOCK_TOLERANCE, seconds_of

SEEN_EVERY = timedelta(minutes=1)


def register_device(person: Person, shape: DeviceShape, *, at: datetime) -> Device:
    """Return the person's tablet of an id, made or found; a tablet that was signed out stays so.

    Raises NotVisible for an id that is somebody else's.
    """
    key = shape.public_key.model_dump(include={"kty", "crv", "x", "y"}) if shape.public_key else None
    with transaction.atomic():
        device, is_new = Device.objects.get_or_create(
            public_id=shape.id,
            defaults={
                "person": person,
                "name": shape.name[:100],
                "public_key": key,
                "registered_at": at,
                "last_seen_at": at,
            },
        )
        if device.person_id != person.pk:
            raise NotVisible(str(shape.id))
        if is_new:
            note(device, "inspections.device_registered", person, at)
        elif device.public_key is None and key is not None and device.revoked_at is None:
            device.public_key = key
            device.save(update_fields=["public_key"])
            note(device, "inspections.device_key", person, at)
    return device


def note_contact(device: Device, *, at: datetime, off: timedelta | None = None) -> None:
    """Note that a tablet was seen, at most once a minute, and by how much its clock is off where it told."""
    seconds = device.clock_off_seconds
    if off is not None:
        seconds = seconds_of(off) if abs(off) > CLOCK_TOLERANCE else None
    if at - device.last_seen_at >= SEEN_EVERY or seconds != device.clock_off_seconds:
        device.last_seen_at, device.clock_off_seconds = at, seconds
        Device.objects.filter(pk=device.pk).update(last_seen_at=at, clock_off_seconds=seconds)


def revoke_own_device(person: Person, public_id: UUID, *, at: datetime) -> Device:
    """Sign one of the person's own tablets out. Raises NotVisible."""
    return revoke_device(own_device(person, public_id), reason="", actor=person, at=at)


def revoke_device(device: Device, *, reason: str, actor: Person, at: datetime) -> Device:
    """Sign a tablet out at its next contact, on whatever page; signing out twice changes nothing.

    reason  why, from an administrator; "" from the owner

    Who may do that is the caller's to know.
    """
    with transaction.atomic():
        row = Device.objects.select_for_update().get(pk=device.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = at, actor
            row.save(update_fields=["revoked_at", "revoked_by"])
            shut_sessions(row)
            note(row, "inspections.device_revoked", actor, at, reason=reason)
    return row


def shut_sessions(device: Device) -> None:
    """Mark the sessions a tablet is used with; the first request of each ends it (accounts.middleware)."""
    for key in device.person.sessions.values_list("session_key", flat=True):
        session = SessionStore(key)
        if session.get(TABLET) == str(device.public_id):
            session[TABLET_SIGNED_OUT] = True
            session.save()


def note(device: Device, action: str, actor: Person, at: datetime, **values: object) -> None:
    """Write the record of a change of a device."""
    record(
        action=action,
        actor_id=actor.pk,
        target="inspections.Device",
        target_id=device.pk,
        at=at,
        values={"device": device.public_id, "name": device.name, **values},
    )
