"""What is known of announced institutions for the digital indicator, those registered from paper among them.

Every figure is read for all institutions at once, in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.folding import fold
from accounts.localdays import moments_of
from documents.models import IssuedDocument
from inspections.indicators import ELECTRONIC, PAPER, DigitalFacts
from inspections.models import Answer, Minutes, MinutesSignature, Origin, Remedy, Target

INSPECTION = "inspections.Inspection"
DECISION, PLAN, REPORT = "decision", "plan", "report"
"""Kinds of document of the inspection's package."""
BOTH_SIDES = frozenset({MinutesSignature.Side.TEAM, MinutesSignature.Side.INSTITUTION})


def announced_between(targets: "QuerySet[Target]", first: date, last: date) -> list[Target]:
    """Return the institutions to which a decision was announced from the first day to the last, the earliest first.

    targets  those the reader may see
    """
    begin, end = moments_of(first, last)
    found = targets.filter(announced_at__gte=begin, announced_at__lt=end)
    return list(found.select_related("inspection", "institution").order_by("announced_at", "pk"))


def digital_facts(targets: Sequence[Target]) -> list[tuple[Target, DigitalFacts]]:
    """Return each institution with what the definition may read of it."""
    ids = [each.pk for each in targets]
    issued = issued_kinds({each.inspection_id for each in targets})
    answered = set(
        Answer.objects.filter(target_id__in=ids).order_by().values_list("target_id", flat=True).distinct()
    )
    minutes, remedies = minutes_of(ids), remedies_of(ids)

    def facts(target: Target) -> DigitalFacts:
        is_on_paper, kinds = target.inspection.origin == Origin.ON_PAPER, issued[target.inspection_id]
        asked, verified = remedies.get(target.pk, (0, 0))
        return DigitalFacts(
            decision_in_system=DECISION in kinds,
            plan_in_system=PLAN in kinds,
            checklist_in_system=target.pk in answered,
            report_in_system=REPORT in kinds,
            remedies_asked=asked,
            remedies_verified=verified,
            is_on_paper=is_on_paper,
            **minutes_facts(minutes.get(target.pk)),
        )

    return [(target, facts(target)) for target in targets]


def issued_kinds(inspections: Collection[int]) -> Mapping[int, set[str]]:
    """Return which kinds of document were issued for inspections, those revoked left out."""
    rows = IssuedDocument.objects.filter(
        subject_type=INSPECTION, subject_id__in=[str(pk) for pk in inspections]
    )
    found: dict[int, set[str]] = defaultdict(set)
    for subject_id, kind in rows.exclude(state=IssuedDocument.State.REVOKED).values_list(
        "subject_id", "kind"
    ):
        found[int(subject_id)].add(kind)
    return found


def minutes_of(ids: Iterable[int]) -> dict[int, Minutes]:
    """Return the minutes of inspection that count, complete ones alone, with their signatures."""
    rows = Minutes.objects.filter(
        target_id__in=ids, kind=Minutes.Kind.INSPECTION, voided_at=None, complete_at__isnull=False
    )
    names = Prefetch("signatures", MinutesSignature.objects.select_related("image").order_by("pk"))
    return {each.target_id: each for each in rows.prefetch_related(names).order_by("pk")}


def minutes_facts(minutes: Minutes | None) -> dict[str, object]:
    """Return what the definition may read of minutes; nothing where there are none."""
    if minutes is None:
        return {}
    signatures = list(minutes.signatures.all())
    inked = [each for each in signatures if each.method == MinutesSignature.Method.INK]
    certified = {each.side for each in signatures if each.method == MinutesSignature.Method.CERTIFICATE}
    return {
        "minutes_in_system": True,
        "minutes_original": PAPER if minutes.original == Minutes.Original.PAPER else ELECTRONIC,
        "signed_paper_pictured": are_pictured(inked),
        "certified_by_both": certified >= BOTH_SIDES,
    }


def are_pictured(inked: Sequence[MinutesSignature]) -> bool:
    """Say whether of every name in ink the picture has arrived; one given again for a lost picture counts by the later."""
    named = {(each.side, fold(each.name)) for each in inked}
    arrived = [each for each in inked if each.image_id and not each.lacks_picture]
    return bool(named) and named == {(each.side, fold(each.name)) for each in arrived}


def remedies_of(ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how many remedies were asked of each institution, and how many of them verified as done."""
    rows = Remedy.objects.filter(finding__target_id__in=ids, finding__withdrawn_at=None).order_by()
    verified = Q(state=Remedy.State.DONE, verified_at__isnull=False)
    counted = rows.values("finding__target_id").annotate(
        asked=Count("pk"), verified=Count("pk", filter=verified)
    )
    return {row["finding__target_id"]: (row["asked"], row["verified"]) for row in counted}
