"""Reads of dossiers for the faces: plain values, each through the person's sight.

A list page costs a fixed number of queries whatever its size; paging is by key (due moment, id),
never by offset.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Person
from accounts.selectors import standings
from documents.models import DocumentDraft, IssuedDocument
from documents.selectors import documents_of, living_draft
from dossiers.effects import APPLICANT_ROLE
from dossiers.errors import NotVisible
from dossiers.models import Dossier, DossierFile, Draft, StepAnswer
from dossiers.sight import Sight, sight_of, visible_work_items
from dossiers.sources import filled_form
from forms.definition import FormDefinition
from procedures.definition import ProcedureDefinition
from procedures.package import Package
from procedures.selectors import in_force, offered, package_for, package_of, packages_for
from workflows.explain import Explanation
from workflows.model import FlowDefinition
from workflows.models import WorkItem
from workflows.selectors import Hold, Position, explanations, hold_on, position, work_items_of

PAGE_SIZE = 30


@dataclass(frozen=True)
class StopState:
    """One stop of the applicant's line: "done", "current" or "ahead"."""

    title: Any
    state: str


@dataclass(frozen=True)
class DossierPage:
    """A dossier as one person may see it; what sight forbids is simply not there."""

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
    issued: Sequence[IssuedDocument] = ()
    draft: DocumentDraft | None = None
    flow_xml: str = ""
    position: Position | None = None
    reasons: Mapping[str, Explanation] = field(default_factory=dict)
    hold: Hold | None = None
    package: Package | None = None


@dataclass(frozen=True)
class WorkItemPage:
    """A step as its worker sees it: the dossier beside the form and its ways out."""

    item: WorkItem
    page: DossierPage
    step_title: Any
    outcomes: Sequence[Any]
    form: FormDefinition | None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Queue:
    """One queue of the desk: its key, how many wait, how many are late."""

    key: str
    role: str
    agency_id: int
    count: int
    late: int


@dataclass(frozen=True)
class DeskRow:
    """One line of an inbox."""

    item: WorkItem
    dossier: Dossier
    procedure: ProcedureDefinition
    step_title: Any


def procedures_offered(at: datetime) -> list[ProcedureDefinition]:
    """Return the procedures one can apply for."""
    return offered(at)


def application_package(name: str, at: datetime) -> Package:
    """Return the package in force of a procedure. Raises NotInForce."""
    return package_of(in_force(name, at))


def draft_of(person: Person, procedure: str) -> Draft | None:
    """Return what the person has typed so far."""
    return Draft.objects.filter(person=person, procedure=procedure).first()


def drafts_of_person(person: Person) -> "QuerySet[Draft]":
    """Return everything the person has begun and not sent, newest first."""
    return Draft.objects.filter(person=person).order_by("-updated_at")


def dossiers_of(person: Person) -> "QuerySet[Dossier]":
    """Return the person's own dossiers, newest first."""
    return Dossier.objects.filter(applicant=person).order_by("-submitted_at", "-pk")


def dossier_by_number(number: str) -> Dossier | None:
    """Return the dossier of a code or sending receipt: for the public look-up, which shows only where it stands."""
    wanted = number.strip().upper()
    if not wanted:
        return None
    return Dossier.objects.filter(Q(code=wanted) | Q(receipt_no=wanted)).first()


def public_stops(dossier: Dossier) -> list[StopState]:
    """Return the line of stops of a dossier, which says nothing about the person."""
    package = package_for(dossier.procedure, dossier.rules_hash)
    return stops_of(package.definition, position(dossier.run) if dossier.run else None, dossier)


