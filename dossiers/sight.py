"""How much of a dossier a person may see: the one answer every list, page, file and socket asks for.

Sight follows the column "thấy gì" of the procedures' common part: reception sees the application
and its papers but no appraisal; the clerk and who hands over see the document and no papers; the
applicant sees no internal opinion; a consulted office sees the application, its papers, what it is asked
and what it answered itself. A person who holds, or may take, an open step sees what the
step needs. What may not be seen does not exist.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import permissions
from accounts.models import Person
from accounts.selectors import agencies_where, standings
from dossiers.models import Dossier
from dossiers.parties import belongs_to, is_party
from dossiers.roles import APPLICANT_ROLE, HAND_OVER_ROLE, RECEPTION_ROLE
from workflows.model import UserTask
from workflows.models import WorkItem
from workflows.selectors import of_most_frequent_kind, open_work_items

SUBJECT = "dossiers.Dossier"
"""What runs and documents call a dossier."""
CONSULTED_ROLE = "phoi_hop"
"""Who is asked one thing about a dossier and learns no more than that takes."""
RESULT_ONLY_ROLES = frozenset({"van_thu", HAND_OVER_ROLE})
SHARED_ROLES = frozenset({APPLICANT_ROLE, RECEPTION_ROLE, HAND_OVER_ROLE})
"""What these answer is for every office that reads opinions: the applicant's and the one-stop's words to it."""


@dataclass(frozen=True)
class Sight:
    """What of one dossier a person may see.

    opinions_of  the agencies whose steps' answers are the reader's to read: each office reads its own
    documents    results; `submissions`: documents that go between the offices that receive and decide too,
                 which an office that is only consulted does not read
    consulted_at (step, agency) where the reader is asked something and no opinion is theirs to read: what their office
                 answered there before is; asked: (step, question) of the answers that say what is asked
    """

    listed: bool = False
    answers: bool = False
    papers: bool = False
    opinions: bool = False
    documents: bool = False
    is_applicant: bool = False
    opinions_of: frozenset[int] = frozenset()
    submissions: bool = False
    consulted_at: frozenset[tuple[str, int]] = frozenset()
    asked: frozenset[tuple[str, str]] = frozenset()

    def reads(self, item: WorkItem) -> bool:
        """Say whether what a step answered is the reader's to read."""
        if (item.node_id, item.agency_id) in self.consulted_at:
            return True
        return self.opinions and (item.agency_id in self.opinions_of or item.role in SHARED_ROLES)

    def __bool__(self) -> bool:
        return self.listed or self.is_applicant


def visible_dossiers(person: Person, at: datetime) -> "QuerySet[Dossier]":
    """Return the dossiers a person may find in lists: their own, their agencies', their open steps'."""
    steps = visible_work_items(person, at).filter(process_id=OuterRef("run_id")).order_by()
    return Dossier.objects.filter(belongs_to(person, at) | of_agencies(person, at) | Exists(steps))


def of_agencies(person: Person, at: datetime) -> Q:
    """Return the condition of being received or decided by an agency whose dossiers a person may list."""
    theirs = Q(pk=None)
    for permission in (permissions.VIEW_DOSSIERS, permissions.VIEW_DOSSIER_LIST):
        agencies = agencies_where(person, permission, at)
        theirs |= Q(receiving_agency_id__in=agencies) | Q(deciding_agency_id__in=agencies)
    return theirs


def visible_work_items(person: Person, at: datetime) -> "QuerySet[WorkItem]":
    """Return the open steps of dossiers a person may take or holds: an officer's by role and agency, an applicant's own."""
    return of_most_frequent_kind(open_work_items(standings(person, at), at), SUBJECT)


def sight_of(person: Person, dossier: Dossier, at: datetime) -> Sight:
    """Return what a person may see of a dossier."""
    if is_party(person, dossier, at):
        return Sight(answers=True, papers=True, documents=True, is_applicant=True)
    agencies = {dossier.receiving_agency_id, dossier.deciding_agency_id}

    def where(permission: str) -> set[int]:
        return agencies & agencies_where(person, permission, at)

    steps = visible_work_items(person, at).filter(process_id=dossier.run_id).order_by()
    opened = list(steps)
    step_roles = {item.role for item in opened}
    working = step_roles - {CONSULTED_ROLE}
    on_content = {item.agency_id for item in opened if item.role in working - RESULT_ONLY_ROLES}
    consulted = [item for item in opened if item.role == CONSULTED_ROLE]
    answers = bool(where(permissions.VIEW_DOSSIERS) or on_content or consulted)
    opinions_of = where(permissions.VIEW_INTERNAL_OPINIONS)
    opinions_of |= on_content if RECEPTION_ROLE not in step_roles else set()
    seals = bool(where(permissions.SEAL_DOCUMENT) or "van_thu" in step_roles)
    return Sight(
        listed=bool(answers or step_roles or where(permissions.VIEW_DOSSIER_LIST)),
        answers=answers,
        papers=bool((where(permissions.VIEW_ATTACHMENTS) and answers) or on_content or consulted),
        opinions=bool(opinions_of),
        opinions_of=frozenset(opinions_of),
        documents=bool(where(permissions.VIEW_DOSSIERS) or working or seals),
        submissions=bool(opinions_of & agencies) or seals,
        consulted_at=frozenset((item.node_id, item.agency_id) for item in consulted),
        asked=frozenset(pair for item in consulted for pair in shown_at(item)),
    )


def shown_at(item: WorkItem) -> tuple[tuple[str, str], ...]:
    """Return which answers of earlier steps a step shows to whoever is consulted there."""
    node: UserTask = item.flow_task.definition
    return node.shows
