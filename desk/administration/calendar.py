"""Pages about working time: the common calendar and an agency's own."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.localdays import local_day
from accounts.models import Agency, AgencyHours, AnnouncedYear, CalendarDay
from accounts.permissions import ADMINISTER_CALENDAR
from accounts.policies import may_everywhere
from accounts.selectors import calendar_of
from accounts.services import (
    announce_year,
    propose_days_off,
    remove_calendar_day,
    set_agency_hours,
    set_calendar_day,
)
from desk.administration.acting import carry_out
from desk.administration.calendar_forms import CalendarDayForm, HoursForm, YearForm
from desk.administration.reach import needs

_FIRST_YEAR, _LAST_YEAR = 2020, 2100


@needs(ADMINISTER_CALENDAR)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year of the common calendar or an agency's, and take in changes of it."""
    now = timezone.now()
    agency = _agency(request)
    year = _year(request, now)
    forms = _forms(request, agency, year)
    if request.method == "POST":
        form = forms.get(request.POST.get("what", ""))
        if form is None:
            raise Http404
        if form.is_valid() and _carry_out(request, form, agency, now):
            return redirect(f"{request.path}?{_query(agency, year)}")
    return render(
        request,
        "desk/administration/calendar.html",
        _context(request, agency, year, now) | {f"{name}_form": form for name, form in forms.items()},
        status=422 if any(form.errors for form in forms.values()) else 200,
    )


def _agency(request: HttpRequest) -> Agency | None:
    code = request.GET.get("agency", "")
    return get_object_or_404(Agency, code=code, pk__in=request.reach) if code else None


def _year(request: HttpRequest, now: datetime) -> int:
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else local_day(now).year
    return min(max(year, _FIRST_YEAR), _LAST_YEAR)


def _query(agency: Agency | None, year: int) -> str:
    return urlencode({"year": year} | ({"agency": agency.code} if agency else {}))


def _forms(request: HttpRequest, agency: Agency | None, year: int) -> dict:
    sent = request.POST.get("what") if request.method == "POST" else None
    hours = AgencyHours.objects.filter(agency=agency)
    own = "\n".join(f"{row.opens:%H:%M}-{row.closes:%H:%M}" for row in hours)
    made = {
        "day": partial(CalendarDayForm, prefix="day"),
        "hours": partial(HoursForm, prefix="hours", initial={"sessions": own}),
        "year": partial(YearForm, prefix="year", initial={"year": year}),
    }
    return {name: make(request.POST if sent == name else None) for name, make in made.items()}


def _carry_out(request: HttpRequest, form, agency: Agency | None, now: datetime) -> bool:
    data, actor = form.cleaned_data, request.user
    if isinstance(form, CalendarDayForm):
        act = partial(set_calendar_day, **data, agency=agency, actor=actor, at=now)
    elif isinstance(form, HoursForm):
        act = partial(set_agency_hours, data["sessions"], agency=agency, actor=actor, at=now)
    else:
        act = partial(announce_year, data["year"], basis=data["basis"], actor=actor, at=now)
    return carry_out(request, form, act, _("Đã lưu lịch."))


def _context(request: HttpRequest, agency: Agency | None, year: int, now: datetime) -> dict[str, object]:
    common = may_everywhere(request.user, ADMINISTER_CALENDAR, now)
    return {
        "agency": agency,
        "year": year,
        "years": [year - 1, year, year + 1],
        "agencies": Agency.objects.filter(pk__in=request.reach).order_by("name"),
        "common_days": CalendarDay.objects.filter(agency__isnull=True, on__year=year),
        "own_days": CalendarDay.objects.filter(agency=agency, on__year=year) if agency else (),
        "sessions": calendar_of(agency.pk if agency else None).sessions,
        "announced": AnnouncedYear.objects.filter(year=year).first(),
        "may_change": common if agency is None else True,
        "may_change_common": common,
    }


@needs(ADMINISTER_CALENDAR)
@require_POST
def remove_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a day a plain one again."""
    now = timezone.now()
    day = get_object_or_404(CalendarDay.objects.select_related("agency"), pk=pk)
    in_reach = (
        day.agency_id in request.reach
        if day.agency_id
        else may_everywhere(request.user, ADMINISTER_CALENDAR, now)
    )
    if not in_reach:
        raise Http404
    query = _query(day.agency, day.on.year)
    remove_calendar_day(day, actor=request.user, at=now)
    messages.success(request, _("Đã bỏ ngày khỏi lịch."))
    return redirect(f"{reverse('administration:calendar')}?{query}")


@needs(ADMINISTER_CALENDAR)
@require_POST
def propose(request: HttpRequest, year: int) -> HttpResponse:
    """Fill an empty year with the days a library proposes."""
    now = timezone.now()
    if not may_everywhere(request.user, ADMINISTER_CALENDAR, now) or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Http404
    if propose_days_off(year, actor=request.user, at=now):
        messages.success(request, _("Đã thêm các ngày đề xuất. Hãy đối chiếu với thông báo chính thức."))
    else:
        messages.warning(request, _("Năm này đã có ngày nghỉ, không thêm đề xuất."))
    return redirect(f"{reverse('administration:calendar')}?{_query(None, year)}")
