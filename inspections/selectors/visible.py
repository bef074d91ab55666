"""One object of an inspection by its public id, through the person's sight: what may not be seen is not there."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from accounts.selectors import standings
from documents.models import IssuedDocument
from forms.models import Attachment
from inspections.effects import CaseEffects, DecisionEffects, InspectionEffects, TargetEffects
from inspections.errors import NotVisible
from inspections.models import (
    NOT_INSPECTED,
    ConfidentialSource,
    ConflictReason,
    Inspection,
    InspectionDecision,
    InspectionFile,
    PaperRequest,
    Target,
)
from inspections.policies import may_know_secrets
from inspections.roles import INSTITUTION_ROLE, LEAD_ROLE
from inspections.sight import KINDS, TOLD, Sight, own_targets, sight_of
from procedures.selectors import package_for
from workflows.models import WorkItem

EFFECTS: dict[str, CaseEffects] = {
    each.subject_type: each for each in (InspectionEffects(), TargetEffects(), DecisionEffects())
}


def visible_inspection(person: Person, public_id: UUID | str, at: datetime) -> tuple[Inspection, Sight]:
    """Return an inspection and on which side of it the person stands, from inside. Raises NotVisible."""
    inspection = Inspection.objects.select_related("agency", "run").filter(public_id=public_id).first()
    sight = sight_of(person, inspection, at) if inspection else Sight()
    if inspection is None or not sight.inside:
        raise NotVisible
    return inspection, sight


def visible_target(person: Person, public_id: UUID | str, at: datetime) -> tuple[Target, Sight]:
    """Return an institution's part and on which side of it the person stands. Raises NotVisible."""
    related = ("inspection__agency", "inspection__checklist_version", "institution", "run")
    target = Target.objects.select_related(*related).filter(public_id=public_id).first()
    sight = sight_of(person, target.inspection, at, target) if target else Sight()
    if target is None or not sight:
        raise NotVisible
    return target, sight


def case_of(item: WorkItem) -> Inspection | Target | InspectionDecision:
    """Return what a step is about."""
    case: Inspection | Target | InspectionDecision = EFFECTS[item.process.subject_type].case(
        item.process.subject_id
    )
    return case


def work_item(person: Person, public_id: UUID | str, at: datetime) -> WorkItem:
    """Return a step of an inspection the person may work on, open or not: a stale page needs an answer. Raises NotVisible."""
    items = WorkItem.objects.select_related("agency", "owner", "process").filter(
        process__subject_type__in=KINDS
    )
    item = items.filter(public_id=public_id).first()
    if item is None or not may_work_on(person, item, at):
        raise NotVisible
    return item


def may_work_on(person: Person, item: WorkItem, at: datetime) -> bool:
    """Say whether a step is the person's to do: as lead, for their institution, or by role and agency now."""
    case = case_of(item)
    inspection = case if isinstance(case, Inspection) else case.inspection
    if item.role == INSTITUTION_ROLE:
        return isinstance(case, Target) and own_targets(person, at).filter(pk=case.pk).exists()
    if not EFFECTS[item.process.subject_type].may_work_on(item.process, item, person, at):
        return False
    if item.role == LEAD_ROLE:
        return sight_of(person, inspection, at).lead
    return any(held.role == item.role and held.agency_id == item.agency_id for held in standings(person, at))


def confidential_source(person: Person, inspection: Inspection, at: datetime) -> ConfidentialSource:
    """Return who told the authority, for the issuer and whom the issuer entrusts; a lead only then. Raises NotVisible."""
    sources = ConfidentialSource.objects.select_related("inspection", "written_by")
    source = sources.filter(inspection=inspection).first()
    if source is None:
        raise NotVisible
    if not may_know_secrets(person, inspection, at) and not source.entrusted.filter(pk=person.pk).exists():
        raise NotVisible
    return source


