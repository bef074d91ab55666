"""The door: add a row, revise it, revoke the diploma."""

from registry.services.add_record import add_record
from registry.services.revise_record import revise_record, revoke_record

__all__ = ["add_record", "revise_record", "revoke_record"]
