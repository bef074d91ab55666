"""The day that law means: a moment's calendar day in Viet Nam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """Return the local day of an aware moment. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("A moment needs a zone")
    return at.astimezone(LOCAL_ZONE).date()
