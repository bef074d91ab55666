"""The door: propose, prepare, work on steps, decide on the way, find, remedy; what an institution does; sync lies beside."""

from inspections.services.decide import (
    propose_extension,
    propose_member_change,
    propose_resumption,
    propose_stop,
    propose_suspension,
)
from inspections.services.declare import declare_conflict, entrust_source
from inspections.services.findings import add_finding, sort_finding, withdraw_finding
from inspections.services.free_work import free_work
from inspections.services.institution import (
    answer_complaint,
    answer_paper,
    ask_for_paper,
    complain,
    declare_answers,
    open_notice,
)
from inspections.services.minutes_flow import follow_minutes, order_following
from inspections.services.prepare import (
    add_member,
    add_target,
    drop_member,
    plan_session,
    set_terms,
    settle_overlap,
)
from inspections.services.propose import propose, register_on_paper
from inspections.services.remedies import (
    extend_remedy,
    give_up_remedy,
    remind_of_remedies,
    submit_remedy,
    verify_remedy,
)
from inspections.services.remind_of_complaints import remind_of_complaints
from inspections.services.remind_of_last_days import remind_of_last_days
from inspections.services.set_place import set_place
from inspections.services.step_drafts import drop_step_draft, save_step_draft
from inspections.services.work import claim, complete, release

__all__ = [
    "add_finding",
    "add_member",
    "add_target",
    "answer_complaint",
    "answer_paper",
    "ask_for_paper",
    "claim",
    "complain",
    "complete",
    "declare_answers",
    "declare_conflict",
    "drop_member",
    "drop_step_draft",
    "entrust_source",
    "extend_remedy",
    "follow_minutes",
    "free_work",
    "give_up_remedy",
    "open_notice",
    "order_following",
    "plan_session",
    "propose",
    "propose_extension",
    "propose_member_change",
    "propose_resumption",
    "propose_stop",
    "propose_suspension",
    "register_on_paper",
    "release",
    "remind_of_complaints",
    "remind_of_last_days",
    "remind_of_remedies",
    "save_step_draft",
    "set_place",
    "set_terms",
    "settle_overlap",
    "sort_finding",
    "submit_remedy",
    "verify_remedy",
    "withdraw_finding",
]
