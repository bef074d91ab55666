"""The key of a tablet: what it signs proves that it handed a section on."""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from inspections.canonical import canonical


class TabletKey:
    """An ECDSA pair, as WebCrypto makes it on a tablet."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())

    @property
    def public(self) -> dict[str, str]:
        """What the server is told when the tablet is registered."""
        numbers = self.private.public_key().public_numbers()
        return {"kty": "EC", "crv": "P-256", "x": text_of(numbers.x), "y": text_of(numbers.y)}

    def signed(self, token: Mapping[str, Any]) -> dict[str, Any]:
        """Return a token with its signature."""
        r, s = decode_dss_signature(self.private.sign(canonical(dict(token)), ec.ECDSA(SHA256())))
        raw = r.to_bytes(32) + s.to_bytes(32)
        return {"token": dict(token), "signature": base64.urlsafe_b64encode(raw).rstrip(b"=").decode()}


def text_of(number: int) -> str:
    """Return a coordinate as a JWK writes it."""
    return base64.urlsafe_b64encode(number.to_bytes(32)).rstrip(b"=").decode()
