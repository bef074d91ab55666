"""The door: add a row, revise it, revoke the diploma; write a licence."""

from registry.services.add_record import add_record
from registry.services.record_licence import Granted, record_licence
from registry.services.revise_record import revise_record, revoke_record

__all__ = ["Granted", "add_record", "record_licence", "revise_record", "revoke_record"]
