"""Writes into the licence register what became of an institution's licence: suspended, allowed again, revoked (k17)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.models import IssuedDocument
from documents.selectors import documents_of
from documents.services import revoke
from inspections.models import Target
from procedures.catalogue import Answer, operation
from registry.models import Licence
from registry.services import allow_licence, revoke_licence, suspend_licence
from workflows.models import Run

CHANGES = {"suspend": suspend_licence, "allow": allow_licence, "revoke": revoke_licence}


@operation(
    inputs={
        "change": '"suspend", "allow" or "revoke"',
        "document": "key of the document that decides it, issued before",
    },
    outputs={"licence": Answer(("written", "none"), "none where the institution holds no licence to change")},
    key="licence and document: the state is written once",
    names={"document": "document"},
)
def change_licence(
    case: Target, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Write into the register of licences that an institution's licence is suspended, in force again, or revoked.

    A certificate that was issued here says from then on that it was revoked, to whoever verifies it.
    """
    document = (
        documents_of("inspections.Target", str(case.pk)).filter(kind=inputs["document"]).latest("issued_at")
    )
    change = str(inputs["change"])
    states = [Licence.State.VALID] if change == "suspend" else [Licence.State.VALID, Licence.State.SUSPENDED]
    licence = case.institution.licences.filter(state__in=states).order_by("-issued_on", "-pk").first()
    if licence is None:
        return {"licence": "none"}
    CHANGES[change](licence.pk, note=document.citation, actor_id=document.signer_id, at=at)
    if change == "revoke":
        revoke_certificate(licence, document, at)
    return {"licence": "written"}


def revoke_certificate(licence: Licence, by: IssuedDocument, at: datetime) -> None:
    """Let the issued certificate of a licence show that it was revoked; one on paper alone has no page."""
    standing = [IssuedDocument.State.VALID, IssuedDocument.State.CORRECTED]
    issued = IssuedDocument.objects.filter(
        agency_id=licence.issuer_id, number=licence.number, issued_on=licence.issued_on, state__in=standing
    )
    for certificate in issued:
        revoke(
            document_id=certificate.pk, by_id=by.pk, reason=by.citation, on=by.issued_on, actor_id=by.signer_id,
            at=at,
        )  # fmt: skip
