"""Working-time arithmetic, pure: no Django, no clock, no database.

A term of working days and a budget of working hours are two different things and never turn
into each other: a term ends on the N-th working day after receipt, whatever the length of the
day; a budget runs through the sessions of the agency.
Sources: Bộ luật Dân sự 2015 Đ147–148; Bộ luật Lao động 2019 Đ111–112; NĐ 61/2018 Đ19.
"""

from workdays.budgets import budget_end, working_hours_between
from workdays.calendar import VIETNAM, Calendar, Session
from workdays.errors import CalendarUnknown, NoWorkingTime
from workdays.terms import Due, Ends, WorkingDays, due, due_at, due_same_day, postponed

__all__ = [
    "VIETNAM",
    "Calendar",
    "CalendarUnknown",
    "Due",
    "Ends",
    "NoWorkingTime",
    "Session",
    "WorkingDays",
    "budget_end",
    "due",
    "due_at",
    "due_same_day",
    "postponed",
    "working_hours_between",
]
