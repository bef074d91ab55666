"""Reads of the registers of institutions and licences, a page at a time by the key of its last row.

Which agencies' registers a person may read is decided by the caller (the right view_licences);
what stands in no such register is not found.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from accounts.folding import fold
from registry.models import Institution, InstitutionName, Licence, LicenceVersion, RegisterImport

PAGE_SIZE = 30
MOST_WORDS = 8
LONGEST_KEY = 18
MOST_IMPORTS = 20
Row = TypeVar("Row", Institution, Licence)


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """One page of a register, and the key after which the next begins; "" at the end."""

    rows: list[Row]
    after: str = ""


def institutions_listed(
    keeper_ids: Collection[int], words: str = "", after: str = "", *, only_open: bool = False
) -> Listed[Institution]:
    """Return institutions by name, those that have every word in name or code; marks and case do not count.

    only_open  leave out those that have ended
    """
    found = Institution.objects.filter(keeper_id__in=keeper_ids)
    if only_open:
        found = found.filter(valid_to=None)
    for each in fold(words).split()[:MOST_WORDS]:
        by_name = Q(name_key__contains=each) | Q(names__name_key__contains=each)
        by_name |= Q(predecessors__name_key__contains=each)
        found = found.filter(by_name | Q(code__iexact=each) | Q(tax_code=each))
    pk, _, key = after.partition("|")
    if is_key(pk):
        found = found.filter(Q(name_key__gt=key) | Q(name_key=key, pk__gt=int(pk)))
    valid = Count("licences", filter=Q(licences__state=Licence.State.VALID), distinct=True)
    rows = list(found.annotate(valid_licences=valid).order_by("name_key", "pk")[: PAGE_SIZE + 1])
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return Listed(rows[:PAGE_SIZE], f"{last.pk}|{last.name_key}" if last else "")


def licences_listed(keeper_ids: Collection[int], words: str = "", after: str = "") -> Listed[Licence]:
    """Return licences, the newest first, those whose number or institution has every word."""
    found = Licence.objects.filter(issuer_id__in=keeper_ids)
    for typed in words.split()[:MOST_WORDS]:
        by_institution = Q(institution__name_key__contains=fold(typed)) | Q(institution__code__iexact=typed)
        found = found.filter(by_institution | Q(number__icontains=typed))
    pk, _, day = after.partition("|")
    if is_key(pk) and (before := day_from(day)):
        found = found.filter(Q(issued_on__lt=before) | Q(issued_on=before, pk__lt=int(pk)))
    counted = found.annotate(major_count=Count("majors"), quota=Sum("majors__yearly_quota"))
    rows = list(counted.select_related("institution").order_by("-issued_on", "-pk")[: PAGE_SIZE + 1])
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return Listed(rows[:PAGE_SIZE], f"{last.pk}|{last.issued_on.isoformat()}" if last else "")


def is_key(text: str) -> bool:
    """Say whether a text may be the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def day_from(text: str) -> date | None:
    """Return a day in ISO form, None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def institution_in(keeper_ids: Collection[int], public_id: UUID) -> Institution | None:
    """Return an institution of these registers, or None where it stands in none of them."""
    rows = Institution.objects.filter(keeper_id__in=keeper_ids, public_id=public_id)
    return rows.select_related("successor", "keeper").first()


def licences_held(institution: Institution, keeper_ids: Collection[int]) -> QuerySet[Licence]:
    """Return the licences of an institution, the newest first, each with its majors and all its versions."""
    versions = LicenceVersion.objects.select_related("written_by").order_by("-version")
    rows = institution.licences.filter(issuer_id__in=keeper_ids).select_related("issuer")
    return rows.prefetch_related("majors", Prefetch("versions", versions)).order_by("-issued_on", "-pk")


def imports_into(registers: dict[str, set[int]]) -> list[RegisterImport]:
    """Return the latest files brought into these registers: {register: ids of their keepers}."""
    wanted = Q(pk__in=[])
    for register, keepers in registers.items():
        wanted |= Q(register=register, keeper_id__in=keepers)
    rows = RegisterImport.objects.filter(wanted).select_related("keeper", "uploaded_by")
    return list(rows.order_by("-uploaded_at", "-pk")[:MOST_IMPORTS])


def import_in(registers: dict[str, set[int]], public_id: UUID) -> RegisterImport | None:
    """Return a file brought into one of these registers, or None."""
    row: Any = RegisterImport.objects.filter(public_id=public_id).select_related("keeper").first()
    is_seen = row is not None and row.keeper_id in registers.get(row.register, ())
    return row if is_seen else None


def name_given_by(grounds: str) -> InstitutionName | None:
    """Return the name of an institution that a decision gave, by how a paper cites it; None where it gave none."""
    given = InstitutionName.objects.select_related("institution").filter(grounds=grounds)
    return given.order_by("pk").first()
