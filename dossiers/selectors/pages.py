"""What a page about one dossier or one step shows: gathered in a fixed number of queries, as far as sight allows."""

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Person
from accounts.selectors import four_eyes_waivers
from documents.models import DocumentDraft, IssuedDocument, StandingChange
from documents.selectors import changes_of
from dossiers.corrections import correction_of, drew_up_the_wrong_one
from dossiers.effects import APPLICANT_ROLE
from dossiers.errors import NotVisible
from dossiers.kinds import drafts_within, issued_within
from dossiers.models import (
    Dossier,
    DossierFile,
    RegisterWarning,
    ResultCorrection,
    StatutoryPaper,
    StepAnswer,
)
from dossiers.register_checks import warnings_within
from dossiers.selectors.corrections import corrections_of
from dossiers.selectors.papers import papers_of
from dossiers.selectors.visible import visible_dossier, work_item
from dossiers.sight import Sight, sight_of
from dossiers.sources import filled_form
from dossiers.status import Status
from dossiers.titles import title_of
from forms.definition import FormDefinition
from procedures.definition import ProcedureDefinition
from procedures.package import Package
from procedures.selectors import package_for
from workflows.explain import Explanation
from workflows.model import FlowDefinition, UserTask
from workflows.models import WorkItem
from workflows.policies import own_steps_checked
from workflows.selectors import Hold, Position, events_of, explanations, hold_on, position, work_items_of

DREW_UP = {"vi": "Soạn văn bản cần sửa", "en": "Drew up the document that is corrected"}


@dataclass(frozen=True)
class StopState:
    """One stop of the applicant's line: "done", "current", "ahead", or "stopped" where the dossier went no further."""

    title: Any
    state: str


@dataclass(frozen=True)
class DossierPage:
    """A dossier as one person may see it; what sight forbids is simply not there.

    correction   what this dossier corrects; corrections: the works on its own results; changes: what became of them
    """

    dossier: Dossier
    procedure: ProcedureDefinition
    sight: Sight
    stops: Sequence[StopState]
    open_items: Sequence[WorkItem]
    my_step: WorkItem | None
    answers: Sequence[Any] = ()
    files: Sequence[DossierFile] = ()
    steps: Sequence[StepAnswer] = ()
    history: Sequence[WorkItem] = ()
    papers: Sequence[StatutoryPaper] = ()
    issued: Sequence[IssuedDocument] = ()
    drafts: Sequence[DocumentDraft] = ()
    flow_xml: str = ""
    position: Position | None = None
    reasons: Mapping[str, Explanation] = field(default_factory=dict)
    hold: Hold | None = None
    package: Package | None = None
    correction: ResultCorrection | None = None
    corrections: Sequence[ResultCorrection] = ()
    changes: Sequence[StandingChange] = ()
    register_warnings: Sequence[RegisterWarning] = ()


@dataclass(frozen=True)
class WorkItemPage:
    """A step as its worker sees it: the dossier beside the form and its ways out.

    checks_own  titles of steps the worker did and this one checks, where the agency allows that for a reason
    """

    item: WorkItem
    page: DossierPage
    step_title: Any
    outcomes: Sequence[Any]
    form: FormDefinition | None
    values: Mapping[str, Any] = field(default_factory=dict)
    checks_own: Sequence[Any] = ()


def public_stops(dossier: Dossier) -> list[StopState]:
    """Return the line of stops of a dossier, which says nothing about the person."""
    package = package_for(dossier.procedure, dossier.rules_hash)
    return stops_of(package.definition, position(dossier.run) if dossier.run else None, dossier)


def dossier_for_applicant(person: Person, public_id: UUID | str, at: datetime) -> DossierPage:
    """Return the applicant's own page. Raises NotVisible for anybody else's."""
    dossier, sight = visible_dossier(person, public_id, at)
    if not sight.is_applicant:
        raise NotVisible
    return page_of(dossier, sight, person)


def desk_dossier(person: Person, public_id: UUID | str, at: datetime) -> DossierPage:
    """Return an officer's page of a dossier. Raises NotVisible."""
    dossier, sight = visible_dossier(person, public_id, at)
    if not sight.listed:
        raise NotVisible
    return page_of(dossier, sight, person)


def page_of(dossier: Dossier, sight: Sight, person: Person, package: Package | None = None) -> DossierPage:
    """Gather what the sight allows, in a fixed number of queries."""
    package = package or package_for(dossier.procedure, dossier.rules_hash)
    items = list(work_items_of(dossier.run)) if dossier.run else []
    open_items = [item for item in items if item.is_open]
    happened = list(events_of(dossier.run)) if dossier.run and sight.opinions else None
    where = position(dossier.run, happened) if dossier.run else None
    steps = steps_within(dossier, sight, package.flow, items)
    issued = issued_within(dossier, sight, package.definition.documents)
    return DossierPage(
        dossier=dossier,
        procedure=package.definition,
        sight=sight,
        stops=stops_of(package.definition, where, dossier),
        open_items=open_items,
        my_step=next((item for item in open_items if item.holder_id == person.pk), None),
        answers=shown_answers(package, dossier) if sight.answers else (),
        files=files_of(dossier, {step.node_id for step in steps if sight.reads(step.work_item)})
        if sight.papers
        else (),
        steps=steps,
        history=items if sight.listed else (),
        papers=list(papers_of(dossier, sight)),
        issued=issued,
        drafts=drafts_within(dossier, sight, package.definition.documents),
        flow_xml=package.files[package.definition.flow].decode() if sight.listed else "",
        position=where if sight.listed else None,
        hold=hold_on(dossier.run) if dossier.run and sight.listed else None,
        reasons=explanations(dossier.run, happened) if happened else {},
        package=package,
        correction=correction_of(dossier) if sight.documents else None,
        corrections=corrections_of(dossier) if sight.documents else (),
        changes=changes_of(issued),
        register_warnings=warnings_within(dossier, sight, package.forms[package.definition.form]),
    )


