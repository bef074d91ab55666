"""What a person wrote in inspections, for the copy of their own data; named in settings.OWN_DATA.

Of who acts for an institution: declarations, explanations, remedies, complaints, answers about papers, as long as they act
for it (as with dossiers, dossiers.parties). Of a member of a team: their own declarations of conflicts, which stay theirs.
Nothing that others wrote, no finding, no verdict, no answer of the office, but the name of a paper that was asked for.

`values` is what is stored; `in_words` the same in the language being spoken, a line a question.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts.localdays import local_day
from accounts.models import Person
from dossiers.models import StepDraft
from dossiers.services.export_own import paper_as_data
from dossiers.titles import title_of
from forms.definition import FormDefinition
from forms.messages import Words
from forms.models import Attachment
from forms.rendering import review
from forms.selectors import attachments_in
from forms.services import collect, papers_named
from inspections.declaration_form import fields_of, form_of, values_of
from inspections.models import (
    DeclaredAnswer,
    InspectionComplaint,
    InspectionStep,
    PaperRequest,
    RemedySubmission,
    Target,
    TeamMember,
)
from inspections.roles import INSTITUTION_ROLE
from inspections.selectors.evaluation import checklist_of
from inspections.sight import own_targets
from procedures.package import Package
from procedures.selectors import package_for
from workflows.models import WorkItem

Row = dict[str, Any]


def written_by(person: Person, at: datetime) -> dict[str, list[Row]]:
    """Return what a person wrote, newest first, as JSON-able values; in a fixed number of queries beside their packages."""
    parts = own_targets(person, at).values("pk")
    declared = DeclaredAnswer.objects.filter(by=person, target__in=parts).order_by("-changed_at", "-pk")
    steps = InspectionStep.objects.filter(answered_by=person, target__in=parts)
    sent = RemedySubmission.objects.filter(by=person, remedy__finding__target__in=parts).order_by("-pk")
    complaints = InspectionComplaint.objects.filter(complainant=person, target__in=parts).order_by("-pk")
    papers = PaperRequest.objects.filter(answered_by=person, target__in=parts).order_by("-answered_at", "-pk")
    return {
        "self_declarations": [
            declared_as_data(each)
            for each in declared.select_related(*around("target"), "target__inspection__checklist_version")
        ],
        "explanations": list(steps_as_data(steps.filter(work_item__role=INSTITUTION_ROLE))),
        "unsent": list(drafts_as_data(person, parts, at)),
        "remedies": [
            {
                **where(each.remedy.finding.target), "due_on": each.remedy.due_on.isoformat(), "text": each.text,
                "sent_at": each.at.isoformat(), "files": papers_as_data(each.attachments.all()),
            }
            for each in sent.select_related(*around("remedy__finding__target")).prefetch_related("attachments")
        ],
        "complaints": [
            {
                **where(each.target), "text": each.text, "sent_at": each.sent_at.isoformat(),
                "files": papers_as_data(each.attachments.all()),
            }
            for each in complaints.select_related(*around("target")).prefetch_related("attachments")
        ],
        "asked_papers": [
            {
                **where(each.target), "title": each.title, "refusal": each.refusal,
                "sent_at": each.answered_at.isoformat() if each.answered_at else None,
                "files": papers_as_data(each.attachments.all()),
            }
            for each in papers.select_related(*around("target")).prefetch_related("attachments")
        ],
        "conflicts": conflicts_as_data(person),
    }  # fmt: skip


def around(target: str) -> tuple[str, str]:
    """Return what `where` reads of a target, as a query joins it."""
    return f"{target}__inspection", f"{target}__institution"


def where(target: Target) -> Row:
    """Return which institution, in which inspection."""
    return {"inspection": target.inspection.code, "institution": target.institution.name}


def papers_as_data(papers: Iterable[Attachment]) -> list[Row]:
    """Return files by their facts."""
    return [paper_as_data(each) for each in papers]


def declared_as_data(declared: DeclaredAnswer) -> Row:
    """Return what was said of one item of the checklist."""
    said = {"values": declared.values, "changed_at": declared.changed_at.isoformat()}
    version = declared.target.inspection.checklist_version
    checklist = checklist_of(version.version_hash) if version else None
    item = checklist.by_key.get(declared.item_key) if checklist else None
    form = form_of(checklist, item.section, list(fields_of(item, None))) if checklist and item else None
    lines = lines_of(form, values_of(item, declared.values), {}) if form and item else []
    return {**where(declared.target), "item": declared.item_key, "in_words": lines, **said}


def steps_as_data(rows: "QuerySet[InspectionStep]") -> Iterator[Row]:
    """Yield the steps that were answered for an institution."""
    found = rows.select_related("work_item__process", *around("target")).order_by("-answered_at", "-pk")
    steps = list(found)
    papers = attachments_in(text for each in steps for text in papers_named(each.answers))
    for each in steps:
        package, form = form_of_step(each.work_item)
        yield {
            **where(each.target), "step": in_words(title_of(package.flow, each.node_id)),
            "outcome": outcome_words(package, each.work_item, each.outcome), "reason": each.reason,
            "in_words": lines_of(form, each.answers, papers, each.answered_at), "values": each.answers,
            "sent_at": each.answered_at.isoformat(),
        }  # fmt: skip


def drafts_as_data(person: Person, parts: Any, at: datetime) -> Iterator[Row]:
    """Yield what was typed for an institution and not sent: in words what its form takes, and all of it as it was typed."""
    begun = StepDraft.objects.filter(
        person=person, work_item__role=INSTITUTION_ROLE, work_item__process__inspection_target__in=parts
    )
    related = ("work_item__process", *around("work_item__process__inspection_target"))
    for each in begun.select_related(*related).order_by("-updated_at", "-pk"):
        item = each.work_item
        package, form = form_of_step(item)
        taken = collect(form, data=each.values, owner_id=person.pk, at=at) if form else None
        papers = {str(paper.public_id): paper for paper in taken.attachments} if taken else {}
        yield {
            **where(item.process.inspection_target), "step": in_words(title_of(package.flow, item.node_id)),
            "reason": each.reason, "in_words": lines_of(form, taken.answers, papers) if taken else [],
            "values": each.values, "saved_at": each.updated_at.isoformat(),
        }  # fmt: skip


def conflicts_as_data(person: Person) -> list[Row]:
    """Return what a member of teams declared of their own conflicts; not what registers say, which is the office's."""
    rows = TeamMember.objects.filter(person=person, declared_at__isnull=False).order_by("-declared_at", "-pk")
    return [
        {
            "inspection": each.inspection.code,
            "role": str(each.get_role_display()),
            "is_conflict": each.is_conflict_declared,
            "reason": each.conflict_reason.text if hasattr(each, "conflict_reason") else "",
            "certified_until": each.certified_until.isoformat() if each.certified_until else None,
            "declared_at": each.declared_at.isoformat(),
        }
        for each in rows.select_related("inspection", "conflict_reason")
    ]


