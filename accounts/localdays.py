"""The day that law means: a moment's calendar day in Viet Nam."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """Return the local day of an aware moment. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("A moment needs a zone")
    return at.astimezone(LOCAL_ZONE).date()


def moments_of(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moment the first day begins and the moment after the last one ends."""
    begin = datetime.combine(first, time(), LOCAL_ZONE)
    return begin, datetime.combine(last, time(), LOCAL_ZONE) + timedelta(days=1)
