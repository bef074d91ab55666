"""The draft of a document, to be read before anybody approves it: nothing is stored, numbered or signed.

The same template and values as the document itself. What only a signed paper has (signature boxes,
QR code, the sentence on its standing) is left out by parts of a draft's own (documents/draft_parts),
and the renderer, not the template, prints "DỰ THẢO" over every page: no package can leave it out.
No archival metadata and no signature field, so that nobody can sign it by mistake.

One drawing at a time in a process: it takes a second of one processor, and the pages of everybody
else come from the same process.
"""

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from documents.rendering.engine import to_html
from documents.rendering.fetcher import SafeFetcher

DRAFT_PARTS = Path(__file__).resolve().parent.parent / "draft_parts"
NOTHING_TO_VERIFY = {"code": "", "url": "", "qr": ""}
one_at_a_time = threading.Lock()


def draft_html(template: str, files: Mapping[str, str], values: Mapping[str, object]) -> str:
    """Return the page of a draft; arguments and errors are those of documents.rendering.engine.to_html.

    values  beside the document's own: document, agency and signer (documents.letterhead.values_of_draft)
    """
    return to_html(template, files, {**values, "verify": NOTHING_TO_VERIFY}, instead=draft_parts())


def draft_pdf(template: str, files: Mapping[str, str], values: Mapping[str, object]) -> bytes:
    """Return the draft as a tagged PDF.

    Raises ValueMissing, TemplateError, and weasyprint's FatalURLFetchingError as drawing the document would.
    """
    html = draft_html(template, files, values)
    with one_at_a_time:
        page = HTML(string=html, url_fetcher=SafeFetcher(), base_url=None)
        return page.write_pdf(
            stylesheets=[CSS(string=mark())], pdf_tags=True, font_config=FontConfiguration()
        )


@cache
def draft_parts() -> dict[str, str]:
    """Return the parts that take the place of the shared ones, by name."""
    return {f"parts/{file.name}": file.read_text(encoding="utf-8") for file in DRAFT_PARTS.glob("*.html")}


@cache
def mark() -> str:
    """Return the style that prints the mark."""
    return (DRAFT_PARTS / "mark.css").read_text(encoding="utf-8")
