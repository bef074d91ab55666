"""What was found and what is done about it, at the desk: findings, remedies, and answers of which there are two."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.access import officers_only
from desk.inspections.acting import Seen, form_deed, only, seen_target
from desk.inspections.checklist import in_words
from desk.inspections.deed_forms import (
    AnswerForm,
    AskForm,
    ConflictForm,
    FindingForm,
    LaterForm,
    SortForm,
    VerifyForm,
)
from desk.inspections.forms import ReasonForm
from desk.inspections.preparing import either
from inspections import services
from inspections.models import AnswerConflict, Finding, InspectionComplaint, Remedy, Target
from inspections.selectors.evaluation import checklist_of
from inspections.services.choose_answer import choose_answer


def address_of(target: Target, part: str) -> str:
    """Return the institution's page, at a part of it."""
    return reverse("desk:inspections:target", args=[target.public_id]) + part


def of_target(request: HttpRequest, target: Target) -> Seen:
    """Return the page of what a row belongs to, or 404."""
    return seen_target(request, target.public_id, timezone.now())


@officers_only
@either
def add_finding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down what is not as it should be."""
    page, at = seen_target(request, public_id, timezone.now()), timezone.now()
    only(page.sight.team)
    return form_deed(
        request, FindingForm(request.POST or None),
        lambda **said: services.add_finding(request.user, page.target, at=at, **said),
        title=_("Ghi tồn tại: %(name)s") % {"name": page.target.institution.name}, button=_("Ghi tồn tại"),
        done=_("Đã ghi tồn tại."), back=address_of(page.target, "#findings"),
    )  # fmt: skip


def finding_or_404(request: HttpRequest, public_id: UUID) -> Finding:
    """Return a finding of a part whose team the reader is in, or 404."""
    found = get_object_or_404(Finding.objects.select_related("target"), public_id=public_id)
    only(of_target(request, found.target).sight.team)
    return found


@officers_only
@either
def sort_finding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say where a finding leads."""
    finding, at = finding_or_404(request, public_id), timezone.now()
    return form_deed(
        request, SortForm(request.POST or None, initial={"outcomes": finding.outcomes}),
        lambda outcomes: services.sort_finding(request.user, finding, outcomes=outcomes, at=at),
        title=_("Phân loại tồn tại"), button=_("Lưu"), done=_("Đã phân loại."),
        back=address_of(finding.target, "#findings"), lead=finding.text,
    )  # fmt: skip


@officers_only
@either
def withdraw_finding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a finding back, with the reason."""
    finding, at = finding_or_404(request, public_id), timezone.now()
    return form_deed(
        request, ReasonForm(request.POST or None),
        lambda reason: services.withdraw_finding(request.user, finding, reason=reason, at=at),
        title=_("Rút tồn tại"), button=_("Rút tồn tại"), done=_("Đã rút; tồn tại và lý do vẫn lưu trong hồ sơ."),
        back=address_of(finding.target, "#findings"), lead=finding.text, grave=True,
    )  # fmt: skip


def remedy_or_404(request: HttpRequest, public_id: UUID) -> tuple[Remedy, Target]:
    """Return a remedy that the reader's office follows, with its institution's part, or 404."""
    related = ("finding__target__institution", "finding__target__inspection")
    found = get_object_or_404(Remedy.objects.select_related(*related), public_id=public_id)
    only(of_target(request, found.finding.target).sight.proposes)
    return found, found.finding.target


@officers_only
@either
def verify_remedy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say whether what was sent is enough."""
    (remedy, target), at = remedy_or_404(request, public_id), timezone.now()

    def act(is_enough: bool, words: str) -> Remedy:
        return services.verify_remedy(request.user, remedy, is_done=is_enough, verification=words, at=at)

    return form_deed(
        request, VerifyForm(request.POST or None), act, title=_("Thẩm tra việc khắc phục"),
        button=_("Lưu kết quả thẩm tra"), done=_("Đã lưu; cơ sở được báo."), lead=remedy.finding.text,
        back=address_of(target, "#findings"),
    )  # fmt: skip


