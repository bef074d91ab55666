"""Reads: certificates that can sign now, registers, signatures that wait, documents of a subject."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Protocol

from django.db.models import Q, QuerySet

from documents import storage
from documents.models import (
    Certificate,
    DocumentDraft,
    IssuedDocument,
    NumberRegister,
    RegisterEntry,
    SignatureRequest,
    StandingChange,
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


def automatic_certificate(
    at: datetime, *, person_id: int | None = None, agency_id: int | None = None
) -> Certificate | None:
    """Return the newest certificate of one owner with a server key that can sign at a moment, if there is one."""
    return (
        Certificate.objects.filter(
            person_id=person_id, agency_id=agency_id, state=Certificate.State.ACTIVE,
            valid_from__lte=at, valid_to__gt=at,
        )
        .exclude(key_file="")
        .order_by("-valid_from", "-pk")
        .first()
    )  # fmt: skip


def seals_automatically(agency_id: int) -> bool:
    """Say whether an agency has, or had, a seal with a server key: one that ended is missed, not forgotten."""
    return Certificate.objects.filter(agency_id=agency_id).exclude(key_file="").exists()


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


def drafts_in_hand(subject_type: str, subject_id: str) -> QuerySet[DocumentDraft]:
    """Return the drafts of a subject that are neither issued nor given up, newest first."""
    over = [DocumentDraft.State.ISSUED, DocumentDraft.State.ABANDONED]
    return (
        DocumentDraft.objects.filter(subject_type=subject_type, subject_id=subject_id)
        .exclude(state__in=over)
        .select_related("entry", "agency", "signer")
        .order_by("-pk")
    )


def is_signed(subject_type: str, subject_id: str, *, but: Iterable[str] = ()) -> bool:
    """Say whether a leader has signed a document of a subject that was not given up.

    but  kinds of document that do not count
    """
    signed = [DocumentDraft.State.SIGNED, DocumentDraft.State.ISSUED]
    found = DocumentDraft.objects.filter(subject_type=subject_type, subject_id=subject_id, state__in=signed)
    return found.exclude(kind__in=list(but)).exists()


def documents_of(subject_type: str, subject_id: str) -> QuerySet[IssuedDocument]:
    """Return the documents issued for a subject, newest first."""
    return (
        IssuedDocument.objects.filter(subject_type=subject_type, subject_id=subject_id)
        .select_related("agency", "signer")
        .order_by("-issued_at")
    )


def documents_about(subjects: Collection[tuple[str, str]]) -> QuerySet[IssuedDocument]:
    """Return the documents issued for several subjects, (type, id) each, newest first."""
    wanted = reduce(or_, (Q(subject_type=kind, subject_id=subject_id) for kind, subject_id in subjects))
    return IssuedDocument.objects.filter(wanted).select_related("agency", "signer").order_by("-issued_at")


def changes_of(documents: Iterable[IssuedDocument]) -> list[StandingChange]:
    """Return everything that became of documents, in order, with the documents that did it; no query for valid ones."""
    changed = [each.pk for each in documents if each.state != IssuedDocument.State.VALID]
    if not changed:
        return []
    return list(StandingChange.objects.filter(document__in=changed).select_related("by", "document"))


class Stored(Protocol):
    """What lies in the store of documents: its key carries its hash."""

    storage_key: str


def file_of(document: Stored) -> bytes:
    """Return the file. Raises StoredFileDamaged when it is not what was stored."""
    return storage.get(document.storage_key)
