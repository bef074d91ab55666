"""A photo, file or signature is announced; its bytes follow apart (inspections.services.sync.bytes_of_evidence)."""

from inspections.models import Evidence
from inspections.protocol.payloads import EvidenceAdd
from inspections.selectors.checklists import section_of
from inspections.services.sync.acts import Act, Effect, Rejected

OF_MINUTES = "minutes"
"""Key of what belongs to no item: a photograph of minutes signed in ink."""


def add_evidence(act: Act, payload: EvidenceAdd) -> Effect:
    """Write down what will come. Raises Rejected for an unknown item or an id that is taken."""
    is_of_minutes = payload.kind == Evidence.Kind.SIGNATURE or payload.key == OF_MINUTES
    if not is_of_minutes and section_of(act.target, payload.key) is None:
        raise Rejected("unknown_item", key=payload.key)
    if Evidence.objects.filter(pk=payload.id).exists():
        raise Rejected("known_evidence")
    Evidence.objects.create(
        id=payload.id,
        target=act.target,
        item_key=payload.key,
        kind=payload.kind,
        name=payload.name,
        content_type=payload.content_type,
        sha256=payload.sha256,
        size=payload.size,
        by=act.person,
        device=act.device,
        taken_at=payload.taken_at,
        place=payload.place.model_dump() if payload.place else None,
        is_masked=payload.masked,
        announced_at=act.at,
        seq=act.seq,
    )
    return Effect(told={"evidence": {"id": str(payload.id), "offset": 0}})
