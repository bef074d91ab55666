"""What applicants thought of the service, by procedure and month: figures for who may see an agency's, and never who said what.

Words are shown in no order that tells when, without the dossier, and only of a month in which several people rated the
procedure: a single rating would say whose it is. Source: NĐ 61/2018, chương IV; DOMAIN 5.3.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear, TruncMonth

from accounts.models import Person
from accounts.permissions import VIEW_FIGURES
from accounts.selectors import agencies_where
from dossiers.ratings import SCORES, Rating
from procedures.selectors import packages_for

FEWEST_WITH_WORDS = 3
ZONE = ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True)
class RatedMonth:
    """The ratings of one procedure in one month.

    title   the procedure's, in every language it has
    month   its first day
    scores  how many gave each score, the best first
    words   what was added; empty while fewer than FEWEST_WITH_WORDS rated
    """

    title: Any
    month: date
    scores: Mapping[int, int]
    words: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many rated."""
        return sum(self.scores.values())

    @property
    def mean(self) -> float:
        """The mean score, one decimal."""
        return round(sum(score * count for score, count in self.scores.items()) / self.count, 1)

    @property
    def satisfied(self) -> int:
        """Of a hundred, how many were satisfied: scores 4 and 5."""
        return round(100 * (self.scores[4] + self.scores[5]) / self.count)


def visible_ratings(person: Person, at: datetime) -> "QuerySet[Rating]":
    """Return the ratings of dossiers that agencies handled whose figures a person may see."""
    agencies = agencies_where(person, VIEW_FIGURES, at)
    received = Q(dossier__deciding_agency=None, dossier__receiving_agency_id__in=agencies)
    return Rating.objects.filter(Q(dossier__deciding_agency_id__in=agencies) | received)


def sees_ratings(person: Person, at: datetime) -> bool:
    """Say whether a person sees figures of any agency."""
    return bool(agencies_where(person, VIEW_FIGURES, at))


def years_rated(person: Person, at: datetime) -> list[int]:
    """Return the years in which anything was rated, the latest first."""
    years = visible_ratings(person, at).annotate(year=ExtractYear("rated_at", tzinfo=ZONE))
    return sorted(set(years.values_list("year", flat=True)), reverse=True)


def ratings_of_year(person: Person, year: int, at: datetime) -> list[RatedMonth]:
    """Return the ratings of a year by procedure and month, the latest month first; a fixed number of queries."""
    rated = visible_ratings(person, at).annotate(
        year=ExtractYear("rated_at", tzinfo=ZONE), month=TruncMonth("rated_at", tzinfo=ZONE)
    )
    rated = rated.filter(year=year).order_by()
    counted = rated.values("dossier__procedure", "month", "score").annotate(many=Count("pk"))
    groups: dict[tuple[str, date], dict[int, int]] = defaultdict(
        lambda: dict.fromkeys(sorted(SCORES, reverse=True), 0)
    )
    for row in counted:
        groups[row["dossier__procedure"], row["month"].date()][row["score"]] = row["many"]
    words, titles = words_of(rated), titles_of(rated)
    months = [
        RatedMonth(
            titles.get(name, {"vi": name}), month, scores,
            words[name, month] if sum(scores.values()) >= FEWEST_WITH_WORDS else (),
        )
        for (name, month), scores in sorted(groups.items())
    ]  # fmt: skip
    return sorted(months, key=lambda each: each.month, reverse=True)


def words_of(rated: "QuerySet[Rating]") -> dict[tuple[str, date], tuple[str, ...]]:
    """Return what was added, by procedure and month, in alphabetical order."""
    found: dict[tuple[str, date], list[str]] = defaultdict(list)
    for name, month, words in rated.exclude(words="").values_list("dossier__procedure", "month", "words"):
        found[name, month.date()].append(words)
    return defaultdict(tuple, {key: tuple(sorted(texts)) for key, texts in found.items()})


def titles_of(rated: "QuerySet[Rating]") -> dict[str, Any]:
    """Return the procedures' titles by name."""
    versions = set(rated.values_list("dossier__procedure", "dossier__rules_hash"))
    return {name: package.definition.title for (name, _), package in packages_for(versions).items()}