@officers_only
@either
def extend_remedy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a later day, once."""
    (remedy, target), at = remedy_or_404(request, public_id), timezone.now()
    return form_deed(
        request, LaterForm(request.POST or None, initial={"due_on": remedy.due_on}),
        lambda **said: services.extend_remedy(request.user, remedy, at=at, **said),
        title=_("Gia hạn việc khắc phục"), button=_("Gia hạn"), done=_("Đã gia hạn."), lead=remedy.finding.text,
        back=address_of(target, "#findings"),
    )  # fmt: skip


@officers_only
@either
def give_up_remedy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say that it is not carried out; the leader acts on it next."""
    (remedy, target), at = remedy_or_404(request, public_id), timezone.now()
    return form_deed(
        request, ReasonForm(request.POST or None),
        lambda reason: services.give_up_remedy(request.user, remedy, reason=reason, at=at),
        title=_("Cơ sở không khắc phục"), button=_("Kết luận không khắc phục"),
        done=_("Đã kết luận; lãnh đạo xử lý tiếp."), lead=remedy.finding.text,
        back=address_of(target, "#findings"), grave=True,
    )  # fmt: skip


@officers_only
@either
def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Decide between two answers of one criterion."""
    found = get_object_or_404(AnswerConflict.objects.select_related("target"), public_id=public_id)
    page, at = of_target(request, found.target), timezone.now()
    only(page.sight.lead)
    return form_deed(
        request, ConflictForm(request.POST or None, choices=choices_of(found, page)),
        lambda **said: choose_answer(request.user, found, at=at, **said),
        title=_("Hai câu trả lời của tiêu chí %(key)s") % {"key": found.item_key}, button=_("Chọn câu trả lời này"),
        done=_("Đã chọn; câu trả lời kia vẫn lưu trong hồ sơ."), back=address_of(page.target, "#checklist"),
    )  # fmt: skip


def choices_of(conflict: AnswerConflict, page: Seen) -> list[tuple[str, str]]:
    """Return both answers in words."""
    version = page.inspection.checklist_version
    items: Any = checklist_of(version.version_hash).by_key if version else {}
    item = items.get(conflict.item_key.partition("#")[0])

    def words(side: dict[str, Any]) -> str:
        said = in_words(side.get("values"), item) if item else str(side.get("values"))
        reason = (side.get("values") or {}).get("reason")
        return f"{said} – {reason}" if reason else said or _("(để trống)")

    return [("first", words(conflict.first)), ("second", words(conflict.second))]


@officers_only
@either
def ask_for_paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the institution for a paper."""
    page, at = seen_target(request, public_id, timezone.now()), timezone.now()
    only(page.sight.team)
    return form_deed(
        request, AskForm(request.POST or None),
        lambda **said: services.ask_for_paper(request.user, page.target, at=at, **said),
        title=_("Yêu cầu giấy tờ: %(name)s") % {"name": page.target.institution.name}, button=_("Gửi yêu cầu"),
        done=_("Đã gửi yêu cầu cho cơ sở."), back=address_of(page.target, "#documents"),
        lead=_("Cơ sở có quyền từ chối giấy tờ không liên quan đến nội dung kiểm tra (NĐ 217/2025, Điều 9)."),
    )  # fmt: skip


@officers_only
@either
def answer_complaint(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer what the institution complained of."""
    found = get_object_or_404(InspectionComplaint.objects.select_related("target"), public_id=public_id)
    only(of_target(request, found.target).sight.office)
    at = timezone.now()
    return form_deed(
        request, AnswerForm(request.POST or None),
        lambda answer: services.answer_complaint(request.user, found, answer=answer, at=at),
        title=_("Trả lời khiếu nại, kiến nghị"), button=_("Gửi trả lời"), done=_("Đã trả lời; cơ sở được báo."),
        back=address_of(found.target, "#documents"), lead=found.text,
    )  # fmt: skip
