"""What can go wrong between a decision and a file: facts as fields, worded for people in the faces."""

from datetime import date, datetime


class DocumentError(Exception):
    """Root of the errors of documents."""


class NumberAlreadyClosed(DocumentError):
    """A number that was issued or voided can be neither again."""

    def __init__(self, text: str, state: str) -> None:
        super().__init__(f"number {text} is already {state}")
        self.text = text
        self.state = state


class ReasonMissing(DocumentError):
    """Voiding or revoking needs a reason."""


class WrongDraftState(DocumentError):
    """The draft is not where the use case needs it."""

    def __init__(self, draft_id: object, state: str, wanted: str) -> None:
        super().__init__(f"draft {draft_id} is {state}, wanted {wanted}")
        self.draft_id = draft_id
        self.state = state
        self.wanted = wanted


class DayHasPassed(DocumentError):
    """The number's day is over: the leader must approve again and get a new number."""

    def __init__(self, text: str, day: date) -> None:
        super().__init__(f"number {text} was reserved for {day:%Y-%m-%d}")
        self.text = text
        self.day = day


class TemplateError(DocumentError):
    """A template that cannot be read, or uses what document templates may not use."""


class ValueMissing(TemplateError):
    """A template asks for a value the document does not have: better no paper than one with a hole."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no value for {name}")
        self.name = name


class NoUsableCertificate(DocumentError):
    """Nobody can sign: no certificate of this owner is active and valid at that moment."""

    def __init__(self, owner: str, at: datetime) -> None:
        super().__init__(f"no active certificate of {owner} at {at:%Y-%m-%dT%H:%M:%S%z}")
        self.owner = owner
        self.at = at


class SignatureRefused(DocumentError):
    """What came back from the signing key is not a signature of this document by this certificate."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class StoredFileDamaged(DocumentError):
    """A stored file no longer has the hash under which it was stored."""

    def __init__(self, key: str) -> None:
        super().__init__(f"stored file {key} does not match its hash")
        self.key = key


class WrongDocumentState(DocumentError):
    """An issued document cannot go from this state to that one."""

    def __init__(self, number: str, state: str, wanted: str) -> None:
        super().__init__(f"document {number} is {state}, cannot become {wanted}")
        self.number = number
        self.state = state
        self.wanted = wanted


class TooManyGuesses(DocumentError):
    """One address asked for too many codes that do not exist."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(f"too many wrong codes, again at {retry_at:%Y-%m-%dT%H:%M:%S%z}")
        self.retry_at = retry_at
