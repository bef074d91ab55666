"""The outbox of a tablet arrives: operations in order, each answered."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from inspections.models import Device
from inspections.protocol import read_operation, read_request
from inspections.selectors.visits import own_device, own_visit
from inspections.services.sync import CLOCK_TOLERANCE, note_contact, receive_operations
from tablet.api.access import body_of, for_tablets, told


@for_tablets("POST")
def operations(request: HttpRequest, device: Device, public_id: UUID) -> JsonResponse:
    """Take operations in; those of another tablet of the same person too, when a file of unsent work is brought in."""
    own_visit(request.user, public_id)
    sent = read_request(body_of(request))
    at = timezone.now()
    off = at - sent.sent_at
    is_off = abs(off) > CLOCK_TOLERANCE
    sender = device if sent.device == device.public_id else own_device(request.user, sent.device)
    if sender is device:
        note_contact(device, at=at, off=off)
    results, next_number = receive_operations(
        request.user,
        public_id,
        sender,
        [read_operation(each) for each in sent.operations],
        at=at,
        off=off if is_off else at - at,
    )
    return told(
        results=[result.as_json() for result in results],
        next=next_number,
        clock_off_seconds=round(off.total_seconds()) if is_off else None,
    )
