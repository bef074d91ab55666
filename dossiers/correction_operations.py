"""What the flow of a correction does besides issuing its document: read the old one, change its standing, the register.

Part of the catalogue; the same call again finds what it did before.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.models import IssuedDocument
from documents.selectors import documents_of
from documents.services import mark_corrected, mark_replaced, revoke
from dossiers.corrections import DOSSIERS
from dossiers.models import Dossier, ResultCorrection
from dossiers.news import tell_applicant
from dossiers.register_operations import facts_of_changes
from dossiers.replacing import printed_values
from dossiers.topics import dossier_topic
from notifications.services import wake
from procedures.catalogue import Answer, operation
from registry.licence_selectors import name_given_by
from registry.models import DiplomaVersion, InstitutionName, Licence
from registry.selectors import amendment_by, licence_of
from registry.services import (
    replace_licence,
    replace_name,
    revise_record,
    revoke_licence,
    take_amendment_back,
    take_name_back,
)
from workflows.models import Run

State = IssuedDocument.State
STANDINGS = (State.CORRECTED, State.REPLACED, State.REVOKED)
MARKS = {State.CORRECTED: mark_corrected, State.REPLACED: mark_replaced, State.REVOKED: revoke}


@operation(
    outputs={
        "begun_by": Answer(("applicant", "office"), "who found the fault"),
        "standing": Answer(("valid", "corrected", "replaced", "revoked"), "how the document stands now"),
        "register": Answer(
            ("none", "diploma", "licence", "institution"), "the register the document wrote into"
        ),
    },
    key="the dossier: reading changes nothing",
)
def read_corrected(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Say what a correction is about: who began it, how the document stands, where it was written down."""
    correction = work_of(dossier)
    document = correction.document
    written = {
        "licence": written_licence(correction),
        "diploma": written_amendment(correction),
        "institution": name_given_by(document.citation),
    }
    return {
        "begun_by": "office" if correction.by_office else "applicant",
        "standing": str(document.state),
        "register": next((register for register, row in written.items() if row), "none"),
    }


@operation(
    inputs={
        "standing": "corrected, replaced or revoked",
        "reason": "why, kept beside the document; it is not public",
    },
    outputs={"changed": Answer(("yes",), "that the old document now shows it")},
    key="the document just issued: it changes the old one once",
)
def change_standing(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Let the old document say what became of it, name the new one, and tell the applicant.

    The next work on the same document may begin from now on.
    """
    correction, by = work_of(dossier), newest_document(dossier)
    old, standing = correction.document, State(str(inputs["standing"]))
    if old.changes.filter(by=by).exists():
        return {"changed": "yes"}
    MARKS[standing](
        document_id=old.pk, by_id=by.pk, on=by.issued_on, actor_id=by.signer_id, at=at,
        reason=str(inputs["reason"] or ""),
    )  # fmt: skip
    ResultCorrection.objects.filter(pk=correction.pk).update(closed_at=at)
    tell_applicant(
        correction.origin, f"document.{standing.value}", at,
        number=old.number, by=by.number, by_day=f"{by.issued_on:%d/%m/%Y}",
    )  # fmt: skip
    wake([dossier_topic(correction.origin)], at)
    return {"changed": "yes"}


@operation(
    inputs={
        "standing": "what became of the old document: corrected, replaced or revoked",
        "changes": "list of {muc, de_nghi}: what the row of the original register says from now on; null for none",
        "quotas": "list of {nganh, quy_mo}: majors of the licence with another yearly quota; null for none",
    },
    outputs={"followed": Answer(("yes", "no"), "whether a register was changed")},
    key="the number and day of the document just issued: a register follows it once",
)
def follow_register(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Let the register follow: a revoked licence is no longer valid, a revoked amendment is taken back, a replaced one rewritten.

    A name that a revoked decision gave an institution is taken back too, a replaced one becomes what the new decision
    says. A fault of form changes no register; neither does a document that wrote into none.
    """
    correction, by = work_of(dossier), newest_document(dossier)
    standing = State(str(inputs["standing"]))
    if standing == State.CORRECTED:
        return {"followed": "no"}
    if (licence := written_licence(correction)) is not None:
        follow_licence(licence, by, standing, inputs["quotas"] or (), at)
    elif (amendment := written_amendment(correction)) is not None:
        follow_amendment(amendment, by, standing, inputs["changes"] or (), at)
    elif (name := name_given_by(correction.document.citation)) is not None:
        follow_name(name, correction, by, standing, at)
    else:
        return {"followed": "no"}
    return {"followed": "yes"}


def follow_licence(licence: Licence, by: IssuedDocument, standing: State, quotas: Any, at: datetime) -> None:
    """Revoke a licence, or write the one that takes its place; a later decision's licence stays as it is."""
    if standing == State.REVOKED:
        revoke_licence(licence.pk, note=by.citation, actor_id=by.signer_id, at=at)
    if standing == State.REVOKED or licence.state != Licence.State.VALID:
        return
    replace_licence(
        licence.pk, number=by.number, issued_on=by.issued_on, note=by.citation, actor_id=by.signer_id, at=at,
        quotas={int(row["nganh"]): int(row["quy_mo"]) for row in quotas},
    )  # fmt: skip


def follow_amendment(
    amendment: DiplomaVersion, by: IssuedDocument, standing: State, changes: Any, at: datetime
) -> None:
    """Take an amendment of the original register back, or write what it says instead; once for a decision."""
    record = amendment.record
    if standing == State.REVOKED:
        take_amendment_back(record, amendment, note=by.citation, actor_id=by.signer_id, at=at)
    elif record.note != by.citation:
        revise_record(
            record, expected_version=record.version, note=by.citation, actor_id=by.signer_id, at=at,
            **facts_of_changes(changes),
        )  # fmt: skip


def follow_name(
    written: InstitutionName, correction: ResultCorrection, by: IssuedDocument, standing: State, at: datetime
) -> None:
    """Take a name back that a revoked decision gave, or give the one that the new decision has in its place."""
    keeper = correction.origin.receiving_agency
    if standing == State.REVOKED:
        take_name_back(
            written, keeper, grounds=by.citation, on=by.issued_on, actor_id=by.signer_id, at=at
        )  # fmt: skip
        return
    before, now = printed_values(correction.document), printed_values(by)
    replace_name(
        written, keeper, grounds=by.citation, on=by.issued_on, actor_id=by.signer_id, at=at,
        name=reworded(written.name, before, now), foreign_name=reworded(written.foreign_name, before, now),
    )  # fmt: skip


def reworded(text: str, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return what a document prints now where another printed a text; the text itself where both print the same."""
    places = [place for place, said in before.items() if text and said == text]
    return next((now[place] for place in places if now.get(place, text) != text), text)


def work_of(dossier: Dossier) -> ResultCorrection:
    """Return what a dossier of this procedure is about; the flow runs for no other."""
    return ResultCorrection.objects.select_related("document__agency", "origin__receiving_agency").get(
        dossier=dossier
    )


def newest_document(dossier: Dossier) -> IssuedDocument:
    """Return the document this work has just issued."""
    return documents_of(DOSSIERS, str(dossier.pk))[0]


def written_licence(correction: ResultCorrection) -> Licence | None:
    """Return the licence the old document wrote into the register."""
    document = correction.document
    return licence_of(document.agency, document.number, document.issued_on)


def written_amendment(correction: ResultCorrection) -> DiplomaVersion | None:
    """Return the version of an original register that the old document wrote."""
    origin, document = correction.origin, correction.document
    keepers = [each for each in (document.agency_id, origin.deciding_agency_id) if each]
    return amendment_by(keepers, document.citation)
