"""The announced calendars of 2025 and 2026, as the tests need them."""

from datetime import date, datetime

from workdays import VIETNAM, Calendar

DAYS_OFF = frozenset(
    date.fromisoformat(day)
    for day in [
        "2025-01-01",
        "2025-01-27",
        "2025-01-28",
        "2025-01-29",
        "2025-01-30",
        "2025-01-31",
        "2025-04-07",
        "2025-04-30",
        "2025-05-01",
        "2025-05-02",
        "2025-09-01",
        "2025-09-02",
        "2026-01-01",
        "2026-01-02",
        "2026-02-16",
        "2026-02-17",
        "2026-02-18",
        "2026-02-19",
        "2026-02-20",
        "2026-04-27",
        "2026-04-30",
        "2026-05-01",
        "2026-08-31",
        "2026-09-01",
        "2026-09-02",
        "2026-11-24",
    ]
)
SATURDAYS = frozenset({date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)})
VIETNAM_2025_2026 = Calendar(
    days_off=DAYS_OFF, working_saturdays=SATURDAYS, known_years=frozenset({2025, 2026})
)


def local(text: str) -> datetime:
    """Return a moment written in Viet Nam's time, such as 2026-11-23 15:10."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
