"""Papers drawn from answers, to be signed and brought back: of a draft for who fills it in, of a dossier for who reads it.

A worker draws them. The page of a paper says how far it is, and without scripts is looked at again by its button; the
file is beside it. Each address reads the answers by the selectors of the page that offers it, and only what these
answers say is fetched: a file cannot be had by who may not read them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.localdays import local_day, moments_of
from audit.services import note_access
from documents import storage
from dossiers.drawn_papers import Wanted, drawn_field
from dossiers.errors import NotVisible
from dossiers.models import Dossier
from dossiers.selectors.visible import visible_dossier
from dossiers.services import have_drawn
from dossiers.services.answer_supplement import as_drafted, open_round
from dossiers.services.step_drafts import step_draft_of
from forms.definition import FormDefinition
from forms.messages import Words
from jobs.selectors import has_failed
from portal.views.applying import STOPS, application_of, stopped
from portal.views.errors import help_number
from portal.views.files import sealed_off
from portal.views.supplement import step_or_404
from procedures.selectors import edition_of, in_force, package_of


@dataclass(frozen=True)
class Offered:
    """A paper at its address.

    title    of the paper
    name     of its file
    address  of its page, below which the file lies
    back     to the page that offers it
    dossier  whose answers as they were sent it shows; None for what is still being typed
    """

    wanted: Wanted
    title: Words | None
    name: str
    address: str
    back: str
    dossier: Dossier | None = None


@login_required
@require_safe
def of_draft(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """How far the paper of what is saved so far is."""
    found = offered_of_draft(request, name, key)
    return found if isinstance(found, HttpResponse) else show(request, found)


@login_required
@require_safe
def file_of_draft(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """The paper of what is saved so far."""
    found = offered_of_draft(request, name, key)
    return found if isinstance(found, HttpResponse) else send(request, found)


def offered_of_draft(request: HttpRequest, name: str, key: str) -> Offered | HttpResponse:
    """Return the paper of a draft, or what keeps the person from applying. Raises Http404."""
    try:
        application = application_of(request, name)
        title = title_of(application.form, key)
    except STOPS as refusal:
        return stopped(request, name, refusal)
    if application.draft is None:
        return redirect("portal:apply", name)
    wanted = Wanted(
        in_force(name, timezone.now()), key, application.checked.answers, request.user.full_name, today()
    )
    address = reverse("portal:drawn", args=[name, key])
    return Offered(wanted, title, f"{key}.pdf", address, reverse("portal:apply", args=[name]))


@login_required
@require_safe
def of_supplement(request: HttpRequest, public_id: UUID, item_id: UUID, key: str) -> HttpResponse:
    """How far the paper of what is saved so far of the answers to a supplement is, for who answers it."""
    return show(request, offered_of_supplement(request, public_id, item_id, key))


@login_required
@require_safe
def file_of_supplement(request: HttpRequest, public_id: UUID, item_id: UUID, key: str) -> HttpResponse:
    """The paper of what is saved so far of the answers to a supplement."""
    return send(request, offered_of_supplement(request, public_id, item_id, key))


def offered_of_supplement(request: HttpRequest, public_id: UUID, item_id: UUID, key: str) -> Offered:
    """Return the paper of the answers to a supplement. Raises Http404."""
    at = timezone.now()
    page = step_or_404(request, public_id, item_id, at)
    dossier, sent = page.page.dossier, open_round(page.page.dossier)
    if sent is None or page.form is None or not page.item.is_open:
        raise Http404(key)
    title, draft = title_of(page.form, key), step_draft_of(page.item, request.user)
    answers = as_drafted(sent, page.form, draft.values if draft else {}, at=at)
    edition = edition_of(dossier.procedure, dossier.rules_hash)
    wanted = Wanted(edition, key, answers, dossier.applicant_name, today())
    here = [public_id, item_id]
    address = reverse("portal:drawn_of_supplement", args=[*here, key])
    return Offered(wanted, title, f"{key}.pdf", address, reverse("portal:supplement", args=here))


@login_required
@require_safe
def of_dossier(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """How far the paper of a dossier's answers as they were sent is, for the applicant and whoever reads the application."""
    return show(request, offered_of_dossier(request, public_id, key))


@login_required
@require_safe
def file_of_dossier(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """The paper of a dossier's answers as they were sent."""
    return send(request, offered_of_dossier(request, public_id, key))


def offered_of_dossier(request: HttpRequest, public_id: UUID, key: str) -> Offered:
    """Return the paper of a dossier. Raises Http404."""
    try:
        dossier, sight = visible_dossier(request.user, public_id, timezone.now())
    except NotVisible as error:
        raise Http404(key) from error
    if not sight.answers:
        raise Http404(key)
    edition = edition_of(dossier.procedure, dossier.rules_hash)
    package = package_of(edition)
    title = title_of(package.forms[package.definition.form], key)
    wanted = Wanted(edition, key, dossier.answers, dossier.applicant_name, dossier.submitted_at)
    face = "portal:dossier" if sight.is_applicant else "desk:dossier"
    return Offered(
        wanted, title, f"{dossier.code or dossier.receipt_no}-{key}.pdf",
        reverse("portal:drawn_of_dossier", args=[public_id, key]), reverse(face, args=[public_id]), dossier,
    )  # fmt: skip


def title_of(form: FormDefinition, key: str) -> Words | None:
    """Return what a drawn paper is called. Raises Http404 for a question that has none."""
    try:
        return drawn_field(form, key).kind.drawn_title
    except NotVisible as error:
        raise Http404(key) from error


def today() -> datetime:
    """Return the moment a paper of today bears: the same all day, so that the same words are drawn once."""
    day = local_day(timezone.now())
    return moments_of(day, day)[0]


def show(request: HttpRequest, offered: Offered) -> HttpResponse:
    """Return the page: being made, there, or that it could not be made."""
    paper = have_drawn(offered.wanted, person=request.user, at=timezone.now())
    context = {
        "paper": paper,
        "offered": offered,
        "has_failed": not paper.is_drawn and has_failed(paper.job_key),
    }
    return render(request, "portal/drawn.html", context)


def send(request: HttpRequest, offered: Offered) -> HttpResponse:
    """Return the file to be kept; lead to the page where it is not there yet."""
    at = timezone.now()
    paper = have_drawn(offered.wanted, person=request.user, at=at)
    if not paper.is_drawn:
        return redirect(offered.address)
    response = HttpResponse(storage.get(paper.storage_key), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, offered.name)
    if offered.dossier is not None and request.method == "GET":
        note_access(
            person_id=request.user.pk, what=offered.dossier._meta.label, target_id=offered.dossier.pk, at=at,
            request_id=help_number(request),
        )  # fmt: skip
    return sealed_off(response)
