"""The door: add a row, revise it, revoke the diploma; write a licence; bring a file into a register."""

from registry.services.add_record import add_record
from registry.services.ask_register import DiplomaFacts, ask_register, may_ask, tries_left
from registry.services.follow_decision import (
    allow_licence,
    replace_licence,
    replace_name,
    revoke_licence,
    suspend_licence,
    take_amendment_back,
    take_name_back,
)
from registry.services.import_register import import_register, look_into
from registry.services.import_table import ImportReport, RowFault
from registry.services.keep_teachers import keep_teachers
from registry.services.record_licence import Granted, record_licence
from registry.services.rename_institution import Renaming, rename_institution
from registry.services.revise_record import revise_record, revoke_record
from registry.services.stage_import import confirm_import, look_again, stage_import, sweep_imports

__all__ = [
    "DiplomaFacts",
    "Granted",
    "ImportReport",
    "Renaming",
    "RowFault",
    "add_record",
    "allow_licence",
    "ask_register",
    "confirm_import",
    "import_register",
    "look_again",
    "look_into",
    "may_ask",
    "keep_teachers",
    "record_licence",
    "rename_institution",
    "replace_licence",
    "replace_name",
    "revise_record",
    "revoke_licence",
    "revoke_record",
    "stage_import",
    "suspend_licence",
    "sweep_imports",
    "take_amendment_back",
    "take_name_back",
    "tries_left",
]
