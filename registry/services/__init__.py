"""The door: add a row, revise it, revoke the diploma, import a register; write a licence."""

from registry.services.add_record import add_record
from registry.services.import_diplomas import ImportReport, RowFault, import_diplomas
from registry.services.record_licence import Granted, record_licence
from registry.services.revise_record import revise_record, revoke_record

__all__ = [
    "Granted",
    "ImportReport",
    "RowFault",
    "add_record",
    "import_diplomas",
    "record_licence",
    "revise_record",
    "revoke_record",
]
