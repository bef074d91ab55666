"""What falls away with the end of a dossier: a supplement still open, an extension nobody decided, an unsigned number,
and what was typed into steps that nobody sends any more.
"""

from datetime import datetime

from documents.models import DocumentDraft
from documents.selectors import drafts_in_hand
from documents.services import void_number
from dossiers.kinds import SUBJECT, internal_kinds
from dossiers.models import OPEN_STATES, Dossier, Extension, ResultCorrection, StepDraft, SupplementRound
from dossiers.notes import note

# A reason of the register, a paper of the administration: Vietnamese, whatever the reader's language.
ENDED_UNSIGNED = "Hồ sơ kết thúc trước khi có chữ ký"
UNSIGNED = (DocumentDraft.State.WAITING, DocumentDraft.State.RENDERED)


def drop_what_is_open(dossier: Dossier, at: datetime) -> None:
    """Close what a dossier that is over leaves open; inside the transaction of its end."""
    asked = dossier.supplement_rounds.filter(state__in=OPEN_STATES).first()
    if asked is not None:
        drop_round(dossier, asked, None, at)
    proposed = Extension.objects.filter(dossier=dossier, state=Extension.State.PROPOSED)
    if proposed.update(state=Extension.State.DECLINED, closed_at=at):
        note(dossier, "dossier.extension_declined", None, at, was_due_at=dossier.due_at, due_at=None)
    give_number_up(dossier, at)
    ResultCorrection.objects.filter(dossier=dossier, closed_at=None).update(closed_at=at)
    StepDraft.objects.filter(work_item__process_id=dossier.run_id).delete()


def drop_round(dossier: Dossier, asked: SupplementRound, actor_id: int | None, at: datetime) -> None:
    """Close a round that comes to nothing."""
    asked.state, asked.closed_at = SupplementRound.State.DROPPED, at
    asked.save(update_fields=["state", "closed_at"])
    note(dossier, "dossier.supplement_dropped", actor_id, at, round=str(asked.public_id))


def give_number_up(dossier: Dossier, at: datetime) -> None:
    """Make void the number of a document that was approved and not signed yet: nobody will sign it now.

    A submission that was signed is void too: nobody will seal it.
    """
    internal = internal_kinds(dossier)
    for draft in drafts_in_hand(SUBJECT, str(dossier.pk)):
        if draft.state in UNSIGNED or draft.kind in internal:
            void_number(entry_id=draft.entry_id, reason=ENDED_UNSIGNED, actor_id=None, at=at)
