"""The use cases about people, agencies, appointments, representation and the calendar.

Each is one call and one transaction: check, change, record. `at` is the moment of the act.
"""

from accounts.services.agencies import change_agency, create_agency, retire_agency
from accounts.services.appoint import appoint
from accounts.services.calendar import (
    announce_year,
    remove_calendar_day,
    set_agency_hours,
    set_calendar_day,
)
from accounts.services.choose_language import choose_language
from accounts.services.close_person import close_person
from accounts.services.create_first_administrator import create_first_administrator
from accounts.services.delegate import delegate
from accounts.services.end_appointment import end_appointment, revoke_appointment
from accounts.services.end_sessions import end_sessions
from accounts.services.identity import raise_identity_level
from accounts.services.import_days_off import import_days_off
from accounts.services.offices import create_role, load_roles, open_office
from accounts.services.open_account import open_account
from accounts.services.propose_days_off import propose_days_off
from accounts.services.representation import (
    end_representation,
    grant_power,
    register_organisation,
    revoke_representation,
    verify_representation,
)
from accounts.services.reset_second_factor import reset_second_factor
from accounts.services.waive_four_eyes import restore_four_eyes, waive_four_eyes

__all__ = [
    "announce_year",
    "appoint",
    "change_agency",
    "choose_language",
    "close_person",
    "create_agency",
    "create_first_administrator",
    "create_role",
    "delegate",
    "end_appointment",
    "end_representation",
    "end_sessions",
    "grant_power",
    "import_days_off",
    "load_roles",
    "open_account",
    "open_office",
    "propose_days_off",
    "raise_identity_level",
    "register_organisation",
    "remove_calendar_day",
    "reset_second_factor",
    "restore_four_eyes",
    "retire_agency",
    "revoke_appointment",
    "revoke_representation",
    "set_agency_hours",
    "set_calendar_day",
    "verify_representation",
    "waive_four_eyes",
]
