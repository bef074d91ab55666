"""The applicant rates how the dossier was handled: once, when the result is there."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.services import record
from dossiers.errors import CannotRate, NotVisible
from dossiers.models import Dossier
from dossiers.parties import behalf_of, belongs_to, represented_by
from dossiers.ratings import MOST_WORDS, RATED_FROM, SCORES, Rating


def rate(person: Person, public_id: str, *, score: int, words: str, at: datetime) -> Rating:
    """Return the rating as it was stored.

    score  1 (very dissatisfied) to 5 (very satisfied)
    words  what the applicant adds, cut at 1,000 characters

    Raises NotVisible, CannotRate.
    """
    with transaction.atomic():
        dossier = (
            Dossier.objects.select_for_update(of=("self",))
            .select_related("representation")
            .filter(belongs_to(person, at), public_id=public_id)
            .first()
        )
        if dossier is None:
            raise NotVisible
        if dossier.status not in RATED_FROM:
            raise CannotRate("too_early")
        if Rating.objects.filter(dossier=dossier).exists():
            raise CannotRate("rated")
        if score not in SCORES:
            raise CannotRate("no_score")
        rating = Rating.objects.create(
            dossier=dossier, score=score, words=words.strip()[:MOST_WORDS], rated_at=at
        )
        record(
            action="dossier.rated",
            actor_id=person.pk,
            on_behalf_of_id=represented_by(person, dossier),
            target="dossiers.Dossier",
            target_id=dossier.pk,
            at=at,
            values={"score": score, **behalf_of(dossier)},
            agency_id=dossier.deciding_agency_id or dossier.receiving_agency_id,
        )
    return rating
