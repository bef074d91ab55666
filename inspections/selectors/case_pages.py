"""What the pages of an inspection, and of one institution of it, show those who stand inside: a fixed number of queries.

Who told the authority is asked for apart (selectors.confidential_source), as is why a member has a conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from accounts.models import Person
from documents.models import DocumentDraft, IssuedDocument
from documents.selectors import documents_of, drafts_in_hand
from inspections.checklists import Evaluation
from inspections.errors import NotVisible
from inspections.models import (
    AnswerConflict,
    Evidence,
    Finding,
    HandOver,
    Inspection,
    InspectionComplaint,
    InspectionDecision,
    InspectionFile,
    InspectionStep,
    Minutes,
    MinutesSignature,
    PaperRequest,
    Session,
    Target,
    TeamMember,
)
from inspections.selectors.evaluation import evaluation_of
from inspections.selectors.visible import visible_inspection, visible_target
from inspections.sight import Sight
from procedures.package import Package
from procedures.selectors import package_for
from workflows.models import Run, WorkItem
from workflows.selectors import Position, position, work_items_of


@dataclass(frozen=True)
class RunShown:
    """The run behind a page; without a run, or before there is one, nothing of it."""

    package: Package | None = None
    items: Sequence[WorkItem] = ()
    position: Position | None = None
    steps: Sequence[InspectionStep] = ()

    @property
    def open_items(self) -> list[WorkItem]:
        """The steps that wait."""
        return [item for item in self.items if item.is_open]


@dataclass(frozen=True)
class InspectionPage:
    """An inspection from inside.

    targets  each with `open_findings`, `open_remedies` and `open_conflicts` counted
    """

    inspection: Inspection
    sight: Sight
    run: RunShown
    targets: Sequence[Target]
    team: Sequence[TeamMember]
    files: Sequence[InspectionFile]
    issued: Sequence[IssuedDocument]
    drafts: Sequence[DocumentDraft]
    decisions: Sequence[InspectionDecision]


@dataclass(frozen=True)
class TargetPage:
    """One institution of an inspection from inside."""

    target: Target
    sight: Sight
    run: RunShown
    team: Sequence[TeamMember]
    files: Sequence[InspectionFile]
    issued: Sequence[IssuedDocument]
    drafts: Sequence[DocumentDraft]
    decisions: Sequence[InspectionDecision]
    sessions: Sequence[Session]
    conflicts: Sequence[AnswerConflict]
    findings: Sequence[Finding]
    minutes: Sequence[Minutes]
    evidence: Sequence[Evidence]
    asked: Sequence[PaperRequest] = ()
    complaints: Sequence[InspectionComplaint] = ()
    hand_overs: Sequence[HandOver] = ()
    clock: Sequence[Any] = field(default=())
    declared: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    evaluation: Evaluation | None = None

    @property
    def inspection(self) -> Inspection:
        """The inspection it belongs to."""
        return self.target.inspection


def inspection_page(person: Person, public_id: UUID | str, at: datetime) -> InspectionPage:
    """Return an inspection's page. Raises NotVisible for whoever does not stand inside."""
    inspection, sight = visible_inspection(person, public_id, at)
    return InspectionPage(
        inspection=inspection,
        sight=sight,
        run=run_shown(inspection.run, inspection.steps.filter(target=None)),
        targets=list(counted_targets(inspection)),
        team=team_of(inspection),
        files=list(files_of(inspection).filter(target=None)),
        issued=list(documents_of("inspections.Inspection", str(inspection.pk))),
        drafts=list(drafts_in_hand("inspections.Inspection", str(inspection.pk))),
        decisions=decisions_of(inspection),
    )


def target_page(person: Person, public_id: UUID | str, at: datetime) -> TargetPage:
    """Return the page of an institution's part. Raises NotVisible for whoever does not stand inside."""
    target, sight = visible_target(person, public_id, at)
    if not sight.inside:
        raise NotVisible
    answers = target.answers.select_related("by", "device").order_by("item_key")
    subject = ("inspections.Target", str(target.pk))
    return TargetPage(
        target=target,
        sight=sight,
        run=run_shown(target.run, target.steps.all()),
        team=team_of(target.inspection),
        files=list(files_of(target.inspection).filter(target=target)),
        issued=list(documents_of(*subject)),
        drafts=list(drafts_in_hand(*subject)),
        decisions=decisions_of(target.inspection, target),
        sessions=list(target.sessions.prefetch_related("members__person")),
        conflicts=list(target.conflicts.select_related("decided_by")),
        findings=findings_of(target),
        minutes=minutes_of(target),
        evidence=list(
            target.evidence.filter(removed_at=None).select_related("by").order_by("announced_at", "pk")
        ),
        asked=list(target.paper_requests.select_related("asked_by").prefetch_related("attachments")),
        complaints=list(complaints_of(target)),
        hand_overs=list(target.hand_overs.select_related("handed_by")),
        clock=list(target.clock_rows.select_related("actor")),
        declared={each.item_key: each.values for each in target.declared.all()},
        answers={each.item_key: each for each in answers},
        evaluation=evaluation_of(target),
    )


def run_shown(run: Run | None, steps: Any) -> RunShown:
    """Return what a page shows of a run."""
    if run is None:
        return RunShown()
    answered = steps.select_related("answered_by", "work_item").order_by("answered_at", "pk")
    package = package_for(run.flow_key, run.version_hash)
    return RunShown(package, list(work_items_of(run)), position(run), list(answered))


def counted_targets(inspection: Inspection) -> Any:
    """Return the institutions, each with what is open at it counted."""
    open_remedy = Q(findings__remedy__isnull=False, findings__remedy__closed_at=None)
    return inspection.targets.select_related("institution").annotate(
        open_findings=Count("findings", filter=Q(findings__withdrawn_at=None), distinct=True),
        open_remedies=Count("findings__remedy", filter=open_remedy, distinct=True),
        open_conflicts=Count("conflicts", filter=Q(conflicts__decided_at=None), distinct=True),
    )


def team_of(inspection: Inspection) -> list[TeamMember]:
    """Return everybody who is or was in the team, those of now in front."""
    members = inspection.team.select_related("person").order_by("pk")
    return sorted(members, key=lambda each: each.left_at is not None)


def files_of(inspection: Inspection) -> Any:
    """Return the papers of an inspection and its parts."""
    return inspection.files.select_related("attachment").order_by("added_at", "pk")


def decisions_of(inspection: Inspection, target: Target | None = None) -> list[InspectionDecision]:
    """Return the decisions on the way, of the whole inspection or those that are about one institution too."""
    related = ("decided_by", "target__institution", "member_out__person", "member_in__person", "document")
    rows = inspection.decisions.select_related(*related)
    return list(rows.filter(Q(target=target) | Q(target=None)) if target else rows)


def findings_of(target: Target) -> list[Finding]:
    """Return the findings with their remedies, and what was sent for each."""
    rows = target.findings.select_related("remedy__verified_by", "found_by")
    return list(rows.prefetch_related("remedy__submissions__attachments", "remedy__submissions__by"))


def minutes_of(target: Target) -> list[Minutes]:
    """Return the minutes with their signatures."""
    signatures = Prefetch("signatures", MinutesSignature.objects.select_related("image"))
    return list(target.minutes.select_related("made_by", "session").prefetch_related(signatures))


def complaints_of(target: Target) -> Any:
    """Return what the institution complained of, the latest first."""
    rows = target.complaints.select_related("complainant", "answered_by").prefetch_related("attachments")
    return rows.order_by("-sent_at", "-pk")
