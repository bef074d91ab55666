"""Whom to inspect next, and the share of inspections done digitally: by published rules, which the page shows whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.localdays import local_day
from accounts.models import Agency
from accounts.permissions import PROPOSE_INSPECTIONS, VIEW_INSPECTIONS
from accounts.selectors import agencies_where
from decisions.dmn.written import tables_written
from desk.access import officers_only
from desk.inspections.acting import form_deed
from desk.inspections.boards import PAGE_SIZE, span_of, taken
from desk.inspections.deed_forms import RulesForm
from desk.sheets import Sheet
from forms.messages import Words
from inspections.indicator_facts import announced_between, digital_facts
from inspections.indicators import Judged, measure
from inspections.models import PublishedRules
from inspections.policies import agencies_of_rules
from inspections.risk import Proposed, propose_next
from inspections.risk_facts import facts_of_institutions
from inspections.selectors.boards import inner_targets
from inspections.selectors.rules import (
    capacity_of,
    digital_definition,
    files_of_library,
    risk_rules,
    rules_in_force,
    versions_of,
)
from inspections.services.publish_rules import publish_rules
from registry.models import Institution

Kind = PublishedRules.Kind


def agency_asked(request: HttpRequest, at: datetime) -> tuple[Agency, list[Agency]]:
    """Return the agency an address asks for, the first without, and all whose inspections the reader sees. Raises Http404."""
    seen = list(
        Agency.objects.filter(pk__in=agencies_where(request.user, VIEW_INSPECTIONS, at)).order_by("code")
    )
    asked = request.GET.get("agency", "")
    chosen = next((each for each in seen if each.code == asked), None) if asked else (seen or [None])[0]
    if chosen is None:
        raise Http404
    return chosen, seen


def proposal_words(proposal: str) -> str:
    """Return what is proposed, in words."""
    return {
        "unannounced": _("Xem xét kiểm tra đột xuất"),
        "propose": _("Đề xuất kiểm tra"),
        "propose_later": _("Kiểm tra sau"),
        "exempt_from_visits": _("Đề xuất miễn kiểm tra thực tế"),
        "none": _("Chưa cần kiểm tra"),
        "not_this_year": _("Không kiểm tra nữa trong năm nay"),
    }[proposal]


def level_words(level: str) -> str:
    """Return a level of risk, in words."""
    return {"high": _("Cao"), "medium": _("Trung bình"), "low": _("Thấp")}[level]


@dataclass(frozen=True)
class ProposedShown:
    """One institution of the proposal, in words."""

    line: Proposed

    @property
    def institution(self) -> Institution:
        """Whom it is about."""
        return self.line.subject

    @property
    def proposal(self) -> str:
        """What is proposed."""
        return proposal_words(self.line.assessment.proposal)

    @property
    def level(self) -> str:
        """How great the risk is."""
        return level_words(self.line.assessment.level)

    @property
    def is_at_cap(self) -> bool:
        """Whether the rules let it rest because it has had its checks of the year."""
        return self.line.assessment.proposal == "not_this_year"

    @property
    def reasons(self) -> list[tuple[int, Words]]:
        """Points and why, in the order of the rules."""
        return [(each.points, each.words) for each in self.line.assessment.reasons]


@officers_only
@require_safe
def risk(request: HttpRequest) -> HttpResponse:
    """Every institution of the register with its risk, the reasons, and what the rules propose; a person decides."""
    at = timezone.now()
    agency, agencies = agency_asked(request, at)
    in_force, rules = risk_rules(agency.pk, local_day(at))
    if rules.definitions is None:
        raise Http404
    known = facts_of_institutions(list(institutions_kept(agency)), agency.pk, at)
    planned = capacity_of(rules)
    capacity = capacity_asked(request, planned)
    left = max(0, capacity - sum(facts.checks_this_year for _each, facts in known))
    proposed = propose_next(rules.definitions, known, capacity=left, at=at)
    lines = [ProposedShown(each) for each in proposed]
    file = taken(request, "de-xuat-kiem-tra", [risk_sheet(lines)])
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "agency": agency, "agencies": agencies, "page": page, "lines": page.object_list, "query": f"agency={agency.code}&capacity={capacity}", "capacity": capacity, "planned": planned, "left": left,
        "in_force": in_force, "tables": tables_written(in_force.files["risk.dmn"].encode(), language=get_language() or ""),
        "may_propose": agency.pk in agencies_where(request.user, PROPOSE_INSPECTIONS, at),
        "may_publish": agency.pk in agencies_of_rules(request.user, at),
    }  # fmt: skip
    return file or render(request, "desk/inspections/risk.html", context)


def institutions_kept(agency: Agency) -> Any:
    """Return the institutions of an agency's register that have not ended, by name."""
    return Institution.objects.filter(keeper=agency, valid_to=None).order_by("name_key", "pk")


