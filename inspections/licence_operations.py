"""Writes into the licence register what became of an institution's licence: suspended, allowed again, revoked (k17)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.selectors import documents_of
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
    """Write into the register of licences that an institution's licence is suspended, in force again, or revoked."""
    document = (
        documents_of("inspections.Target", str(case.pk)).filter(kind=inputs["document"]).latest("issued_at")
    )
    change = str(inputs["change"])
    states = [Licence.State.VALID] if change == "suspend" else [Licence.State.VALID, Licence.State.SUSPENDED]
    licence = case.institution.licences.filter(state__in=states).order_by("-issued_on", "-pk").first()
    if licence is None:
        return {"licence": "none"}
    CHANGES[change](licence.pk, note=document.citation, actor_id=document.signer_id, at=at)
    return {"licence": "written"}
