"""A step that cannot be done as asked: who was faster or what stands in the way, and what was typed, to be kept."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from desk.steps import StepKind, StepPage
from workflows.errors import WorkflowError

ALONE = "four_eyes_reason"


def version_seen(request: HttpRequest) -> int:
    """Return the version of the step that the page showed; 0 never matches."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def refuse(request: HttpRequest, kind: StepKind, public_id: UUID, refusal: WorkflowError) -> HttpResponse:
    """Say who was faster or what stands in the way, what changed, and keep what was typed in sight."""
    at = timezone.now()
    page = kind.page(request.user, public_id, at)
    conflict = kind.conflict(refusal, page, at)
    context = {
        "conflict": conflict,
        "changes": kind.changes_since(page, seen_at(request), at) if conflict.shows_changes else [],
        "kept": typed(request, page),
        "item": page.item,
        "help_number": getattr(request, "request_id", ""),
    }
    return render(request, "desk/conflict.html", context, status=409)


def seen_at(request: HttpRequest) -> datetime | None:
    """Return when the page was shown, as it says itself."""
    try:
        moment = parse_datetime(request.POST.get("seen_at", ""))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def typed(request: HttpRequest, page: StepPage) -> list[tuple[object, str]]:
    """Return what was typed, by question, so that it can be copied."""
    asked = [(each.label, request.POST.get(each.key, "")) for each in page.form] if page.form else []
    return [
        (words, text)
        for words, text in [
            *asked,
            (_("Lý do"), request.POST.get("reason", "")),
            (_("Lý do một người làm cả hai bước"), request.POST.get(ALONE, "")),
        ]
        if text.strip()
    ]
