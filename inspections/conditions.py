"""What a package may ask for before a step goes on: the catalogue behind `requires` in procedure.yaml.

A condition is asked of the inspection, or of one institution of it, at the moment at which its step is completed: what
is missing is said on the page, not found out later by a flow that has gone on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
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
    Origin,
    Outcome,
    Overlap,
    Target,
    TeamRole,
)

Side = MinutesSignature.Side
BRANCHES_FIELD, SCAN_FIELD = "nhanh", "bien_ban"
"""Fields of the package's forms: the branches of the results; the picture of minutes signed on paper."""
OF_FINDINGS = frozenset({Outcome.VIOLATION, Outcome.INSPECTORATE, Outcome.POLICE, Outcome.REMEDY})
"""Branches that lead nowhere without a finding."""


@dataclass(frozen=True)
class Condition:
    """A condition: what it means to the officer, and how it is asked."""

    meaning: str
    holds: Callable[["Asked"], bool]


@dataclass(frozen=True)
class Asked:
    """What is asked about, at a moment: the inspection, of it an institution, of both a decision on the way.

    answers  what the step says as it is completed; None while its page only tells what is missing
    """

    inspection: Inspection
    target: Target | None
    decision: InspectionDecision | None
    at: datetime
    answers: Mapping[str, Any] | None = None


def missing(
    names: Iterable[str],
    case: Inspection | Target | InspectionDecision,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
) -> list[str]:
    """Return which of these conditions do not hold; one that asks what the step says holds as long as nobody has said it."""
    asked = Asked(
        inspection=case if isinstance(case, Inspection) else case.inspection,
        target=case if isinstance(case, Target) else getattr(case, "target", None),
        decision=case if isinstance(case, InspectionDecision) else None,
        at=at,
        answers=answers,
    )
    return [name for name in names if not CONDITIONS[name].holds(asked)]


def has_targets(asked: Asked) -> bool:
    """At least one institution is to be inspected."""
    return asked.inspection.targets.exclude(overlap__in=NOT_INSPECTED).exists()


def is_overlap_settled(asked: Asked) -> bool:
    """Every institution has an outcome of the look for other checks, and none waits for the word of who stands above."""
    return not asked.inspection.targets.filter(overlap__in=(Overlap.UNCHECKED, Overlap.REPORTED)).exists()


def is_overlap_reported(asked: Asked) -> bool:
    """At least one overlap found no agreement and goes up (Đ7.1b, 7.2b)."""
    return asked.inspection.targets.filter(overlap=Overlap.REPORTED).exists()


def has_team(asked: Asked) -> bool:
    """A lead and at least one more."""
    team = asked.inspection.team.filter(left_at=None)
    return team.filter(role=TeamRole.LEAD).exists() and team.count() > 1


def is_team_free(asked: Asked) -> bool:
    """Everybody has declared, and nobody a conflict."""
    return not asked.inspection.team.filter(left_at=None).exclude(is_conflict_declared=False).exists()


def is_lead_certified(asked: Asked) -> bool:
    """The lead holds a certificate of training for inspections that is still good (Đ12.2)."""
    leads = asked.inspection.team.filter(left_at=None, role=TeamRole.LEAD)
    return leads.filter(certified_until__gte=local_day(asked.at)).exists()


def is_newcomer_certified(asked: Asked) -> bool:
    """Whoever is to lead the team by this decision holds such a certificate."""
    come = asked.decision.member_in if asked.decision else None
    if come is None or come.role != TeamRole.LEAD:
        return True
    return come.certified_until is not None and come.certified_until >= local_day(asked.at)


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


def is_announcement_on_record(asked: Asked) -> bool:
    """The announcement has its minutes, signed here or on the paper that the step brings; paper registers need none here."""
    if asked.target is None or asked.answers is None or asked.inspection.origin == Origin.ON_PAPER:
        return True
    minutes = Minutes.objects.filter(target=asked.target, kind=Minutes.Kind.ANNOUNCEMENT, voided_at=None)
    return bool(asked.answers.get(SCAN_FIELD)) or minutes.filter(complete_at__isnull=False).exists()


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


