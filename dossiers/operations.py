"""The catalogue of what a service task of a dossier's flow may do; registered in settings.OPERATIONS.

Each operation runs inside the transaction of its job, under the run's and token's own key, and
answers its outputs or LATER. It may run again after a crash, so each finds what it did before.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Agency, Appointment
from audit.services import record
from documents.selectors import documents_of, drafts_in_hand
from documents.services import Content, Series, Signer, Subject, draft_document, seal, void_number
from dossiers.issuing import issuing_agency
from dossiers.kinds import SUBJECT
from dossiers.models import Dossier, StepAnswer
from dossiers.papers import only_used, values_of
from dossiers.replacing import replacement_content, replacement_series
from procedures.catalogue import Answer, operation
from procedures.definition import DocumentKind
from procedures.package import Package
from procedures.selectors import package_to_draw
from workflows.handlers import LATER, Later
from workflows.models import Run
from workflows.reply import reply_address


@operation(
    inputs={"keeper": "code of the agency that decides: who keeps the register, or whose decision it is"},
    key="the dossier: forwarding it to the same keeper again changes nothing",
)
def register_reception(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Send the dossier on to the agency that decides: its people see the dossier from now on."""
    keeper = Agency.objects.get(code=inputs["keeper"])
    dossier.deciding_agency = keeper
    dossier.save(update_fields=["deciding_agency"])
    record(
        action="dossier.forwarded",
        actor_id=None,
        target=SUBJECT,
        target_id=dossier.pk,
        at=at,
        values={"deciding_agency": keeper.code},
        agency_id=keeper.pk,
    )
    return {}


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
    key="dossier, kind, signer, day and values: the same draft, under the same number",
    names={"kind": "document", "approved_at": "step"},
)
def issue_document(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Later:
    """Reserve the number, freeze the document for who approved it; drawing and signature follow as jobs.

    Number, signer and seal are those of the agency that issues this kind of document. Answers later, when
    the signature is there or cannot be had.
    """
    approval = StepAnswer.objects.filter(dossier=dossier, node_id=inputs["approved_at"]).latest("answered_at")
    package = package_to_draw(dossier.procedure, dossier.rules_hash, inputs["kind"], at)
    kind = package.definition.documents[inputs["kind"]]
    issuer = issuing_agency(dossier, kind)
    draft_document(
        agency_id=issuer.pk,
        content=content_of(dossier, kind, package),
        series=series_of(dossier, issuer, kind),
        signer=Signer(approval.answered_by_id, signer_lines(approval.work_item.acting_as)),
        subject=Subject(SUBJECT, str(dossier.pk), reply_address(run, token_id)),
        decision=decision_of(dossier, kind),
        actor_id=approval.answered_by_id,
        at=at,
    )
    return LATER


@operation(
    outputs={
        "sealing": Answer(("issued", "abandoned"), "how it ended; abandoned where no signed draft is left")
    },
    key="the dossier's draft in hand: it is sealed and issued once",
)
def seal_document(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any] | Later:
    """Ask for the agency's seal on the signed document and issue it.

    Answers later with "issued", or at once with "abandoned".
    """
    draft = drafts_in_hand(SUBJECT, str(dossier.pk)).first()
    if draft is None:
        return {"sealing": "abandoned"}
    clerk = StepAnswer.objects.filter(dossier=dossier).latest("answered_at", "pk").answered_by_id
    seal(draft_id=draft.pk, actor_id=clerk, at=at, reply_to=reply_address(run, token_id))
    return LATER


@operation(
    inputs={"reason": "why the number becomes void, kept in the register"},
    key="the dossier's draft in hand: without one nothing happens",
)
def void_document(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Make the reserved number void, with the clerk's reason."""
    draft = drafts_in_hand(SUBJECT, str(dossier.pk)).first()
    if draft is not None:
        void_number(entry_id=draft.entry_id, reason=inputs["reason"], actor_id=None, at=at)
    return {}


def decision_of(dossier: Dossier, kind: DocumentKind) -> str:
    """Return the reference of what is decided now, to which the number belongs.

    A document of the same kind that was issued before (a submission that came back) is another decision.
    """
    issued = documents_of(SUBJECT, str(dossier.pk)).filter(kind=kind.key).count()
    return f"{SUBJECT}:{dossier.pk}:{kind.key}" + (f":{issued + 1}" if issued else "")


def content_of(dossier: Dossier, kind: DocumentKind, package: Package) -> Content:
    """Return what the page will show."""
    files = {
        path.removeprefix("documents/"): content.decode()
        for path, content in package.files.items()
        if path.startswith("documents/")
    }
    if kind.replaces_with:
        return replacement_content(dossier, kind, files)
    return Content(
        kind=kind.key,
        title=kind.title.vi,
        template=kind.template,
        files=files,
        values=only_used(values_of(dossier, package), files.values()),
        recipients=kind.recipients or (dossier.applicant_name, "Lưu: VT"),
    )


def series_of(dossier: Dossier, issuer: Agency, kind: DocumentKind) -> Series:
    """Return the series of numbers from which an agency takes one for a kind of document."""
    if kind.replaces_with:
        return replacement_series(dossier, issuer)
    return Series(kind.series, kind.title.vi, kind.symbol_of(issuer.abbreviation))


def signer_lines(appointment: Appointment) -> tuple[str, ...]:
    """Return the lines above the signer's name: KT. and the head's title for a deputy, else the own title."""
    own = appointment.title.upper()
    if not appointment.signing_form:
        return (own,)
    return (f"{appointment.signing_form} {own.removeprefix('PHÓ ').strip()}", own)
