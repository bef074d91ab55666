"""What an officer marks for the applicant to supplement, and what the one-stop finds of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.access import officers_only
from desk.conflicts import in_words
from desk.dossier_steps import DossierSteps
from desk.presenting import CaseView
from desk.views.cell_marks import CellMarks, cell_marks, marks_of
from dossiers import services
from dossiers.cells import Cell, shown
from dossiers.errors import NotVisible, SupplementNotReady
from dossiers.models import SupplementItem
from dossiers.selectors import WorkItemPage
from dossiers.selectors.supplement import SupplementDesk, supplement_desk
from dossiers.services import Mark
from forms.definition import FormDefinition
from forms.fields.files import File
from forms.rendering import SummaryLine

LONGEST = 2000
FOUND = ("yes", "no")


@dataclass(frozen=True)
class MarkRow:
    """One question an officer may mark, as the page shows it; the errors are in words."""

    key: str
    label: str
    text: str
    is_file: bool
    marked: bool
    reason: str
    basis: str
    page: str
    error: str = ""
    page_error: str = ""
    cells: CellMarks | None = None
    table: Any = None


@dataclass(frozen=True)
class FindingRow:
    """One item that was answered: its question's row in the dossier, and "yes", "no" or "" as found so far.

    cell  what stands in the cell that was asked, None where a whole question was
    """

    item: SupplementItem
    row: Any
    met: str
    error: str = ""
    cell: str | None = None


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark or judge, whichever the step is for; 404 for a step that does neither."""
    at = timezone.now()
    page = DossierSteps().page(request.user, public_id, at)
    desk = supplement_desk(page.item, request.user, page.page.procedure.supplement)
    if desk is None:
        raise Http404(str(public_id))
    if request.method == "POST":
        return save_marks(request, page, desk, at) if desk.asks else save_findings(request, page, desk, at)
    DossierSteps().look(request, page)
    return show_marks(request, page, desk, at) if desk.asks else show_findings(request, page, desk, at)


def save_marks(request: HttpRequest, page: WorkItemPage, desk: SupplementDesk, at: datetime) -> HttpResponse:
    """Keep what is marked, or show again what a mark still needs."""
    form = form_of(page)
    marked = [key for key in form.by_key if is_marked(request.POST, key)]
    tables = [found for key in form.by_key if (found := cells_of(page, key, desk, request.POST)) is not None]
    wrong = any(any(mark_errors(request.POST, key)) for key in marked) or any(each.summary for each in tables)
    if wrong:
        return show_marks(request, page, desk, at, status=422)
    marks = [mark_of(request.POST, key) for key in marked]
    marks += [mark for table in tables for mark in marks_of(table)]
    try:
        services.mark(request.user, page.item.public_id, marks, at=at)
    except NotVisible as error:
        raise Http404(str(page.item.public_id)) from error
    except SupplementNotReady:
        return show_marks(request, page, desk, at, status=422, marked_twice=True)
    messages.success(request, _("Đã lưu %(n)d mục cần bổ sung.") % {"n": len(marks)})
    return redirect("desk:work_item", page.item.public_id)


def form_of(page: WorkItemPage) -> FormDefinition:
    """Return the form of the application."""
    return page.page.package.forms[page.page.procedure.form]


def cells_of(
    page: WorkItemPage, key: str, desk: SupplementDesk, sent: Mapping[str, str] | None
) -> CellMarks | None:
    """Return the lines for the cells of a question that is a table, None for any other."""
    form, language = form_of(page), get_language() or "vi"
    return cell_marks(
        form, page.page.dossier.answers, key, label=form.by_key[key].label.in_language(language), kept=desk.items,
        sent=sent, language=language,
    )  # fmt: skip


def sent_text(sent: Mapping[str, str], name: str, key: str) -> str:
    """Return what was typed for a question, as it was typed."""
    return sent.get(f"{name}-{key}", "")


def is_marked(sent: Mapping[str, str], key: str) -> bool:
    """Say whether a question is marked: ticked, or something written, unless its tick was taken away."""
    if f"mark-{key}" in sent:
        return True
    written = any(sent_text(sent, name, key).strip() for name in ("reason", "basis", "page"))
    return written and f"was-{key}" not in sent


def mark_errors(sent: Mapping[str, str], key: str) -> tuple[str, str]:
    """Return what is wrong with a mark's reason and with its page; "" for what is right."""
    page = sent_text(sent, "page", key).strip()
    reason_error = "" if sent_text(sent, "reason", key).strip() else _("Viết lý do.")
    page_error = _("Ghi số trang từ 1 đến 9999, ví dụ 3.") if page and not page_number(page) else ""
    return reason_error, page_error


