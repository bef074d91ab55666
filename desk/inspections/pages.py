"""The page of an inspection and of each institution of it; the drawings of their flows; the files of a visit."""

from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.selectors import standings
from desk.access import officers_only
from desk.inspections.acting import inspection_or_404, seen_inspection, seen_target, target_or_404
from desk.inspections.cases import InspectionView, RunOfCase, TargetView
from desk.inspections.doing import inspection_doings, target_doings
from desk.looking import note_look
from inspections.errors import NotVisible
from inspections.policies import may_know_secrets
from inspections.selectors import confidential_source, conflict_reasons, visible_source
from inspections.selectors.evidence import visible_evidence
from portal.views.files import SHOWN_IN_BROWSER, sealed_off
from procedures.selectors import package_for
from workflows.models import Run


@officers_only
@require_safe
def inspection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole inspection, for who stands inside."""
    at = timezone.now()
    page = inspection_or_404(request, public_id, at)
    note_look(request, "inspections.Inspection", page.inspection.pk)
    case = InspectionView(page, at)
    tell_reasons(request, case, at)
    context = {
        "case": case,
        "inspection": page.inspection,
        "mine": mine(request, case),
        "doings": inspection_doings(page, request.user, at),
        "has_source": has_source(request, page.inspection),
    }
    return render(request, "desk/inspections/inspection.html", context)


def tell_reasons(request: HttpRequest, case: InspectionView, at: datetime) -> None:
    """Put beside each member why a conflict was declared, where the reader is told; that it was read is on record."""
    reasons = conflict_reasons(request.user, case.inspection, at)
    for member in case.page.team:
        member.why = reasons.get(member.pk, "")
    if reasons:
        note_look(request, "inspections.ConflictReason", case.inspection.pk)


@officers_only
@require_safe
def source(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who told the authority: for the issuer and whom the issuer entrusts; for anybody else it does not exist."""
    at = timezone.now()
    try:
        found = visible_source(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    note_look(request, "inspections.ConfidentialSource", found.pk)
    context = {
        "source": found,
        "inspection": found.inspection,
        "entrusted": found.entrusted.order_by("full_name", "pk"),
        "may_entrust": may_know_secrets(request.user, found.inspection, at),
    }
    return render(request, "desk/inspections/source.html", context)


@officers_only
@require_safe
def target(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One institution: its clock, sessions, answers, findings, minutes, decisions and remedies."""
    at = timezone.now()
    page = target_or_404(request, public_id, at)
    note_look(request, "inspections.Target", page.target.pk)
    case = TargetView(page, at)
    context = {
        "case": case,
        "target": page.target,
        "inspection": page.inspection,
        "mine": mine(request, case),
        "doings": target_doings(page, request.user, at),
        "answering": page.sight.team and page.target.takes_answers,
    }
    return render(request, "desk/inspections/target.html", context)


def mine(request: HttpRequest, case: RunOfCase) -> set[int]:
    """Return the open steps that the reader may take, or holds."""
    held = {(each.role, each.agency_id) for each in standings(request.user, timezone.now())}
    return {
        item.pk
        for item in case.run.open_items
        if (item.role, item.agency_id) in held or item.holder_id == request.user.pk
    }


def has_source(request: HttpRequest, inspection: object) -> bool:
    """Say whether there is a source that the reader may read."""
    try:
        confidential_source(request.user, inspection, timezone.now())
    except NotVisible:
        return False
    return True


@officers_only
@require_safe
def inspection_flow(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The drawing of the inspection's own version of the flow."""
    return drawing(seen_inspection(request, public_id, timezone.now()).inspection.run)


@officers_only
@require_safe
def target_flow(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The drawing of the institution's own version of the flow."""
    return drawing(seen_target(request, public_id, timezone.now()).target.run)


def drawing(run: Run | None) -> HttpResponse:
    """Send the drawing of a run's flow; a check on paper has none."""
    if run is None:
        raise Http404
    package = package_for(run.flow_key, run.version_hash)
    content = package.files[package.definition.flow]
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@officers_only
@require_safe
def evidence(request: HttpRequest, number: UUID) -> HttpResponse:
    """Send one photograph or file of a visit, whole, to who stands inside."""
    try:
        found = visible_evidence(request.user, number, timezone.now())
    except NotVisible as error:
        raise Http404(str(number)) from error
    if request.method == "GET":
        note_look(request, "inspections.Evidence", found.target_id)
    with default_storage.open(found.storage_name) as stored:
        response = HttpResponse(stored.read(), content_type=found.content_type or "application/octet-stream")
    name = found.name or str(found.pk)
    response["Content-Disposition"] = content_disposition_header(
        found.content_type not in SHOWN_IN_BROWSER, name
    )
    return sealed_off(response)
