"""What can be wrong with a promise of time."""

from datetime import date


class CalendarUnknown(Exception):
    """The days off of a year are not announced: better no promise than a wrong one."""

    def __init__(self, year: int) -> None:
        super().__init__(f"The days off of {year} are not announced")
        self.year = year


class NoWorkingTime(Exception):
    """A calendar holds no working day for more than a year after a day."""

    def __init__(self, after: date) -> None:
        super().__init__(f"No working day within {SEARCH_LIMIT_DAYS} days after {after}")
        self.after = after


SEARCH_LIMIT_DAYS = 400
