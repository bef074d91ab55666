"""A random sample drawn at the desk, for a visit without a tablet: by the same seed, once, as a tablet draws it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from inspections.checklists.sampling import LARGEST_POPULATION
from inspections.errors import NotFit, WrongMoment
from inspections.models import SampleDraw
from inspections.notes import note
from inspections.selectors.checklists import samples_of
from inspections.services.at_desk import passed_on, taken_up
from inspections.services.sync.samples import write_draw


def draw_at_desk(
    person: Person, public_id: UUID | str, *, sample: str, population: int, at: datetime
) -> SampleDraw:
    """Draw a sample, or return the one that was drawn of as many.

    population  how many there are, 0 to a million

    Raises NotVisible, MayNot, NotFit, WrongMoment ("drawn" of another number already, "closed").
    """
    if not 0 <= population <= LARGEST_POPULATION:
        raise NotFit("population", "unknown")
    with transaction.atomic():
        target = taken_up(person, public_id, at)
        size = samples_of(target).get(sample)
        if size is None:
            raise NotFit("sample", "unknown")
        standing = SampleDraw.objects.filter(target=target, code=sample).first()
        if standing is not None:
            if standing.population != population:
                raise WrongMoment("drawn")
            return standing
        drawn = write_draw(target, sample, population, size, by=person, at=at, seq=target.sync_seq + 1)
        passed_on(target)
        note(target.inspection, "sample_drawn", person.pk, at, target, sample=sample, population=population)
    return drawn
