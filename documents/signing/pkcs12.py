"""The automatic adapter: signs a digest with a key in a PKCS#12 file.

It stands behind the same two-phase port as a token at a desk: digest in, CMS out. RSA with
PKCS#1 v1.5 padding is deterministic, so an attempt repeated after a crash gives the same bytes.
Opening a key file costs more than signing, so an opened key is kept by what the file holds.
"""

from functools import lru_cache
from pathlib import Path

from pyhanko.sign.signers.pdf_cms import SimpleSigner

from documents.signing.coroutines import run
from documents.signing.two_phase import DIGEST_ALGORITHM


def sign_digest(digest: bytes, key_file: Path, passphrase: bytes) -> bytes:
    """Return the detached CMS (DER, PAdES attributes) of a SHA-256 digest."""
    signer = opened(key_file.read_bytes(), passphrase)
    return run(signer.async_sign(digest, DIGEST_ALGORITHM, use_pades=True)).dump()


@lru_cache(maxsize=64)
def opened(key: bytes, passphrase: bytes) -> SimpleSigner:
    """Return the signer of a key file's bytes. Raises ValueError where the passphrase does not open them."""
    return SimpleSigner.load_pkcs12_data(key, other_certs=(), passphrase=passphrase)
