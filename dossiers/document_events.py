"""What happens to a dossier when its document is drawn, signed, issued or given up.

Named in settings.DOCUMENT_EVENTS; runs inside the transaction of the document's event.
"""

from datetime import datetime
from typing import Any

from documents.models import DocumentDraft, IssuedDocument, SignatureRequest
from dossiers.models import Dossier
from dossiers.topics import dossier_topic
from notifications.services import wake
from workflows.reply import answer
from workflows.selectors import stood_in_for


class DocumentEvents:
    """Carries a document's events back to the step that waits for them."""

    def lock(self, subject_id: str) -> None:
        """Lock the dossier before anything of its document."""
        Dossier.objects.select_for_update().only("pk").get(pk=subject_id)

    def rendered(self, draft: DocumentDraft, at: datetime) -> None:
        """Nothing: a server key is asked by `documents` itself, a leader's own token at the desk."""

    def signed(self, draft: DocumentDraft, request: SignatureRequest, at: datetime) -> None:
        """The leader has signed: the step that approved goes on."""
        if request.order == SignatureRequest.Order.LEADER:
            self.tell(draft.reply_to, {"signing": "signed"}, draft, at)

    def issued(self, document: IssuedDocument, request: SignatureRequest, at: datetime) -> None:
        """The seal is on: the document exists."""
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

    def tell(
        self, reply_to: str, outputs: dict[str, Any], of: DocumentDraft | IssuedDocument, at: datetime
    ) -> None:
        """Answer the waiting step, if it still waits, and wake the dossier's pages."""
        if reply_to:
            answer(reply_to, outputs, at=at)
        wake([dossier_topic(Dossier.objects.get(pk=of.subject_id))], at)
