"""The document a step is about, as it would be issued now: read before "approve and sign" is pressed.

Which document that is, the flow itself says. A step that names kinds (mc:document) is about those.
For the step whose holder signs (`approved_at` of an issue_document task) the pure core ends the
step on paper, by each of its ways out, and tells what it would order next: two ways out may lead to
two documents. What the document says comes from the operation that will issue it, so that both say
the same. Nothing is written and no number is touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.functional import SimpleLazyObject

from accounts.models import Appointment, Person
from accounts.selectors import valid_appointments
from documents.letterhead import BLANK, values_of_draft
from documents.rendering.preview import draft_pdf
from dossiers.effects import DossierEffects
from dossiers.errors import NotVisible
from dossiers.issuing import issuing_agency
from dossiers.operations import content_of, series_of, signer_lines
from dossiers.papers import ISSUED_NAMED, STEP_NAMED
from dossiers.selectors import WorkItemPage
from dossiers.value_names import label_of_value
from procedures.selectors import package_to_draw
from workflows.calendars import calendar_of_all
from workflows.core import AdvanceError, advance
from workflows.effects import CallOperation
from workflows.events import Completed
from workflows.expressions import ExpressionTooCostly
from workflows.model import ServiceTask, UserTask
from workflows.models import WorkItem
from workflows.state import State

ISSUING = "issue_document"


@dataclass(frozen=True)
class DraftOffered:
    """A document the step is about: its kind and its title in every language it has."""

    kind: str
    title: Any


def drafts_offered(work: WorkItemPage, at: datetime) -> list[DraftOffered]:
    """Return the documents whose drafts a step's page shows, the usual one first; none once the step is over."""
    if not work.item.is_open or not work.page.sight.documents:
        return []
    known = work.page.package.definition.documents
    kinds = dict.fromkeys(kinds_at(work, at))
    return [DraftOffered(kind, known[kind].title) for kind in kinds if kind in known]


def draw_draft(work: WorkItemPage, person: Person, at: datetime, *, kind: str = "") -> bytes:
    """Return the draft as PDF; without a kind, the usual one.

    person  the reader, who would sign where nobody has taken the signing step yet

    Raises NotVisible where the step is not about such a document, documents.errors.TemplateError (ValueMissing)
    where the document cannot be drawn yet.
    """
    offered = [each.kind for each in drafts_offered(work, at)]
    if not offered or (kind and kind not in offered):
        raise NotVisible
    dossier = work.page.dossier
    drawn = kind or offered[0]
    package = package_to_draw(dossier.procedure, dossier.rules_hash, drawn, at)
    document = package.definition.documents[drawn]
    content = content_of(dossier, document, package)
    issuer = issuing_agency(dossier, document)
    signs = document.key in signed_at(work, at)
    signer_name, lines = signer_of(work.item, person, at) if signs else ("", ())
    common = values_of_draft(
        agency=issuer, title=content.title, symbol=series_of(dossier, issuer, document).symbol, at=at,
        recipients=content.recipients, signer_name=signer_name, signer_lines=lines,
    )  # fmt: skip
    values = with_blanks(content.values, work.item.node_id, content.files.values())
    return draft_pdf(content.template, content.files, {**values, **common})


def label_of_missing(work: WorkItemPage, name: str, language: str) -> str:
    """Return what people call a value that a template asks for; empty for one that is no question or column.

    name  as the template has it: answers.so_hieu, steps.b2.noi_dung, record.title
    """
    return label_of_value(work.page.package, name, language)


def kinds_at(work: WorkItemPage, at: datetime) -> Iterator[str]:
    """Give the kinds of document a step is about, in the order of its ways out."""
    yield from signed_at(work, at)
    node = work.page.package.flow.nodes[work.item.node_id]
    if isinstance(node, UserTask):
        yield from node.documents


