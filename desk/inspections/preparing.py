"""What the office settles on the desk before the decision: terms, institutions, overlap, team, sessions, declarations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.access import officers_only
from desk.inspections.acting import form_deed, only, seen_inspection, seen_target
from desk.inspections.forms import (
    DeclareForm,
    MemberForm,
    NothingForm,
    OverlapForm,
    PlaceForm,
    SessionForm,
    TargetForm,
    TermsForm,
)
from inspections import services
from inspections.models import Inspection, Target, TeamMember
from inspections.parties import is_to_declare
from inspections.selectors.other_checks import other_checks
from inspections.services.set_place import written

either = require_http_methods(["GET", "HEAD", "POST"])


def drafted(request: HttpRequest, public_id: UUID, at: datetime) -> Inspection:
    """Return an inspection that the reader organises, or 404."""
    page = seen_inspection(request, public_id, at)
    only(page.sight.proposes)
    return page.inspection


def drafted_target(request: HttpRequest, public_id: UUID, at: datetime) -> Target:
    """Return an institution's part of an inspection that the reader organises, or 404."""
    page = seen_target(request, public_id, at)
    only(page.sight.proposes)
    return page.target


def page_of(inspection: Inspection, part: str = "") -> str:
    """Return the address of an inspection's page, of a part of it."""
    return reverse("desk:inspections:inspection", args=[inspection.public_id]) + part


