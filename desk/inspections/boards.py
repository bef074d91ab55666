"""Boards of inspections: visits by day and place, teams, findings, remedies; each with its table, which can be taken away."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
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
from inspections.models import DataExport, Session
from inspections.selectors.boards import (
    findings_between,
    open_remedies,
    open_targets,
    places_of,
    sessions_between,
    workloads,
)
from inspections.selectors.checklists import section_called
from inspections.services.note_export import note_export

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
COMING = timedelta(days=30)


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
) -> HttpResponse | None:
    """Return the tables as the file an address asks for, on record; None where it asks for none.

    `?as=` csv, xlsx or json; `?table=` the one that CSV has
    """
    form = request.GET.get("as", "")
    if form not in TYPES:
        return None
    chosen = [each for each in sheets if each.name == request.GET.get("table")] or sheets[:1]
    kept = [
        Sheet(each.name, each.headings, list(each.rows), each.keys)
        for each in (chosen if form == "csv" else sheets)
    ]
    first, last = (span.first, span.last) if span else (None, None)
    note_export(
        request.user, what, form=form, lines=sum(len(each.rows) for each in kept), first=first, last=last, at=timezone.now()
    )  # fmt: skip
    name = f"{what}-{first}-{last}" if span else f"{what}-{local_day(timezone.now())}"
    return download(kept, form, name, group="19", **({"from": first, "to": last} if span else {}))


def lookers_only(request: HttpRequest) -> None:
    """Let those see figures who see the inspections of an agency. Raises Http404."""
    if not agencies_where(request.user, VIEW_INSPECTIONS, timezone.now()):
        raise Http404


@officers_only
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """A month of sessions, and where the institutions that are being inspected lie."""
    at = timezone.now()
    asked = MONTH.fullmatch(request.GET.get("month", ""))
    today = local_day(at)
    year, number = (int(asked[1]), int(asked[2])) if asked else (today.year, today.month)
    begin = date(year, number, 1)
    end = (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found, targets = sessions_between(request.user, begin, end, at), open_targets(request.user, at)
    file = taken(request, "lich-kiem-tra", [sessions_sheet(found)], Span(begin, end))
    return file or render(
        request,
        "desk/inspections/visits.html",
        {
            "query": f"month={begin:%Y-%m}",
            "weeks": figures.month(year, number, found),
            "sessions": found,
            "month": begin,
            "today": today,
            "before": begin - timedelta(days=1),
            "after": end + timedelta(days=1),
            "points": figures.points(places_of(targets)),
            "targets": targets,
            "width": figures.WIDTH,
            "height": figures.HEIGHT,
        },
    )


def sessions_sheet(found: Sequence[Session]) -> Sheet:
    """Return the sessions as a table to take away."""
    columns = [_("Bắt đầu"), _("Kết thúc"), _("Cơ sở"), _("Cuộc kiểm tra"), _("Địa điểm"), _("Thành viên")]
    rows = [
        [each.starts_at, each.ends_at, each.target.institution.name, each.target.inspection.code, each.place,
         [member.person.full_name for member in each.members.all()]]
        for each in found
    ]  # fmt: skip
    return Sheet("sessions", columns, rows)


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
    found = findings_between(request.user, span.first, span.last, at)
    other = _("Khác")
    charts = [
        ("clauses", _("Theo căn cứ"), figures.bars(figures.by(found, lambda each: each.clause or other))),
        (
            "institutions",
            _("Theo cơ sở"),
            figures.bars(figures.by(found, lambda each: each.target.institution.name)),
        ),
        ("months", _("Theo tháng"), figures.in_order(figures.by(found, figures.month_of))),
    ]
    heat = figures.heat_map(found, lambda each: section_words(each) or other)
    sheets = [
        Sheet(name, [title, _("Số tồn tại")], [[bar.label, bar.count] for bar in rows])
        for name, title, rows in charts
    ]
    sheets.append(
        Sheet("heat", [_("Cơ sở"), *heat.columns, _("Cộng")], [[name, *(cell.count for cell in cells), total] for name, cells, total in heat.rows])
    )  # fmt: skip
    context = {"charts": charts, "heat": heat, "span": span, "count": len(found)}
    file = taken(request, "ton-tai", sheets, span)
    return file or render(request, "desk/inspections/findings.html", context)


def section_words(finding: Any) -> str:
    """Return what the section of a finding's criterion is called; "" for one of no criterion."""
    called = section_called(finding.checklist_hash, finding.item_key)
    return called.in_language(get_language() or "vi") if called else ""


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
    rows = [
        [each.due_on, max(0, (today - each.due_on).days), each.finding.target.institution.name,
         each.finding.target.inspection.code, each.finding.text, str(each.get_state_display()), each.sent]
        for each in found
    ]  # fmt: skip
    file = taken(request, "khac-phuc", [Sheet("remedies", columns, rows)])
    lines = [(each, (each.due_on - today).days) for each in found]
    context = {"lines": lines, "late_count": sum(days < 0 for _each, days in lines), "is_late": is_late}
    return file or render(request, "desk/inspections/remedies.html", context)


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
    labels = table_labels()
    shown: list[Any] = [(each.name, labels[each.name], len(each.rows), len(each.keys)) for each in tables]
    return file or render(request, "desk/inspections/data.html", {"tables": shown, "span": span})


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
