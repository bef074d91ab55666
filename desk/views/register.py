"""The register of dossiers (Mẫu 07) on the desk and as a spreadsheet, within what the officer may list."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.localdays import local_day
from desk.access import officers_only
from desk.days import day_of
from desk.register_sheet import spreadsheet
from desk.sheets import download
from dossiers.selectors.register_of_dossiers import RegisterRow, received_between, register_rows
from dossiers.services import note_register_exported

PAGE_SIZE = 50
SHOWN_DAYS = timedelta(days=30)


@officers_only
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The lines between two days, the last 30 where none are given; ?as=xlsx sends them as a spreadsheet."""
    at = timezone.now()
    last = day_of(request.GET.get("to", "")) or local_day(at)
    first = day_of(request.GET.get("from", "")) or last - SHOWN_DAYS
    found = received_between(request.user, first, last, at)
    if request.GET.get("as") == "xlsx":
        return sheet(request, list(register_rows(found, request.user, at)), first, last)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = (
        list(register_rows(found, request.user, at, start=page.start_index() - 1, most=PAGE_SIZE))
        if page
        else []
    )
    context = {"rows": rows, "page": page, "first": first.isoformat(), "last": last.isoformat()}
    return render(request, "desk/register.html", context)


def sheet(request: HttpRequest, rows: list[RegisterRow], first: date, last: date) -> HttpResponse:
    """Send the spreadsheet; who took it is on record."""
    note_register_exported(request.user, first, last, lines=len(rows), at=timezone.now())
    return download([spreadsheet(rows)], "xlsx", f"so-theo-doi-{first}-{last}")
