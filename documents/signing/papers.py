"""The signatures in a paper that somebody outside signed, as plain values for whoever keeps the paper.

Whether a certificate was revoked is not asked: nothing here goes to the network. Registered in
settings.PAPER_SIGNATURES.
"""

from documents.signing.keys import trust_anchors
from documents.signing.validation import SignatureFacts, examine


def signatures_in(pdf: bytes) -> list[dict[str, object]]:
    """Return {signer, issuer, signed_at (ISO or ""), intact, unmodified, trusted} of each signature; [] for none."""
    return [as_values(facts) for facts in examine(pdf, trust_anchors(), ours=False)]


def as_values(facts: SignatureFacts) -> dict[str, object]:
    """Return one signature as JSON keeps it."""
    return {
        "signer": facts.signer,
        "issuer": facts.issuer,
        "signed_at": facts.signed_at.isoformat() if facts.signed_at else "",
        "intact": facts.intact,
        "unmodified": facts.unmodified,
        "trusted": facts.trusted,
    }
