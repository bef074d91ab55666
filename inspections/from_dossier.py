"""Lets a dossier's flow ask for an inspection, and go on when it is over (site appraisal).

The inspection begins at its first step like any other; the dossier's step waits for its end. Registered in
settings.OPERATIONS; the answer comes back from `inspections.effects`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dossiers.models import Dossier, StepAnswer
from inspections.models import Ground, Inspection
from inspections.services.begin_run import begin_run, create
from inspections.status import OVER_INSPECTION
from procedures.catalogue import Answer, operation
from workflows.handlers import LATER, Later
from workflows.models import Run
from workflows.reply import reply_address


@operation(
    inputs={"title": "what the inspection is about", "contents": "list of lines: what is inspected"},
    outputs={
        "inspection": Answer(
            ("closed", "shelved", "stopped"), "how it ended: carried out, not opened, stopped on the way"
        )
    },
    key="the dossier's step: it begins one inspection, and finds that one again",
)
def begin_inspection(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any] | Later:
    """Begin an inspection on behalf of a dossier, at the agency that decides it, and wait until it is over.

    Whoever answered the dossier's latest step is the one who proposes it.
    """
    address = reply_address(run, token_id)
    known = Inspection.objects.filter(dossier=dossier, reply_to=address).first()
    if known is not None:
        return {"inspection": known.status} if known.status in OVER_INSPECTION else LATER
    answers = StepAnswer.objects.filter(dossier=dossier).select_related("answered_by", "work_item")
    asked = answers.latest("answered_at", "pk")
    for_id = asked.work_item.on_behalf_of_id
    inspection = create(
        asked.answered_by,
        dossier.deciding_agency or dossier.receiving_agency,
        at,
        title=str(inputs["title"]),
        contents=[str(line) for line in inputs["contents"] or ()],
        ground_kind=Ground.ORDER,
        ground_text=f"hồ sơ {dossier.code or dossier.receipt_no}",
        dossier=dossier,
        reply_to=address,
        for_id=for_id,
    )
    begin_run(inspection, asked.answered_by_id, at, for_id=for_id)
    return LATER
