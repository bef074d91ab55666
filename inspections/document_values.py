"""The values a document of an inspection may show, in the words of paper (Vietnamese), plain text only.

    inspection  code, title, ground, scope, contents [line], term, counting, period, mode, number, day
    team        [{name, role, title, tasks}], the lead first; team_lines, the heading of the team's own papers
    targets     [{name, address, place, exempt}]; a paper of one institution sees `target` alone, never another's name
    findings    that the institution must remedy: [{text, clause, recommendation, due, evidence}]
    refused     what the institution did not remedy: [{text, clause, recommendation, due, first_due, verification}]
    violations, to_inspectorate, to_police  what was sorted there, as findings; handed, the file: [{title, sha256}]
    decision    of a decision on the way: kind, ground of a stop, reason, days, until, member_out, member_in
    steps       answers of each step by node id; issued, documents issued before, by kind: {number, day}
    papers      titles of the documents that the case's own rules know, by kind: an older flow may know fewer

What was found, where it went and the file that goes with it stand only in a paper whose template names them. Who told the
authority is in none.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import translation

from accounts.localdays import local_day
from documents.letterhead import broken, day_in_words
from documents.selectors import documents_of
from dossiers.papers import PAPER_LANGUAGE
from inspections.handing_over import contents_of
from inspections.models import (
    NOT_INSPECTED,
    DayKind,
    Finding,
    Inspection,
    InspectionDecision,
    InspectionStep,
    Outcome,
    Remedy,
    Target,
)
from inspections.parties import team_now
from inspections.remedying import USUAL_DAYS, own_day, to_remedy
from procedures.package import Package

Case = Inspection | Target | InspectionDecision
WORD = re.compile(r"\w+")


def values_of(case: Case, rules: Package, at: datetime, *, source: str) -> dict[str, Any]:
    """Return what a template may show of a case at a moment, whatever language the officer reads.

    source  the template's text, with what it is made of
    """
    inspection = case if isinstance(case, Inspection) else case.inspection
    target = case if isinstance(case, Target) else getattr(case, "target", None)
    today = local_day(at)
    with translation.override(PAPER_LANGUAGE):
        return {
            "inspection": inspection_values(inspection),
            "team": team_values(inspection),
            "team_lines": {
                "superior": broken(inspection.agency.name),
                "own": ["Đoàn kiểm tra theo", f"Quyết định số {inspection.decision_number}"],
            },
            "targets": [] if target else [target_values(each) for each in inspected(inspection)],
            "target": target_values(target) if target else {},
            **found_values(target, today, set(WORD.findall(source))),
            "decision": decision_values(case) if isinstance(case, InspectionDecision) else {},
            "steps": step_values(case, rules),
            "issued": issued_before(inspection, target),
            "papers": {key: kind.title.vi for key, kind in rules.definition.documents.items()},
        }


def inspected(inspection: Inspection) -> list[Target]:
    """Return the institutions a decision names."""
    rows = inspection.targets.exclude(overlap__in=NOT_INSPECTED)
    return list(rows.select_related("institution").order_by("pk"))


def inspection_values(inspection: Inspection) -> dict[str, Any]:
    """Return what papers say of the inspection as a whole."""
    working = inspection.day_kind == DayKind.WORKING
    return {
        "code": inspection.code,
        "title": inspection.title,
        "ground": inspection.ground_text,
        "scope": inspection.scope,
        "contents": [str(line) for line in inspection.contents],
        "term": f"{inspection.term_days:02d} {'ngày làm việc' if working else 'ngày'}",
        "counting": counting_in_words(inspection),
        "period": period_in_words(inspection),
        "mode": str(inspection.get_mode_display()).lower(),
        "number": inspection.decision_number,
        "day": day_in_words(inspection.decision_on) if inspection.decision_on else "",
    }


def counting_in_words(inspection: Inspection) -> str:
    """Return how days are counted, as a decision says it."""
    first = "tính cả" if inspection.counts_first_day else "không tính"
    off = ", không bao gồm ngày nghỉ hằng tuần, ngày lễ" if inspection.day_kind == DayKind.WORKING else ""
    return f"{first} ngày công bố{off}"


def period_in_words(inspection: Inspection) -> str:
    """Return the period that is inspected; empty where none is named."""
    if inspection.period_from is None or inspection.period_to is None:
        return ""
    return f"từ ngày {inspection.period_from:%d/%m/%Y} đến ngày {inspection.period_to:%d/%m/%Y}"


def team_values(inspection: Inspection) -> list[dict[str, str]]:
    """Return the members of now."""
    return [
        {
            "name": each.person.full_name,
            "role": str(each.get_role_display()),
            "tasks": each.tasks,
        }
        for each in team_now(inspection)
    ]


def target_values(target: Target) -> dict[str, str]:
    """Return what papers say of an institution."""
    return {
        "name": target.institution.name,
        "address": target.address or target.institution.address_line,
        "place": target.place,
        "exempt": "yes" if target.is_visit_exempt else "",
        "announced_on": f"{target.announced_at.astimezone():%d/%m/%Y}" if target.announced_at else "",
        "due_on": f"{target.due_on:%d/%m/%Y}" if target.due_on else "",
    }


def found_values(target: Target | None, today: date, named: set[str]) -> dict[str, list[dict[str, str]]]:
    """Return what was found and where it went, as far as it is named: a paper keeps no more of an institution than it shows."""
    made: dict[str, Callable[[Target], list[dict[str, str]]]] = {
        "findings": lambda its: finding_values(to_remedy(its), today),
        "refused": refused_values,
        "violations": lambda its: sorted_values(its, Outcome.VIOLATION, today),
        "to_inspectorate": lambda its: sorted_values(its, Outcome.INSPECTORATE, today),
        "to_police": lambda its: sorted_values(its, Outcome.POLICE, today),
        "handed": contents_of,
    }
    return {name: make(target) if target else [] for name, make in made.items() if name in named}


def sorted_values(target: Target, outcome: str, today: date) -> list[dict[str, str]]:
    """Return what of an institution was sorted one way, for the paper that goes that way."""
    found = Finding.objects.filter(target=target, withdrawn_at=None).order_by("pk")
    return finding_values([each for each in found if outcome in each.outcomes], today)


def finding_values(findings: Iterable[Finding], today: date) -> list[dict[str, str]]:
    """Return findings in the words of paper, in order."""
    return [
        {
            "text": each.text,
            "clause": each.clause,
            "nature": str(each.get_nature_display()),
            "recommendation": each.recommendation,
            "due": due_in_words(each, today),
            "evidence": each.evidence_demanded,
        }
        for each in findings
    ]


def refused_values(target: Target) -> list[dict[str, str]]:
    """Return the remedies that were not carried out, as the letter to the committee lists them."""
    rows = Remedy.objects.filter(finding__target=target, state=Remedy.State.REFUSED).select_related("finding")
    return [
        {
            "text": each.finding.text,
            "clause": each.finding.clause,
            "recommendation": each.finding.recommendation,
            "due": f"{each.due_on:%d/%m/%Y}",
            "first_due": f"{each.first_due_on:%d/%m/%Y}" if each.is_extended else "",
            "verification": each.verification,
        }
        for each in rows.order_by("finding_id")
    ]


def due_in_words(finding: Finding, today: date) -> str:
    """Return by when a finding must be remedied: its own day while that is to come, else the usual days from the paper on."""
    day = own_day(finding, today)
    if day:
        return f"{day:%d/%m/%Y}"
    return f"{USUAL_DAYS} ngày kể từ ngày ban hành văn bản này"


def decision_values(decision: InspectionDecision) -> dict[str, str]:
    """Return what a decision on the way says."""
    return {
        "kind": decision.kind,
        "kind_name": str(decision.get_kind_display()),
        "ground": str(decision.get_stop_ground_display()),
        "reason": decision.reason,
        "days": f"{decision.days:02d}" if decision.days else "",
        "member_out": decision.member_out.person.full_name if decision.member_out else "",
        "member_in": decision.member_in.person.full_name if decision.member_in else "",
        "member_role": str((decision.member_in or decision.member_out).get_role_display()).lower()
        if decision.member_in or decision.member_out
        else "",
    }


def step_values(case: Case, rules: Package) -> dict[str, dict[str, str]]:
    """Return each step's latest answers as text, with its outcome and reason."""
    subject = f"inspections.{type(case).__name__}"
    steps = InspectionStep.objects.filter(
        work_item__process__subject_type=subject, work_item__process__subject_id=case.pk
    )
    return {
        step.node_id: {**worded(step, rules), "outcome": step.outcome, "reason": step.reason}
        for step in steps.select_related("work_item").order_by("answered_at", "pk")
    }


def worded(step: InspectionStep, rules: Package) -> dict[str, str]:
    """Return a step's answers as they are read on paper; an unanswered question is empty text."""
    form = rules.forms.get(step.work_item.form)
    if form is None:
        return {}
    return {
        field.key: field.kind.show(step.answers[field.key], PAPER_LANGUAGE)
        if field.key in step.answers
        else ""
        for field in form
    }


def issued_before(inspection: Inspection, target: Target | None) -> Mapping[str, dict[str, str]]:
    """Return number and day of the latest document of each kind issued before, as another document cites them."""
    subjects = [
        ("inspections.Inspection", inspection.pk),
        *([("inspections.Target", target.pk)] if target else []),
    ]
    found = [each for kind, pk in subjects for each in reversed(documents_of(kind, str(pk)))]
    return {
        each.kind: {"title": each.title, "number": each.number, "day": day_in_words(each.issued_on)}
        for each in found
    }
