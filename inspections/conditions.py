"""What a package may ask for before a step goes on: the catalogue behind `requires` in procedure.yaml.

A condition is asked of the inspection, or of one institution of it, at the moment at which its step is completed: what
is missing is said on the page, not found out later by a flow that has gone on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.localdays import local_day
from inspections.models import (
    NOT_INSPECTED,
    AnswerConflict,
    Finding,
    Inspection,
    InspectionDecision,
    Minutes,
    MinutesSignature,
    Nature,
    Outcome,
    Overlap,
    Target,
    TeamRole,
)

Side = MinutesSignature.Side


@dataclass(frozen=True)
class Condition:
    """A condition: what it means to the officer, and how it is asked."""

    meaning: str
    holds: Callable[["Asked"], bool]


@dataclass(frozen=True)
class Asked:
    """What is asked about, at a moment: the inspection, of it an institution, of both a decision on the way."""

    inspection: Inspection
    target: Target | None
    decision: InspectionDecision | None
    at: datetime


def missing(names: Iterable[str], case: Inspection | Target | InspectionDecision, at: datetime) -> list[str]:
    """Return which of these conditions do not hold."""
    asked = Asked(
        inspection=case if isinstance(case, Inspection) else case.inspection,
        target=case if isinstance(case, Target) else getattr(case, "target", None),
        decision=case if isinstance(case, InspectionDecision) else None,
        at=at,
    )
    return [name for name in names if not CONDITIONS[name].holds(asked)]


def has_targets(asked: Asked) -> bool:
    """At least one institution is to be inspected."""
    return asked.inspection.targets.exclude(overlap__in=NOT_INSPECTED).exists()


def is_overlap_settled(asked: Asked) -> bool:
    """Every institution has an outcome of the look for other checks."""
    return not asked.inspection.targets.filter(overlap=Overlap.UNCHECKED).exists()


def has_team(asked: Asked) -> bool:
    """A lead and at least one more."""
    team = asked.inspection.team.filter(left_at=None)
    return team.filter(role=TeamRole.LEAD).exists() and team.count() > 1


def is_team_free(asked: Asked) -> bool:
    """Everybody has declared, and nobody a conflict."""
    return not asked.inspection.team.filter(left_at=None).exclude(is_conflict_declared=False).exists()


def is_newcomer_free(asked: Asked) -> bool:
    """Whoever is to come into the team by this decision has declared, and no conflict (Đ12)."""
    come = asked.decision.member_in if asked.decision else None
    return come is None or come.is_conflict_declared is False


def has_contents(asked: Asked) -> bool:
    """The decision says what is inspected."""
    return bool(asked.inspection.contents)


def is_announced(asked: Asked) -> bool:
    """The decision was announced to the institution."""
    return asked.target is not None and asked.target.announced_at is not None


def are_answers_settled(asked: Asked) -> bool:
    """No item has two values."""
    return not AnswerConflict.objects.filter(target=asked.target, decided_at=None).exists()


def final_minutes(target: Target | None) -> Minutes | None:
    """Return the minutes of the inspection of an institution, as they stand."""
    return Minutes.objects.filter(target=target, kind=Minutes.Kind.INSPECTION, voided_at=None).first()


def are_minutes_signed(asked: Asked) -> bool:
    """Both sides signed the minutes, on the screen or on paper."""
    minutes = final_minutes(asked.target)
    return minutes is not None and sides_of(minutes) >= {Side.TEAM, Side.INSTITUTION}


def is_refusal_confirmed(asked: Asked) -> bool:
    """The team signed, and the commune or a witness confirmed that the institution did not."""
    minutes = final_minutes(asked.target)
    sides = sides_of(minutes) if minutes else set()
    return Side.TEAM in sides and bool(sides & {Side.COMMUNE, Side.WITNESS})


def sides_of(minutes: Minutes) -> set[str]:
    """Return who really signed minutes as they stand: a name under other words does not count."""
    signed = minutes.signatures.exclude(method=MinutesSignature.Method.REFUSED)
    return set(signed.filter(content_digest=minutes.content_digest).values_list("side", flat=True))


def are_findings_sorted(asked: Asked) -> bool:
    """Every finding leads somewhere, and only a duty of law is a violation."""
    findings = Finding.objects.filter(target=asked.target, withdrawn_at=None)
    return all(
        each.outcomes and (Outcome.VIOLATION not in each.outcomes or each.nature == Nature.DUTY)
        for each in findings
    )


def is_in_time(asked: Asked) -> bool:
    """An extension is decided before the days are over (Đ13); other decisions have no such end."""
    if asked.decision is None or asked.decision.kind != InspectionDecision.Kind.EXTENSION:
        return True
    due_on = asked.target.due_on if asked.target else None
    return due_on is not None and local_day(asked.at) <= due_on


CONDITIONS = {
    "in_time": Condition(_("Gia hạn được quyết định trước khi hết hạn."), is_in_time),
    "targets": Condition(_("Đã chọn ít nhất một đối tượng kiểm tra."), has_targets),
    "overlap": Condition(_("Mọi đối tượng đã có kết quả rà soát chồng chéo."), is_overlap_settled),
    "team": Condition(_("Đoàn có trưởng đoàn và ít nhất một người nữa."), has_team),
    "declared": Condition(_("Mọi thành viên đã khai và không ai có xung đột lợi ích."), is_team_free),
    "newcomer_free": Condition(
        _("Người mới vào đoàn đã khai và không có xung đột lợi ích."), is_newcomer_free
    ),
    "contents": Condition(_("Quyết định có nội dung kiểm tra."), has_contents),
    "announced": Condition(_("Quyết định đã được công bố với đối tượng."), is_announced),
    "answers_settled": Condition(
        _("Không còn tiêu chí nào có hai câu trả lời khác nhau."), are_answers_settled
    ),
    "minutes_signed": Condition(_("Biên bản kiểm tra có chữ ký của hai bên."), are_minutes_signed),
    "refusal_confirmed": Condition(
        _("Có đại diện UBND cấp xã hoặc người chứng kiến xác nhận việc không ký."), is_refusal_confirmed
    ),
    "findings_sorted": Condition(
        _("Mọi tồn tại đã được phân loại; chỉ nghĩa vụ pháp luật mới là vi phạm."), are_findings_sorted
    ),
}
