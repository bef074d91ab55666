"""What happens to minutes when their file is signed by certificate or issued; named in settings.DOCUMENT_EVENTS.

Runs inside the transaction of the document's event, with the target locked.
"""

from datetime import datetime

from audit.models import AuditEntry
from documents.models import DocumentDraft, IssuedDocument, SignatureRequest
from inspections.effects import TargetEffects
from inspections.models import Minutes, MinutesSignature
from inspections.topics import topics_of_case
from notifications.services import wake

SEALED = "inspections.minutes_sealed"
"""The action under which the record keeps who asked for the seal on minutes."""


class OfMinutes:
    """Puts the certificate's signature beside the others, and wakes the pages."""

    def lock(self, subject_id: str) -> None:
        """Lock the target before anything of the document."""
        TargetEffects().lock(Minutes.objects.values_list("target_id", flat=True).get(pk=int(subject_id)))

    def rendered(self, draft: DocumentDraft, at: datetime) -> None:
        """Nothing: `documents` itself asks a server key; a token signs at the desk."""

    def signed(self, draft: DocumentDraft, request: SignatureRequest, at: datetime) -> None:
        """The lead has signed."""
        minutes = Minutes.objects.select_related("target").get(pk=int(draft.subject_id))
        if request.order == SignatureRequest.Order.LEADER:
            MinutesSignature.objects.get_or_create(
                minutes=minutes,
                side=MinutesSignature.Side.TEAM,
                method=MinutesSignature.Method.CERTIFICATE,
                person_id=draft.signer_id,
                defaults={
                    "name": draft.signer.full_name,
                    "title": draft.signer_lines[-1],
                    "content_digest": minutes.content_digest,
                    "server_at": at,
                },
            )
        wake(topics_of_case(minutes.target), at)

    def issued(self, document: IssuedDocument, request: SignatureRequest, at: datetime) -> None:
        """The seal is on: the pages show it."""
        wake(
            topics_of_case(Minutes.objects.select_related("target").get(pk=int(document.subject_id)).target),
            at,
        )

    def acted_for(self, subject: str, person_id: int | None) -> int | None:
        """Return for whom somebody seals minutes by a delegation, as the record of asking for the seal says.

        Minutes have no step that says so; the lead and the deputy sign in their own right.
        """
        asked = AuditEntry.objects.filter(
            target="inspections.Minutes",
            target_id=subject.rpartition(":")[2],
            action=SEALED,
            actor_id=person_id,
        )
        return asked.order_by("-pk").values_list("on_behalf_of_id", flat=True).first()

    def abandoned(self, draft: DocumentDraft, reason: str, at: datetime) -> None:
        """The draft was given up: the minutes may be signed by certificate again."""
        Minutes.objects.filter(pk=int(draft.subject_id), document=draft).update(document=None)