@officers_only
@either
def terms(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change what the decision will fix."""
    at = timezone.now()
    inspection = drafted(request, public_id, at)
    now = {name: getattr(inspection, name) for name in TermsForm.base_fields}
    return form_deed(
        request, TermsForm(request.POST or None, initial=now),
        lambda **said: services.set_terms(request.user, inspection, at=at, **said),
        title=_("Sửa nội dung quyết định"), button=_("Lưu"), done=_("Đã lưu nội dung quyết định."),
        back=page_of(inspection),
    )  # fmt: skip


@officers_only
@either
def add_target(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add an institution."""
    at = timezone.now()
    inspection = drafted(request, public_id, at)
    return form_deed(
        request, TargetForm(request.POST or None, agency_id=inspection.agency_id),
        lambda institution, place: services.add_target(request.user, inspection, institution, at=at, place=place),
        title=_("Thêm đối tượng kiểm tra"), button=_("Thêm"), done=_("Đã thêm đối tượng."),
        back=page_of(inspection, "#institutions"),
    )  # fmt: skip


@officers_only
@either
def overlap(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write what came of the look for other checks of the institution."""
    at = timezone.now()
    target = drafted_target(request, public_id, at)
    now = {
        "overlap": target.overlap,
        "note_text": target.overlap_note,
        "is_visit_exempt": target.is_visit_exempt,
    }
    return form_deed(
        request, OverlapForm(request.POST or None, initial=now),
        lambda **said: services.settle_overlap(request.user, target, at=at, **said),
        title=_("Rà soát chồng chéo: %(name)s") % {"name": target.institution.name}, button=_("Lưu kết quả"),
        done=_("Đã lưu kết quả rà soát."), back=reverse("desk:inspections:target", args=[target.public_id]),
        lead=_("Hỏi thanh tra, kiểm toán và cơ quan kiểm tra khác trong năm trước khi ghi.") + known_checks(target, at),
    )  # fmt: skip


def known_checks(target: Target, at: datetime) -> str:
    """Return the other checks of the institution this year that the system knows of, in words; empty without any.

    How far another agency's check is, or to whom it was handed, is not for this one.
    """
    found = []
    for each in other_checks(target, at):
        by = each.inspection.agency
        how_far = f", {each.get_status_display()}" if by.pk == target.inspection.agency_id else ""
        found.append(f"{each.inspection.code} ({by.name}{how_far})")
    return " " + _("Hệ thống biết trong năm: %(checks)s.") % {"checks": "; ".join(found)} if found else ""


@officers_only
@either
def add_member(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add somebody to the team; the registers are asked at once what ties them to the institutions."""
    at = timezone.now()
    inspection = drafted(request, public_id, at)

    def act(member: Any, role: str, tasks: str) -> TeamMember:
        return services.add_member(request.user, inspection, member, role=role, tasks=tasks, at=at)

    return form_deed(
        request, MemberForm(request.POST or None), act, title=_("Thêm thành viên đoàn"), button=_("Thêm"),
        done=_("Đã thêm thành viên; người này cần tự khai xung đột lợi ích."), back=page_of(inspection, "#team"),
    )  # fmt: skip


def member_or_404(public_id: UUID) -> TeamMember:
    """Return a member of a team, or 404; whose it is to act on is the page's question."""
    return get_object_or_404(
        TeamMember.objects.select_related("inspection__agency", "person"), public_id=public_id
    )


@officers_only
@either
def drop_member(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a proposed member out again, before the decision."""
    at = timezone.now()
    member = member_or_404(public_id)
    drafted(request, member.inspection.public_id, at)
    return form_deed(
        request, NothingForm(request.POST or None),
        lambda **said: services.drop_member(request.user, member, at=at),
        title=_("Bỏ %(name)s khỏi dự kiến đoàn") % {"name": member.person.full_name}, button=_("Bỏ khỏi đoàn"),
        done=_("Đã bỏ khỏi dự kiến đoàn."), back=page_of(member.inspection, "#team"), grave=True,
        lead=_("Bản khai của người này vẫn lưu trong hồ sơ."),
    )  # fmt: skip


@officers_only
@either
def declare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A member's own declaration; for anybody else this page does not exist."""
    at = timezone.now()
    member = member_or_404(public_id)
    only(member.person_id == request.user.pk and is_to_declare(member))
    return form_deed(
        request, DeclareForm(request.POST or None, initial={"certified_until": member.certified_until}),
        lambda **said: services.declare_conflict(request.user, member, at=at, **said),
        title=_("Khai xung đột lợi ích"), button=_("Xác nhận bản khai"), done=_("Đã ghi bản khai của bạn."),
        back=page_of(member.inspection, "#team") if member.left_at is None else reverse("desk:inspections:inspections"),
        lead=_(
            "Bạn có người thân, góp vốn, giảng dạy hay quan hệ khác với cơ sở được kiểm tra, hoặc đang bị xem xét kỷ luật, "
            "hoặc chưa đủ năng lực chuyên môn cho việc được giao? "
            "(NĐ 217/2025, Điều 12)"
        ),
    )  # fmt: skip


@officers_only
@either
def place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write where the institution is inspected: in words, and for the map."""
    at = timezone.now()
    page = seen_target(request, public_id, at)
    only(page.sight.proposes or page.sight.lead)
    target = page.target
    now = {"place": target.place, "coordinates": written(target.coordinates)}
    return form_deed(
        request, PlaceForm(request.POST or None, initial=now),
        lambda **said: services.set_place(request.user, target, at=at, **said),
        title=_("Địa điểm, tọa độ: %(name)s") % {"name": target.institution.name}, button=_("Lưu"),
        done=_("Đã lưu địa điểm."), back=reverse("desk:inspections:target", args=[target.public_id]),
    )  # fmt: skip


@officers_only
@either
def plan_session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Plan a working session at the institution."""
    at = timezone.now()
    page = seen_target(request, public_id, at)
    only(page.sight.proposes or page.sight.lead)
    target = page.target
    return form_deed(
        request, SessionForm(request.POST or None),
        lambda **said: services.plan_session(request.user, target, at=at, **said),
        title=_("Lịch làm việc: %(name)s") % {"name": target.institution.name}, button=_("Thêm buổi"),
        done=_("Đã thêm buổi làm việc."), back=reverse("desk:inspections:target", args=[target.public_id]),
    )  # fmt: skip
