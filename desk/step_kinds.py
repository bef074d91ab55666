"""The kinds of case whose steps the desk shows, by the name their runs bear."""

from collections.abc import Mapping
from uuid import UUID

from desk.dossier_steps import DossierSteps
from desk.inspections.steps import InspectionSteps
from desk.steps import StepKind, not_found
from dossiers.errors import NotVisible
from dossiers.sight import SUBJECT
from inspections.errors import NotVisible as InspectionNotVisible
from inspections.sight import KINDS as INSPECTIONS
from workflows.selectors import kind_of_item

KINDS: Mapping[str, StepKind] = {SUBJECT: DossierSteps(), **dict.fromkeys(INSPECTIONS, InspectionSteps())}
NOT_VISIBLE = (NotVisible, InspectionNotVisible)
"""What the kinds' services raise for what may not be seen."""


def kind_of(public_id: UUID) -> StepKind:
    """Return the kind of case a step belongs to. Raises Http404 for a step of no kind."""
    kind = KINDS.get(kind_of_item(public_id) or "")
    if kind is None:
        raise not_found(public_id)
    return kind
