"""What a use case on a dossier may refuse, with the facts a face needs to word it."""


class DossierError(Exception):
    """Root of this package's errors."""


class NotVisible(DossierError):
    """The person may not see it, or it does not exist: one answer for both (404)."""


class MayNotApply(DossierError):
    """The person may not apply for this procedure.

    reason  "identity_level" | "not_open"
    needed  what would be enough: the identity level, the code of the agency that should receive
    """

    def __init__(self, reason: str, needed: str = "") -> None:
        self.reason, self.needed = reason, needed
        super().__init__(f"{reason}: {needed}")


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

    reason  "nothing_marked" | "unknown_field" | "not_judged" | "judged_otherwise"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CannotExtend(DossierError):
    """The term cannot be extended, or not so.

    reason  "once" | "not_running" | "not_later" | "no_reason"
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
