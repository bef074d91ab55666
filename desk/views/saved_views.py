"""The views of the inbox an officer keeps: save one, rename it, forget it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from desk.access import officers_only
from dossiers import services
from dossiers.errors import CannotKeepView, NotVisible
from dossiers.inbox_filter import InboxFilter, filter_from
from dossiers.models import SavedView
from dossiers.saved_view_models import LONGEST_NAME, MOST_VIEWS
from dossiers.selectors.saved_views import saved_views

LONGEST_QUERY = 1_000


@dataclass(frozen=True)
class ViewRow:
    """One kept view on the page: what stands in the box for its name, and what is wrong with that."""

    view: SavedView
    narrowed: InboxFilter
    typed: str
    error: str = ""


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """The kept views; a POST keeps the one the inbox shows under a name."""
    if request.method != "POST":
        return show(request)
    narrowed = filter_from(QueryDict(request.POST.get("view", "")[:LONGEST_QUERY]).dict())
    name = request.POST.get("name", "")
    try:
        view = services.keep_view(request.user, name, narrowed, at=timezone.now())
    except CannotKeepView as refusal:
        return show(request, new=(narrowed.as_query(), name, why_not(refusal.reason)))
    messages.success(request, _("Đã lưu mục xem “%(name)s”.") % {"name": view.name})
    return redirect(f"{reverse('desk:inbox')}?{narrowed.as_query()}")


def why_not(reason: str) -> str:
    """Return why a view is not kept, and what to do."""
    return {
        "no_name": _("Đặt tên cho mục xem."),
        "long_name": _("Đặt tên ngắn lại: tối đa %(most)d ký tự.") % {"most": LONGEST_NAME},
        "taken": _("Bạn đã có mục xem tên này. Chọn tên khác."),
        "too_many": _("Bạn đã có %(most)d mục xem. Bỏ bớt một mục rồi lưu.") % {"most": MOST_VIEWS},
    }[reason]


def show(
    request: HttpRequest,
    *,
    new: tuple[str, str, str] | None = None,
    wrong: tuple[UUID, str, str] | None = None,
) -> HttpResponse:
    """Return the page; `new` is a view that could not be kept, `wrong` a name that could not be given."""
    rows, errors = [], []
    for view, narrowed in saved_views(request.user):
        is_wrong = wrong is not None and wrong[0] == view.public_id
        typed, error = wrong[1:] if wrong and is_wrong else (view.name, "")
        rows.append(ViewRow(view, narrowed, typed, error))
        if error:
            errors.append({"href": f"#name-{view.pk}", "message": error})
    if new:
        errors.append({"href": "#name", "message": new[2]})
    context = {
        "rows": rows,
        "errors": errors,
        "new_view": new[0] if new else None,
        "new_name": new[1] if new else "",
        "new_error": new[2] if new else "",
        "longest_name": LONGEST_NAME,
    }
    return render(request, "desk/views.html", context, status=422 if errors else 200)


@officers_only
@require_POST
def rename(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a view another name."""
    name = request.POST.get("name", "")
    try:
        services.rename_view(request.user, public_id, name, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    except CannotKeepView as refusal:
        return show(request, wrong=(public_id, name, why_not(refusal.reason)))
    messages.success(request, _("Đã đổi tên."))
    return redirect("desk:views")


@officers_only
@require_POST
def forget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Forget a view."""
    try:
        services.forget_view(request.user, public_id, at=timezone.now())
    except NotVisible as error:
        raise Http404(str(public_id)) from error
    messages.success(request, _("Đã bỏ mục xem."))
    return redirect("desk:views")