def shown_answers(package: Package, dossier: Dossier) -> list[tuple[Any, Any, Any]]:
    """Return (section, field, answer) of the application, in the order of the form."""
    form = package.forms[package.definition.form]
    return [
        (section, each, dossier.answers[each.key])
        for section in form.sections
        for each in section.fields
        if each.key in dossier.answers and each.kind.type != "file"
    ]


def files_of(dossier: Dossier, read: Collection[str]) -> list[DossierFile]:
    """Return the papers of the applicant, and those that officers added in steps whose answers are read."""
    files = dossier.files.select_related("attachment").order_by("added_at", "pk")
    return list(files.filter(node_id__in=["", *read]))


def steps_of(dossier: Dossier) -> list[StepAnswer]:
    """Return what each step answered, in order."""
    related = ("answered_by", "work_item")
    return list(dossier.step_answers.select_related(*related).order_by("answered_at", "pk"))


def steps_within(
    dossier: Dossier, sight: Sight, flow: FlowDefinition, items: Sequence[WorkItem]
) -> list[StepAnswer]:
    """Return the answers a reader may read: their own offices' steps, and why another office sent the dossier back to them.

    items  every step of the run, in the order of opening
    """
    if not sight.opinions and not sight.consulted_at:
        return []
    shown = (within(step, sight, flow, items) for step in steps_of(dossier))
    return [step for step in shown if step is not None]


def within(
    step: StepAnswer, sight: Sight, flow: FlowDefinition, items: Sequence[WorkItem]
) -> StepAnswer | None:
    """Return what a step answered as far as the reader may read it; None for nothing of it."""
    after = sent_to(step, items) if sends_back(step, flow) else None
    if sight.reads(step.work_item) or (after is not None and after.agency_id in sight.opinions_of):
        return step
    if after is not None and (after.node_id, after.agency_id) in sight.consulted_at:
        return only(step, {})
    asked = {key: answer for key, answer in step.answers.items() if (step.node_id, key) in sight.asked}
    return only(step, asked, says_how=False) if asked else None


def only(step: StepAnswer, answers: Mapping[str, Any], *, says_how: bool = True) -> StepAnswer:
    """Return a copy of an answer with some of it alone; `says_how`: with its way out and the reason."""
    part = copy.copy(step)
    part.answers, part.replaced = dict(answers), None
    if not says_how:
        part.outcome = part.reason = ""
    return part


def sends_back(step: StepAnswer, flow: FlowDefinition) -> bool:
    """Say whether a step gave the dossier back to who had it before: that answer is meant for them."""
    node = flow.nodes.get(step.node_id)
    outcome = node.outcome(step.outcome) if isinstance(node, UserTask) else None
    return outcome is not None and outcome.sends_back


def sent_to(step: StepAnswer, items: Sequence[WorkItem]) -> WorkItem | None:
    """Return the step that opened next; None while none has."""
    after = (item for item in items if item.pk > step.work_item_id and item.opened_at >= step.answered_at)
    return next(after, None)


def stops_of(procedure: ProcedureDefinition, where: Position | None, dossier: Dossier) -> list[StopState]:
    """Return the line of stops: what lies behind the current one is done, what a dossier that was stopped never
    reached is not.
    """
    is_stopped = dossier.is_over and dossier.status != Status.RETURNED
    been = where.completed | where.closed if where else frozenset()
    reached = been if is_stopped else where.active if where else frozenset()
    current = len(procedure.stops) if dossier.is_over and not is_stopped else 0
    for number, stop in enumerate(procedure.stops):
        if stop.nodes & reached:
            current = number
    here = "stopped" if is_stopped else "current"
    return [
        StopState(stop.title, "done" if number < current else here if number == current else "ahead")
        for number, stop in enumerate(procedure.stops)
    ]


def work_item_page(person: Person, public_id: UUID | str, at: datetime) -> WorkItemPage:
    """Return a step's page. Raises NotVisible."""
    item = work_item(person, public_id, at)
    dossier = item.run.dossier
    sight = sight_of(person, dossier, at)
    if not sight:
        raise NotVisible
    package = package_for(dossier.procedure, dossier.rules_hash)
    node = package.flow.nodes[item.node_id]
    form = filled_form(package.forms[item.form], dossier) if item.form else None
    page = page_of(dossier, sight, person, package)
    return WorkItemPage(
        item=item,
        page=page,
        step_title=title_of(package.flow, item.node_id),
        outcomes=node.outcomes,
        form=form,
        values=dossier.answers if item.role == APPLICANT_ROLE else latest_answers(page, item.node_id),
        checks_own=own_steps_allowed(item, person, package.flow, at),
    )


def own_steps_allowed(item: WorkItem, person: Person, flow: FlowDefinition, at: datetime) -> list[Any]:
    """Return the titles of the worker's own steps that this one checks; none where the agency does not allow it."""
    if not flow.nodes[item.node_id].four_eyes or not four_eyes_waivers(item.agency_id, at).exists():
        return []
    titles = [title_of(flow, node_id) for node_id in sorted(own_steps_checked(item, person.pk))]
    return [*titles, DREW_UP] if drew_up_the_wrong_one(item, person.pk) else titles


def latest_answers(page: DossierPage, node_id: str) -> Mapping[str, Any]:
    """Return what the step answered the last time round, as far as the reader reads opinions; to reception, its own."""
    reads_opinions = page.sight.opinions or page.sight.consulted_at
    known = page.steps if reads_opinions else steps_of(page.dossier)
    answered = [step.answers for step in known if step.node_id == node_id]
    return answered[-1] if answered else {}
