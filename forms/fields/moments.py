"""A moment: a day and the time on the clock, in Vietnam's time.

Stored with its offset, `2026-11-24T14:30:00+07:00`, so that it means one moment wherever it is read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import ClassVar

from forms.errors import Wrong
from forms.fields.dates import PARTS, Date, existing_day, numbers_of
from forms.fields.kind import JSON
from forms.messages import gettext_noop
from forms.submission import Submission

ALL_PARTS = (*PARTS, "time")
VIETNAM = timezone(timedelta(hours=7))
CLOCK = re.compile(r"([0-9]{1,2})[:hg.]([0-9]{2})(?::[0-9]{2})?")


@dataclass(frozen=True)
class DateAndTime(Date):
    """A day and a time, typed in four boxes."""

    type: ClassVar[str] = "datetime"

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the four parts; a lone text, ISO with or without an offset, is taken apart."""
        if submission.has_parts(key, ALL_PARTS):
            return {name: text.strip() for name, text in submission.parts(key, ALL_PARTS).items()}
        text = submission.text(key).strip()
        moment = moment_from(text)
        if moment is None:
            day = super().read(key, submission)
            return {**day, "time": ""} if isinstance(day, dict) else day
        return {"day": str(moment.day), "month": str(moment.month), "year": str(moment.year),
                "time": f"{moment:%H:%M}"}  # fmt: skip

    def is_blank(self, raw: JSON) -> bool:
        """Say whether all four boxes are empty."""
        return not isinstance(raw, Mapping) or not any(raw.get(name) for name in ALL_PARTS)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the moment in ISO form. Raises Wrong for a missing part or an impossible one."""
        numbers = numbers_of(raw)
        if any(numbers[name] is None for name in PARTS):
            raise Wrong(gettext_noop("Nhập đủ ngày, tháng, năm, ví dụ 24 11 2001."))
        day = self.within_bounds(existing_day(numbers), today)
        clock = time_from(str(raw.get("time") or "") if isinstance(raw, Mapping) else "")
        return datetime.combine(day, clock, VIETNAM).isoformat()

    def feel(self, value: JSON) -> object:
        """Return a date and time."""
        return datetime.fromisoformat(str(value))

    def show(self, value: JSON, language: str) -> str:
        """Return day/month/year hour:minute."""
        return f"{datetime.fromisoformat(str(value)):%d/%m/%Y %H:%M}"

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return what stands in each box, and that there is one for the time."""
        boxes = raw if isinstance(raw, Mapping) else dict.fromkeys(ALL_PARTS, "")
        return {**boxes, "with_time": True}


def moment_from(text: str) -> datetime | None:
    """Return the moment of an ISO text with a time, in Vietnam's time; None for any other text."""
    if len(text) <= len("2026-11-24"):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(VIETNAM) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def time_from(text: str) -> time:
    """Return the time on the clock from 14:30, 14h30 or 14.30. Raises Wrong."""
    clock = CLOCK.fullmatch(text.strip())
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        raise Wrong(gettext_noop("Nhập giờ và phút, ví dụ 14:30."))
    return time(int(clock[1]), int(clock[2]))
