"""Find dossiers by code, receipt, a number of the application or the applicant's name, marks or not, from indexes alone.

A name is kept a second time as its folded words (DossierWord). Whole words are looked up first: their
rows lie newest first, so a common name costs no more than a page. Only when they give less than a full
list may the last word be a beginning; what begins so lies word after word, so no more than MOST_READ of
it are read and put in order. The list is cut at MOST_FOUND, newest first, and says so: who gets that
many types more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from accounts.permissions import VIEW_DOSSIERS
from accounts.selectors import agencies_where
from accounts.words import MOST_WORDS, SHORTEST_BEGINNING, beginning, folded_words
from dossiers.models import Dossier, DossierWord
from dossiers.numbers import SHORTEST_NUMBER, number_key
from dossiers.sight import RESULT_ONLY_ROLES, visible_dossiers, visible_work_items

MOST_FOUND = 300
MOST_READ = 2_000


@dataclass(frozen=True)
class Found:
    """What a search gives: the dossiers, newest first, and whether there would be more of them."""

    dossiers: "QuerySet[Dossier]"
    is_cut: bool


def words_of_dossier(dossier: Dossier) -> Iterator[DossierWord]:
    """Make the words a stored dossier is found by: of who sent it and of whom it was sent for."""
    return (
        DossierWord(dossier=dossier, word=word)
        for word in folded_words(f"{dossier.applicant_name} {dossier.represented_name}")
    )


def find_dossiers(person: Person, typed: str, at: datetime) -> Found:
    """Return visible dossiers by the receipt, the beginning of the code or of a number, or by words of the name.

    A personal number or a diploma's finds only what the person may read: nobody probes for it.
    """
    visible = visible_dossiers(person, at)
    ids = (
        by_number(visible, typed.strip().upper())
        or by_paper(person, number_key(typed), at)
        or by_name(visible, folded_words(typed)[:MOST_WORDS])
    )
    dossiers = Dossier.objects.filter(pk__in=ids[:MOST_FOUND]).order_by("-pk")
    return Found(dossiers, is_cut=len(ids) > MOST_FOUND)


def by_paper(person: Person, number: str, at: datetime) -> list[int]:
    """Return the ids of dossiers whose application gives this number, else one that begins so."""
    if len(number) < SHORTEST_NUMBER or not any(each.isdigit() for each in number):
        return []
    readable = readable_dossiers(person, at)
    exact = newest(readable.filter(numbers__number=number).order_by("-numbers__dossier_id"))
    if exact:
        return exact
    begun = readable.filter(beginning("numbers__number", number)).order_by().values_list("pk", flat=True)
    return sorted(set(begun[:MOST_READ]), reverse=True)[: MOST_FOUND + 1]


def readable_dossiers(person: Person, at: datetime) -> "QuerySet[Dossier]":
    """Return the dossiers whose applications an officer may read: as dossiers.sight says of one."""
    agencies = agencies_where(person, VIEW_DOSSIERS, at)
    steps = (
        visible_work_items(person, at)
        .filter(process_id=OuterRef("run_id"))
        .exclude(role__in=RESULT_ONLY_ROLES)
    )
    of_agencies = Q(receiving_agency_id__in=agencies) | Q(deciding_agency_id__in=agencies)
    return Dossier.objects.filter(of_agencies | Exists(steps.order_by())).exclude(applicant=person)


def by_number(visible: "QuerySet[Dossier]", number: str) -> list[int]:
    """Return the ids of the dossier of this receipt or code, else of those whose code begins so."""
    if not number:
        return []
    exact = list(visible.filter(Q(receipt_no=number) | Q(code=number)).values_list("pk", flat=True))
    return exact or newest(visible.filter(beginning("code", number)).order_by(newest_code_first()))


def newest_code_first() -> str:
    """Return the order in which each database finds the newest codes without sorting all that begin alike.

    A code is its unit's, then its day's. SQLite goes backwards through the codes; PostgreSQL keeps two orders
    of them, of which the one that knows beginnings gives none, and goes backwards through the table instead
    where many begin so.
    """
    return "-code" if connection.vendor == "sqlite" else "-pk"


def by_name(visible: "QuerySet[Dossier]", words: list[str]) -> list[int]:
    """Return the ids of dossiers whose applicant's name has all the words, the last of them perhaps unfinished."""
    if not words:
        return []
    *others, last = words
    named = visible
    for word in others:
        named = named.filter(Exists(DossierWord.objects.filter(dossier=OuterRef("pk"), word=word)))
    found = newest(named.filter(words__word=last).order_by("-words__dossier_id"))
    if len(found) > MOST_FOUND or len(last) < SHORTEST_BEGINNING:
        return found
    begun = named.filter(beginning("words__word", last)).order_by().values_list("pk", flat=True)
    return sorted({*found, *begun[:MOST_READ]}, reverse=True)[: MOST_FOUND + 1]


def newest(ordered: "QuerySet[Dossier]") -> list[int]:
    """Return the first ids of an ordered search: one more than is shown tells that there are more."""
    return list(ordered.values_list("pk", flat=True)[: MOST_FOUND + 1])
