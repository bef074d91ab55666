"""What a tablet sends in one request: its operations in order, or itself to be registered.

The frame (which operation, which number, when) has to be right, or the request is refused whole; a payload that
does not fit its kind is the answer of that operation alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from inspections.canonical import NotCanonical, digest
from inspections.protocol.shapes import Closed, Faults, Moment, Name, Whole, shaped

MOST_OPERATIONS = 100

__all__ = ["Device", "Faults", "Operation", "Request", "read_device", "read_operation", "read_request"]


class Frame(Closed):
    """An operation as it is sent."""

    id: UUID
    seq: Annotated[Whole, Field(ge=1, le=2_000_000_000)]
    at: Moment
    kind: Annotated[str, Field(max_length=40)]
    payload: dict[str, Any]


class Request(Closed):
    """Operations of one device, in order."""

    device: UUID
    sent_at: Moment
    operations: Annotated[tuple[Frame, ...], Field(min_length=1, max_length=MOST_OPERATIONS)]


class PublicKey(Closed):
    """An ECDSA key of P-256 as a JSON Web Key (RFC 7517, RFC 7518 §6.2); what WebCrypto adds is taken and not kept."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
    y: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
    ext: bool | None = None
    key_ops: list[str] | None = None
    alg: str | None = None


class Device(Closed):
    """A tablet that wants to be known."""

    id: UUID
    name: Name
    public_key: PublicKey | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One act on a tablet. `seq` counts from 1 on its device and visit; `digest` is that of kind and payload."""

    id: UUID
    seq: int
    at: datetime
    kind: str
    raw: dict[str, Any]
    digest: str


def read_request(raw: object) -> Request:
    """Return a request. Raises Faults."""
    return shaped(Request, raw)


def read_device(raw: object) -> Device:
    """Return a device that registers. Raises Faults."""
    return shaped(Device, raw)


def read_operation(frame: Frame) -> Operation:
    """Return an operation with its digest. Raises Faults for a payload without a canonical text."""
    try:
        known = digest({"kind": frame.kind, "payload": frame.payload})
    except NotCanonical as error:
        raise Faults({"payload": "not_canonical"}) from error
    return Operation(frame.id, frame.seq, frame.at, frame.kind, frame.payload, known)
