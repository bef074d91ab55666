"""Two steps of a signature with the key elsewhere: prepare gives a digest, complete takes the CMS back.

The key may be a token at a leader's desk, a server key or a file; none of them sees more than the
digest. Between the steps lies nothing but a stored file and three numbers, so a page, a worker or
a night may pass. Preparing twice gives the same bytes: the moment of signing is an argument and
the second half of the file's identifier is made of its content, not of chance.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject

DIGEST_ALGORITHM = "sha256"
ROOM_FOR_CMS = 12 * 1024  # bytes: certificate chain and a time-stamp token fit


@dataclass(frozen=True)
class Prepared:
    """A file with an empty place for a signature, the digest to sign and where the place lies."""

    pdf: bytes
    digest: bytes
    region_start: int
    region_end: int


class KeepMetadata(IncrementalPdfFileWriter):
    """Adds a revision without touching the metadata: the library would damage the PDF/A extension schema."""

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        prev.stream.seek(0)
        first, _ = prev.document_id
        second = sha256(prev.stream.read()).digest()[:16]
        return generic.ArrayObject([generic.ByteStringObject(first), generic.ByteStringObject(second)])


def prepare(pdf: bytes, field_name: str, *, signing_at: datetime, reason: str = "") -> Prepared:
    """Return the file as it will be signed in an existing empty field, and the SHA-256 to sign.

    signing_at  aware moment written into the signature; the same moment gives the same bytes
    """
    writer = KeepMetadata(BytesIO(pdf))
    steps = PdfCMSEmbedder().write_cms(field_name=field_name, writer=writer, existing_fields_only=True)
    next(steps)
    placeholder = SignatureObject(
        bytes_reserved=2 * ROOM_FOR_CMS,
        subfilter=SigSeedSubFilter.PADES,
        timestamp=signing_at,
        reason=reason or None,
    )
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    out = BytesIO()
    result, _ = steps.send(SigIOSetup(md_algorithm=DIGEST_ALGORITHM, output=out))
    return Prepared(
        out.getvalue(), result.document_digest, result.reserved_region_start, result.reserved_region_end
    )


def fill(prepared: Prepared, cms: bytes) -> bytes:
    """Return the signed file: the CMS (DER) stands in the place kept for it."""
    out = BytesIO(prepared.pdf)
    region = PreparedByteRangeDigest(
        document_digest=prepared.digest,
        reserved_region_start=prepared.region_start,
        reserved_region_end=prepared.region_end,
    )
    region.fill_with_cms(out, cms)
    return out.getvalue()
