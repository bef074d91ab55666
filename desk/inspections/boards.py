"""Boards of inspections: teams, findings, remedies, group 19; each with its table, which can be taken away."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.localdays import local_day
from accounts.permissions import VIEW_INSPECTIONS
from accounts.selectors import agencies_where
from desk.access import officers_only
from desk.days import day_of
from desk.inspections import figures
from desk.inspections.acting import seen_inspection
from desk.sheets import TYPES, Sheet, download
from inspections.export import exported
from inspections.models import DataExport
from inspections.selectors.boards import (
    FindingsCounted,
    findings_counted,
    open_remedies,
    workloads,
)
from inspections.selectors.checklists import section_called
from inspections.services.note_export import note_export

COMING = timedelta(days=30)
PAGE_SIZE = 50
CHUNK = 2_000


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, as an address says them."""

    first: date
    last: date

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return f"from={self.first}&to={self.last}"


def span_of(request: HttpRequest, at: datetime) -> Span:
    """Return the days asked for; the year so far where none are."""
    today = local_day(at)
    last = day_of(request.GET.get("to", "")) or today
    first = day_of(request.GET.get("from", "")) or date(last.year, 1, 1)
    return Span(min(first, last), last)


def taken(
    request: HttpRequest, what: str, sheets: list[Sheet], span: Span | None = None
) -> HttpResponseBase | None:
    """Return the tables as the file an address asks for, on record with how many lines it has; None where it asks for none.

    `?as=` csv, xlsx or json; `?table=` the one that CSV has
    """
    form = request.GET.get("as", "")
    if form not in TYPES:
        return None
    chosen = [each for each in sheets if each.name == request.GET.get("table")] or sheets[:1]
    kept = [Counted(each) for each in (chosen if form == "csv" else sheets)]
    first, last = (span.first, span.last) if span else (None, None)
    name = f"{what}-{first}-{last}" if span else f"{what}-{local_day(timezone.now())}"
    days = {"from": first, "to": last} if span else {}
    file = download([each.sheet for each in kept], form, name, group="19", **days)
    lines = sum(each.lines for each in kept)
    note_export(request.user, what, form=form, lines=lines, first=first, last=last, at=timezone.now())
    return file


class Counted:
    """A sheet that knows afterwards how many rows were written."""

    def __init__(self, sheet: Sheet) -> None:
        self.lines = 0
        self.sheet = Sheet(sheet.name, sheet.headings, self.rows_of(sheet), sheet.keys)

    def rows_of(self, sheet: Sheet) -> Iterator[Sequence[Any]]:
        """Yield the rows and count them."""
        for row in sheet.rows:
            self.lines += 1
            yield row


def lookers_only(request: HttpRequest) -> None:
    """Let those see figures who see the inspections of an agency. Raises Http404."""
    if not agencies_where(request.user, VIEW_INSPECTIONS, timezone.now()):
        raise Http404


@officers_only
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """What the members of teams have in hand, and how many sessions in the next 30 days."""
    lookers_only(request)
    at = timezone.now()
    today = local_day(at)
    found = workloads(request.user, today, today + COMING, at)
    columns = [
        _("Người"),
        _("Làm trưởng đoàn"),
        _("Cuộc đang mở"),
        _("Đối tượng đang mở"),
        _("Buổi trong 30 ngày tới"),
    ]
    rows = [
        [each.person.full_name, each.leads, each.inspections, each.institutions, each.sessions]
        for each in found
    ]
    file = taken(request, "khoi-luong-doan", [Sheet("teams", columns, rows)])
    return file or render(request, "desk/inspections/teams.html", {"columns": columns, "rows": rows})


