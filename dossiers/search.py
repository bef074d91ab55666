"""Find dossiers by code, receipt or the applicant's name, with or without diacritics, from indexes alone.

A name is kept a second time as its folded words (DossierWord). Whole words are looked up first: their
rows lie newest first, so a common name costs no more than a page. Only when they give less than a full
list may the last word be a beginning. The list is cut at MOST_FOUND, newest first: who gets that many
types more.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.folding import fold
from accounts.models import Person
from dossiers.models import Dossier, DossierWord
from dossiers.sight import visible_dossiers

MOST_FOUND = 300
MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_BEGINNING = 2
LAST_LETTER = "\U0010ffff"


def folded_words(text: str) -> list[str]:
    """Return the words of a text without diacritics and case, each once."""
    words = re.findall(r"\w+", fold(text))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words))


def words_of_dossier(dossier: Dossier) -> Iterator[DossierWord]:
    """Make the words a stored dossier is found by."""
    return (DossierWord(dossier=dossier, word=word) for word in folded_words(dossier.applicant_name))


def find_dossiers(person: Person, typed: str, at: datetime) -> "QuerySet[Dossier]":
    """Return visible dossiers by the beginning of the code, by the receipt, or by words of the name; newest first."""
    visible = visible_dossiers(person, at)
    found = by_number(visible, typed.strip().upper()) or by_name(visible, folded_words(typed)[:MOST_WORDS])
    return Dossier.objects.filter(pk__in=found).order_by("-pk")


def by_number(visible: "QuerySet[Dossier]", number: str) -> list[int]:
    """Return the ids of dossiers of this receipt, or whose code begins so."""
    if not number:
        return []
    matching = visible.filter(beginning("code", number) | Q(receipt_no=number))
    return newest(matching.values_list("pk", flat=True))


def by_name(visible: "QuerySet[Dossier]", words: list[str]) -> list[int]:
    """Return the ids of dossiers whose applicant's name has all the words, the last of them perhaps unfinished."""
    if not words:
        return []
    *others, last = words
    named = visible
    for word in others:
        named = named.filter(Exists(DossierWord.objects.filter(dossier=OuterRef("pk"), word=word)))
    whole = named.filter(words__word=last).order_by("-words__dossier_id")
    found = newest(whole.values_list("pk", flat=True))
    if len(found) >= MOST_FOUND or len(last) < SHORTEST_BEGINNING:
        return found
    begun = named.filter(beginning("words__word", last)).order_by("-words__dossier_id")
    return newest(begun.values_list("pk", flat=True))


def newest(ids: "QuerySet[Dossier, int]") -> list[int]:
    """Return at most MOST_FOUND different ids."""
    return list(dict.fromkeys(ids[: 2 * MOST_FOUND]))[:MOST_FOUND]


def beginning(column: str, prefix: str) -> Q:
    """Return the test that a column begins so, in the form each database answers from an index.

    SQLite's LIKE ignores case and therefore indexes; PostgreSQL's order depends on the database's
    language, which a range would follow and LIKE does not.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix + LAST_LETTER})
    return Q(**{f"{column}__startswith": prefix})
