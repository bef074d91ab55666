"""Files leave the house here and nowhere else: papers and messages of a dossier, uploads, issued documents, statutory papers."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.models import Person
from audit.services import note_access
from documents.models import DocumentDraft, IssuedDocument
from documents.selectors import file_of
from dossiers import selectors
from dossiers.errors import NotVisible
from dossiers.selectors.complaints import visible_complaint_file
from dossiers.selectors.conversation import visible_message_file
from dossiers.selectors.papers import visible_paper
from dossiers.selectors.representation import visible_evidence
from dossiers.selectors.visible import is_of_party
from forms.models import Attachment
from forms.selectors import attachments_of
from inspections import selectors as inspections
from inspections.errors import NotVisible as InspectionNotVisible
from inspections.minutes.errors import MinutesRefused
from inspections.minutes_pdf import minutes_pdf
from inspections.receipt_pdf import receipt_pdf
from inspections.selectors.minutes import visible_minutes
from inspections.selectors.visible import is_institutions_paper, received_paper
from portal.views.errors import help_number

NOT_VISIBLE = (NotVisible, InspectionNotVisible)
# What became of a document stands in the name of its file, which is kept long after the page: Vietnamese, as the paper.
STANDING_IN_NAME = {"corrected": "-da-dinh-chinh", "replaced": "-da-thay-the", "revoked": "-da-thu-hoi"}
SHOWN_IN_BROWSER = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})


@login_required
@require_safe
def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send a file the person may open; what may not be opened does not exist."""
    found = opened(request, public_id, whatever_lies_there)
    if isinstance(found, IssuedDocument):
        return send_document(found, in_browser="inline" in request.GET)
    return send_paper(found)


@login_required
@require_safe
def statutory_paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send a receipt, request for more, refusal, apology, stop or control slip; one that is not drawn yet does not exist."""
    found = opened(request, public_id, visible_paper)
    response = HttpResponse(file_of(found), content_type="application/pdf")
    code = found.dossier.code or found.dossier.receipt_no
    response["Content-Disposition"] = content_disposition_header(False, f"{code}-{found.form}.pdf")
    return sealed_off(response)


@login_required
@require_safe
def minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send minutes of an inspection: signed and sealed once they are issued, as they stand before."""
    found = opened(request, public_id, visible_minutes)
    if found.document is not None and found.document.state == DocumentDraft.State.ISSUED:
        return send_document(found.document.document, in_browser="inline" in request.GET)
    try:
        content = minutes_pdf(found)
    except MinutesRefused as error:
        raise Http404(str(public_id)) from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(
        "inline" not in request.GET, f"bien-ban-{found.public_id}.pdf"
    )
    return sealed_off(response)


@login_required
@require_safe
def paper_receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the receipt of papers that an institution handed over, to it and to the team."""
    found = opened(request, public_id, received_paper)
    response = HttpResponse(receipt_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(
        "inline" not in request.GET, f"bien-nhan-{found.public_id}.pdf"
    )
    return sealed_off(response)


def opened(request: HttpRequest, public_id: UUID, find: Callable[[Person, UUID, datetime], Any]) -> Any:
    """Return what the person may open, and note the look. Raises Http404."""
    at = timezone.now()
    try:
        found = find(request.user, public_id, at)
    except NOT_VISIBLE as error:
        raise Http404(str(public_id)) from error
    if request.method == "GET":
        note_access(
            person_id=request.user.pk, what=found._meta.label, target_id=found.pk, at=at,
            request_id=help_number(request),
        )  # fmt: skip
    return found


def whatever_lies_there(person: Person, public_id: UUID, at: datetime) -> Attachment | IssuedDocument:
    """Return the person's own upload, a paper of a dossier, a file of a message or a complaint, evidence, or an issued document.

    What was uploaded for another party, or for an institution, is theirs once it is sent. Raises NotVisible.
    """
    own = attachments_of(person.pk, [str(public_id)]).get(str(public_id))
    if own is not None and not is_of_party(own) and not is_institutions_paper(own):
        return own
    for find in FINDERS:
        with suppress(*NOT_VISIBLE):
            return find(person, public_id, at)
    raise NotVisible


def paper_of_inspection(person: Person, public_id: UUID, at: datetime) -> Attachment:
    """Return the file of a paper of an inspection the person may open. Raises inspections.errors.NotVisible."""
    return inspections.visible_file(person, public_id, at).attachment


def paper_file(person: Person, public_id: UUID, at: datetime) -> Attachment:
    """Return the file of a paper the person may open. Raises NotVisible."""
    return selectors.visible_file(person, public_id, at).attachment


FINDERS: tuple[Callable[[Person, UUID, datetime], Attachment | IssuedDocument], ...] = (
    paper_file,
    visible_message_file,
    visible_complaint_file,
    visible_evidence,
    paper_of_inspection,
    selectors.visible_document,
    inspections.visible_document,
)


def send_paper(paper: Attachment) -> HttpResponse:
    """Show a picture or PDF in the browser, in a box of its own: no script, no other address; anything else is kept."""
    with default_storage.open(paper.storage_key) as stored:
        response = HttpResponse(stored.read(), content_type=paper.content_type)
    response["Content-Disposition"] = content_disposition_header(
        paper.content_type not in SHOWN_IN_BROWSER, paper.original_name
    )
    return sealed_off(response)


def send_document(document: IssuedDocument, *, in_browser: bool = False) -> HttpResponse:
    """Send an issued document to keep, or to read in the browser where a page asks for that."""
    response = HttpResponse(file_of(document), content_type="application/pdf")
    name = (document.number.replace("/", "-") or document.verify_code) + STANDING_IN_NAME.get(
        document.state, ""
    )
    response["Content-Disposition"] = content_disposition_header(not in_browser, f"{name}.pdf")
    return sealed_off(response)


def sealed_off(response: HttpResponse) -> HttpResponse:
    """Add what keeps a file from acting as a page of ours.

    A browser's PDF viewer refuses to start in a sandbox; it runs no page, so it needs none.
    """
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    sandbox = "" if response["Content-Type"] == "application/pdf" else "sandbox; "
    response["Content-Security-Policy"] = (
        f"{sandbox}default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; "
        "frame-ancestors 'self'"
    )
    return response
