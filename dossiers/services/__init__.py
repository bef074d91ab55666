"""Door of the use cases on dossiers: each is one call and one transaction."""

from dossiers.services.begin_with_message import begin_with_message
from dossiers.services.complain import (
    answer_complaint,
    complain,
    remind_of_complaints,
    take_complaint,
    withdraw_complaint,
)
from dossiers.services.correct import begin_correction
from dossiers.services.drafts import choose_party, discard_draft, save_draft
from dossiers.services.draw import draw_answers, have_drawn, sweep_drawn
from dossiers.services.export_own import export_own
from dossiers.services.export_register import note_register_exported
from dossiers.services.extend import decline_extension, propose_extensions, sign_extension
from dossiers.services.free_work import free_work
from dossiers.services.hold import hold, let_go
from dossiers.services.late import Excuse
from dossiers.services.rate import rate
from dossiers.services.reassign import reassign
from dossiers.services.recompute_due import recompute_due_dates, recompute_later
from dossiers.services.represent import (
    Wish,
    ask_to_represent,
    name_attorney,
    refuse_request,
    take_back,
    verify_request,
)
from dossiers.services.saved_views import forget_view, keep_view, rename_view
from dossiers.services.step_drafts import drop_step_draft, save_step_draft
from dossiers.services.submit import submit
from dossiers.services.succeed import succeed
from dossiers.services.supplement import Mark, judge, mark
from dossiers.services.withdraw import withdraw
from dossiers.services.work import claim, complete, release
from dossiers.services.write_message import mark_conversation_read, pass_on, settle, write_message

__all__ = [
    "draw_answers",
    "have_drawn",
    "sweep_drawn",
    "Excuse",
    "Mark",
    "begin_correction",
    "begin_with_message",
    "Wish",
    "ask_to_represent",
    "choose_party",
    "answer_complaint",
    "claim",
    "complain",
    "complete",
    "decline_extension",
    "discard_draft",
    "drop_step_draft",
    "export_own",
    "forget_view",
    "free_work",
    "hold",
    "judge",
    "keep_view",
    "let_go",
    "name_attorney",
    "mark",
    "mark_conversation_read",
    "note_register_exported",
    "pass_on",
    "propose_extensions",
    "rate",
    "reassign",
    "recompute_due_dates",
    "recompute_later",
    "refuse_request",
    "release",
    "remind_of_complaints",
    "rename_view",
    "save_draft",
    "save_step_draft",
    "settle",
    "sign_extension",
    "submit",
    "succeed",
    "take_back",
    "verify_request",
    "take_complaint",
    "withdraw",
    "withdraw_complaint",
    "write_message",
]
