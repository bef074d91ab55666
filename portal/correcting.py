"""The page on which somebody says that an issued document is wrong: the applicant's and the desk's, which differ in words.

It works without JavaScript. Nothing is written before what is wrong has been said; whoever comes second, or asks
for a document that is replaced or revoked already, learns what happened and where to go.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from documents.models import IssuedDocument
from dossiers.errors import CannotCorrect, CorrectionUnderWay, MayNotApply, NotVisible
from dossiers.models import Dossier
from dossiers.selectors.corrections import correctable_documents, correctable_dossier, correction_package
from dossiers.services import begin_correction
from dossiers.services.correct import papers_owner
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.rendering import BoundForm
from forms.services import collect
from procedures.errors import NotInForce

Refusal = CannotCorrect | CorrectionUnderWay | MayNotApply


@dataclass(frozen=True)
class Face:
    """For whom the page is: which template, where a work that was begun is seen, whether for an officer."""

    template: str
    by_office: bool
    address_of: Callable[[Dossier], str]
    begun: Callable[[HttpRequest, Dossier], HttpResponse]


@dataclass(frozen=True)
class Stop:
    """What stands in the way, in words, and a link to the work that is under way."""

    headline: str
    explanation: str
    link: str = ""


@dataclass(frozen=True)
class Sent:
    """What was sent and what is wrong with it."""

    values: Mapping[str, object] | None = None
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    stop: Stop | None = None


def correct(request: HttpRequest, public_id: UUID, face: Face) -> HttpResponse:
    """Show the page for one finished dossier; a POST begins. 404 for who may not have its results corrected."""
    at = timezone.now()
    try:
        dossier, by_office = correctable_dossier(request.user, public_id, at)
        package = correction_package(at)
    except (NotVisible, NotInForce) as error:
        raise Http404(str(public_id)) from error
    if by_office != face.by_office:
        raise Http404(str(public_id))
    form = package.forms[package.definition.form]
    if request.method == "POST":
        return begin(request, dossier, form, face, at)
    return show(request, dossier, form, face, Sent())


def begin(
    request: HttpRequest, dossier: Dossier, form: FormDefinition, face: Face, at: datetime
) -> HttpResponse:
    """Begin the work, or say what is missing or who was first."""
    document_id, key = uuid_of(request, "document"), uuid_of(request, "idempotency_key") or uuid.uuid4()
    if document_id is None:
        return show(request, dossier, form, face, Sent(typed(request, dossier, form, face, at)), status=422)
    try:
        work = begin_correction(
            request.user, dossier.public_id, document_id, data=request.POST, files=request.FILES,
            idempotency_key=key, at=at,
        )  # fmt: skip
    except NotVisible as error:
        raise Http404(str(dossier.public_id)) from error
    except Invalid as refusal:
        return show(request, dossier, form, face, Sent(refusal.values, refusal.errors), status=422)
    except (CannotCorrect, CorrectionUnderWay, MayNotApply) as refusal:
        sent = Sent(typed(request, dossier, form, face, at), stop=stop_of(refusal, face))
        return show(request, dossier, form, face, sent, status=409)
    return face.begun(request, work)


def typed(
    request: HttpRequest, dossier: Dossier, form: FormDefinition, face: Face, at: datetime
) -> Mapping[str, object]:
    """Return what was sent, its papers kept, though the service has read them once."""
    for _name, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
    owner_id = papers_owner(dossier, request.user, by_office=face.by_office)
    return collect(form, data=request.POST, files=request.FILES, owner_id=owner_id, at=at).values


def uuid_of(request: HttpRequest, name: str) -> UUID | None:
    """Return a posted id, None for what is none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def stop_of(refusal: Refusal, face: Face) -> Stop:
    """Return why it cannot begin: who was first, or what became of the document."""
    if isinstance(refusal, CorrectionUnderWay):
        return under_way(refusal, face)
    if isinstance(refusal, CannotCorrect):
        return Stop(headline_of(refusal.document), what_did_it(refusal.document, refusal.by))
    return Stop(
        _("Cơ quan này không còn tiếp nhận"),
        _("Chưa có gì được ghi. Hãy liên hệ Trung tâm Phục vụ hành chính công."),
    )


def under_way(refusal: CorrectionUnderWay, face: Face) -> Stop:
    """Return who began before, to a colleague by name; an applicant learns that the office is at it."""
    correction = refusal.correction
    address = face.address_of(correction.dossier)
    if not face.by_office:
        return Stop(
            _("Văn bản này đang được xem lại"),
            _("Việc đã bắt đầu trước đó nên không gửi thêm được. Chưa có gì được ghi."),
            address,
        )
    begun_at = formats.date_format(timezone.localtime(correction.begun_at), "H:i d/m/Y")
    name = correction.begun_by.full_name if correction.by_office else _("Người nộp")
    return Stop(
        _("%(name)s đã bắt đầu sửa văn bản này lúc %(at)s") % {"name": name, "at": begun_at},
        _("Mỗi văn bản chỉ có một việc sửa trong một lúc. Chưa có gì được ghi; hãy mở hồ sơ đang xử lý."),
        address,
    )


def headline_of(document: IssuedDocument) -> str:
    """Return that a document cannot be changed any more."""
    if document.state == IssuedDocument.State.REVOKED:
        return _("Văn bản số %(number)s đã bị thu hồi") % {"number": document.number}
    return _("Văn bản số %(number)s đã được thay thế") % {"number": document.number}


def what_did_it(document: IssuedDocument, by: IssuedDocument | None) -> str:
    """Return which document did it and what to do now."""
    if by is None:
        return _("Văn bản này không sửa được nữa. Chưa có gì được ghi.")
    facts = {"by": by.number, "day": f"{by.issued_on:%d/%m/%Y}"}
    if document.state == IssuedDocument.State.REVOKED:
        return (
            _(
                "Theo văn bản số %(by)s ngày %(day)s. Văn bản đã thu hồi không sửa được nữa; chưa có gì được ghi."
            )
            % facts
        )
    return (
        _(
            "Bằng văn bản số %(by)s ngày %(day)s. Nếu văn bản ấy còn sai, hãy chọn chính nó; chưa có gì được ghi."
        )
        % facts
    )


def show(
    request: HttpRequest,
    dossier: Dossier,
    form: FormDefinition,
    face: Face,
    sent: Sent,
    *,
    status: int = 200,
) -> HttpResponse:
    """Return the page with what was typed."""
    documents = correctable_documents(dossier)
    open_ones = [each.document for each in documents if each.is_open]
    asked = uuid_of(request, "document")
    is_missing = request.method == "POST" and asked is None
    owner_id = papers_owner(dossier, request.user, by_office=face.by_office)
    context = {
        "dossier": dossier,
        "documents": documents,
        "by_office": face.by_office,
        "can_begin": bool(open_ones),
        "chosen": asked or (open_ones[0].public_id if len(open_ones) == 1 else None),
        "document_error": _("Chọn văn bản có sai sót.") if is_missing else "",
        "form": BoundForm(form, values=sent.values, errors=sent.errors, owner_id=owner_id),
        "stop": sent.stop,
        "idempotency_key": request.POST.get("idempotency_key") or uuid.uuid4(),
    }
    return render(request, face.template, context, status=status)