@officers_only
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Findings by clause, institution and month, and where they crowd."""
    lookers_only(request)
    at = timezone.now()
    span = span_of(request, at)
    found, other = findings_counted(request.user, span.first, span.last, at), _("Khác")
    heat = figures.heat_map(by_section(found, other))
    charts = [
        (
            "clauses",
            _("Theo căn cứ"),
            figures.bars(figures.named(found.clauses, lambda clause: clause or other)),
        ),
        ("institutions", _("Theo cơ sở"), figures.bars(figures.named(found.items, lambda key: key[0]))),
        ("months", _("Theo tháng"), figures.in_order(found.months)),
    ]
    sheets = [
        Sheet(name, [title, _("Số tồn tại")], [[bar.label, bar.count] for bar in rows])
        for name, title, rows in charts
    ]
    sheets.append(
        Sheet("heat", [_("Cơ sở"), *heat.columns, _("Cộng")], [[name, *(cell.count for cell in cells), total] for name, cells, total in heat.rows])
    )  # fmt: skip
    context = {"charts": charts, "heat": heat, "span": span, "count": found.months.total()}
    file = taken(request, "ton-tai", sheets, span)
    return file or render(request, "desk/inspections/findings.html", context)


def by_section(found: FindingsCounted, other: str) -> Counter[tuple[str, str]]:
    """Return how many findings an institution has in a section of the checklist; `other` for those of no criterion."""

    def section(key: tuple[str, str | None, str]) -> tuple[str, str]:
        institution, checklist, item = key
        called = section_called(checklist, item)
        return institution, called.in_language(get_language() or "vi") if called else other

    return figures.named(found.items, section)


@officers_only
@require_safe
def remedies(request: HttpRequest) -> HttpResponse:
    """Remedies that wait, those that are late first; `?late=yes` shows these alone."""
    lookers_only(request)
    at = timezone.now()
    is_late = request.GET.get("late") == "yes"
    today, found = local_day(at), open_remedies(request.user, at, late=is_late)
    columns = [
        _("Hạn"),
        _("Quá hạn (ngày)"),
        _("Cơ sở"),
        _("Cuộc kiểm tra"),
        _("Tồn tại"),
        _("Tình trạng"),
        _("Đã nộp"),
    ]
    rows = (
        [each.due_on, max(0, (today - each.due_on).days), each.finding.target.institution.name,
         each.finding.target.inspection.code, each.finding.text, str(each.get_state_display()), each.sent]
        for each in found.iterator(CHUNK)
    )  # fmt: skip
    file = taken(request, "khac-phuc", [Sheet("remedies", columns, rows)])
    if file:
        return file
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(each, (each.due_on - today).days) for each in page.object_list],
        "late_count": open_remedies(request.user, at, late=True).count(),
        "is_late": is_late,
        "query": "late=yes" if is_late else "",
    }
    return render(request, "desk/inspections/remedies.html", context)


@officers_only
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Group 19: what is in it for these days, and the files."""
    lookers_only(request)
    at = timezone.now()
    span = span_of(request, at)
    tables = exported(request.user, span.first, span.last, at)
    sheets = [Sheet(each.name, each.keys, each.rows, each.keys) for each in tables]
    file = taken(request, "kiem-tra-nhom-19", sheets, span)
    if file:
        return file
    labels = table_labels()
    shown: list[Any] = [(each.name, labels[each.name], each.count(), len(each.keys)) for each in tables]
    return render(request, "desk/inspections/data.html", {"tables": shown, "span": span})


@officers_only
@require_safe
def export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send what of a closed inspection was handed on as group 19, as it was made."""
    at = timezone.now()
    page = seen_inspection(request, public_id, at)
    made = DataExport.objects.filter(inspection=page.inspection).first()
    if not page.sight.office or made is None:
        raise Http404(str(public_id))
    whole = {"made_at": made.made_at.isoformat(), "sha256": made.content_digest, **made.content}
    lines = sum(map(len, made.content.values()))
    note_export(request.user, page.inspection.code, form="json", lines=lines, at=at)
    response = HttpResponse(json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/json")
    name = f"nhom-19-{page.inspection.code}.json"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def table_labels() -> dict[str, str]:
    """Return what the tables of group 19 are called."""
    return {
        "inspections": _("Cuộc kiểm tra"),
        "institutions": _("Đối tượng kiểm tra"),
        "sessions": _("Buổi làm việc"),
        "findings": _("Tồn tại"),
        "remedies": _("Việc khắc phục"),
        "decisions": _("Quyết định trong cuộc kiểm tra"),
    }
