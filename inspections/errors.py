"""What a use case on an inspection may refuse, with the facts a face needs to word it."""


class InspectionError(Exception):
    """Root of this package's errors."""


class NotVisible(InspectionError):
    """The person may not see it, or it does not exist: one answer for both (404)."""
