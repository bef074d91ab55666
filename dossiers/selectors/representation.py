"""Requests to represent somebody, as the one who asks and the officers who decide may read them."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from accounts.representing import may_verify
from dossiers.errors import NotVisible
from dossiers.models import RepresentationRequest
from forms.models import Attachment

MOST_SHOWN = 100
State = RepresentationRequest.State


def requests_of(person: Person) -> "QuerySet[RepresentationRequest]":
    """Return what a person has asked and nobody granted, newest first."""
    asked = RepresentationRequest.objects.filter(person=person).exclude(state=State.VERIFIED)
    return asked.order_by("-pk")[:MOST_SHOWN]


def requests_waiting() -> "QuerySet[RepresentationRequest]":
    """Return what waits for an officer, oldest first; for a page that has checked who reads it."""
    return RepresentationRequest.objects.filter(state=State.WAITING).select_related("person")[:MOST_SHOWN]


def requests_decided() -> "QuerySet[RepresentationRequest]":
    """Return what was decided last; for a page that has checked who reads it."""
    decided = RepresentationRequest.objects.exclude(state=State.WAITING)
    return decided.select_related("person", "decided_by", "representation").order_by("-decided_at", "-pk")[
        :MOST_SHOWN
    ]


def request_to_decide(officer: Person, public_id: UUID | str, at: datetime) -> RepresentationRequest:
    """Return a request an officer may read; not their own. Raises NotVisible."""
    asked = (
        RepresentationRequest.objects.select_related("person", "decided_by", "representation")
        .filter(public_id=public_id)
        .exclude(person_id=officer.pk)
        .first()
    )
    if asked is None or not may_verify(officer, at):
        raise NotVisible
    return asked


def visible_evidence(person: Person, public_id: UUID | str, at: datetime) -> Attachment:
    """Return a paper of a request an officer may open; who asked opens it as their own upload. Raises NotVisible."""
    paper = Attachment.objects.filter(public_id=public_id, representation_requests__isnull=False).first()
    if paper is None or not may_verify(person, at):
        raise NotVisible
    return paper
