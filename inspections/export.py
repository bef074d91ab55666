"""The data of inspections as group 19 ("hoạt động kiểm tra chuyên ngành") wants to be handed on: six plain tables.

NĐ 88/2026 names the group and no columns, so these are the facts the law itself asks of an inspection. Who told the
authority, why a member has a conflict, notes and evidence are not among them; people are named by their office alone.
Keys of columns are stable: other systems read them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.localdays import moments_of
from accounts.models import Person
from inspections.models import Finding, Inspection, InspectionDecision, Remedy, Session, Target
from inspections.sight import visible_inspections

Row = Sequence[Any]
CHUNK = 2_000


@dataclass(frozen=True)
class Table:
    """One table, read when it is gone through and no sooner: its name, its columns by their keys, what it lists."""

    name: str
    columns: Mapping[str, Callable[[Any], Any]]
    found: Any

    @property
    def keys(self) -> list[str]:
        """The keys of its columns."""
        return list(self.columns)

    @property
    def rows(self) -> Iterator[Row]:
        """Its rows, a few thousand at a time."""
        return ([value(each) for value in self.columns.values()] for each in self.found.iterator(CHUNK))

    def count(self) -> int:
        """Return how many rows it has."""
        return int(self.found.count())


def exported(person: Person, first: date, last: date, at: datetime) -> list[Table]:
    """Return the tables of the inspections decided, or announced to an institution, in these days, within the reader's sight."""
    return tables_of(inspections_of(person, first, last, at))


def tables_of(found: "QuerySet[Inspection]") -> list[Table]:
    """Return the tables of these inspections."""
    ids = found.order_by().values("pk")
    return [
        Table("inspections", INSPECTION, found.select_related("agency", "checklist_version__checklist").defer("checklist_version__content")),
        Table("institutions", TARGET, of(Target, "inspection", ids, "inspection", "institution")),
        Table("sessions", SESSION, of(Session, "target__inspection", ids, "target__inspection", "target__institution")),
        Table("findings", FINDING, of(Finding, "target__inspection", ids, "target__inspection", "target__institution").filter(withdrawn_at=None)),
        Table("remedies", REMEDY, of(Remedy, "finding__target__inspection", ids, "finding__target__inspection", "finding__target__institution").filter(finding__withdrawn_at=None)),
        Table("decisions", DECISION, of(InspectionDecision, "inspection", ids, "inspection", "target__institution").exclude(number="")),
    ]  # fmt: skip


def inspections_of(person: Person, first: date, last: date, at: datetime) -> "QuerySet[Inspection]":
    """Return the inspections that these days are about, the earliest first."""
    begin, end = moments_of(first, last)
    announced = Target.objects.filter(announced_at__gte=begin, announced_at__lt=end).values("inspection")
    decided = Q(decision_on__gte=first, decision_on__lte=last)
    return visible_inspections(person, at).filter(decided | Q(pk__in=announced)).order_by("pk")


def of(model: Any, path: str, ids: Any, *related: str) -> Any:
    """Return the rows of a table that belong to these inspections, in order."""
    return model.objects.filter(**{f"{path}__in": ids}).select_related(*related).order_by("pk")


def as_content(tables: Sequence[Table]) -> dict[str, list[dict[str, Any]]]:
    """Return tables as plain JSON, without fractions: table → rows by key, days and moments in ISO 8601."""
    return {
        each.name: [
            {key: plain(value) for key, value in zip(each.keys, row, strict=True)} for row in each.rows
        ]
        for each in tables
    }


def plain(value: Any) -> Any:
    """Return a value as canonical JSON has it."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


INSPECTION: dict[str, Callable[[Inspection], Any]] = {
    "code": lambda each: each.code,
    "agency_code": lambda each: each.agency.code,
    "agency": lambda each: each.agency.name,
    "title": lambda each: each.title,
    "ground": lambda each: each.ground_kind,
    "scope": lambda each: each.scope,
    "contents": lambda each: list(each.contents),
    "variant": lambda each: each.variant,
    "mode": lambda each: each.mode,
    "day_kind": lambda each: each.day_kind,
    "counts_first_day": lambda each: each.counts_first_day,
    "term_days": lambda each: each.term_days,
    "period_from": lambda each: each.period_from,
    "period_to": lambda each: each.period_to,
    "decision_number": lambda each: each.decision_number,
    "decision_on": lambda each: each.decision_on,
    "checklist": lambda each: each.checklist_version.checklist.code if each.checklist_version else "",
    "checklist_hash": lambda each: each.checklist_version.version_hash if each.checklist_version else "",
    "origin": lambda each: each.origin,
    "status": lambda each: each.status,
    "closed_at": lambda each: each.closed_at,
}
TARGET: dict[str, Callable[[Target], Any]] = {
    "inspection": lambda each: each.inspection.code,
    "id": lambda each: each.public_id,
    "institution_code": lambda each: each.institution.code,
    "institution": lambda each: each.institution.name,
    "tax_code": lambda each: each.institution.tax_code,
    "place": lambda each: each.place or each.address,
    "overlap": lambda each: each.overlap,
    "visit_exempt": lambda each: each.is_visit_exempt,
    "notified_at": lambda each: each.notified_at,
    "self_declared_at": lambda each: each.self_declared_at,
    "announced_at": lambda each: each.announced_at,
    "due_on": lambda each: each.due_on,
    "extended_on": lambda each: each.extended_on,
    "minutes_signed_at": lambda each: each.ended_at,
    "outcomes": lambda each: list(each.outcomes),
    "status": lambda each: each.status,
    "closed_at": lambda each: each.closed_at,
}
SESSION: dict[str, Callable[[Session], Any]] = {
    "inspection": lambda each: each.target.inspection.code,
    "institution_code": lambda each: each.target.institution.code,
    "planned_from": lambda each: each.starts_at,
    "planned_to": lambda each: each.ends_at,
    "began_at": lambda each: each.began_at,
    "finished_at": lambda each: each.finished_at,
    "online": lambda each: each.is_online,
    "place": lambda each: each.place,
}
FINDING: dict[str, Callable[[Finding], Any]] = {
    "inspection": lambda each: each.target.inspection.code,
    "institution_code": lambda each: each.target.institution.code,
    "id": lambda each: each.public_id,
    "item": lambda each: each.item_key,
    "finding": lambda each: each.text,
    "clause": lambda each: each.clause,
    "nature": lambda each: each.nature,
    "severity": lambda each: each.severity,
    "recommendation": lambda each: each.recommendation,
    "outcomes": lambda each: list(each.outcomes),
    "found_at": lambda each: each.found_at,
}
REMEDY: dict[str, Callable[[Remedy], Any]] = {
    "inspection": lambda each: each.finding.target.inspection.code,
    "institution_code": lambda each: each.finding.target.institution.code,
    "finding": lambda each: each.finding.public_id,
    "due_on": lambda each: each.due_on,
    "first_due_on": lambda each: each.first_due_on,
    "extended": lambda each: each.is_extended,
    "state": lambda each: each.state,
    "verified_at": lambda each: each.verified_at,
    "closed_at": lambda each: each.closed_at,
}
DECISION: dict[str, Callable[[InspectionDecision], Any]] = {
    "inspection": lambda each: each.inspection.code,
    "institution_code": lambda each: each.target.institution.code if each.target else "",
    "kind": lambda each: each.kind,
    "number": lambda each: each.number,
    "stop_ground": lambda each: each.stop_ground,
    "reason": lambda each: each.reason,
    "days": lambda each: each.days,
    "effective_at": lambda each: each.effective_at,
}
