"""How much of a dossier a person may see: the one answer every list, page, file and socket asks for.

Sight follows the column "thấy gì" of the procedures' common part: reception sees the application
and its papers but no appraisal; the clerk and who hands over see the document and no papers; the
applicant sees no internal opinion. A person who holds, or may take, an open step sees what the
step needs. What may not be seen does not exist.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import permissions
from accounts.models import Person
from accounts.selectors import agencies_where, standings
from dossiers.models import Dossier
from workflows.models import WorkItem
from workflows.selectors import open_work_items

RESULT_ONLY_ROLES = frozenset({"van_thu", "tra_ket_qua"})


@dataclass(frozen=True)
class Sight:
    """What of one dossier a person may see."""

    listed: bool = False
    answers: bool = False
    papers: bool = False
    opinions: bool = False
    documents: bool = False
    is_applicant: bool = False

    def __bool__(self) -> bool:
        return self.listed or self.is_applicant


def visible_dossiers(person: Person, at: datetime) -> "QuerySet[Dossier]":
    """Return the dossiers a person may find in lists: their own, their agencies', their open steps'."""
    steps = visible_work_items(person, at).filter(process_id=OuterRef("run_id")).order_by()
    return Dossier.objects.filter(Q(applicant=person) | of_agencies(person, at) | Exists(steps))


def of_agencies(person: Person, at: datetime) -> Q:
    """Return the condition of being received or decided by an agency whose dossiers a person may list."""
    theirs = Q(pk=None)
    for permission in (permissions.VIEW_DOSSIERS, permissions.VIEW_DOSSIER_LIST):
        agencies = agencies_where(person, permission, at)
        theirs |= Q(receiving_agency_id__in=agencies) | Q(deciding_agency_id__in=agencies)
    return theirs


def visible_work_items(person: Person, at: datetime) -> "QuerySet[WorkItem]":
    """Return the open steps a person may take or holds: an officer's by role and agency, an applicant's own."""
    return open_work_items(standings(person, at), at)


def sight_of(person: Person, dossier: Dossier, at: datetime) -> Sight:
    """Return what a person may see of a dossier."""
    if dossier.applicant_id == person.pk:
        return Sight(answers=True, papers=True, documents=True, is_applicant=True)
    agencies = {dossier.receiving_agency_id, dossier.deciding_agency_id}

    def has(permission: str) -> bool:
        return bool(agencies & agencies_where(person, permission, at))

    step_roles = set(
        visible_work_items(person, at)
        .filter(process_id=dossier.run_id)
        .order_by()
        .values_list("role", flat=True)
    )
    works_on_content = bool(step_roles - RESULT_ONLY_ROLES)
    answers = has(permissions.VIEW_DOSSIERS) or works_on_content
    return Sight(
        listed=answers or bool(step_roles) or has(permissions.VIEW_DOSSIER_LIST),
        answers=answers,
        papers=(has(permissions.VIEW_ATTACHMENTS) and answers) or works_on_content,
        opinions=has(permissions.VIEW_INTERNAL_OPINIONS)
        or works_on_content
        and "tiep_nhan" not in step_roles,
        documents=answers or bool(step_roles) or has(permissions.SEAL_DOCUMENT),
    )
