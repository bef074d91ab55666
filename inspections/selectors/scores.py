"""Scores of finished checks, for many at once: worked out once a process, since nothing of them changes any more."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import prefetch_related_objects

from inspections.models import Target
from inspections.selectors.evaluation import evaluation_of

MOST_KEPT = 50_000
Key = tuple[UUID, int]
"""Which check, and after how many operations: another one as soon as an answer changes after all."""
_kept: dict[Key, Decimal | None] = {}


def scores_of(finished: Iterable[Target]) -> dict[int, Decimal | None]:
    """Return target → score from 0 to 100; None without a checklist in the system.

    finished  with their inspection's checklist version and their institution
    """
    keyed = {key_of(each): each for each in finished if each.inspection.checklist_version_id}
    missing = [each for key, each in keyed.items() if key not in _kept]
    prefetch_related_objects(missing, "answers", "samples")
    if len(_kept) + len(missing) > MOST_KEPT:
        _kept.clear()
    made = {key_of(each): score_of(each) for each in missing}
    _kept.update(made)
    return {each.pk: made[key] if key in made else _kept.get(key) for key, each in keyed.items()}


def key_of(target: Target) -> Key:
    """Return what a score is kept under."""
    return target.public_id, target.sync_seq


def score_of(target: Target) -> Decimal | None:
    """Return the score of a finished check."""
    evaluation = evaluation_of(target)
    return evaluation.score if evaluation else None
