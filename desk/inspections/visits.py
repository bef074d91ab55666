"""A month of sessions, and where the institutions that are being inspected lie: calendar, list and map."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.localdays import local_day
from desk.access import officers_only
from desk.inspections import figures
from desk.inspections.boards import PAGE_SIZE, Span, taken
from desk.inspections.map_of_places import Place, drawn
from desk.sheets import Sheet
from inspections.models import Session, Target
from inspections.selectors.boards import degrees_of, open_targets, sessions_between

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
MOST_OPEN = 1_000
"""Institutions under inspection that the map and its list show; those due first."""


@officers_only
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """A month of sessions, and where the institutions that are being inspected lie."""
    at = timezone.now()
    begin, end = month_of(request.GET.get("month", ""), local_day(at))
    found = sessions_between(request.user, begin, end, at)
    file = taken(request, "lich-kiem-tra", [sessions_sheet(found)], Span(begin, end))
    return file or render(
        request,
        "desk/inspections/visits.html",
        {
            "query": f"month={begin:%Y-%m}",
            "weeks": figures.month(begin.year, begin.month, found),
            "sessions": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            "month": begin,
            "today": local_day(at),
            "before": begin - timedelta(days=1),
            "after": end + timedelta(days=1),
            **where(list(open_targets(request.user, at)[:MOST_OPEN]), request.GET.get("places")),
        },
    )


def month_of(asked: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of the month an address asks for; of this one, where it asks for none."""
    said = MONTH.fullmatch(asked)
    begin = date(int(said[1]), int(said[2]), 1) if said else today.replace(day=1)
    return begin, (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def where(targets: Sequence[Target], page: str | None) -> dict[str, object]:
    """Return the map of these institutions and one page of their list, whose numbers are the map's."""
    numbered = [(number, each, degrees_of(each)) for number, each in enumerate(targets, start=1)]
    places = [Place(number, each, *degrees) for number, each, degrees in numbered if degrees]
    return {
        "drawing": drawn(places),
        "targets": Paginator(numbered, PAGE_SIZE).get_page(page),
        "is_cut": len(targets) == MOST_OPEN,
    }


def sessions_sheet(found: Sequence[Session]) -> Sheet:
    """Return the sessions as a table to take away."""
    columns = [_("Bắt đầu"), _("Kết thúc"), _("Cơ sở"), _("Cuộc kiểm tra"), _("Địa điểm"), _("Thành viên")]
    rows = [
        [each.starts_at, each.ends_at, each.target.institution.name, each.target.inspection.code, each.place,
         [member.person.full_name for member in each.members.all()]]
        for each in found
    ]  # fmt: skip
    return Sheet("sessions", columns, rows)
