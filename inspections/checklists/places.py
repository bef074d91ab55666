"""Whether a point lies inside an area, for expressions: `geofence(point, area)`.

A point is {"latitude", "longitude"} in degrees or the text "10.77 106.69" of ODK (height and accuracy may follow); an
area is the text "lat lon;lat lon;…" of its corners. Even-odd rule; who stands on the edge is inside. Degrees are taken
as a plane, which serves areas the size of a country, away from the poles and the 180th meridian.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from decisions.feel import Function

Point = tuple[Decimal, Decimal]
MOST_CORNERS = 2_000


def geofence(point: object, area: object) -> bool | None:
    """Say whether a point lies inside an area; None where one of them is none."""
    at, corners = point_of(point), area_of(area)
    if at is None or corners is None:
        return None
    edges = list(pairwise([*corners, corners[0]]))
    return any(lies_on(at, edge) for edge in edges) or sum(crosses(at, edge) for edge in edges) % 2 == 1


def point_of(given: object) -> Point | None:
    """Return latitude and longitude; None where it is no point on the earth."""
    if isinstance(given, Mapping):
        parts = [str(given.get("latitude")), str(given.get("longitude"))]
    else:
        parts = given.split()[:2] if isinstance(given, str) else []
    try:
        latitude, longitude = map(Decimal, parts)
    except (InvalidOperation, ValueError):
        return None
    is_on_earth = (
        latitude.is_finite() and longitude.is_finite() and abs(latitude) <= 90 and abs(longitude) <= 180
    )
    return (latitude, longitude) if is_on_earth else None


def area_of(given: object) -> list[Point] | None:
    """Return the corners of an area; None where it has fewer than three or one is none."""
    corners = [point_of(each) for each in given.split(";") if each.strip()] if isinstance(given, str) else []
    found = [each for each in corners if each is not None]
    return found if 3 <= len(found) == len(corners) <= MOST_CORNERS else None


def lies_on(at: Point, edge: tuple[Point, Point]) -> bool:
    """Say whether a point lies on an edge."""
    (y, x), ((y1, x1), (y2, x2)) = at, edge
    is_in_line = (x2 - x1) * (y - y1) == (y2 - y1) * (x - x1)
    return is_in_line and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)


def crosses(at: Point, edge: tuple[Point, Point]) -> bool:
    """Say whether a line from the point to the east crosses an edge."""
    (y, x), ((y1, x1), (y2, x2)) = at, edge
    return (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1


def called(positional: list[object], named: Mapping[str, object]) -> object:
    """Answer a call of an expression; null for another number of arguments."""
    return geofence(*positional) if len(positional) == 2 and not named else None


GEOFENCE = Function("geofence", 2, called)
