"""A tablet makes itself known, and is signed out by its owner from another."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from inspections.models import Device
from inspections.protocol import read_device
from inspections.selectors.visits import devices_of, may_use_tablet
from inspections.services.sync import register_device, revoke_own_device
from tablet.api.access import body_of, for_people, refused, signed_out, told, use_from


@for_people("GET", "POST")
def devices(request: HttpRequest) -> JsonResponse:
    """List the person's tablets, or register one; again is the same answer."""
    at = timezone.now()
    if not may_use_tablet(request.user, at):
        return refused(404, "not_found")
    if request.method == "GET":
        return told(devices=[device_as_told(each) for each in devices_of(request.user)])
    device = register_device(request.user, read_device(body_of(request)), at=at)
    if device.revoked_at is not None:
        return signed_out(request)
    use_from(request, device)
    return told(device=device_as_told(device))


@for_people("DELETE")
def device(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """Sign one of the person's tablets out at its next contact."""
    return told(device=device_as_told(revoke_own_device(request.user, public_id, at=timezone.now())))


def device_as_told(device: Device) -> dict[str, object]:
    """Return what a tablet is told of one."""
    return {
        "id": str(device.public_id),
        "name": device.name,
        "registered_at": device.registered_at.isoformat(),
        "last_seen_at": device.last_seen_at.isoformat(),
        "revoked_at": device.revoked_at.isoformat() if device.revoked_at else None,
        "clock_off_seconds": device.clock_off_seconds,
    }
