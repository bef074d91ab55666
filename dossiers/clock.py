"""When a dossier's result is owed: the procedure's term over the deciding agency's calendar.

A term in days is never turned into hours. A same-day procedure counts from the moment of sending
or of reception, as its package says, so that nobody can be "received" at 15:01.
Source: NĐ 23/2015 Đ7; NĐ 309/2026 Đ8; DESIGN of the working-time package.
"""

from datetime import datetime

from accounts.models import Agency
from accounts.selectors import calendar_of
from procedures.definition import Term
from workdays import Calendar, Due, WorkingDays, due, due_same_day


def result_due(
    term: Term,
    agency: Agency,
    *,
    submitted_at: datetime,
    received_at: datetime,
    calendar: Calendar | None = None,
) -> Due:
    """Return the moment the result is owed, and whether the year's calendar is still provisional.

    agency        whose days off and closing hour count
    submitted_at  when the applicant sent the dossier
    received_at   when it was received complete
    calendar      the agency's, where the caller has read it already

    A same-day term whose cut-off counts from sending still never ends before reception's own day.
    """
    calendar = calendar or calendar_of(agency.pk)
    if term.kind == "working_days":
        return due(received_at, WorkingDays(term.working_days), calendar, ends=agency.term_ends)
    counted = submitted_at if term.cut_off_counts == "submitted" else received_at
    promised = due_same_day(counted, calendar, cut_off=term.cut_off)
    if promised.at <= received_at:
        return due_same_day(received_at, calendar, cut_off=term.cut_off)
    return promised
