"""Reads: certificates that can sign now, registers, signatures that wait, documents of a subject."""

from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet

from documents import storage
from documents.models import (
    Certificate,
    DocumentDraft,
    IssuedDocument,
    NumberRegister,
    RegisterEntry,
    SignatureRequest,
)


def usable_certificate(
    at: datetime, *, person_id: int | None = None, agency_id: int | None = None
) -> Certificate | None:
    """Return the newest active certificate of one owner that is valid at a moment, if there is one."""
    return (
        Certificate.objects.filter(
            person_id=person_id,
            agency_id=agency_id,
            state=Certificate.State.ACTIVE,
            valid_from__lte=at,
            valid_to__gt=at,
        )
        .order_by("-valid_from", "-pk")
        .first()
    )


def registers_of(agency_ids: set[int]) -> QuerySet[NumberRegister]:
    """Return the registers of agencies, newest year first."""
    return (
        NumberRegister.objects.filter(agency_id__in=agency_ids)
        .select_related("agency")
        .order_by("-year", "agency__name", "series")
    )


def entries_of(register: NumberRegister) -> QuerySet[RegisterEntry]:
    """Return the numbers of a register, newest first."""
    return register.entries.select_related("reserved_by").order_by("-number")


def certificates_of(agency_ids: set[int]) -> QuerySet[Certificate]:
    """Return the certificates of agencies and of the people who act for them."""
    of_agencies = Certificate.objects.filter(agency_id__in=agency_ids)
    of_people = Certificate.objects.filter(person__appointments__acts_for_id__in=agency_ids)
    return (of_agencies | of_people).select_related("person", "agency").distinct().order_by("valid_to")


def signatures_waiting_for(person_id: int) -> QuerySet[SignatureRequest]:
    """Return the signatures a leader has yet to make with a key of their own."""
    return SignatureRequest.objects.filter(
        order=SignatureRequest.Order.LEADER,
        draft__signer_id=person_id,
        draft__state=DocumentDraft.State.RENDERED,
    ).select_related("draft", "draft__entry")


def living_draft(subject_type: str, subject_id: str) -> DocumentDraft | None:
    """Return the newest draft of a subject that was not given up."""
    return (
        DocumentDraft.objects.filter(subject_type=subject_type, subject_id=subject_id)
        .exclude(state=DocumentDraft.State.ABANDONED)
        .select_related("entry", "agency", "signer")
        .order_by("-pk")
        .first()
    )


def is_signed(subject_type: str, subject_id: str) -> bool:
    """Say whether a leader has signed a document of a subject that was not given up."""
    signed = [DocumentDraft.State.SIGNED, DocumentDraft.State.ISSUED]
    return DocumentDraft.objects.filter(
        subject_type=subject_type, subject_id=subject_id, state__in=signed
    ).exists()


def documents_of(subject_type: str, subject_id: str) -> QuerySet[IssuedDocument]:
    """Return the documents issued for a subject, newest first."""
    return (
        IssuedDocument.objects.filter(subject_type=subject_type, subject_id=subject_id)
        .select_related("agency", "signer")
        .order_by("-issued_at")
    )


class Stored(Protocol):
    """What lies in the store of documents: its key carries its hash."""

    storage_key: str


def file_of(document: Stored) -> bytes:
    """Return the file. Raises StoredFileDamaged when it is not what was stored."""
    return storage.get(document.storage_key)
