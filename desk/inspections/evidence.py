"""The pictures and files of one item, brought at the desk: the same checks and receipts as a tablet's; without a script too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from desk.access import officers_only
from desk.inspections.acting import only, seen_target, told
from desk.inspections.answering_page import evidence_address, label_of
from desk.inspections.finding import address_of
from desk.inspections.forms import OnceForm, moment
from desk.inspections.preparing import either
from forms.errors import Refused
from inspections.checklists import Result
from inspections.errors import InspectionError, MayNot, NotVisible
from inspections.found_form import Part, takes_evidence
from inspections.models import Evidence, Target
from inspections.protocol.payloads import MEDIA_TYPES, MOST_FILE_BYTES, MOST_PHOTO_BYTES, PICTURES
from inspections.selectors.checklists import pinned
from inspections.selectors.evaluation import evaluation_of
from inspections.services.evidence_at_desk import Upload, bring_evidence, drop_evidence

INVALID, OVER = 422, 409
MOST_AT_ONCE = 20


class ManyFiles(forms.ClearableFileInput):
    """Several files chosen at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several, each as a field of one file would take it."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files. Raises ValidationError."""
        found = [super(Files, self).clean(each, initial) for each in data or [None]]
        if len(found) > MOST_AT_ONCE:
            raise forms.ValidationError(gettext("Chọn mỗi lần không quá %(n)d tệp.") % {"n": MOST_AT_ONCE})
        return found


class EvidenceForm(OnceForm):
    """Pictures or files of one item."""

    files = Files(label=_("Ảnh, tệp"))
    taken_at = moment(_("Chụp lúc"), required=False, help_text=_("Để trống nếu không rõ."))
    is_masked = forms.BooleanField(
        label=_("Dữ liệu cá nhân trong ảnh đã được che"), required=False,
        help_text=_("Che số định danh, khuôn mặt người học trước khi tải lên."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_picture = kind in ("photo", "signature")
        self.fields["files"].widget.attrs["accept"] = ",".join(PICTURES if is_picture else MEDIA_TYPES)
        size = (MOST_PHOTO_BYTES if is_picture else MOST_FILE_BYTES) // 1_000_000
        words = _("Ảnh JPG, PNG, WebP") if is_picture else _("Ảnh JPG, PNG, WebP hoặc tệp PDF")
        self.fields["files"].help_text = gettext("%(kinds)s; mỗi tệp không quá %(size)d MB.") % {
            "kinds": words, "size": size,
        }  # fmt: skip

    def clean_taken_at(self) -> datetime | None:
        """Return the moment. Raises ValidationError for one that has not come."""
        found: datetime | None = self.cleaned_data["taken_at"]
        if found is not None and found > timezone.now():
            raise forms.ValidationError(gettext("Không được sau bây giờ."))
        return found


@officers_only
@either
def item(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """What an item has, and more of it."""
    target, result = part_or_404(request, public_id, key)
    sent = request.POST if request.method == "POST" else None
    form = EvidenceForm(sent, request.FILES or None, kind=result.item.kind)
    if sent is not None and form.is_valid() and brought(request, target, key, form):
        return redirect(evidence_address(target, key))
    status = INVALID if form.errors else 200
    return render(request, "desk/inspections/item_evidence.html", shown(target, result, form), status=status)


def brought(request: HttpRequest, target: Target, key: str, form: EvidenceForm) -> bool:
    """Keep what was sent; say of each file that cannot be kept why, on the form. Raises Http404 for who may not."""
    said = form.cleaned_data
    uploads = [Upload(each.name or "", each.size, each.read) for each in said["files"]]
    try:
        done = bring_evidence(
            request.user, target.public_id, key, uploads, page=said["idempotency_key"], at=timezone.now(),
            taken_at=said["taken_at"], is_masked=said["is_masked"],
        )  # fmt: skip
    except (MayNot, NotVisible) as error:
        raise Http404(key) from error
    except InspectionError as refusal:
        form.add_error(None, str(told(refusal)[1]))
        return False
    for name, refused in done.refused:
        form.add_error("files", f"{name}: {why(refused)}")
    if done.kept:
        words = ngettext(
            "Đã nhận %(n)d tệp, có biên nhận.", "Đã nhận %(n)d tệp, có biên nhận.", len(done.kept)
        )
        messages.success(request, words % {"n": len(done.kept)})
    return not done.refused


def why(refused: Refused) -> str:
    """Return why a file is not taken and what to do."""
    return refused.message.render(gettext, get_language() or "vi")


@officers_only
@require_POST
def drop(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Take a file off the answer of its item; it stays in the record."""
    found = Evidence.objects.filter(pk=number, target__public_id=public_id).first()
    only(found is not None)
    assert found is not None
    target, _result = part_or_404(request, public_id, found.item_key)
    try:
        drop_evidence(request.user, public_id, found.item_key, number, at=timezone.now())
    except (MayNot, NotVisible) as error:
        raise Http404(str(number)) from error
    except InspectionError as refusal:
        messages.error(request, str(told(refusal)[1]))
    else:
        messages.success(request, gettext("Đã bỏ tệp khỏi câu trả lời; tệp vẫn lưu trong hồ sơ."))
    return redirect(evidence_address(target, found.item_key))


def part_or_404(request: HttpRequest, public_id: UUID, key: str) -> tuple[Target, Result]:
    """Return the visit and how the item stands, for who is of its team; an item that is not asked is not there."""
    page = seen_target(request, public_id, timezone.now())
    only(page.sight.team and page.target is not None)
    assert page.target is not None
    evaluation = evaluation_of(page.target)
    result = evaluation.results.get(key) if evaluation else None
    if result is None or not result.visible or not takes_evidence(result.item):
        raise Http404(key)
    return page.target, result


def shown(target: Target, result: Result, form: EvidenceForm) -> dict[str, object]:
    """Return what the page shows: what the answer names, with its receipts, and the form for more."""
    row = target.answers.filter(item_key=result.key).first()
    named = [str(each) for each in (row.values.get("evidence") if row else None) or ()]
    found = {str(each.pk): each for each in target.evidence.filter(pk__in=named).select_related("by")}
    checklist = pinned(target)
    over = checklist.repeats[result.item.key] if checklist else ""
    label = label_of(Part(checklist, result.item.section), over) if checklist and over else None
    return {
        "target": target,
        "result": result,
        "unit_label": label,
        "evidence": [found[each] for each in named if each in found],
        "form": form,
        "back": address_of(target, "#checklist"),
        "may_change": target.takes_answers,
    }
