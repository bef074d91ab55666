"""One's own dossiers: where they are, what they ask of the applicant, what came out, how to take them back."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dossiers import selectors, services
from dossiers.errors import CannotRate, CannotWithdraw, NotVisible
from dossiers.selectors import DossierPage
from dossiers.status import Status
from dossiers.topics import dossier_topic
from portal.presenting import ApplicantView, answers_of, listed_all


def own_page(request: HttpRequest, public_id: UUID, at: datetime) -> DossierPage:
    """Return the applicant's page, or 404."""
    try:
        return selectors.dossier_for_applicant(request.user, public_id, at)
    except NotVisible as error:
        raise Http404(str(public_id)) from error


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Drafts and dossiers of the person, newest first."""
    dossiers = list(selectors.dossiers_of(request.user, timezone.now())[:100])
    context = {
        "dossiers": listed_all(dossiers),
        "drafts": listed_all(selectors.drafts_of_person(request.user)),
        "topics": " ".join(dossier_topic(dossier) for dossier in dossiers if not dossier.is_over),
    }
    return render(request, "portal/dossiers.html", context)


@login_required
@require_safe
def dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The answer to “where is it?” first, then what the applicant must do."""
    return show_dossier(request, own_page(request, public_id, timezone.now()))


def show_dossier(
    request: HttpRequest,
    page: DossierPage,
    *,
    rating_words: str = "",
    rating_error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the applicant's page; a rating that could not be taken is shown again as it was written."""
    context = {
        "dossier": page.dossier,
        "view": ApplicantView(page),
        "topic": dossier_topic(page.dossier),
        "sections": answers_of(page),
        "just_sent": "sent" in request.GET and page.dossier.status == Status.NEW,
        "rating_words": rating_words,
        "rating_error": rating_error,
    }
    return render(request, "portal/dossier.html", context, status=status)


@login_required
@require_POST
def withdraw_dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take an application back."""
    reason = request.POST.get("reason", "").strip()[:200]
    try:
        services.withdraw(request.user, str(public_id), reason=reason, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotWithdraw:
        messages.error(request, _("Không rút được nữa: hồ sơ đã kết thúc hoặc kết quả đã được ký."))
    else:
        messages.success(request, _("Đã rút hồ sơ. Mọi bước xử lý đã dừng."))
    return redirect("portal:dossier", public_id)


@login_required
@require_POST
def rate_dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the applicant's rating; once it is given it stands."""
    at, words = timezone.now(), request.POST.get("words", "")
    sent = request.POST.get("score", "")
    try:
        services.rate(
            request.user,
            str(public_id),
            score=int(sent) if sent in set("12345") else 0,
            words=words,
            at=at,
        )
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotRate as refusal:
        if refusal.reason == "no_score":
            return show_dossier(
                request, own_page(request, public_id, at), rating_words=words, status=422,
                rating_error=_("Chọn mức độ hài lòng của bạn."),
            )  # fmt: skip
        messages.error(request, why_not_rated(refusal.reason))
    else:
        messages.success(request, _("Cảm ơn bạn. Đánh giá đã được ghi nhận."))
    return redirect("portal:dossier", public_id)


def why_not_rated(reason: str) -> str:
    """Return why a rating was not taken, in words."""
    if reason == "rated":
        return _("Bạn đã đánh giá hồ sơ này; mỗi hồ sơ được đánh giá một lần.")
    return _("Bạn đánh giá được khi hồ sơ đã có kết quả.")
