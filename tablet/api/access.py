"""Who gets through the tablet's door, and how it is told otherwise: JSON alone, with the server's moment.

Every call but the registration of a device names the device it comes from (`X-Device`). A device that was signed out
from afar ends the session at this contact. What a person may not see does not exist.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.selectors import remember
from accounts.session_store import TABLET, TABLET_SIGNED_OUT
from inspections.errors import NotVisible
from inspections.models import Device
from inspections.protocol import Faults
from inspections.services.sync import note_contact

MOST_BYTES = 1_048_576
DEEPEST = 40
View = Callable[..., HttpResponse]


def told(status: int = 200, **what: Any) -> JsonResponse:
    """Return an answer with the server's moment, its members sorted: what was answered once is told again byte for byte."""
    answer = {"now": timezone.now().isoformat(), **what}
    return JsonResponse(answer, status=status, json_dumps_params={"sort_keys": True})


def refused(status: int, detail: str, **what: Any) -> JsonResponse:
    """Return an answer that says in one word why not."""
    return told(status, detail=detail, **what)


def for_people(*methods: str) -> Callable[[View], View]:
    """Let signed-in people in; word what goes wrong. Also for who has no device yet."""

    def guard(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                answer = refused(405, "method")
                answer["Allow"] = ", ".join(methods)
                return answer
            if not request.user.is_authenticated:
                return refused(401, "sign_in")
            if TABLET_SIGNED_OUT in request.session:
                return signed_out(request)
            remember(request.user)
            try:
                return view(request, *args, **kwargs)
            except NotVisible:
                return refused(404, "not_found")
            except Faults as error:
                return refused(422, "wrong_shape", faults=error.faults)

        return guarded

    return guard


def for_tablets(*methods: str) -> Callable[[View], View]:
    """Let tablets of signed-in people in; the view is given the device after the request."""

    def guard(view: View) -> View:
        @for_people(*methods)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            device = device_of(request)
            if device is None:
                return refused(403, "unknown_device")
            if device.person_id != request.user.pk:
                return refused(403, "others_device")
            if device.revoked_at is not None:
                return signed_out(request)
            use_from(request, device)
            note_contact(device, at=timezone.now())
            return view(request, device, *args, **kwargs)

        return guarded

    return guard


def signed_out(request: HttpRequest) -> JsonResponse:
    """End the session of a tablet that was signed out from afar, and tell it so."""
    logout(request)
    return refused(401, "signed_out", signed_out=True)


def use_from(request: HttpRequest, device: Device) -> None:
    """Note in the session which tablet it is used from, so that signing that out ends it on every page."""
    if request.session.get(TABLET) != str(device.public_id):
        request.session[TABLET] = str(device.public_id)


def device_of(request: HttpRequest) -> Device | None:
    """Return the device a request comes from, None for one nobody registered."""
    try:
        number = UUID(request.headers.get("X-Device", ""))
    except ValueError:
        return None
    return Device.objects.filter(public_id=number).first()


def body_of(request: HttpRequest) -> Any:
    """Return the JSON of a request. Raises Faults for one that is too large or none."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES or len(request.body) > MOST_BYTES:
        raise Faults({"*": "too_large"})
    try:
        told = json.loads(request.body, parse_constant=no_such_number)
    except (ValueError, RecursionError):
        raise Faults({"*": "not_json"}) from None
    if is_too_deep(told):
        raise Faults({"*": "too_deep"})
    return told


def is_too_deep(value: Any) -> bool:
    """Say whether objects and lists lie in each other beyond anything a tablet sends."""
    level = [value]
    for _depth in range(DEEPEST):
        level = [inner for each in level for inner in inside(each)]
        if not level:
            return False
    return True


def inside(value: Any) -> list[Any]:
    """Return the objects and lists that lie in one."""
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for each in members if isinstance(each, dict | list)]


def no_such_number(word: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(word)
