"""What happens to an inspection when a document of it is signed, issued or given up; named in settings.DOCUMENT_EVENTS.

Runs inside the transaction of the document's event, with the case locked.
"""

from datetime import datetime
from typing import Any

from documents.models import DocumentDraft, IssuedDocument, SignatureRequest
from inspections.effects import CaseEffects, DecisionEffects, InspectionEffects, TargetEffects
from inspections.models import Inspection, InspectionDecision
from inspections.topics import topics_of_case
from notifications.services import wake
from workflows.reply import answer
from workflows.selectors import stood_in_for

DECISION = "decision"
"""The kind of document by which an inspection is ordered."""


class Events:
    """Carries a document's events back to the step that waits for them."""

    effects: CaseEffects

    def lock(self, subject_id: str) -> None:
        """Lock the case before anything of its document."""
        self.effects.lock(int(subject_id))

    def rendered(self, draft: DocumentDraft, at: datetime) -> None:
        """Nothing: `documents` itself asks a server key; a leader's own token signs at the desk."""

    def signed(self, draft: DocumentDraft, request: SignatureRequest, at: datetime) -> None:
        """The signer has signed: the step that approved goes on."""
        if request.order == SignatureRequest.Order.LEADER:
            self.tell(draft.reply_to, {"signing": "signed"}, draft, at)

    def issued(self, document: IssuedDocument, request: SignatureRequest, at: datetime) -> None:
        """The seal is on: the document exists."""
        self.keep_number(document)
        self.tell(request.reply_to, {"sealing": "issued"}, document, at)

    def acted_for(self, subject: str, person_id: int | None) -> int | None:
        """Return for whom somebody acted who approved, signed or sealed by a delegation."""
        return stood_in_for(subject, person_id)

    def abandoned(self, draft: DocumentDraft, reason: str, at: datetime) -> None:
        """The draft was given up: whoever still waits for its signature goes back."""
        waiting = draft.signatures.exclude(state=SignatureRequest.State.SIGNED).values_list(
            "reply_to", flat=True
        )
        for reply_to in {draft.reply_to, *waiting}:
            self.tell(reply_to, {"signing": "abandoned", "sealing": "abandoned"}, draft, at)

    def keep_number(self, document: IssuedDocument) -> None:
        """Nothing: the document knows its own number."""

    def tell(
        self, reply_to: str, outputs: dict[str, Any], of: DocumentDraft | IssuedDocument, at: datetime
    ) -> None:
        """Answer the waiting step, if it still waits, and wake the pages."""
        if reply_to:
            answer(reply_to, outputs, at=at)
        wake(topics_of_case(self.effects.case(int(of.subject_id))), at)


class OfInspection(Events):
    """Documents of an inspection; the decision's number and day are what later papers are headed by."""

    effects = InspectionEffects()

    def keep_number(self, document: IssuedDocument) -> None:
        """Copy the decision's number and day to the inspection."""
        if document.kind == DECISION:
            Inspection.objects.filter(pk=int(document.subject_id)).update(
                decision_number=document.number, decision_on=document.issued_on
            )


class OfTarget(Events):
    """Documents of one institution's part."""

    effects = TargetEffects()


class OfDecision(Events):
    """A decision on the way."""

    effects = DecisionEffects()

    def keep_number(self, document: IssuedDocument) -> None:
        """Copy the number to the decision."""
        InspectionDecision.objects.filter(pk=int(document.subject_id)).update(
            number=document.number, document_id=document.draft_id
        )