def page_number(text: str) -> int | None:
    """Return the number of a page, 1 to 9999; None for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 4
    return int(text) or None if is_number else None


def mark_of(sent: Mapping[str, str], key: str) -> Mark:
    """Return one mark as it was sent."""
    return Mark(
        field=key,
        reason=sent_text(sent, "reason", key).strip()[:LONGEST],
        basis=sent_text(sent, "basis", key).strip()[:300],
        page=page_number(sent_text(sent, "page", key).strip()),
    )


def show_marks(
    request: HttpRequest,
    page: WorkItemPage,
    desk: SupplementDesk,
    at: datetime,
    *,
    status: int = 200,
    marked_twice: bool = False,
) -> HttpResponse:
    """Show every question of the application with its answer and room for a mark, a table with lines for its cells."""
    kept = {item.field: item for item in desk.items if item.target != SupplementItem.Target.CELL}
    sent = request.POST if request.method == "POST" else None
    case = CaseView(page.page, at)
    kinds = form_of(page).by_key
    sections = [
        (
            section.title,
            [
                mark_row(row, kinds[row.key].kind, kept, sent, cells_of(page, row.key, desk, sent))
                for row in section.rows
            ],
        )
        for section in case.sections
    ]
    errors = [line for _title, rows in sections for row in rows for line in mark_lines(row)]
    if marked_twice:
        errors.append(SummaryLine("", _("Một bảng được đánh dấu cả bảng, hoặc từng ô; không cả hai.")))
    context = {"sections": sections, "errors": errors}
    return answer(request, "desk/supplement_marks.html", page, case, context, status=status)


def mark_lines(row: MarkRow) -> list[SummaryLine]:
    """Return the lines of one question in the list of errors, in the order of the page."""
    told = [(f"#page-{row.key}", row.page_error), (f"#reason-{row.key}", row.error)]
    own = [SummaryLine(href, f"{row.label}: {text}") for href, text in told if text]
    return own + (row.cells.summary if row.cells else [])


def mark_row(
    row: Any, kind: object, kept: Mapping[str, SupplementItem], sent: Any, cells: CellMarks | None
) -> MarkRow:
    """Return one question with what is marked so far, or what was just sent."""
    item = kept.get(row.key)
    shown = row.text or ", ".join(each.original_name for each in row.attachments)
    if sent is None:
        return MarkRow(
            row.key, row.label, shown, isinstance(kind, File), item is not None,
            item.reason if item else "", item.basis if item else "", str(item.page or "") if item else "",
            cells=cells, table=row.table,
        )  # fmt: skip
    marked = is_marked(sent, row.key)
    reason, basis, page = (sent_text(sent, name, row.key) for name in ("reason", "basis", "page"))
    errors = mark_errors(sent, row.key) if marked else ("", "")
    return MarkRow(
        row.key, row.label, shown, isinstance(kind, File), marked, reason, basis, page, *errors, cells=cells,
        table=row.table,
    )  # fmt: skip


def save_findings(
    request: HttpRequest, page: WorkItemPage, desk: SupplementDesk, at: datetime
) -> HttpResponse:
    """Keep what is found of each item; every item needs a finding."""
    found = {item.pk: request.POST.get(f"met-{item.pk}", "") for item in desk.items}
    if not all(each in FOUND for each in found.values()):
        return show_findings(request, page, desk, at, status=422)
    try:
        services.judge(
            request.user, page.item.public_id, {pk: each == "yes" for pk, each in found.items()}, at=at
        )
    except NotVisible as error:
        raise Http404(str(page.item.public_id)) from error
    messages.success(request, _("Đã lưu kết luận cho từng mục bổ sung."))
    return redirect("desk:work_item", page.item.public_id)


def show_findings(
    request: HttpRequest, page: WorkItemPage, desk: SupplementDesk, at: datetime, *, status: int = 200
) -> HttpResponse:
    """Show each item with what the applicant answered, and what is found of it so far."""
    case = CaseView(page.page, at)
    rows = {row.key: row for section in case.sections for row in section.rows}
    sent = request.POST if request.method == "POST" else None
    language = get_language() or "vi"
    findings = [
        finding_row(item, rows.get(item.field), sent, cell_text(page, item, language)) for item in desk.items
    ]
    errors = [
        SummaryLine(f"#met-{each.item.pk}-yes", f"{in_words(each.item.label, language)}: {each.error}")
        for each in findings
        if each.error
    ]
    context = {"findings": findings, "round": desk.round, "errors": errors}
    return answer(request, "desk/supplement_check.html", page, case, context, status=status)


def cell_text(page: WorkItemPage, item: SupplementItem, language: str) -> str | None:
    """Return what stands in the cell an item asks, None for an item that asks a whole question."""
    if item.target != SupplementItem.Target.CELL:
        return None
    cell = Cell(item.field, item.row or 0, item.column)
    return shown(form_of(page), page.page.dossier.answers, cell, language)


def finding_row(
    item: SupplementItem, row: Any, sent: Mapping[str, str] | None, cell: str | None
) -> FindingRow:
    """Return one item with what was just chosen, else what was found before."""
    if sent is None:
        return FindingRow(item, row, {True: "yes", False: "no", None: ""}[item.met], cell=cell)
    chosen = sent.get(f"met-{item.pk}", "")
    met = chosen if chosen in FOUND else ""
    return FindingRow(item, row, met, "" if met else _("Chọn đạt hay còn thiếu."), cell)


def answer(
    request: HttpRequest,
    template: str,
    page: WorkItemPage,
    case: CaseView,
    context: Mapping[str, object],
    *,
    status: int,
) -> HttpResponse:
    """Return a page about a step."""
    common = {"item": page.item, "work": page, "dossier": page.page.dossier, "case": case}
    return render(request, template, {**common, **context}, status=status)