def visible_dossier(person: Person, public_id: UUID | str, at: datetime) -> tuple[Dossier, Sight]:
    """Return a dossier and what the person may see of it. Raises NotVisible."""
    dossier = (
        Dossier.objects.select_related("run", "receiving_agency", "deciding_agency", "applicant")
        .filter(public_id=public_id)
        .first()
    )
    sight = sight_of(person, dossier, at) if dossier else Sight()
    if dossier is None or not sight:
        raise NotVisible
    return dossier, sight


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
    where = position(dossier.run) if dossier.run else None
    subject = ("dossiers.Dossier", str(dossier.pk))
    return DossierPage(
        dossier=dossier,
        procedure=package.definition,
        sight=sight,
        stops=stops_of(package.definition, where, dossier),
        open_items=open_items,
        my_step=next((item for item in open_items if item.holder_id == person.pk), None),
        answers=shown_answers(package, dossier) if sight.answers else (),
        files=files_of(dossier, sight) if sight.papers else (),
        steps=steps_of(dossier) if sight.opinions else (),
        history=items if sight.listed else (),
        issued=list(documents_of(*subject)) if sight.documents else (),
        draft=living_draft(*subject) if sight.documents and not sight.is_applicant else None,
        flow_xml=package.files[package.definition.flow].decode() if sight.listed else "",
        position=where if sight.listed else None,
        hold=hold_on(dossier.run) if dossier.run and sight.listed else None,
        reasons=explanations(dossier.run) if dossier.run and sight.opinions else {},
        package=package,
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


def files_of(dossier: Dossier, sight: Sight) -> list[DossierFile]:
    """Return the papers; those an officer's step added belong to the opinions."""
    files = dossier.files.select_related("attachment").order_by("added_at", "pk")
    return list(files if sight.opinions else files.filter(node_id=""))


def steps_of(dossier: Dossier) -> list[StepAnswer]:
    """Return what each step answered, in order."""
    return list(dossier.step_answers.select_related("answered_by").order_by("answered_at", "pk"))


def stops_of(procedure: ProcedureDefinition, where: Position | None, dossier: Dossier) -> list[StopState]:
    """Return the line of stops: what lies behind the current one is done."""
    current = len(procedure.stops) if dossier.is_over else 0
    if where:
        for number, stop in enumerate(procedure.stops):
            if stop.nodes & where.active:
                current = number
    return [
        StopState(stop.title, "done" if number < current else "current" if number == current else "ahead")
        for number, stop in enumerate(procedure.stops)
    ]


def visible_file(person: Person, public_id: UUID | str, at: datetime) -> DossierFile:
    """Return a paper of a dossier the person may open. Raises NotVisible."""
    file = (
        DossierFile.objects.select_related("attachment", "dossier")
        .filter(attachment__public_id=public_id)
        .first()
    )
    sight = sight_of(person, file.dossier, at) if file else Sight()
    if file is None or not sight.papers or (file.node_id and not sight.opinions):
        raise NotVisible
    return file


def visible_document(person: Person, public_id: UUID | str, at: datetime) -> IssuedDocument:
    """Return an issued document of a dossier the person may see. Raises NotVisible."""
    document = IssuedDocument.objects.filter(public_id=public_id, subject_type="dossiers.Dossier").first()
    dossier = Dossier.objects.filter(pk=document.subject_id).first() if document else None
    if document is None or dossier is None or not sight_of(person, dossier, at).documents:
        raise NotVisible
    return document


def work_item(person: Person, public_id: UUID | str, at: datetime) -> WorkItem:
    """Return a step the person may work on, open or not: a stale page needs an answer. Raises NotVisible."""
    dossier = "process__dossier"
    related = [f"{dossier}__{name}" for name in ("run", "applicant", "receiving_agency", "deciding_agency")]
    item = WorkItem.objects.select_related("agency", "owner", *related).filter(public_id=public_id).first()
    if item is None or not may_work_on(person, item, at):
        raise NotVisible
    return item


def may_work_on(person: Person, item: WorkItem, at: datetime) -> bool:
    """Say whether a step is the person's to do: by role and agency now, or as the dossier's applicant."""
    if item.role == APPLICANT_ROLE:
        return item.run.dossier.applicant_id == person.pk
    return any(held.role == item.role and held.agency_id == item.agency_id for held in standings(person, at))


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
    return WorkItemPage(
        item=item,
        page=page_of(dossier, sight, person, package),
        step_title=title_of(package.flow, item.node_id),
        outcomes=node.outcomes,
        form=form,
        values=dossier.answers if item.role == APPLICANT_ROLE else latest_answers(dossier, item.node_id),
    )


def latest_answers(dossier: Dossier, node_id: str) -> Mapping[str, Any]:
    """Return what the step answered the last time round."""
    step = StepAnswer.objects.filter(dossier=dossier, node_id=node_id).order_by("-answered_at", "-pk").first()
    return step.answers if step else {}


def title_of(flow: FlowDefinition, node_id: str) -> Any:
    """Return the title of a node: its texts where it has them, else the name on the drawing."""
    node = flow.nodes.get(node_id)
    return (getattr(node, "texts", None) or {}).get("title") or getattr(node, "name", "") or node_id


def desk_queues(person: Person, at: datetime) -> list[Queue]:
    """Return the person's queues with live counts, in one query."""
    counted = (
        visible_work_items(person, at)
        .order_by()
        .values("role", "agency_id")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    )
    by_place = {(row["role"], row["agency_id"]): row for row in counted}
    return [
        Queue(
            key=f"{held.role}.{held.agency_id}",
            role=held.role,
            agency_id=held.agency_id,
            count=by_place.get((held.role, held.agency_id), {}).get("count", 0),
            late=by_place.get((held.role, held.agency_id), {}).get("late", 0),
        )
        for held in sorted(standings(person, at), key=lambda held: (held.role, held.agency_id))
    ]


def desk_items(
    person: Person, at: datetime, *, queue: str = "", after: tuple[datetime | None, int] | None = None
) -> tuple[list[DeskRow], tuple[datetime | None, int] | None]:
    """Return one page of an inbox and the key of the next page, or None at the end.

    queue  "role.agency_id"; "" is every queue
    after  the key a former page ended with
    """
    items = visible_work_items(person, at)
    if queue:
        role, _, agency = queue.rpartition(".")
        items = items.filter(role=role, agency_id=int(agency) if agency.isdigit() else 0)
    items = items.order_by(F("due_at").asc(nulls_last=True), "pk")
    if after:
        items = items.filter(beyond(*after))
    keys = list(items.select_related(None).values_list("pk", "due_at")[: PAGE_SIZE + 1])
    rows = desk_rows([pk for pk, _ in keys[:PAGE_SIZE]])
    if len(keys) <= PAGE_SIZE:
        return rows, None
    pk, due_at = keys[PAGE_SIZE - 1]
    return rows, (due_at, pk)


def beyond(due_at: datetime | None, pk: int) -> Q:
    """Return what comes after a key in the order (due moment, nulls last; id)."""
    if due_at is None:
        return Q(due_at__isnull=True, pk__gt=pk)
    return Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk) | Q(due_at__isnull=True)


def desk_rows(ids: Sequence[int]) -> list[DeskRow]:
    """Return lines in this order: the wide rows are read for one page, after the database has sorted keys alone."""
    related = ("process__dossier", "owner")
    found = WorkItem.objects.select_related(*related).defer("process__state").in_bulk(ids)
    items = [found[pk] for pk in ids if pk in found]
    packages = packages_for((item.run.dossier.procedure, item.run.dossier.rules_hash) for item in items)
    return [desk_row(item, packages) for item in items]


def desk_row(item: WorkItem, packages: Mapping[tuple[str, str], Package]) -> DeskRow:
    """Return one line."""
    dossier = item.run.dossier
    package = packages[dossier.procedure, dossier.rules_hash]
    return DeskRow(item, dossier, package.definition, title_of(package.flow, item.node_id))
