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
    """What a subject may want to know; `lock` comes first, so that locks are taken in the order of the house."""

    def lock(self, subject_id: str) -> None: ...

    def rendered(self, draft: DocumentDraft, at: datetime) -> None: ...

    def signed(self, draft: DocumentDraft, request: SignatureRequest, at: datetime) -> None: ...

    def issued(self, document: IssuedDocument, request: SignatureRequest, at: datetime) -> None: ...

    def abandoned(self, draft: DocumentDraft, reason: str, at: datetime) -> None: ...


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


def events_of(subject_type: str) -> DocumentEvents:
    """Return the listener of a kind of subject."""
    path = settings.DOCUMENT_EVENTS.get(subject_type)
    listener: DocumentEvents = import_string(path)() if path else Silence()
    return listener