def signed_at(work: WorkItemPage, at: datetime) -> list[str]:
    """Return the kinds of document that the holder of a step signs, in the order of its ways out."""
    tasks = tasks_signed_at(work)
    if not tasks:
        return []
    facts = DossierEffects().facts(work.page.dossier.pk)
    ordered = [kind for outcome in work.outcomes for kind in ordered_by(work, outcome.key, facts, at)]
    return ordered or named_by(tasks, {**facts, **state_of(work).variables}, at)


def tasks_signed_at(work: WorkItemPage) -> list[ServiceTask]:
    """Return the tasks that issue a document which the holder of this step signs."""
    variables = state_of(work).variables
    return [
        node
        for node in work.page.package.flow.nodes.values()
        if isinstance(node, ServiceTask) and node.operation == ISSUING
        if value_of(node, "approved_at", variables, None) == work.item.node_id
    ]


def ordered_by(work: WorkItemPage, outcome: str, facts: Mapping[str, Any], at: datetime) -> list[str]:
    """Return the kinds of document the flow would order issued if the step ended so, now."""
    node_id = work.item.node_id
    answered = {**facts["steps"].get(node_id, {}), "outcome": outcome, "reason": ""}
    try:
        step = advance(
            work.page.package.flow,
            state_of(work),
            Completed(work.item.token_id, outcome),
            at=at,
            facts={**facts, "steps": {**facts["steps"], node_id: answered}},
            calendar=SimpleLazyObject(calendar_of_all),
        )
    except AdvanceError:
        return []
    orders = [each for each in step.effects if isinstance(each, CallOperation) and each.operation == ISSUING]
    return [str(each.inputs["kind"]) for each in orders if each.inputs.get("approved_at") == node_id]


def named_by(tasks: Iterable[ServiceTask], context: Mapping[str, Any], at: datetime) -> list[str]:
    """Return the kinds that later tasks name, as things stand: for a step whose document is issued further on."""
    return [str(value_of(task, "kind", context, at)) for task in tasks]


def value_of(task: ServiceTask, name: str, context: Mapping[str, Any], at: datetime | None) -> Any:
    """Return the value of a task's input; None where it has none or cannot be computed."""
    found = next((each.value for each in task.inputs if each.name == name), None)
    try:
        return found.evaluate(context, at) if found else None
    except ExpressionTooCostly:
        return None


def state_of(work: WorkItemPage) -> State:
    """Return where the dossier's run stands."""
    return State.from_json(work.item.run.state)


def signer_of(item: WorkItem, person: Person, at: datetime) -> tuple[str, tuple[str, ...]]:
    """Return the signer's name and the lines above it: who holds the signing step, else the reader; else nobody."""
    if item.owner_id:
        return item.owner.full_name, signer_lines(item.acting_as)
    appointment = appointment_to_take(item, person, at)
    return (person.full_name, signer_lines(appointment)) if appointment else ("", ())


def appointment_to_take(item: WorkItem, person: Person, at: datetime) -> Appointment | None:
    """Return the appointment by which a claim would take the step: the person's own before a delegated one."""
    fitting = valid_appointments(at).filter(
        person_id=person.pk, role__code=item.role, acts_for_id=item.agency_id
    )
    return fitting.order_by(F("on_behalf_of").asc(nulls_first=True), "pk").first()


def with_blanks(values: Mapping[str, Any], node_id: str, templates: Iterable[str]) -> dict[str, Any]:
    """Return the values with dots for what this very step is still to answer, and for documents still to be issued.

    Any other hole stays a hole.
    """
    source = "\n".join(templates)
    asked = {key for node, key in STEP_NAMED.findall(source) if node == node_id}
    issued: dict[str, dict[str, str]] = {}
    for kind, word in ISSUED_NAMED.findall(source):
        issued.setdefault(kind, {})[word] = BLANK
    issued |= values["issued"]
    steps = values["steps"]
    answers = {**dict.fromkeys(asked, BLANK * 3), **steps.get(node_id, {})}
    return {**values, "issued": issued, "steps": {**steps, node_id: answers}}
