"""Facts about people, agencies, appointments, representation, sessions and days off."""

from accounts.models.agencies import (
    Agency,
    AgencyGroupObjectPermission,
    AgencyUserObjectPermission,
    Office,
    Role,
)
from accounts.models.appointments import Appointment
from accounts.models.calendar import AgencyHours, AnnouncedYear, CalendarDay
from accounts.models.people import Person, PersonWord
from accounts.models.representation import Organisation, Representation
from accounts.models.sessions import PersonSession
from accounts.models.waivers import FourEyesWaiver

__all__ = [
    "Agency",
    "AgencyGroupObjectPermission",
    "AgencyHours",
    "AgencyUserObjectPermission",
    "AnnouncedYear",
    "Appointment",
    "CalendarDay",
    "FourEyesWaiver",
    "Office",
    "Organisation",
    "Person",
    "PersonSession",
    "PersonWord",
    "Representation",
    "Role",
]
