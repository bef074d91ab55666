"""The door: record a change, note a look, seal, anchor, verify, prune."""

from audit.services.accessing import flush_access_log, note_access
from audit.services.anchoring import anchor
from audit.services.pruning import prune_accesses, prune_values
from audit.services.recording import record
from audit.services.sealing import seal_pending
from audit.services.verifying import Report, verify

__all__ = [
    "Report",
    "anchor",
    "flush_access_log",
    "note_access",
    "prune_accesses",
    "prune_values",
    "record",
    "seal_pending",
    "verify",
]
