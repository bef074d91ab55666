"""HTML to archival PDF: tagged PDF/A-3a that is PDF/UA-1 too, the same bytes for the same input.

Only one variant can be asked of the renderer, so the metadata is written anew afterwards and says
both. Every document gets its own font configuration: a shared one crashes between threads.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from documents.rendering.archival import Metadata, make_archival
from documents.rendering.fetcher import SafeFetcher


@dataclass(frozen=True)
class SignatureField:
    """An empty field made before the first signature; the description is read out by screen readers."""

    name: str
    description: str


def to_pdf(
    html: str,
    *,
    title: str,
    author: str,
    created_at: datetime,
    fields: tuple[SignatureField, ...] = (),
    variant: str = "pdf/a-3a",
) -> bytes:
    """Return the document as PDF.

    html        the whole page; it may load nothing but data: and shipped fonts
    created_at  aware moment written as the date of creation
    variant     pdf/a-3a; checks ask for pdf/a-1a, for which a free validator exists

    Raises weasyprint's FatalURLFetchingError when the page tries to load anything else.
    """
    identifier = sha256(html.encode()).digest()[:16]
    drawn = HTML(string=html, url_fetcher=SafeFetcher(), base_url=None).write_pdf(
        pdf_variant=variant, pdf_identifier=identifier, font_config=FontConfiguration()
    )
    part, conformance = variant.removeprefix("pdf/a-")
    metadata = Metadata(
        title=title, author=author, created_at=created_at, part=int(part), conformance=conformance.upper()
    )
    return make_archival(drawn, metadata, fields=[(field.name, field.description) for field in fields])
