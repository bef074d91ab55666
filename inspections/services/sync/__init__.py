"""The door of synchronisation with tablets: devices, operations, bytes of evidence, keeping and sweeping."""

from inspections.services.sync.acts import CLOCK_TOLERANCE, Result
from inspections.services.sync.bytes_of_evidence import (
    MOST_AT_ONCE,
    OffsetDiffers,
    Progress,
    TooLong,
    WrongHash,
    own_evidence,
    progress_of,
    receive_bytes,
    sweep_parts,
)
from inspections.services.sync.devices import note_contact, register_device, revoke_device, revoke_own_device
from inspections.services.sync.doing import next_number
from inspections.services.sync.pruning import prune_operations
from inspections.services.sync.receive import receive_operations
from inspections.services.sync.samples import seed_of

__all__ = [
    "CLOCK_TOLERANCE",
    "MOST_AT_ONCE",
    "OffsetDiffers",
    "Progress",
    "Result",
    "TooLong",
    "WrongHash",
    "next_number",
    "note_contact",
    "own_evidence",
    "progress_of",
    "prune_operations",
    "receive_bytes",
    "receive_operations",
    "register_device",
    "revoke_device",
    "revoke_own_device",
    "seed_of",
    "sweep_parts",
]