def unsigned_among(targets: Iterable[Target]) -> set[int]:
    """Return of which parts the institution refused to sign the minutes and has not signed them since; one query for all.

    Minutes that still wait for a name, or that were never made, tell of no refusal.
    """
    names = MinutesSignature.objects.filter(
        minutes=OuterRef("pk"), side=Side.INSTITUTION, content_digest=OuterRef("content_digest")
    )
    refused = MinutesSignature.Method.REFUSED
    standing = Minutes.objects.filter(
        Exists(names.filter(method=refused)),
        ~Exists(names.exclude(method=refused)),
        target__in=[each.pk for each in targets],
        kind=Minutes.Kind.INSPECTION,
        voided_at=None,
    )
    return set(standing.values_list("target_id", flat=True))


def are_findings_sorted(asked: Asked) -> bool:
    """Every finding leads somewhere, and only a duty of law is a violation."""
    findings = Finding.objects.filter(target=asked.target, withdrawn_at=None)
    return all(
        each.outcomes and (Outcome.VIOLATION not in each.outcomes or each.nature == Nature.DUTY)
        for each in findings
    )


def do_branches_cover_findings(asked: Asked) -> bool:
    """The branches that are ticked are those into which the findings were sorted, so that none of these is lost.

    A report, a suspension and the end at once are of the whole and may be ticked without a finding.
    """
    if asked.answers is None:
        return True
    findings = Finding.objects.filter(target=asked.target, withdrawn_at=None)
    found = {outcome for each in findings for outcome in each.outcomes} - {Outcome.NOTHING}
    ticked = set(asked.answers.get(BRANCHES_FIELD) or ())
    return (
        found <= ticked
        and (ticked & OF_FINDINGS) <= found
        and not (Outcome.NOTHING in ticked and len(ticked) > 1)
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
    "overlap": Condition(
        _("Mọi đối tượng đã có kết quả rà soát chồng chéo, không còn việc phải báo cáo cấp trên."),
        is_overlap_settled,
    ),
    "overlap_reported": Condition(
        _("Có đối tượng chồng chéo không thống nhất được, ghi kết quả “Báo cáo cấp trên”."),
        is_overlap_reported,
    ),
    "team": Condition(_("Đoàn có trưởng đoàn và ít nhất một người nữa."), has_team),
    "declared": Condition(_("Mọi thành viên đã khai và không ai có xung đột lợi ích."), is_team_free),
    "lead_certified": Condition(
        _("Trưởng đoàn đã khai chứng nhận bồi dưỡng nghiệp vụ kiểm tra còn giá trị."), is_lead_certified
    ),
    "newcomer_certified": Condition(
        _("Trưởng đoàn mới đã khai chứng nhận bồi dưỡng nghiệp vụ kiểm tra còn giá trị."),
        is_newcomer_certified,
    ),
    "newcomer_free": Condition(
        _("Người mới vào đoàn đã khai và không có xung đột lợi ích."), is_newcomer_free
    ),
    "contents": Condition(_("Quyết định có nội dung kiểm tra."), has_contents),
    "announced": Condition(_("Quyết định đã được công bố với đối tượng."), is_announced),
    "answers_settled": Condition(
        _("Không còn tiêu chí nào có hai câu trả lời khác nhau."), are_answers_settled
    ),
    "announcement_on_record": Condition(
        _("Có biên bản công bố quyết định: đã ký trên hệ thống, hoặc bản chụp bản giấy đã ký."),
        is_announcement_on_record,
    ),
    "branches_cover_findings": Condition(
        _("Các nhánh xử lý đã chọn khớp với phân loại của từng tồn tại."), do_branches_cover_findings
    ),
    "minutes_signed": Condition(_("Biên bản kiểm tra có chữ ký của hai bên."), are_minutes_signed),
    "refusal_confirmed": Condition(
        _("Có đại diện UBND cấp xã hoặc người chứng kiến xác nhận việc không ký."), is_refusal_confirmed
    ),
    "findings_sorted": Condition(
        _("Mọi tồn tại đã được phân loại; chỉ nghĩa vụ pháp luật mới là vi phạm."), are_findings_sorted
    ),
}
