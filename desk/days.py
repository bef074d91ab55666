"""Days as a browser's date box sends them."""

from datetime import date

from django.utils.dateparse import parse_date

FIRST_YEAR, LAST_YEAR = 1900, 2199


def day_of(text: str) -> date | None:
    """Return the day of YYYY-MM-DD, None for anything else and for a year in which no dossier is handled.

    The bounds keep every sum of a day and a few months, and every local moment of it, within what a date can be.
    """
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
