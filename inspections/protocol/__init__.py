"""What a tablet may say: requests and the payloads of operations, in closed shapes; section hand-over by signed token.

Pure: it knows neither Django nor a clock. The words are those of docs/reference/tablet-protocol.md.
"""

from inspections.protocol.handover import BadChain, Chain, Link, read_chain
from inspections.protocol.payloads import PAYLOADS, Payload, read_payload
from inspections.protocol.requests import (
    Device,
    Faults,
    Operation,
    Request,
    read_device,
    read_operation,
    read_request,
)

__all__ = [
    "PAYLOADS",
    "BadChain",
    "Chain",
    "Device",
    "Faults",
    "Link",
    "Operation",
    "Payload",
    "Request",
    "read_chain",
    "read_device",
    "read_operation",
    "read_payload",
    "read_request",
]
