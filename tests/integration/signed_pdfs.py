"""PDF files as an applicant's office would sign them, and what may become of them afterwards."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from django.test import override_settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_cms import SimpleSigner

from documents.demo_authority import demo_authority, issue
from documents.signing.coroutines import run
from documents.signing.keys import keys_folder, passphrase
from tests.integration.documents.test_tampering import write_on_page

_keys: dict[tuple[Path, str], SimpleSigner] = {}


def plain_pdf() -> bytes:
    """Return one empty page nobody signed."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].Contents = pdf.make_stream(b"")
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def signer_of(name: str, keys: Path, at: datetime) -> SimpleSigner:
    """Return a signer whose certificate the authority of a folder of keys issued; made once, for keys are slow."""
    if (keys, name) not in _keys:
        with override_settings(MOTCUA_KEYS_DIR=keys):
            key = issue(demo_authority(at), common_name=name, organisation="Trường Mẫu", at=at)
            signer = SimpleSigner.load_pkcs12(str(keys_folder() / key.key_file), passphrase=passphrase())
        assert signer is not None
        _keys[keys, name] = signer
    return _keys[keys, name]


def signed_pdf(name: str, keys: Path, at: datetime, pdf: bytes | None = None, field: str = "Sig1") -> bytes:
    """Return a PDF with a signature more."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf or plain_pdf()))
    metadata = signers.PdfSignatureMetadata(field_name=field)
    out = run(signers.PdfSigner(metadata, signer=signer_of(name, keys, at)).async_sign_pdf(writer))
    return bytes(out.getvalue())


def changed(pdf: bytes) -> bytes:
    """Return a signed PDF in which somebody drew something afterwards."""
    return write_on_page(pdf, b"1979")
