"""What may stand in the way of a use case about people and agencies; faces word it."""

from datetime import date


class AccountError(Exception):
    """The root of this package's errors."""


class NotAllowed(AccountError):
    """The actor's appointments do not give this right at this agency."""

    def __init__(self, permission: str, agency_id: int | None) -> None:
        super().__init__(f"{permission} at agency {agency_id}")
        self.permission = permission
        self.agency_id = agency_id


class UnknownRole(AccountError):
    """No role has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PersonClosed(AccountError):
    """The account is closed."""

    def __init__(self, person_id: int) -> None:
        super().__init__(str(person_id))
        self.person_id = person_id


class EmailNotVerified(AccountError):
    """Nobody has shown that the account belongs to the owner of its e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email


class EmailTaken(AccountError):
    """Somebody has an account with this e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email


class NationalIdTaken(AccountError):
    """Somebody else has proven this national id."""


class AgencyCodeTaken(AccountError):
    """An agency has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AgencyLoop(AccountError):
    """An agency cannot stand under itself."""

    def __init__(self, agency_id: int) -> None:
        super().__init__(str(agency_id))
        self.agency_id = agency_id


class DatesInvalid(AccountError):
    """An end lies before its beginning, or a delegation outside what it stands on."""

    def __init__(self, starts_on: date, ends_on: date | None) -> None:
        super().__init__(f"{starts_on} to {ends_on}")
        self.starts_on = starts_on
        self.ends_on = ends_on


class DelegationInvalid(AccountError):
    """A delegation to oneself, or of what was itself delegated."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BasisMissing(AccountError):
    """A decision about a person names the paper it rests on."""


class WaiverOver(AccountError):
    """A permission of one pair of eyes was taken back already."""

    def __init__(self, waiver_id: int) -> None:
        super().__init__(str(waiver_id))
        self.waiver_id = waiver_id


class IdentityNotProven(AccountError):
    """Who acts has only said who they are; this needs a proven identity."""

    def __init__(self, person_id: int) -> None:
        super().__init__(str(person_id))
        self.person_id = person_id


class PersonUnknown(AccountError):
    """Nobody has proven this number under this name, or it is one's own: one answer for all."""


class IdentityLevelInvalid(AccountError):
    """A level is only raised, and with a national id."""


class CalendarDayInvalid(AccountError):
    """A make-up day falls on a day that is worked anyway, or a day off on a free one."""

    def __init__(self, on: date) -> None:
        super().__init__(str(on))
        self.on = on


class AdministratorExists(AccountError):
    """There is an administrator already: the first one is made once."""


class UnknownLanguage(AccountError):
    """The house does not speak it."""
