"""Complaints as their applicant reads them, and as the leaders who answer do."""

from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, IntegerField, QuerySet, When

from accounts.models import Person
from accounts.permissions import HANDLE_COMPLAINTS
from accounts.selectors import agencies_where
from dossiers.complaint_models import OPEN_COMPLAINTS, Complaint, ComplaintFile
from dossiers.complaints import visible_complaints
from dossiers.errors import NotVisible
from dossiers.models import Dossier
from dossiers.parties import is_party
from dossiers.selectors.visible import visible_dossier
from forms.models import Attachment


def complaints_of(person: Person, public_id: UUID | str, at: datetime) -> tuple[Dossier, list[Complaint]]:
    """Return the person's own dossier and the complaints about it, newest first. Raises NotVisible."""
    dossier, sight = visible_dossier(person, public_id, at)
    if not sight.is_applicant:
        raise NotVisible
    complaints = dossier.complaints.select_related("agency").prefetch_related("files__attachment")
    return dossier, list(complaints.order_by("-pk"))


def visible_complaint(person: Person, public_id: UUID | str, at: datetime) -> Complaint:
    """Return a complaint the person may read and answer. Raises NotVisible."""
    related = ("dossier", "agency", "handler", "complainant")
    found = (
        visible_complaints(person, at)
        .select_related(*related)
        .prefetch_related("files__attachment")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def visible_complaint_file(person: Person, public_id: UUID | str, at: datetime) -> Attachment:
    """Return a file of a complaint the person reads: as its party, or as who may answer it. Raises NotVisible."""
    files = ComplaintFile.objects.select_related("attachment", "complaint__dossier")
    for file in files.filter(attachment__public_id=public_id):
        complaint = file.complaint
        if (
            is_party(person, complaint.dossier, at)
            or visible_complaints(person, at).filter(pk=complaint.pk).exists()
        ):
            return file.attachment
    raise NotVisible


def complaints_for(person: Person, at: datetime) -> "QuerySet[Complaint]":
    """Return what a leader may read: the open ones, those due first in front, then the closed ones, newest first."""
    closed_last = Case(When(state__in=OPEN_COMPLAINTS, then=0), default=1, output_field=IntegerField())
    return (
        visible_complaints(person, at)
        .select_related("dossier", "agency", "handler")
        .order_by(closed_last, F("closed_at").desc(nulls_last=True), "answer_by", "pk")
    )


def handles_complaints(person: Person, at: datetime) -> bool:
    """Say whether a person answers complaints anywhere."""
    return bool(agencies_where(person, HANDLE_COMPLAINTS, at))
