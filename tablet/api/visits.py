"""What a tablet takes along: its visits, their checklists, and what changed since."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from audit.services import note_access
from inspections.models import Device
from inspections.selectors.bundles import bundle_of, companions_of, visit_of
from inspections.selectors.checklists import samples_of
from inspections.selectors.visits import coming_visits, present_roles, visible_checklist, visible_visit
from inspections.services.sync import next_number, seed_of
from tablet.api.access import for_tablets, refused, told

KEPT_SECONDS = 31_536_000


@for_tablets("GET")
def visits(request: HttpRequest, device: Device) -> JsonResponse:
    """List the visits of the next 14 days and those under way."""
    at = timezone.now()
    roles = present_roles(request.user, at)
    found = coming_visits(request.user, at).prefetch_related("sessions")
    return told(
        visits=[
            visit_of(each, roles.get(each.inspection_id, ""), list(each.sessions.all())) for each in found
        ]
    )


@for_tablets("GET")
def checklist(request: HttpRequest, device: Device, version_hash: str) -> HttpResponse:
    """Give a compiled checklist, which never changes under its hash."""
    content = visible_checklist(request.user, version_hash, timezone.now())
    answer = JsonResponse(content)
    patch_cache_control(answer, private=True, immutable=True, max_age=KEPT_SECONDS)
    return answer


@for_tablets("GET")
def visit(request: HttpRequest, device: Device, public_id: UUID) -> JsonResponse:
    """Give a visit whole: answers, conflicts, evidence, minutes, what was declared and found before, licences, samples."""
    at = timezone.now()
    target = visible_visit(request.user, public_id, at)
    seeds = {code: seed_of(target, code) for code in samples_of(target)}
    note_access(
        person_id=request.user.pk, what="inspections.Target", target_id=target.pk, at=at,
        request_id=getattr(request, "request_id", ""),
    )  # fmt: skip
    return told(
        **bundle_of(target, request.user, device, at),
        **companions_of(target, seeds),
        next=next_number(device, target),
    )


@for_tablets("GET")
def changes(request: HttpRequest, device: Device, public_id: UUID) -> JsonResponse:
    """Give what changed in a visit after a number, and what is beside the answers whole."""
    after = request.GET.get("after", "0")
    if not after.isdecimal() or len(after) > 18:
        return refused(422, "wrong_shape", faults={"after": "wrong_kind"})
    at = timezone.now()
    target = visible_visit(request.user, public_id, at)
    seeds = {code: seed_of(target, code) for code in samples_of(target)}
    return told(
        **bundle_of(target, request.user, device, at, after=int(after)),
        **companions_of(target, seeds),
        next=next_number(device, target),
    )
