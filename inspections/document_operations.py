"""Documents of an inspection in the department's format and number series; registered in settings.OPERATIONS.

Papers of the team are headed "SỞ … / ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ …" and signed "T/M. ĐOÀN KIỂM TRA – TRƯỞNG ĐOÀN",
under the department's seal and in its series (INSPECTION §0.6). Each operation may run again after a crash, and finds
what it did before.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Agency
from documents.models import DocumentDraft
from documents.selectors import documents_of, drafts_in_hand
from documents.services import Content, Series, Signer, Subject, draft_document, seal, void_number
from dossiers.operations import signer_lines
from inspections.document_values import values_of
from inspections.models import Inspection, InspectionDecision, InspectionStep, Target
from procedures.catalogue import Answer, operation
from procedures.definition import DocumentKind
from procedures.package import Package
from procedures.selectors import package_for, package_to_draw
from workflows.handlers import LATER, Later
from workflows.models import Run
from workflows.reply import reply_address

Case = Inspection | Target | InspectionDecision
TEAM = "team"
MADE_OF = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")
TEAM_SIGNER = ("T/M. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN")


@operation(
    inputs={
        "kind": "key of `documents` in procedure.yaml",
        "approved_at": "id of the step whose holder approved and signs",
    },
    outputs={
        "signing": Answer(
            ("signed", "abandoned"), "how it ended; abandoned where the day ended or the number became void"
        )
    },
    key="case, kind, signer, day and values: the same draft, under the same number",
    names={"kind": "document", "approved_at": "step"},
)
def issue_inspection_document(
    case: Case, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Later:
    """Reserve the number, freeze a document of an inspection for who approved it; drawing and signature follow as jobs.

    Answers later, when the signature is there or cannot be had.
    """
    agency = agency_of(case)
    approval = latest_step(run, inputs["approved_at"])
    package = package_to_draw(run.flow_key, run.version_hash, inputs["kind"], at)
    kind = package.definition.documents[inputs["kind"]]
    is_teams = kind.letterhead == TEAM
    lines = TEAM_SIGNER if is_teams else signer_lines(approval.work_item.acting_as)
    draft_document(
        agency_id=agency.pk,
        content=content_of(case, kind, package, package_for(run.flow_key, run.version_hash), at),
        series=Series(
            kind.series, kind.title.vi, kind.symbol if is_teams else kind.symbol_of(agency.abbreviation)
        ),
        signer=Signer(approval.answered_by_id, lines),
        subject=Subject(subject_of(case), str(case.pk), reply_address(run, token_id)),
        decision=decision_of(case, kind),
        actor_id=approval.answered_by_id,
        at=at,
    )
    return LATER


@operation(
    inputs={
        "kind": "key of `documents` in procedure.yaml: several may be in hand at once",
        "sealed_at": "id of the step whose holder seals",
    },
    outputs={
        "sealing": Answer(("issued", "abandoned"), "how it ended; abandoned where no signed draft is left")
    },
    key="the case's draft of the kind in hand: it is sealed and issued once",
    names={"kind": "document", "sealed_at": "step"},
)
def seal_inspection_document(
    case: Case, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any] | Later:
    """Ask for the agency's seal on the signed document of an inspection and issue it.

    Answers later with "issued", or at once with "abandoned".
    """
    draft = draft_in_hand(case, inputs.get("kind"))
    if draft is None:
        return {"sealing": "abandoned"}
    clerk = latest_step(run, inputs.get("sealed_at"))
    seal(draft_id=draft.pk, actor_id=clerk.answered_by_id, at=at, reply_to=reply_address(run, token_id))
    return LATER


@operation(
    inputs={
        "kind": "key of `documents` in procedure.yaml: several may be in hand at once",
        "reason": "why the number becomes void, kept in the register",
    },
    key="the case's draft of the kind in hand: without one nothing happens",
    names={"kind": "document"},
)
def void_inspection_document(
    case: Case, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Make the reserved number of an inspection's document void, with the clerk's reason."""
    draft = draft_in_hand(case, inputs.get("kind"))
    if draft is not None:
        void_number(entry_id=draft.entry_id, reason=inputs["reason"], actor_id=None, at=at)
    return {}


def subject_of(case: Case) -> str:
    """Return the kind of case as documents know it."""
    return f"inspections.{type(case).__name__}"


def agency_of(case: Case) -> Agency:
    """Return the agency whose seal and series a document bears."""
    return case.agency if isinstance(case, Inspection) else case.inspection.agency


def draft_in_hand(case: Case, kind: str | None) -> DocumentDraft | None:
    """Return the draft of a kind that is neither issued nor given up; of any kind where an older flow names none."""
    drafts = drafts_in_hand(subject_of(case), str(case.pk))
    return (drafts.filter(kind=kind) if kind else drafts).first()


def latest_step(run: Run, node_id: str | None) -> InspectionStep:
    """Return what a step of this run answered last; what any step did where an older flow names none."""
    steps = InspectionStep.objects.filter(work_item__process=run)
    steps = steps.filter(node_id=node_id) if node_id else steps
    return steps.select_related("work_item__acting_as").latest("answered_at", "pk")


def decision_of(case: Case, kind: DocumentKind) -> str:
    """Return the reference of what is decided now; a document of the kind issued before is another decision."""
    issued = documents_of(subject_of(case), str(case.pk)).filter(kind=kind.key).count()
    return f"{subject_of(case)}:{case.pk}:{kind.key}" + (f":{issued + 1}" if issued else "")


def content_of(case: Case, kind: DocumentKind, package: Package, rules: Package, at: datetime) -> Content:
    """Return what the page will show."""
    files = {
        path.removeprefix("documents/"): content.decode()
        for path, content in package.files.items()
        if path.startswith("documents/")
    }
    return Content(
        kind=kind.key,
        title=kind.title.vi,
        template=kind.template,
        files=files,
        values=values_of(case, rules, at, source=source_of(kind.template, files)),
        recipients=kind.recipients or ("Như trên", "Lưu: VT"),
    )


def source_of(template: str, files: Mapping[str, str]) -> str:
    """Return the text of a template with that of the package's files it is made of.

    files  the package's templates by name; what documents have in common (parts/…) is not among them
    """
    found: dict[str, str] = {}
    names = [template]
    while names:
        name = names.pop()
        if name in files and name not in found:
            found[name] = files[name]
            names += MADE_OF.findall(files[name])
    return "\n".join(found.values())
