"""Tells the owner of a document's subject what happened, inside the transaction in which it happened.

settings.DOCUMENT_EVENTS maps a kind of subject ("dossiers.Dossier") to the dotted path of a class
with the methods of `DocumentEvents`; a kind without an entry is told nothing.
"""

from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from documents.models import DocumentDraft, IssuedDocument, SignatureRequest


class DocumentEvents(Protocol):
    """What a subject may want to know, and for whom somebody who signed or sealed acted in it; `lock` comes first, so that locks are taken in the order of the house."""

    def lock(self, subject_id: str) -> None: ...

    def rendered(self, draft: DocumentDraft, at: datetime) -> None: ...

    def signed(self, draft: DocumentDraft, request: SignatureRequest, at: datetime) -> None: ...

    def issued(self, document: IssuedDocument, request: SignatureRequest, at: datetime) -> None: ...

    def abandoned(self, draft: DocumentDraft, reason: str, at: datetime) -> None: ...

    def acted_for(self, subject: str, person_id: int | None) -> int | None: ...


class Silence:
    """Nobody wants to know."""

    def lock(self, subject_id: str) -> None:
        return

    def rendered(self, draft: DocumentDraft, at: datetime) -> None:
        return

    def signed(self, draft: DocumentDraft, request: SignatureRequest, at: datetime) -> None:
        return

    def issued(self, document: IssuedDocument, request: SignatureRequest, at: datetime) -> None:
        return

    def abandoned(self, draft: DocumentDraft, reason: str, at: datetime) -> None:
        return

    def acted_for(self, subject: str, person_id: int | None) -> int | None:
        return None


def events_of(subject_type: str) -> DocumentEvents:
    """Return the listener of a kind of subject."""
    path = settings.DOCUMENT_EVENTS.get(subject_type)
    listener: DocumentEvents = import_string(path)() if path else Silence()
    return listener


def acted_for(subject_type: str, subject_id: str, person_id: int | None) -> int | None:
    """Return for whom somebody who drafts, signs or seals acts by what they did in the subject; None for themselves."""
    if person_id is None:
        return None
    return events_of(subject_type).acted_for(f"{subject_type}:{subject_id}", person_id)
