"""The code printed under the QR: sixty random bits, spelt so that a person can type it.

Crockford's alphabet leaves out I, L, O and U; what people type instead is understood.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, ".": None})


def new_code() -> str:
    """Return a new code of twelve signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spelt(code: str) -> str:
    """Return a code in groups of four, as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def read_code(typed: str) -> str:
    """Return what a person typed as a code, or "" when it cannot be one."""
    code = typed.strip().upper().translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
