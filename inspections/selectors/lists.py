"""Lists of inspections and of their institutions, narrowed by what a reader asks; nothing beyond the reader's sight."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.folding import fold
from accounts.localdays import local_day
from accounts.models import Person
from inspections.models import Ground, Inspection, Origin, Target, Variant
from inspections.parties import declarations_awaited
from inspections.sight import inside, visible_inspections
from inspections.status import OVER_INSPECTION, UNDER_WAY, InspectionStatus

LONGEST_WORDS = 100
MOST_WORDS = 8
FIRST_YEAR, LAST_YEAR = 2000, 2100
STANDINGS = ("open", "over")


@dataclass(frozen=True)
class InspectionFilter:
    """A choice of inspections; anything that is not offered counts as not asked for.

    words     of the title, a code, or an institution's name
    standing  "open" | "over" | ""
    late      "yes": an institution's last day is past and its minutes are not settled
    """

    words: str = ""
    status: str = ""
    standing: str = ""
    ground: str = ""
    variant: str = ""
    origin: str = ""
    year: str = ""
    late: str = ""

    def as_query(self) -> str:
        """Return it as it stands in an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self != InspectionFilter()

    def condition(self, at: datetime) -> Q:
        """Return the test of an inspection; of a person's visible ones, it never adds any."""
        wanted = Q()
        for column, value in (
            ("status", self.status), ("ground_kind", self.ground), ("variant", self.variant), ("origin", self.origin),
        ):  # fmt: skip
            wanted &= Q(**{column: value}) if value else Q()
        if self.year:
            wanted &= Q(created_at__year=int(self.year)) | Q(decision_on__year=int(self.year))
        if self.standing:
            over = Q(status__in=OVER_INSPECTION)
            wanted &= over if self.standing == "over" else ~over
        if self.late:
            late = Target.objects.filter(
                inspection=OuterRef("pk"), due_on__lt=local_day(at), status__in=UNDER_WAY
            )
            wanted &= Exists(late)
        return wanted & self.of_words()

    def of_words(self) -> Q:
        """Return the test of title, code and institutions."""
        wanted = Q()
        for word in self.words.split()[:MOST_WORDS]:
            named = Target.objects.filter(
                inspection=OuterRef("pk"), institution__name_key__contains=fold(word)
            )
            wanted &= Q(title__icontains=word) | Q(code__icontains=word) | Exists(named)
        return wanted


def inspection_filter(given: Mapping[str, object]) -> InspectionFilter:
    """Return the filter of an address; what is not offered is left out."""
    text = {each.name: str(given.get(each.name) or "") for each in fields(InspectionFilter)}
    offered = {
        "status": InspectionStatus.values, "standing": STANDINGS, "ground": Ground.values, "variant": Variant.values,
        "origin": Origin.values, "late": ("yes",),
    }  # fmt: skip
    kept = {name: text[name] if text[name] in values else "" for name, values in offered.items()}
    year = text["year"]
    is_year = year.isascii() and year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR
    words = " ".join(text["words"].replace("\x00", " ").split())[:LONGEST_WORDS]
    return InspectionFilter(words=words, year=year if is_year else "", **kept)


def has_inspections(person: Person, at: datetime) -> bool:
    """Say whether there is anything of inspections for a person: one to see, or a declaration to make."""
    awaited = declarations_awaited(person).values("inspection")
    return Inspection.objects.filter(inside(person, at) | Q(pk__in=awaited)).exists()


def inspections_listed(person: Person, narrowed: InspectionFilter, at: datetime) -> "QuerySet[Inspection]":
    """Return inspections, the newest first."""
    found = visible_inspections(person, at).filter(narrowed.condition(at)).select_related("agency")
    return found.order_by("-created_at", "-pk")


def with_counts(listed: Iterable[Inspection], at: datetime) -> list[Inspection]:
    """Return the inspections of one page, each with its institutions counted: all, announced, late, over."""
    rows = list(listed)
    late = Q(due_on__lt=local_day(at), status__in=UNDER_WAY)
    counted = Target.objects.filter(inspection__in=[each.pk for each in rows]).order_by()
    found = {
        each.pop("inspection_id"): each
        for each in counted.values("inspection_id").annotate(
            target_count=Count("pk"),
            announced_count=Count("pk", filter=Q(announced_at__isnull=False)),
            late_count=Count("pk", filter=late),
            over_count=Count("pk", filter=Q(closed_at__isnull=False)),
        )
    }
    none = {"target_count": 0, "announced_count": 0, "late_count": 0, "over_count": 0}
    for row in rows:
        vars(row).update(found.get(row.pk, none))
    return rows
