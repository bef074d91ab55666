"""A name as the folded words it is found by, and the test that a column begins with one of them.

Each word of a name is a row of a table of words (PersonWord, DossierWord) under an index that begins with
the word: a whole word and the beginning of one are looked up, never looked for.
"""

import re

from django.db import connection
from django.db.models import Q

from accounts.folding import fold

MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_BEGINNING = 2
LAST_LETTER = "\U0010ffff"


def folded_words(text: str) -> list[str]:
    """Return the words of a text without diacritics and case, each once."""
    words = re.findall(r"\w+", fold(text))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words))


def beginning(column: str, prefix: str) -> Q:
    """Return the test that a column begins so, in the form each database answers from an index.

    SQLite's LIKE ignores case and therefore indexes; PostgreSQL's order depends on the database's
    language, which a range would follow and LIKE does not.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix + LAST_LETTER})
    return Q(**{f"{column}__startswith": prefix})
