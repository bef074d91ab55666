"""A section handed from tablet to tablet without a network, proved afterwards.

Who hands on signs a token with the key of its tablet (ECDSA P-256 over SHA-256, raw r||s as WebCrypto gives it,
FIPS 186-5); who takes shows the server all tokens since the hold the server knows. Each names the one before it, so
an old token does not open a section again. `seq` says up to which of its operations the giver still answered.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from inspections.canonical import canonical

COORDINATE_BYTES = 32


class BadChain(ValueError):
    """A chain of tokens that proves nothing; `word` says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Link:
    """A signed token as it was sent."""

    token: Mapping[str, object]
    signature: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A proved way of a section.

    begins_at  the hold or token the first link goes on from
    first      the device that handed on first
    names      every token's own id, oldest first
    until      device → the number of its last operation before it handed on
    """

    begins_at: UUID
    first: UUID
    names: tuple[UUID, ...]
    until: Mapping[UUID, int]


def read_chain(
    links: Sequence[Link], keys: Mapping[UUID, Mapping[str, str]], *, visit: UUID, section: str, to: UUID
) -> Chain:
    """Return the way a chain of one or more links proves.

    keys  device → its public key as a JWK; a device without one proves nothing

    Raises BadChain: "wrong_section", "broken_chain", "unknown_key", "wrong_signature".
    """
    before: tuple[UUID, UUID] | None = None
    for link in links:
        told = {name: UUID(str(link.token[name])) for name in ("visit", "hold", "token", "from", "to")}
        if told["visit"] != visit or link.token["section"] != section:
            raise BadChain("wrong_section")
        if before is not None and before != (told["hold"], told["from"]):
            raise BadChain("broken_chain")
        check_signature(link, keys.get(told["from"]))
        before = (told["token"], told["to"])
    if before is None or before[1] != to:
        raise BadChain("broken_chain")
    return Chain(
        begins_at=UUID(str(links[0].token["hold"])),
        first=UUID(str(links[0].token["from"])),
        names=tuple(UUID(str(link.token["token"])) for link in links),
        until={UUID(str(link.token["from"])): int(str(link.token["seq"])) for link in links},
    )


def check_signature(link: Link, key: Mapping[str, str] | None) -> None:
    """Raises BadChain where a token is not signed by the key."""
    if key is None:
        raise BadChain("unknown_key")
    try:
        raw = decoded(link.signature)
        numbers = ec.EllipticCurvePublicNumbers(
            whole(decoded(key["x"])), whole(decoded(key["y"])), ec.SECP256R1()
        )
        signature = encode_dss_signature(whole(raw[:COORDINATE_BYTES]), whole(raw[COORDINATE_BYTES:]))
        numbers.public_key().verify(signature, canonical(dict(link.token)), ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError, binascii.Error):
        raise BadChain("wrong_signature") from None


def decoded(text: str) -> bytes:
    """Return the bytes of base64url without padding. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)


def whole(data: bytes) -> int:
    """Return the number that bytes write, most significant first."""
    return int.from_bytes(data, "big")
