"""Where an institution is inspected: the place in words, and its coordinates for the map."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from inspections.effects import TargetEffects
from inspections.errors import MayNot, NotFit, WrongMoment
from inspections.models import Target
from inspections.notes import note
from inspections.parties import delegator
from inspections.sight import sight_of
from registry.models import Institution

PAIR = re.compile(r"\s*(-?\d{1,2}(?:[.,]\d{1,20})?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d{1,20})?)\s*")
NORTHMOST, EASTMOST = 90, 180


def set_place(person: Person, target: Target, *, place: str, coordinates: str, at: datetime) -> Target:
    """Write where an institution is inspected; for its office, or the team's lead.

    coordinates  degrees north and east as maps give them, "22.3364, 103.8438"; "" where they are not known

    Raises MayNot, WrongMoment("over"), NotFit("coordinates", "unknown").
    """
    found = coordinates_of(coordinates)
    with transaction.atomic():
        TargetEffects().lock(target.pk)
        locked = TargetEffects().case(target.pk)
        sight = sight_of(person, locked.inspection, at)
        if not (sight.proposes or sight.lead):
            raise MayNot("propose")
        if locked.is_over:
            raise WrongMoment("over")
        locked.place, locked.coordinates = place.strip(), found
        locked.save(update_fields=["place", "coordinates"])
        note(
            locked.inspection, "place_set", person.pk, at, locked,
            for_id=None if sight.lead else delegator(person, locked.inspection, at), place=place, coordinates=coordinates,
        )  # fmt: skip
    return locked


def coordinates_of(text: str) -> dict[str, str] | None:
    """Return typed coordinates as they are kept, None for none. Raises NotFit."""
    if not text.strip():
        return None
    pair = PAIR.fullmatch(text)
    if pair is None:
        raise NotFit("coordinates", "unknown")
    north, east = (Decimal(each.replace(",", ".")) for each in pair.groups())
    if abs(north) > NORTHMOST or abs(east) > EASTMOST:
        raise NotFit("coordinates", "unknown")
    return {"lat": kept_of(north), "lng": kept_of(east)}


def kept_of(degrees: Decimal) -> str:
    """Return degrees as they are kept: to a millimetre, however many places a map gives."""
    return f"{degrees:.8f}".rstrip("0").rstrip(".")


def written(coordinates: dict[str, str] | None) -> str:
    """Return coordinates as somebody types them."""
    return f"{coordinates['lat']}, {coordinates['lng']}" if coordinates else ""


def known_coordinates(institutions: Iterable[Institution], agency_id: int) -> dict[int, dict[str, str]]:
    """Return institution → where the agency's latest check found it; those of which that was never written down are left out."""
    known = Target.objects.filter(
        institution__in=institutions, inspection__agency_id=agency_id, coordinates__isnull=False
    )
    return dict(known.order_by("pk").values_list("institution_id", "coordinates"))
