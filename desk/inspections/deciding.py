"""Numbered decisions on the way, proposed at the desk: each then waits for the leader's signature as a step of its own."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.access import officers_only
from desk.inspections.acting import Seen, form_deed, only, seen_inspection, seen_target
from desk.inspections.deed_forms import EntrustForm, ExtensionForm, MemberChangeForm, StopForm
from desk.inspections.forms import ReasonForm
from desk.inspections.preparing import either, page_of
from inspections import services
from inspections.models import ConfidentialSource
from inspections.policies import may_know_secrets


def deciding_target(request: HttpRequest, public_id: UUID) -> Seen:
    """Return the page of an institution whose inspection the reader leads or orders, or 404."""
    page = seen_target(request, public_id, timezone.now())
    only(page.sight.lead or page.sight.office)
    return page


def back_to(page: Seen) -> str:
    """Return the institution's page, at its decisions."""
    return reverse("desk:inspections:target", args=[page.target.public_id]) + "#decisions"


PROPOSED = gettext_lazy("Đã trình. Quyết định có hiệu lực khi lãnh đạo ký và văn thư phát hành.")


@officers_only
@either
def extension(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for more days."""
    page, at = deciding_target(request, public_id), timezone.now()
    return form_deed(
        request, ExtensionForm(request.POST or None),
        lambda **said: services.propose_extension(request.user, page.target, at=at, **said),
        title=_("Trình gia hạn: %(name)s") % {"name": page.target.institution.name}, button=_("Trình gia hạn"),
        done=PROPOSED, back=back_to(page),
    )  # fmt: skip


@officers_only
@either
def suspension(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for a rest."""
    page, at = deciding_target(request, public_id), timezone.now()
    return form_deed(
        request, ReasonForm(request.POST or None),
        lambda reason: services.propose_suspension(request.user, page.target, reason=reason, at=at),
        title=_("Trình tạm dừng: %(name)s") % {"name": page.target.institution.name}, button=_("Trình tạm dừng"),
        done=PROPOSED, back=back_to(page), grave=True,
        lead=_("Chỉ khi bất khả kháng. Đồng hồ và các bước của cơ sở này dừng từ khi quyết định được phát hành."),
    )  # fmt: skip


@officers_only
@either
def resumption(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask to go on."""
    page, at = deciding_target(request, public_id), timezone.now()
    return form_deed(
        request, ReasonForm(request.POST or None),
        lambda reason: services.propose_resumption(request.user, page.target, reason=reason, at=at),
        title=_("Trình tiếp tục kiểm tra: %(name)s") % {"name": page.target.institution.name},
        button=_("Trình tiếp tục"), done=PROPOSED, back=back_to(page),
    )  # fmt: skip


@officers_only
@either
def stop_target(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask to stop one institution's part."""
    page, at = deciding_target(request, public_id), timezone.now()
    return form_deed(
        request, StopForm(request.POST or None),
        lambda **said: services.propose_stop(
            request.user, page.inspection, target=page.target, at=at, **said
        ),
        title=_("Trình đình chỉ kiểm tra: %(name)s") % {"name": page.target.institution.name},
        button=_("Trình đình chỉ"), done=PROPOSED, back=back_to(page), grave=True,
        lead=_("Phần kiểm tra của cơ sở này kết thúc khi quyết định được phát hành; không mở lại được."),
    )  # fmt: skip


@officers_only
@either
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask to stop the whole inspection."""
    at = timezone.now()
    page = seen_inspection(request, public_id, at)
    only(page.sight.lead or page.sight.office)
    return form_deed(
        request, StopForm(request.POST or None),
        lambda **said: services.propose_stop(request.user, page.inspection, at=at, **said),
        title=_("Trình đình chỉ cuộc kiểm tra"), button=_("Trình đình chỉ"), done=PROPOSED,
        back=page_of(page.inspection, "#documents"), grave=True,
        lead=_("Mọi phần chưa kết thúc dừng lại khi quyết định được phát hành; không mở lại được."),
    )  # fmt: skip


@officers_only
@either
def member_change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask to let a member go, another come, or both."""
    at = timezone.now()
    page = seen_inspection(request, public_id, at)
    only(page.sight.lead or page.sight.office)
    team = page.inspection.team.filter(left_at=None).select_related("person")
    return form_deed(
        request, MemberChangeForm(request.POST or None, team=team),
        lambda **said: services.propose_member_change(request.user, page.inspection, at=at, **said),
        title=_("Trình thay đổi thành viên đoàn"), button=_("Trình thay đổi"), done=PROPOSED,
        back=page_of(page.inspection, "#team"),
    )  # fmt: skip


@officers_only
@either
def entrust(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let one more person know who told the authority; for whoever may not decide that it does not exist."""
    at = timezone.now()
    inspection = seen_inspection(request, public_id, at).inspection
    only(may_know_secrets(request.user, inspection, at))
    only(ConfidentialSource.objects.filter(inspection=inspection).exists())
    return form_deed(
        request, EntrustForm(request.POST or None),
        lambda person: services.entrust_source(request.user, inspection, person, at=at),
        title=_("Cho một người đọc nguồn tin"), button=_("Cho đọc"), done=_("Người này đọc được nguồn tin."),
        back=reverse("desk:inspections:source", args=[inspection.public_id]),
        lead=_("Việc này được ghi vào nhật ký và không lấy lại được."), grave=True,
    )  # fmt: skip
