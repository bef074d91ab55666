"""What is known of institutions for the rules of risk: read for all of them at once, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Count, Max, Q

from accounts.localdays import local_day
from inspections.conditions import unsigned_among
from inspections.models import Finding, Ground, Nature, Remedy, Severity, Target, Variant
from inspections.risk import RiskFacts
from inspections.selectors.scores import scores_of
from inspections.status import NOT_A_CHECK, OVER_INSPECTION
from registry.models import Institution, Licence

SERIOUS = (Severity.MAJOR, Severity.CRITICAL)
MONTHS_A_YEAR = 12


def facts_of_institutions(
    institutions: Sequence[Institution], agency_id: int, at: datetime
) -> list[tuple[Institution, RiskFacts]]:
    """Return each institution with what the rules may read of it.

    agency_id  who asks: of other agencies only those inspections are known that were announced
    """
    ids, today = [each.pk for each in institutions], local_day(at)
    targets = targets_by_institution(ids, agency_id)
    finished = {pk: [each for each in own if each.ended_at] for pk, own in targets.items()}
    latest = {pk: own[0] for pk, own in finished.items() if own}
    findings = duty_findings(each for own in finished.values() for each in own)
    unsigned = unsigned_among(latest.values())
    overdue, licensed = overdue_remedies(ids, today), latest_licences(ids)
    scores = scores_of(latest.values())

    def facts(institution: Institution) -> RiskFacts:
        own, last = targets.get(institution.pk, []), latest.get(institution.pk)
        announced = [local_day(each.announced_at) for each in own if each.announced_at]
        return RiskFacts(
            months_since_check=months_between(max(announced), today) if announced else None,
            checks_this_year=sum(counts_for(each, today.year) for each in own),
            serious_findings=findings[last.pk][1] if last else 0,
            clean_checks=clean_in_a_row(finished.get(institution.pk, []), findings),
            overdue_remedies=overdue.get(institution.pk, 0),
            signs_of_violation=sum(is_sign(each) for each in own),
            last_score=scores.get(last.pk) if last else None,
            was_unsigned=last is not None and last.pk in unsigned,
            without_declaration=last is not None
            and last.inspection.variant == Variant.ANNOUNCED
            and last.self_declared_at is None,
            months_since_licence=months_between(licensed[institution.pk], today)
            if institution.pk in licensed
            else None,
        )

    return [(institution, facts(institution)) for institution in institutions]


def targets_by_institution(ids: Collection[int], agency_id: int) -> Mapping[int, list[Target]]:
    """Return the checks of institutions that an agency may know of, those on paper too, the latest first."""
    known = Q(announced_at__isnull=False) | Q(inspection__agency_id=agency_id)
    rows = Target.objects.filter(known, institution_id__in=ids).exclude(status__in=NOT_A_CHECK)
    rows = rows.select_related("inspection__checklist_version", "institution")
    rows = rows.defer("inspection__checklist_version__content")
    found: dict[int, list[Target]] = defaultdict(list)
    for target in rows.prefetch_related("samples").order_by("-announced_at", "-pk"):
        found[target.institution_id].append(target)
    return found


def duty_findings(targets: Iterable[Target]) -> Mapping[int, tuple[int, int]]:
    """Return for each finished check how many findings against a duty it has, and how many of them are serious."""
    ids = [each.pk for each in targets]
    rows = Finding.objects.filter(target_id__in=ids, nature=Nature.DUTY, withdrawn_at=None)
    counted = (
        rows.order_by()
        .values("target_id")
        .annotate(every=Count("pk"), serious=Count("pk", filter=Q(severity__in=SERIOUS)))
    )
    found = {row["target_id"]: (row["every"], row["serious"]) for row in counted}
    return {pk: found.get(pk, (0, 0)) for pk in ids}


def clean_in_a_row(finished: Sequence[Target], findings: Mapping[int, tuple[int, int]]) -> int:
    """Return how many of the latest checks in a row had no finding against a duty."""
    clean = 0
    for target in finished:
        if findings[target.pk][0]:
            break
        clean += 1
    return clean


def overdue_remedies(ids: Collection[int], today: date) -> dict[int, int]:
    """Return how many open remedies of institutions are past their day."""
    rows = Remedy.objects.filter(
        finding__target__institution_id__in=ids, closed_at=None, due_on__lt=today, finding__withdrawn_at=None
    )
    counted = rows.order_by().values_list("finding__target__institution_id").annotate(Count("pk"))
    return dict(counted)


def latest_licences(ids: Collection[int]) -> dict[int, date]:
    """Return when a licence of an institution was last given or changed by a decision."""
    rows = Licence.objects.filter(institution_id__in=ids).exclude(state=Licence.State.REVOKED)
    return dict(rows.order_by().values_list("institution_id").annotate(Max("issued_on")))


def counts_for(target: Target, year: int) -> bool:
    """Say whether a check counts for a year: announced in it, or decided and still to come."""
    if target.announced_at:
        return local_day(target.announced_at).year == year
    return target.inspection.status not in OVER_INSPECTION and not target.is_over


def is_sign(target: Target) -> bool:
    """Say whether a ground waits that tells of a violation: proposed, not yet announced, not shelved."""
    waits = target.announced_at is None and target.inspection.status not in OVER_INSPECTION
    return waits and target.inspection.ground_kind == Ground.SIGNS


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to a later one, 0 or more."""
    months = (later.year - earlier.year) * MONTHS_A_YEAR + later.month - earlier.month
    return max(0, months - (later.day < earlier.day))
