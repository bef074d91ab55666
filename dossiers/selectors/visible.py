"""One object by its public id, through the person's sight: what may not be seen is not there (NotVisible)."""

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from accounts.selectors import standings
from documents.models import IssuedDocument
from dossiers.effects import APPLICANT_ROLE
from dossiers.errors import NotVisible
from dossiers.kinds import may_open
from dossiers.models import ComplaintFile, Dossier, DossierFile, MessageFile, StepAnswer
from dossiers.parties import is_concerned, is_party
from dossiers.sight import SUBJECT, Sight, sight_of
from forms.models import Attachment
from workflows.models import WorkItem

PARTS = ("run", "applicant", "receiving_agency", "deciding_agency", "representation", "conversation")


def visible_dossier(person: Person, public_id: UUID | str, at: datetime) -> tuple[Dossier, Sight]:
    """Return a dossier and what the person may see of it. Raises NotVisible."""
    dossier = Dossier.objects.select_related(*PARTS).filter(public_id=public_id).first()
    sight = sight_of(person, dossier, at) if dossier else Sight()
    if dossier is None or not sight:
        raise NotVisible
    return dossier, sight


def visible_file(person: Person, public_id: UUID | str, at: datetime) -> DossierFile:
    """Return a paper of a dossier the person may open. Raises NotVisible."""
    file = (
        DossierFile.objects.select_related("attachment", "dossier")
        .filter(attachment__public_id=public_id)
        .first()
    )
    sight = sight_of(person, file.dossier, at) if file else Sight()
    if file is None or not sight.papers or (file.node_id and not reads_step(file, sight)):
        raise NotVisible
    return file


def reads_step(file: DossierFile, sight: Sight) -> bool:
    """Say whether the reader reads what the step answered that added a paper."""
    steps = StepAnswer.objects.filter(dossier_id=file.dossier_id, node_id=file.node_id)
    return any(sight.reads(step.work_item) for step in steps.select_related("work_item"))


def is_of_party(paper: Attachment) -> bool:
    """Say whether a paper was sent with a dossier for another party, with a message or with a complaint about one: then it
    is no longer its uploader's alone.
    """
    with_dossier = DossierFile.objects.filter(attachment=paper, dossier__representation__isnull=False)
    with_message = MessageFile.objects.filter(
        attachment=paper, message__dossier__representation__isnull=False
    )
    with_complaint = ComplaintFile.objects.filter(
        attachment=paper, complaint__dossier__representation__isnull=False
    )
    return with_dossier.exists() or with_message.exists() or with_complaint.exists()


def visible_document(person: Person, public_id: UUID | str, at: datetime) -> IssuedDocument:
    """Return an issued document of a dossier the person may see. Raises NotVisible."""
    document = IssuedDocument.objects.filter(public_id=public_id, subject_type="dossiers.Dossier").first()
    dossier = Dossier.objects.filter(pk=document.subject_id).first() if document else None
    if document is None or dossier is None or not may_open(document, dossier, sight_of(person, dossier, at)):
        raise NotVisible
    return document


def work_item(person: Person, public_id: UUID | str, at: datetime) -> WorkItem:
    """Return a step the person may work on, open or not: a stale page needs an answer. Raises NotVisible."""
    dossier = "process__dossier"
    related = [f"{dossier}__{name}" for name in PARTS]
    of_dossiers = WorkItem.objects.filter(public_id=public_id, process__subject_type=SUBJECT)
    item = of_dossiers.select_related("agency", "owner", *related).first()
    if item is None or not may_work_on(person, item, at):
        raise NotVisible
    return item


def may_work_on(person: Person, item: WorkItem, at: datetime) -> bool:
    """Say whether a step is the person's to do: by role and agency now, or as the dossier's applicant.

    Nobody works on an application of their own, whatever role they hold: a colleague does.
    """
    dossier = item.run.dossier
    if item.role == APPLICANT_ROLE:
        return is_party(person, dossier, at)
    if is_concerned(person, dossier, at):
        return False
    return any(held.role == item.role and held.agency_id == item.agency_id for held in standings(person, at))
