"""Freezes a decision into a draft: number, day, signer, values, template; the drawing is a job.

Everything the page will show is written down here, so that the job may die and run again: the
second drawing is the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.models import Agency
from audit.services import record
from documents.codes import new_code
from documents.events import acted_for
from documents.letterhead import common_values
from documents.models import DocumentDraft, RegisterEntry, TemplateSource
from documents.services.reserve_number import Series, reserve_number
from documents.services.void_number import abandon
from documents.storage import digest
from jobs.services import enqueue

REDRAFTED = "Soạn lại"


@dataclass(frozen=True)
class Content:
    """What is drawn.

    kind        kind of document, e.g. certified_copy
    title       title of the file and, by default, of the page
    template    name of the file to start from
    files       every file of the template by name (text)
    values      plain values (JSON) beside those every document has: document, agency, signer, verify
    recipients  lines of "Nơi nhận"
    """

    kind: str
    title: str
    template: str
    files: Mapping[str, str]
    values: Mapping[str, object]
    recipients: Sequence[str] = ("Như trên", "Lưu: VT")


@dataclass(frozen=True)
class Signer:
    """Who signs and the lines above the name, e.g. ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""

    person_id: int
    lines: Sequence[str]


@dataclass(frozen=True)
class Subject:
    """What the document is about, and who waits for it (opaque text, handed back with every event)."""

    type: str
    id: str
    reply_to: str = field(default="")


@transaction.atomic
def draft_document(
    *,
    agency_id: int,
    content: Content,
    series: Series,
    signer: Signer,
    subject: Subject,
    decision: str,
    actor_id: int | None,
    at: datetime,
) -> DocumentDraft:
    """Return the draft of a decision and enqueue its drawing (queue pdf).

    decision  stable reference; the same decision, signer and values on the same day are the same draft, another
              signer or other values make a new draft under the same number

    Raises NumberAlreadyClosed when the decision was issued already.
    """
    behalf_of_id = acted_for(subject.type, subject.id, actor_id)
    entry = reserve_number(
        agency_id=agency_id, series=series, decision=decision, actor_id=actor_id, at=at,
        on_behalf_of_id=behalf_of_id,
    )  # fmt: skip
    living = entry.drafts.select_for_update().exclude(state=DocumentDraft.State.ABANDONED).first()
    if living is not None:
        if is_same(living, content, signer):
            return living
        abandon(living, reason=REDRAFTED, actor_id=actor_id, at=at)
    draft = create(entry, content, signer, subject, agency_id=agency_id, at=at)
    record(
        action="documents.drafted",
        actor_id=actor_id,
        on_behalf_of_id=behalf_of_id,
        target="documents.DocumentDraft",
        target_id=str(draft.public_id),
        at=at,
        values={
            "kind": content.kind,
            "number": entry.text,
            "signer": signer.person_id,
            "subject": subject.id,
        },
        agency_id=agency_id,
    )
    enqueue(
        "documents.render",
        key=f"documents.render:{draft.public_id}",
        payload={"draft": str(draft.public_id)},
        queue="pdf",
    )
    return draft


def is_same(draft: DocumentDraft, content: Content, signer: Signer) -> bool:
    """Say whether a draft already is what is asked for."""
    shown = {name: draft.context.get(name) for name in content.values}
    return (
        draft.signer_id == signer.person_id
        and draft.signer_lines == list(signer.lines)
        and draft.source_id == source_digest(content.files)
        and shown == json.loads(json.dumps(content.values))
    )


def create(
    entry: RegisterEntry, content: Content, signer: Signer, subject: Subject, *, agency_id: int, at: datetime
) -> DocumentDraft:
    """Write the draft with everything its page shows."""
    agency = Agency.objects.get(pk=agency_id)
    person = get_user_model().objects.get(pk=signer.person_id)
    source = kept_source(content.files)
    code = new_code()
    common = common_values(
        agency=agency,
        title=content.title,
        number=entry.text,
        day=entry.day,
        recipients=content.recipients,
        signer_name=person.full_name,
        signer_lines=signer.lines,
        signed_at=at,
        code=code,
    )
    return DocumentDraft.objects.create(
        verify_code=code,
        kind=content.kind,
        title=content.title,
        agency=agency,
        entry=entry,
        signer=person,
        signer_lines=list(signer.lines),
        source=source,
        template=content.template,
        context={**content.values, **common},
        subject_type=subject.type,
        subject_id=subject.id,
        reply_to=subject.reply_to,
        approved_at=at,
    )


def kept_source(files: Mapping[str, str]) -> TemplateSource:
    """Return the row that keeps these files, made on first use."""
    source, _ = TemplateSource.objects.get_or_create(
        sha256=source_digest(files), defaults={"files": dict(files)}
    )
    return source


def source_digest(files: Mapping[str, str]) -> str:
    """Return the hash under which the files of a template are kept."""
    return digest(json.dumps(dict(files), sort_keys=True, ensure_ascii=False).encode())