def visible_source(person: Person, public_id: UUID | str, at: datetime) -> ConfidentialSource:
    """Return who told the authority of an inspection; whom the issuer entrusts need not see the rest. Raises NotVisible."""
    inspection = Inspection.objects.filter(public_id=public_id).first()
    if inspection is None:
        raise NotVisible
    return confidential_source(person, inspection, at)


def conflict_reasons(person: Person, inspection: Inspection, at: datetime) -> dict[int, str]:
    """Return member → why a conflict was declared, as far as the person is told: the head of the agency all, a member the own."""
    rows = ConflictReason.objects.filter(member__inspection=inspection)
    if not may_know_secrets(person, inspection, at):
        rows = rows.filter(member__person=person)
    return dict(rows.values_list("member_id", "text"))


def visible_file(person: Person, public_id: UUID | str, at: datetime) -> InspectionFile:
    """Return a paper of an inspection the person may open; an institution only its own part's. Raises NotVisible."""
    related = ("attachment", "inspection", "target__institution")
    file = InspectionFile.objects.select_related(*related).filter(attachment__public_id=public_id).first()
    sight = sight_of(person, file.inspection, at, file.target) if file else Sight()
    if file is None or not (sight.inside or (sight.institution and file.is_of_institution)):
        raise NotVisible
    return file


def received_paper(person: Person, public_id: UUID | str, at: datetime) -> PaperRequest:
    """Return a paper that was received, for its receipt: for the inside, and for the institution that gave it. Raises NotVisible."""
    related = ("target__inspection__agency", "target__institution", "asked_by", "answered_by")
    rows = PaperRequest.objects.select_related(*related).filter(state=PaperRequest.State.RECEIVED)
    asked = rows.filter(public_id=public_id).first()
    sight = sight_of(person, asked.target.inspection, at, asked.target) if asked else Sight()
    if asked is None or not (sight.inside or sight.institution):
        raise NotVisible
    return asked


def is_institutions_paper(paper: Attachment) -> bool:
    """Say whether a paper was sent for an institution: then it is the institution's, no longer its uploader's alone."""
    return InspectionFile.objects.filter(attachment=paper, is_of_institution=True).exists()


def visible_document(person: Person, public_id: UUID | str, at: datetime) -> IssuedDocument:
    """Return an issued document of an inspection the person may see. Raises NotVisible.

    An institution sees the decision, and what was issued about its own part, unless the paper goes between offices.
    """
    document = IssuedDocument.objects.filter(public_id=public_id, subject_type__in=KINDS).first()
    if document is None:
        raise NotVisible
    case = EFFECTS[document.subject_type].case(int(document.subject_id))
    inspection = case if isinstance(case, Inspection) else case.inspection
    if sight_of(person, inspection, at).inside:
        return document
    if not leaves_the_office(document, case) or not is_about_own(person, case, at):
        raise NotVisible
    return document


def leaves_the_office(document: IssuedDocument, case: Inspection | Target | InspectionDecision) -> bool:
    """Say whether institutions may read a document: it goes to them, and names none that was not told yet.

    The decision names every institution of the inspection; an unannounced one must not learn of it from another.
    """
    if case.run is None:
        return False
    kind = package_for(case.run.flow_key, case.run.version_hash).definition.documents.get(document.kind)
    if kind is None or kind.internal:
        return False
    return not isinstance(case, Inspection) or not untold(case).exists()


def untold(inspection: Inspection) -> "QuerySet[Target]":
    """Return the institutions that a decision names and that do not know of it yet."""
    return inspection.targets.filter(closed_at=None).exclude(overlap__in=NOT_INSPECTED).exclude(TOLD)


def is_about_own(person: Person, case: Inspection | Target | InspectionDecision, at: datetime) -> bool:
    """Say whether a case is about the person's institution: its own part, or the inspection that has it."""
    own = own_targets(person, at)
    if isinstance(case, Inspection):
        return own.filter(inspection=case).exists()
    target = case if isinstance(case, Target) else case.target
    return own.filter(pk=target.pk).exists() if target else own.filter(inspection=case.inspection).exists()