def form_of_step(item: WorkItem) -> tuple[Package, FormDefinition | None]:
    """Return the package a step is pinned to, and its form; None for one without questions."""
    package = package_for(item.process.flow_key, item.process.version_hash)
    return package, package.forms[item.form] if item.form else None


def outcome_words(package: Package, item: WorkItem, outcome: str) -> str:
    """Return what the chosen way out of a step is called."""
    node = package.flow.nodes.get(item.node_id)
    ways = getattr(node, "outcomes", ())
    return next((in_words(each.labels) for each in ways if each.key == outcome and each.labels), outcome)


def lines_of(
    form: FormDefinition | None,
    answers: Mapping[str, Any],
    papers: Mapping[str, Attachment],
    at: datetime | None = None,
) -> list[str]:
    """Return answers as lines "question: answer"; a table's rows, and papers by name, behind their question."""
    if form is None:
        return []
    sections = review(
        form,
        answers,
        attachments=papers,
        warnings={},
        language=language(),
        today=local_day(at) if at else None,
    )
    rows = [row for section in sections for row in section.rows if row.answered]
    return [f"{row.label}: {answer_words(row)}" for row in rows]


def answer_words(row: Any) -> str:
    """Return one answer of a review in words."""
    if row.table is not None:
        return "; ".join(" · ".join(filter(None, cells)) for cells in row.table.rows)
    return row.text or ", ".join(each.original_name for each in row.attachments)


def in_words(text: Any) -> str:
    """Return a text of a package in the language being spoken."""
    if isinstance(text, Words):
        return text.in_language(language())
    return str(text.get(language()) or text.get("vi", "")) if isinstance(text, Mapping) else str(text)


def language() -> str:
    """Return the language being spoken."""
    return (get_language() or "vi")[:2]
