"""What the house holds about a person, handed to that person as plain data. Source: Luật Bảo vệ dữ liệu cá nhân, NĐ 13/2023 Đ9.

Only what is the person's own: facts of the account, drafts, dossiers with answers, papers, statuses,
results, ratings, messages and complaints with their answers, what was told. What officers wrote for each other is theirs and stays out.
What other applications hold of the person they add themselves, each under its name (settings.OWN_DATA).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.module_loading import import_string

from accounts.models import Person
from accounts.representing import representations_of
from audit.services import record
from documents.models import IssuedDocument
from dossiers.conversation import READS, Part
from dossiers.kinds import SUBJECT, internal_among
from dossiers.models import Complaint, Dossier, Draft, Message, RepresentationRequest, StepDraft
from dossiers.parties import belongs_to
from dossiers.ratings import Rating
from dossiers.roles import APPLICANT_ROLE
from forms.models import Attachment
from notifications.models import Notification
from procedures.selectors import packages_for

FORMAT = 1
LONGEST_LIST = 5000


def export_own(person: Person, *, at: datetime) -> dict[str, Any]:
    """Return everything as JSON-able values; moments are UTC in ISO 8601. The export itself is on record."""
    with transaction.atomic():
        record(
            action="accounts.data_exported",
            actor_id=person.pk,
            target="accounts.Person",
            target_id=person.pk,
            at=at,
        )
        dossiers = dossiers_with_parts(person, at)
        results = results_by_dossier(dossiers)
        return {
            "format": FORMAT,
            "exported_at": at.isoformat(),
            "person": facts_of(person),
            "drafts": [
                *(draft_as_data(draft) for draft in drafts_of(person, at)),
                *(step_draft_as_data(draft) for draft in step_drafts_of(person)),
            ],
            "dossiers": [dossier_as_data(each, results[str(each.pk)]) for each in dossiers],
            "representations": representations_as_data(person),
            **held_elsewhere(person, at),
            "messages": messages_of(person),
        }


def held_elsewhere(person: Person, at: datetime) -> dict[str, Any]:
    """Return what other applications hold of the person: name → list of facts by its name, newest first."""
    return {name: import_string(path)(person, at) for name, path in settings.OWN_DATA.items()}


def facts_of(person: Person) -> dict[str, Any]:
    """Return what the account says about its person."""
    return {
        "full_name": person.full_name,
        "email": person.email,
        "phone": person.phone,
        "national_id": person.national_id,
        "identity_level": person.identity_level,
        "language": person.locale,
        "joined_at": person.created_at.isoformat(),
    }


def drafts_of(person: Person, at: datetime) -> list[Draft]:
    """Return what the person has begun, less what was typed for a party whose power is over."""
    begun = Draft.objects.filter(person=person).select_related("representation").order_by("pk")
    return [draft for draft in begun if draft.representation is None or draft.representation.is_in_force(at)]


def draft_as_data(draft: Draft) -> dict[str, Any]:
    """Return what was typed and not sent."""
    return {"procedure": draft.procedure, "saved_at": draft.updated_at.isoformat(), "answers": draft.values}


def step_drafts_of(person: Person) -> "QuerySet[StepDraft]":
    """Return what the person has typed to answer a request for more, and not sent yet."""
    begun = StepDraft.objects.filter(person=person, work_item__role=APPLICANT_ROLE)
    of_dossiers = begun.filter(work_item__process__subject_type=SUBJECT)
    return of_dossiers.select_related("work_item__process__dossier").order_by("pk")


def step_draft_as_data(draft: StepDraft) -> dict[str, Any]:
    """Return what was typed of a dossier's answers and not sent."""
    dossier = draft.work_item.run.dossier
    return {
        "procedure": dossier.procedure,
        "dossier": dossier.receipt_no,
        "saved_at": draft.updated_at.isoformat(),
        "answers": draft.values,
    }


def dossiers_with_parts(person: Person, at: datetime) -> list[Dossier]:
    """Return the dossiers of the person and of parties they now act for with what belongs to them, in a fixed number of queries."""
    own = Dossier.objects.filter(belongs_to(person, at)).order_by("pk")
    written = Message.objects.filter(direction__in=READS[Part.APPLICANT]).prefetch_related(
        "files__attachment"
    )
    parts = (
        "status_changes",
        "files__attachment",
        Prefetch("messages", written, to_attr="written"),
        "complaints__files__attachment",
    )
    return list(own.prefetch_related(*parts).select_related("rating"))


