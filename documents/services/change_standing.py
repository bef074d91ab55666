"""What may happen to an issued document later: corrected, replaced, revoked. Its file never changes.

Each is the effect of another decision, usually of another document, issued by a flow of its own. Every
change is kept, once: the same document changing it again the same way changes nothing.
Source: Decree 30/2020/NĐ-CP, article 18.
"""

from datetime import date, datetime

from django.db import transaction

from audit.services import record
from documents.errors import ReasonMissing, WrongDocumentState
from documents.models import IssuedDocument, StandingChange

State = IssuedDocument.State
MAY_BECOME: dict[State, set[State]] = {
    State.VALID: {State.CORRECTED, State.REPLACED, State.REVOKED},
    State.CORRECTED: {State.CORRECTED, State.REPLACED, State.REVOKED},
    State.REPLACED: set(),
    State.REVOKED: set(),
}


def mark_corrected(
    *, document_id: int, by_id: int, on: date, actor_id: int | None, at: datetime, reason: str = ""
) -> IssuedDocument:
    """Note that another document corrected the form of this one; it stays in force."""
    return change(document_id, State.CORRECTED, by_id=by_id, on=on, actor_id=actor_id, at=at, reason=reason)


def mark_replaced(
    *, document_id: int, by_id: int, on: date, actor_id: int | None, at: datetime, reason: str = ""
) -> IssuedDocument:
    """Note that another document took the place of this one."""
    return change(document_id, State.REPLACED, by_id=by_id, on=on, actor_id=actor_id, at=at, reason=reason)


def revoke(
    *, document_id: int, reason: str, on: date, actor_id: int | None, at: datetime, by_id: int | None = None
) -> IssuedDocument:
    """Take a document back. Raises ReasonMissing without a reason."""
    if not reason.strip():
        raise ReasonMissing
    return change(
        document_id, State.REVOKED, by_id=by_id, on=on, actor_id=actor_id, at=at, reason=reason.strip()
    )


@transaction.atomic
def change(
    document_id: int,
    state: IssuedDocument.State,
    *,
    by_id: int | None,
    on: date,
    actor_id: int | None,
    at: datetime,
    reason: str,
) -> IssuedDocument:
    """Write the new standing, its day and its cause. Raises WrongDocumentState for a step the table does not have."""
    document = IssuedDocument.objects.select_for_update().get(pk=document_id)
    if by_id is not None and document.changes.filter(by_id=by_id, state=state).exists():
        return document
    if state not in MAY_BECOME[State(document.state)]:
        raise WrongDocumentState(document.number, document.state, state)
    document.state = state
    setattr(document, f"{state.value}_on", on)
    setattr(document, f"{state.value}_by_id", by_id)
    document.save(update_fields=["state", f"{state.value}_on", f"{state.value}_by_id"])
    StandingChange.objects.create(
        document=document, state=state, on=on, by_id=by_id, reason=reason, actor_id=actor_id, at=at
    )
    record(
        action=f"documents.{state.value}",
        actor_id=actor_id,
        target="documents.IssuedDocument",
        target_id=str(document.public_id),
        at=at,
        values={"on": on, "by": by_id, "reason": reason},
        agency_id=document.agency_id,
    )
    return document
