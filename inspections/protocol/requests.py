"""What a tablet sends in one request: its operations in order, or itself to be registered.

The frame (which operation, which number, when) has to be right, or the request is refused whole; a payload that
does not fit its kind, or that no database could keep, is the answer of that operation alone: one bad operation
must not hold up those behind it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from inspections.canonical import NotCanonical, canonical
from inspections.protocol.shapes import Closed, Faults, Moment, Name, Whole, shaped, without_nul

MOST_OPERATIONS = 100

__all__ = ["Device", "Faults", "Operation", "Request", "read_device", "read_operation", "read_request"]


class Frame(Closed):
    """An operation as it is sent."""

    id: UUID
    seq: Annotated[Whole, Field(ge=1, le=2_000_000_000)]
    at: Moment
    kind: Annotated[str, Field(max_length=40), AfterValidator(without_nul)]
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
    """One act on a tablet.

    seq     counts from 1 on its device and visit
    raw     its payload as it is kept
    digest  SHA-256 of kind and payload as they came
    fault   "not_canonical" where the payload has fractions, huge numbers, NUL or half characters; "" else
    """

    id: UUID
    seq: int
    at: datetime
    kind: str
    raw: dict[str, Any]
    digest: str
    fault: str = ""


def read_request(raw: object) -> Request:
    """Return a request. Raises Faults."""
    return shaped(Request, raw)


def read_device(raw: object) -> Device:
    """Return a device that registers. Raises Faults."""
    return shaped(Device, raw)


def read_operation(frame: Frame) -> Operation:
    """Return an operation with its digest and, if it has one, its fault."""
    told = {"kind": frame.kind, "payload": frame.payload}
    try:
        written, fault = canonical(told), ""
    except NotCanonical:
        written, fault = json.dumps(told, sort_keys=True).encode(), "not_canonical"
    if b"\\u0000" in written:
        fault = "not_canonical"
    raw = keepable(frame.payload) if fault else frame.payload
    return Operation(
        frame.id, frame.seq, frame.at, frame.kind, raw, hashlib.sha256(written).hexdigest(), fault
    )


def keepable(value: Any) -> Any:
    """Return a value without what no database keeps: NUL and half characters become U+FFFD, 1e999 a text."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [keepable(each) for each in value]
    if isinstance(value, dict):
        return {keepable(name): keepable(each) for name, each in value.items()}
    return value
