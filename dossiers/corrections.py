"""What the house knows of corrections of results: which work a dossier is, what it is about, who drew the document up.

A result is corrected in a dossier of its own. Whoever drew the wrong document up may take part, but a step
that checks others is not theirs: nobody decides alone about a fault of their own.
Source: PROCEDURES 0.1 (four eyes), 0.3 and 0.5; Decree 30/2020/NĐ-CP, article 18.
"""

from documents.models import IssuedDocument
from dossiers.models import Dossier, ResultCorrection, StepAnswer
from dossiers.status import Status
from procedures.selectors import package_for
from workflows.model import UserTask
from workflows.models import WorkItem

PROCEDURE = "result_correction"
DOSSIERS = "dossiers.Dossier"
FINISHED = frozenset({Status.DONE, Status.RETURNED})
CHANGEABLE = frozenset({IssuedDocument.State.VALID, IssuedDocument.State.CORRECTED})


def correction_of(dossier: Dossier) -> ResultCorrection | None:
    """Return the work this dossier is, None for any other dossier."""
    if dossier.procedure != PROCEDURE:
        return None
    return (
        ResultCorrection.objects.select_related("document", "origin", "begun_by")
        .filter(dossier_id=dossier.pk)
        .first()
    )


def is_by_office(dossier: Dossier) -> bool:
    """Say whether the office began this work itself: then the applicant has sent nothing, and takes nothing back."""
    correction = correction_of(dossier)
    return correction is not None and correction.by_office


def open_correction(document: IssuedDocument) -> ResultCorrection | None:
    """Return the work that is under way on a document."""
    return (
        ResultCorrection.objects.select_related("begun_by", "dossier")
        .filter(document=document, closed_at=None)
        .first()
    )


def drawn_up_in(correction: ResultCorrection) -> Dossier:
    """Return the dossier whose procedure knows the document's kind: that of the first one, where it is a replacement itself."""
    origin, kind = correction.origin, correction.document.kind
    while kind not in package_for(origin.procedure, origin.rules_hash).definition.documents:
        earlier = correction_of(origin)
        if earlier is None:
            return origin
        origin = earlier.origin
    return origin


def corrected_agency_id(dossier: Dossier, correction: ResultCorrection) -> int:
    """Return the agency whose document a dossier corrects, or who followed it, as the dossier has it."""
    origin, issuer = correction.origin, correction.document.agency_id
    if issuer == (origin.deciding_agency_id or origin.receiving_agency_id):
        return int(dossier.deciding_agency_id or dossier.receiving_agency_id)
    return int(dossier.receiving_agency_id if issuer == origin.receiving_agency_id else issuer)


def drew_up_the_wrong_one(item: WorkItem, person_id: int) -> bool:
    """Say whether a step checks others in a correction, and the person drew up the document that is corrected."""
    node: UserTask = item.flow_task.definition
    if not node.four_eyes:
        return False
    correction = correction_of(item.run.dossier)
    return correction is not None and person_id in drafters_of(correction)


def drafters_of(correction: ResultCorrection) -> frozenset[int]:
    """Return who drew a document up: of the steps its signer had to check, those that make it or check nobody."""
    origin, document = correction.origin, correction.document
    steps = list(StepAnswer.objects.filter(dossier=origin, answered_at__lte=document.issued_at))
    nodes = package_for(origin.procedure, origin.rules_hash).flow.nodes
    tasks = {node_id: node for node_id, node in nodes.items() if isinstance(node, UserTask)}
    signed = {step.node_id for step in steps if step.answered_by_id == document.signer_id} & tasks.keys()
    checked = {node_id for each in signed for node_id in tasks[each].four_eyes} & tasks.keys()
    made = {node_id for node_id in checked if tasks[node_id].document or not tasks[node_id].four_eyes}
    return frozenset(step.answered_by_id for step in steps if step.node_id in made)
