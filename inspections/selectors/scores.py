"""Scores of finished checks, for many at once: worked out once a process, since nothing of them changes any more."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import prefetch_related_objects

from inspections.models import Target
from inspections.selectors.evaluation import evaluation_of, facts_of_institution

MOST_KEPT = 50_000
Key = tuple[UUID, int, tuple[str, ...]]
"""Which check, after how many operations, of what institution: another one as soon as an answer or a fact changes after all."""
_kept: dict[Key, Decimal | None] = {}


def scores_of(finished: Iterable[Target]) -> dict[int, Decimal | None]:
    """Return target → score from 0 to 100; None without a checklist in the system.

    finished  with their inspection's checklist version and their institution
    """
    keyed = {key_of(each): each for each in finished if each.inspection.checklist_version_id}
    kept = _kept.copy()
    missing = {key: each for key, each in keyed.items() if key not in kept}
    prefetch_related_objects(list(missing.values()), "answers", "samples")
    made = {key: score_of(each) for key, each in missing.items()}
    if len(_kept) + len(made) > MOST_KEPT:
        _kept.clear()
    _kept.update(made)
    return {each.pk: made[key] if key in made else kept[key] for key, each in keyed.items()}


def key_of(target: Target) -> Key:
    """Return what a score is kept under."""
    return target.public_id, target.sync_seq, tuple(facts_of_institution(target.institution).values())


def score_of(target: Target) -> Decimal | None:
    """Return the score of a finished check."""
    evaluation = evaluation_of(target)
    return evaluation.score if evaluation else None
