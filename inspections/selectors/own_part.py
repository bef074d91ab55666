"""What an institution sees of its own part of an inspection, in the portal: nothing of the office's or of others.

It sees the decision's facts, the working sessions, what it has to do, what was issued to it, what it must remedy. Who
told the authority, risk, notes, drafts of reports, other institutions, and where the results go before they are told
(an inspectorate, the police) are not among the fields here and cannot slip in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Person
from documents.models import IssuedDocument
from documents.selectors import documents_about
from dossiers.models import StepDraft
from dossiers.titles import title_of
from inspections.errors import NotVisible
from inspections.minutes import INSPECTION, make_content
from inspections.models import (
    InspectionComplaint,
    Minutes,
    PaperRequest,
    Remedy,
    Session,
    Target,
    TeamMember,
)
from inspections.parties import team_now
from inspections.roles import INSTITUTION_ROLE
from inspections.selectors.minutes import basis_of, found_of
from inspections.selectors.visible import leaves_the_office, visible_target
from inspections.sight import own_targets, visible_work_items
from inspections.status import TargetStatus
from procedures.selectors import package_for
from workflows.models import WorkItem

MOST_LISTED = 100
SHOWS_DRAFT = frozenset({TargetStatus.EXPLAINING, TargetStatus.MINUTES, TargetStatus.UNSIGNED})
"""While the institution may read what the minutes are going to say (k9)."""


@dataclass(frozen=True)
class OwnStep:
    """A step that waits for the institution, with its title."""

    item: WorkItem
    title: Any


@dataclass(frozen=True)
class OwnPart:
    """The page of an institution's part."""

    target: Target
    steps: Sequence[OwnStep] = ()
    team: Sequence[TeamMember] = ()
    sessions: Sequence[Session] = ()
    papers: Sequence[PaperRequest] = ()
    remedies: Sequence[Remedy] = ()
    complaints: Sequence[InspectionComplaint] = ()
    documents: Sequence[IssuedDocument] = ()
    minutes: Sequence[Minutes] = field(default=())

    @property
    def may_declare(self) -> bool:
        """Whether the self-declaration is still being filled in."""
        return self.target.status == TargetStatus.NOTIFIED and self.target.self_declared_at is None

    @property
    def shows_draft(self) -> bool:
        """Whether the content of the draft minutes is there to be read."""
        return self.target.status in SHOWS_DRAFT


def own_inspections(person: Person, at: datetime) -> "QuerySet[Target]":
    """Return the parts of the institutions a person acts for, newest first."""
    related = ("inspection__agency", "institution")
    return own_targets(person, at).select_related(*related).order_by("-pk")[:MOST_LISTED]


def own_part(person: Person, public_id: UUID | str, at: datetime) -> Target:
    """Return the part of an institution a person acts for. Raises NotVisible."""
    target, sight = visible_target(person, public_id, at)
    if not sight.institution:
        raise NotVisible
    return target


def own_part_page(person: Person, public_id: UUID | str, at: datetime) -> OwnPart:
    """Return everything the institution's page shows. Raises NotVisible."""
    target = own_part(person, public_id, at)
    return OwnPart(
        target=target,
        steps=own_steps(person, target, at),
        team=list(team_now(target.inspection)),
        sessions=list(target.sessions.all()),
        papers=list(target.paper_requests.prefetch_related("attachments")),
        remedies=remedies_of(target),
        complaints=complaints_of(target),
        documents=documents_for(target),
        minutes=list(target.minutes.filter(voided_at=None, complete_at__isnull=False)),
    )


def own_steps(person: Person, target: Target, at: datetime) -> list[OwnStep]:
    """Return the steps that wait for the institution."""
    items = visible_work_items(person, at).filter(role=INSTITUTION_ROLE, process__inspection_target=target)
    return [OwnStep(item, title_of(flow_of(item), item.node_id)) for item in items.select_related("process")]


def typed_so_far(person: Person, item: WorkItem) -> StepDraft | None:
    """Return what a person who acts for the institution has typed into one of its open steps; None for nothing."""
    if not item.is_open or item.role != INSTITUTION_ROLE:
        return None
    return StepDraft.objects.filter(work_item=item, person=person).first()


def flow_of(item: WorkItem) -> Any:
    """Return the flow a step belongs to."""
    return package_for(item.process.flow_key, item.process.version_hash).flow


def remedies_of(target: Target) -> list[Remedy]:
    """Return what the institution must remedy, what is due first in front, with what it sent."""
    rows = Remedy.objects.filter(finding__target=target).select_related("finding")
    return list(rows.prefetch_related("submissions__attachments", "submissions__by").order_by("due_on", "pk"))


def own_remedy(target: Target, public_id: UUID | str) -> Remedy:
    """Return one remedy of a part. Raises NotVisible."""
    return of_part(remedies_of(target), public_id)


def own_paper_request(target: Target, public_id: UUID | str) -> PaperRequest:
    """Return one paper that the institution was asked for. Raises NotVisible."""
    return of_part(target.paper_requests.prefetch_related("attachments"), public_id)


def complaints_of(target: Target) -> list[InspectionComplaint]:
    """Return what the institution complained of, newest first."""
    return list(target.complaints.prefetch_related("attachments").order_by("-sent_at", "-pk"))


def of_part(rows: Any, public_id: UUID | str) -> Any:
    """Return the row of this public id. Raises NotVisible."""
    found = next((each for each in rows if str(each.public_id) == str(public_id)), None)
    if found is None:
        raise NotVisible
    return found


def documents_for(target: Target) -> list[IssuedDocument]:
    """Return the issued documents that an institution may open, newest first: of its part, of the inspection, of decisions on
    the way about it or about all.
    """
    decisions = target.inspection.decisions.filter(
        Q(target=None) | Q(target=target), effective_at__isnull=False
    )
    cases = {("inspections.Target", str(target.pk)): target}
    cases |= {("inspections.Inspection", str(target.inspection_id)): target.inspection}
    cases |= {
        ("inspections.InspectionDecision", str(each.pk)): each for each in decisions.select_related("run")
    }
    found = documents_about(cases)
    return [each for each in found if leaves_the_office(each, cases[each.subject_type, each.subject_id])]


def draft_record(target: Target) -> dict[str, Any] | None:
    """Return what the minutes would say now, as data; None before and after the institution may read it."""
    if target.status not in SHOWS_DRAFT:
        return None
    record: dict[str, Any] = make_content(INSPECTION, basis_of(target), found_of(target), {})["record"]
    return record
