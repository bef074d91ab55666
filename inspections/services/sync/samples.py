"""A random sample is drawn once a visit, from a seed the server gave: nobody draws again until it suits.

The seed is a keyed digest of visit and sample, so that every tablet of the visit is given the same one, without a row
before the draw, and nobody outside knows it before. It is written down with the draw and stands in the minutes.
"""

import hmac
from datetime import datetime

from django.utils.crypto import salted_hmac

from accounts.models import Person
from inspections.checklists import draw
from inspections.models import SampleDraw, Target
from inspections.protocol.payloads import SampleDraw as SampleDrawPayload
from inspections.selectors.checklists import samples_of
from inspections.services.sync.acts import Act, Effect, Rejected

SEED_DIGITS = 32


def seed_of(target: Target, sample: str) -> str:
    """Return the seed of a visit's sample."""
    digest = salted_hmac("inspections.sample", f"{target.public_id}:{sample}", algorithm="sha256")
    return digest.hexdigest()[:SEED_DIGITS]


def draw_sample(act: Act, payload: SampleDrawPayload) -> Effect:
    """Draw a sample, or find the same one drawn. Raises Rejected for another than the one that stands."""
    size = samples_of(act.target).get(payload.sample)
    if size is None:
        raise Rejected("unknown_sample")
    standing = SampleDraw.objects.filter(target=act.target, code=payload.sample).first()
    if standing is not None and (standing.population, standing.seed) != (payload.population, payload.seed):
        raise Rejected("already_drawn", sample=as_told(standing))
    if standing is None:
        seed = seed_of(act.target, payload.sample)
        if not hmac.compare_digest(payload.seed.encode(), seed.encode()):
            raise Rejected("wrong_seed")
        standing = write_draw(
            act.target, payload.sample, payload.population, size, by=act.person, at=act.at, seq=act.seq
        )
    return Effect(told={"sample": as_told(standing)})


def write_draw(
    target: Target, sample: str, population: int, size: int, *, by: Person, at: datetime, seq: int
) -> SampleDraw:
    """Draw by the visit's own seed and write it down, while the visit's row is locked."""
    seed = seed_of(target, sample)
    return SampleDraw.objects.create(
        target=target,
        code=sample,
        population=population,
        size=size,
        seed=seed,
        drawn=list(draw(seed, population, size)),
        by=by,
        at=at,
        seq=seq,
    )


def as_told(drawn: SampleDraw) -> dict[str, object]:
    """Return a drawn sample as the tablet reads it."""
    return {
        "code": drawn.code, "seed": drawn.seed, "size": drawn.size, "population": drawn.population, "units": drawn.drawn,
    }  # fmt: skip