def results_by_dossier(dossiers: list[Dossier]) -> Mapping[str, list[IssuedDocument]]:
    """Return the results issued for dossiers, by the dossier's key; what goes between offices is none."""
    packages = packages_for((each.procedure, each.rules_hash) for each in dossiers)
    kinds = {rules: internal_among(package.definition.documents) for rules, package in packages.items()}
    hidden = {str(each.pk): kinds.get((each.procedure, each.rules_hash), []) for each in dossiers}
    found: defaultdict[str, list[IssuedDocument]] = defaultdict(list)
    issued = IssuedDocument.objects.filter(subject_type=SUBJECT, subject_id__in=hidden).order_by("pk")
    for document in issued:
        if document.kind not in hidden[document.subject_id]:
            found[document.subject_id].append(document)
    return found


def dossier_as_data(dossier: Dossier, results: list[IssuedDocument]) -> dict[str, Any]:
    """Return one dossier as its applicant knows it."""
    own_papers = [file for file in dossier.files.all() if not file.node_id]
    return {
        "receipt_no": dossier.receipt_no,
        "code": dossier.code,
        "procedure": dossier.procedure,
        "applicant": dossier.applicant_name,
        "sent_for": dossier.represented_name,
        "status": dossier.status,
        "submitted_at": dossier.submitted_at.isoformat(),
        "received_at": in_iso(dossier.received_at),
        "due_at": in_iso(dossier.due_at),
        "decided_at": in_iso(dossier.decided_at),
        "returned_at": in_iso(dossier.returned_at),
        "answers": dossier.answers,
        "statuses": [
            {"status": change.status, "at": change.at.isoformat()} for change in dossier.status_changes.all()
        ],
        "papers": [paper_as_data(file.attachment) for file in own_papers],
        "conversation": [message_as_data(each) for each in dossier.written],
        "complaints": [complaint_as_data(each) for each in dossier.complaints.all()],
        "results": [result_as_data(each) for each in results],
        "rating": rating_as_data(getattr(dossier, "rating", None)),
    }


def paper_as_data(paper: Attachment) -> dict[str, Any]:
    """Return one file by its facts; it is fetched on the pages that show it."""
    return {
        "id": str(paper.public_id),
        "name": paper.original_name,
        "size": paper.size,
        "sha256": paper.sha256,
    }


def message_as_data(message: Message) -> dict[str, Any]:
    """Return one message between the person and the one-stop."""
    return {
        "direction": message.direction,
        "text": message.text,
        "sent_at": message.sent_at.isoformat(),
        "files": [paper_as_data(each.attachment) for each in message.files.all()],
    }


def complaint_as_data(complaint: Complaint) -> dict[str, Any]:
    """Return one complaint with its answer."""
    return {
        "code": complaint.code,
        "about": complaint.about,
        "text": complaint.text,
        "files": [paper_as_data(each.attachment) for each in complaint.files.all()],
        "sent_at": complaint.sent_at.isoformat(),
        "state": complaint.state,
        "finding": complaint.finding,
        "answer": complaint.answer,
        "closed_at": in_iso(complaint.closed_at),
    }


def result_as_data(document: IssuedDocument) -> dict[str, Any]:
    """Return one issued document; its file is fetched on the dossier's page."""
    return {
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on.isoformat(),
        "verify_code": document.verify_code,
        "state": document.state,
    }


def rating_as_data(rating: Rating | None) -> dict[str, Any] | None:
    """Return what the person thought of it, None for nothing yet."""
    if rating is None:
        return None
    return {"score": rating.score, "words": rating.words, "rated_at": rating.rated_at.isoformat()}


def representations_as_data(person: Person) -> list[dict[str, Any]]:
    """Return for whom the person acts or acted, who acts or acted for them, and what was asked."""
    powers = [
        {
            "acts": each.person.full_name, "party": each.party_name, "basis": each.basis,
            "procedures": each.procedures, "starts_on": each.starts_on.isoformat(),
            "ends_on": each.ends_on.isoformat() if each.ends_on else None, "revoked_at": in_iso(each.revoked_at),
            "reason": each.revoked_why,
        }
        for each in representations_of(person)
    ]  # fmt: skip
    asked = [
        {
            "acts": person.full_name, "party": each.party_name, "basis": each.basis,
            "procedures": each.procedures, "starts_on": each.starts_on.isoformat(),
            "ends_on": each.ends_on.isoformat() if each.ends_on else None, "state": each.state,
            "reason": each.reason,
        }
        for each in RepresentationRequest.objects.filter(person=person).exclude(state="verified")
    ]  # fmt: skip
    return powers + asked


def messages_of(person: Person) -> list[dict[str, Any]]:
    """Return what the person was told, newest first, in the language being spoken."""
    told = Notification.objects.filter(recipient=person).order_by("-pk")[:LONGEST_LIST]
    return [
        {
            "title": each.title,
            "text": each.text,
            "at": each.created_at.isoformat(),
            "read_at": in_iso(each.read_at),
        }
        for each in told
    ]


def in_iso(moment: datetime | None) -> str | None:
    """Return a moment in ISO 8601."""
    return moment.isoformat() if moment else None
