"""What a use case on a dossier may refuse, with the facts a face needs to word it."""

from documents.models import IssuedDocument
from dossiers.correction_models import ResultCorrection
from workflows.errors import FourEyes


class DossierError(Exception):
    """Root of this package's errors."""


class LateReasonMissing(DossierError):
    """A step ends late and it is not said why.

    missing  "reason": none of the list was chosen; "words": the chosen one must be explained
    """

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class NotVisible(DossierError):
    """The person may not see it, or it does not exist: one answer for both (404)."""


class MayNotApply(DossierError):
    """The person may not apply for this procedure.

    reason  "identity_level" | "not_open" | "applicant_kind" | "not_covered"
    needed  what would be enough: the identity level, the code of the agency that should receive, the kind of
            applicant; "not_covered": the party whose power does not reach this procedure
    """

    def __init__(self, reason: str, needed: str = "") -> None:
        self.reason, self.needed = reason, needed
        super().__init__(f"{reason}: {needed}")


class RepresentationOver(DossierError):
    """Who would act for another party may not any more: the power ended, was revoked, or is not theirs."""

    def __init__(self, party: str) -> None:
        self.party = party
        super().__init__(party)


class NotDecidable(DossierError):
    """A wish to represent somebody was decided before, or is the officer's own."""


class MessageUnfit(DossierError):
    """A message cannot begin a dossier.

    lacks  "applicant" (nobody known by what it says) | "answers"
    """

    def __init__(self, message: str, lacks: str) -> None:
        self.message, self.lacks = message, lacks
        super().__init__(f"message {message!r} names no usable {lacks}")


class CodesExhausted(DossierError):
    """The day's 9,999 dossier codes of a unit are used up."""

    def __init__(self, unit_code: str, day: str) -> None:
        self.unit_code, self.day = unit_code, day
        super().__init__(f"no dossier code left for {unit_code} on {day}")


class CannotWithdraw(DossierError):
    """The dossier is over, or the result is already signed."""


class CannotRate(DossierError):
    """A rating cannot be taken.

    reason  "no_score" | "too_early" | "rated"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class MayNotHold(DossierError):
    """The person does not handle the incidents of the dossier's agencies."""

    def __init__(self, dossier_id: int) -> None:
        self.dossier_id = dossier_id
        super().__init__(f"dossier {dossier_id}")


class SupplementNotReady(DossierError):
    """A supplement cannot go on as asked.

    reason  "nothing_marked" | "unknown_field" | "unknown_cell" | "marked_twice" | "not_judged" | "judged_otherwise"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CannotExtend(DossierError):
    """The term cannot be extended, or not so.

    reason  "once" | "within_the_day" | "not_running" | "not_later" | "no_reason"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CannotComplain(DossierError):
    """A complaint cannot be taken, or not be handled so.

    reason  "open" (one waits for its answer) | "too_many" | "closed" (answered or withdrawn) | "not_handler"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CannotKeepView(DossierError):
    """A view of the inbox cannot be kept under that name, or not one more.

    reason  "no_name" | "long_name" | "taken" | "too_many"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CannotWrite(DossierError):
    """Nothing can be written about the dossier now.

    reason  "over" | "too_many"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CannotCorrect(DossierError):
    """An issued document can no longer be corrected, replaced or revoked.

    document  the document as it stands: replaced or revoked already
    by        the document that did it, None where it is not of this house
    """

    def __init__(self, document: IssuedDocument, by: IssuedDocument | None) -> None:
        self.document, self.by = document, by
        super().__init__(f"document {document.number} is {document.state}")


class CorrectionUnderWay(DossierError):
    """Somebody began to correct this document before.

    correction  the work that is under way, with who began it and when
    """

    def __init__(self, correction: ResultCorrection) -> None:
        self.correction = correction
        super().__init__(f"document {correction.document_id} is being corrected in {correction.dossier_id}")


class DrewUpTheWrongOne(FourEyes):
    """The person drew up the document that is being corrected, and this step checks others."""

    def __init__(self, work_item_id: int, *, person_id: int) -> None:
        super().__init__(work_item_id, person_id=person_id, node_ids=())


class NothingToReplace(DossierError):
    """A document is to take another's place in a dossier that is about none."""

    def __init__(self, dossier_id: int) -> None:
        self.dossier_id = dossier_id
        super().__init__(f"dossier {dossier_id} corrects no document")
