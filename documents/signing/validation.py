"""Checks every signature of a file: mathematics, trust, and what was changed after it.

The last one is the point: a reader that only checks each signature's own bytes calls a file good
in which something was written between two signatures. Here the changes between revisions are
compared too, and only filling an existing field (the next signature) is allowed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zlib import error as ZlibError  # noqa: N812

from asn1crypto import cms, x509
from asn1crypto.parser import peek
from cryptography.exceptions import UnsupportedAlgorithm
from django.utils import timezone
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.signing.coroutines import run


@dataclass(frozen=True)
class SignatureFacts:
    """What one signature proves.

    intact      the signed bytes are the ones that were signed
    trusted     the certificate comes from an authority of this house
    unmodified  nothing but the next signature was added afterwards
    signer      whom the certificate names, issuer who issued it; "" where neither can be read
    """

    field: str
    fingerprint: str
    signed_at: datetime | None
    intact: bool
    trusted: bool
    unmodified: bool
    signer: str = ""
    issuer: str = ""

    @property
    def is_good(self) -> bool:
        return self.intact and self.trusted and self.unmodified


UNREADABLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, PdfError, RecursionError,
    TypeError, ValueError, ZlibError,
)  # fmt: skip
"""What the library raises over files bent at random: measured, not guessed."""

MOST_SIGNATURES = 20
CMS_PLACE = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{1000,})>")
BROKEN = SignatureFacts("", "", None, intact=False, trusted=False, unmodified=False)


def examine(pdf: bytes, trust: list[bytes], *, ours: bool = True) -> tuple[SignatureFacts, ...]:
    """Return the facts of each signature in the order they were made; () for what is no signed PDF.

    ours  whether the file claims to be one of this house: then it is as strict as what the house writes. Papers
          that others signed may spell their signatures otherwise and add proofs for the long term afterwards

    A file that was signed once and cannot be read any more gives one fact without a name, all false.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        embedded = list(reader.embedded_regular_signatures)
    except UNREADABLE:
        return (BROKEN,) if b"/ByteRange" in pdf else ()
    if len(embedded) > MOST_SIGNATURES:
        return (BROKEN,)
    return tuple(
        facts_of(signature, pdf, trust, last=signature is embedded[-1], ours=ours) for signature in embedded
    )


def facts_of(
    signature: EmbeddedPdfSignature, pdf: bytes, trust: list[bytes], *, last: bool, ours: bool
) -> SignatureFacts:
    """Return the facts of one signature; what cannot be checked counts as broken."""
    name = str(signature.field_name)
    try:
        context = ValidationContext(
            trust_roots=list(load_certs_from_pemder_data(b"\n".join(trust))) if trust else [],
            allow_fetching=False,
            moment=signature.self_reported_timestamp,
            best_signature_time=signature.self_reported_timestamp,
        )
        status = run(async_validate_pdf_signature(signature, context))
        signer, issuer = named(status.signing_cert.subject), named(status.signing_cert.issuer)
    except (SignatureValidationError, UnsupportedAlgorithm, *UNREADABLE):
        return SignatureFacts(name, "", None, intact=False, trusted=False, unmodified=False)
    return SignatureFacts(
        name,
        status.signing_cert.sha256.hex(),
        on_the_clock(status.signer_reported_dt),
        intact=status.intact and status.valid and (not ours or is_canonical(signature, pdf)),
        trusted=bool(status.trusted),
        unmodified=bool(status.docmdp_ok) and is_unmodified(status, last=last, ours=ours),
        signer=signer,
        issuer=issuer,
    )


def is_unmodified(status: PdfSignatureStatus, *, last: bool, ours: bool) -> bool:
    """Say whether what was added after a signature leaves what was signed as it is: the next signature, proofs of others."""
    level = status.modification_level
    if last:
        whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        return whole or (not ours and level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES))
    allowed = {ModificationLevel.NONE, ModificationLevel.FORM_FILLING}
    return level in (allowed if ours else allowed | {ModificationLevel.LTA_UPDATES})


def on_the_clock(at: datetime | None) -> datetime | None:
    """Return a moment on the local clock; None for none, and for one at the ends of time that no clock here can show.

    One without a zone, as some programs write it, is local.
    """
    try:
        aware = at if at is None or at.tzinfo else timezone.make_aware(at)
        return timezone.localtime(aware.astimezone(UTC)) if aware else None
    except OverflowError:
        return None


def named(name: x509.Name) -> str:
    """Return whom a distinguished name names: the common name, else the organisation, else all of it.

    Signs nobody sees are left out: a database takes no NUL, and a page is not to be turned round.
    """
    parts = name.native
    found = parts.get("common_name") or parts.get("organization_name") or name.human_friendly
    text = str(found[-1] if isinstance(found, list) else found)
    return "".join(sign for sign in text if sign.isprintable())[:200]


def is_canonical(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Say whether the place of the CMS, which no signature covers, is spelt as this house spells it.

    Capital hexadecimal digits, nothing but zeros behind the CMS: so no bit of the file can be changed unseen.
    """
    content = bytes(signature.pkcs7_content)
    _, start, end, _ = (int(bound) for bound in signature.byte_range)
    return (
        not any(content[peek(content) :]) and pdf[start:end] == b"<" + content.hex().upper().encode() + b">"
    )


def fingerprints_in(pdf: bytes) -> set[str]:
    """Return the fingerprints of all certificates carried by signatures, also in a file too broken to read."""
    found: set[str] = set()
    for place in CMS_PLACE.finditer(pdf):
        digits = place.group(1)[: len(place.group(1)) // 2 * 2]
        try:
            signed = cms.ContentInfo.load(bytes.fromhex(digits.decode()))["content"]
            found.update(certificate.chosen.sha256.hex() for certificate in signed["certificates"])
        except UNREADABLE:
            continue
    return found