def capacity_asked(request: HttpRequest, planned: int) -> int:
    """Return how many checks a year this look reckons with: those the rules plan, or fewer."""
    typed = request.GET.get("capacity", "")
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= 4
    return min(int(typed), planned) if is_number else planned


def risk_sheet(lines: Sequence[ProposedShown]) -> Sheet:
    """Return the proposal as a table to take away."""
    columns = [_("Cơ sở"), _("Mã cơ sở"), _("Điểm"), _("Mức"), _("Đề xuất"), _("Vì sao"), _("Lý do")]
    language = get_language() or "vi"
    rows = [
        [each.institution.name, each.institution.code, each.line.assessment.points, each.level, each.proposal,
         each.line.assessment.because.in_language(language),
         [f"+{points} {words.in_language(language)}" for points, words in each.reasons]]
        for each in lines
    ]  # fmt: skip
    return Sheet("risk", columns, rows)


@officers_only
@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """The share of announced institutions that were inspected digitally, and the three levels, each institution told."""
    at = timezone.now()
    agency, agencies = agency_asked(request, at)
    span = span_of(request, at)
    in_force, definition = digital_definition(agency.pk, span.last)
    targets = announced_between(
        inner_targets(request.user, at).filter(inspection__agency=agency), span.first, span.last
    )
    found = measure(definition, digital_facts(targets))
    file = taken(
        request, "kiem-tra-qua-moi-truong-so", [share_sheet(found.rows, len(definition.levels))], span
    )
    context = {
        "agency": agency, "agencies": agencies, "span": span, "share": found, "definition": definition,
        "page": Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": f"agency={agency.code}&{span.query}",
        "levels": list(zip(definition.levels, found.reached, strict=True)), "in_force": in_force,
        "may_publish": agency.pk in agencies_of_rules(request.user, at),
    }  # fmt: skip
    return file or render(request, "desk/inspections/share.html", context)


def share_sheet(rows: Sequence[Judged], levels: int) -> Sheet:
    """Return the institutions as a table to take away."""
    columns = [_("Cơ sở"), _("Cuộc kiểm tra"), _("Công bố"), _("Nguồn"), _("Qua môi trường số")]
    columns += [_("Mức %(n)d") % {"n": number} for number in range(1, levels + 1)]
    lines = [
        [each.subject.institution.name, each.subject.inspection.code, each.subject.announced_at,
         str(each.subject.inspection.get_origin_display()), each.is_digital, *each.levels]
        for each in rows
    ]  # fmt: skip
    return Sheet("share", columns, lines)


@officers_only
@require_safe
def rules(request: HttpRequest, kind: str) -> HttpResponse:
    """Every version of an agency's rules, and the one in force, whole."""
    at = timezone.now()
    agency, agencies = agency_asked(request, at)
    context = {
        "agency": agency, "agencies": agencies, "kind": Kind(kind), "kind_name": kind,
        "in_force": rules_in_force(agency.pk, kind, local_day(at)), "versions": versions_of(agency.pk, kind),
        "may_publish": agency.pk in agencies_of_rules(request.user, at),
    }  # fmt: skip
    return render(request, "desk/inspections/rules.html", context)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Publish a new version of an agency's rules, begun from the one in force; every fault is told at once."""
    at = timezone.now()
    agency = Agency.objects.filter(pk__in=agencies_of_rules(request.user, at), public_id=public_id).first()
    if agency is None:
        raise Http404
    today = local_day(at)
    files = {**files_of_library(kind), **rules_in_force(agency.pk, kind, today).files}
    form = RulesForm(request.POST or None, texts=files, initial={"valid_from": today})

    def act(**said: Any) -> PublishedRules:
        return publish_rules(
            request.user,
            agency,
            kind,
            form.written,
            valid_from=said["valid_from"],
            reason=said["reason"],
            at=at,
        )

    back = f"{reverse('desk:inspections:rules', args=[kind])}?agency={agency.code}"
    return form_deed(
        request, form, act, title=_("Phiên bản mới: %(what)s") % {"what": Kind(kind).label}, button=_("Công bố"),
        done=_("Đã công bố phiên bản mới."), back=back,
        lead=_("Mọi kịch bản phải đúng thì mới công bố được. Phiên bản cũ vẫn được giữ."),
    )  # fmt: skip
