"""Door of the use cases on dossiers: each is one call and one transaction."""

from dossiers.services.correct import begin_correction
from dossiers.services.drafts import choose_party, discard_draft, save_draft
from dossiers.services.export_own import export_own
from dossiers.services.export_register import note_register_exported
from dossiers.services.extend import decline_extension, propose_extensions, sign_extension
from dossiers.services.hold import hold, let_go
from dossiers.services.rate import rate
from dossiers.services.recompute_due import recompute_due_dates, recompute_later
from dossiers.services.represent import (
    Wish,
    ask_to_represent,
    name_attorney,
    refuse_request,
    take_back,
    verify_request,
)
from dossiers.services.submit import submit
from dossiers.services.supplement import Mark, judge, mark
from dossiers.services.withdraw import withdraw
from dossiers.services.work import claim, complete, release

__all__ = [
    "Mark",
    "Wish",
    "ask_to_represent",
    "choose_party",
    "claim",
    "complete",
    "decline_extension",
    "discard_draft",
    "export_own",
    "hold",
    "judge",
    "let_go",
    "name_attorney",
    "begin_correction",
    "mark",
    "note_register_exported",
    "propose_extensions",
    "rate",
    "recompute_due_dates",
    "recompute_later",
    "refuse_request",
    "release",
    "save_draft",
    "sign_extension",
    "submit",
    "take_back",
    "verify_request",
    "withdraw",
]
