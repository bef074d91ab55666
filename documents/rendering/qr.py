"""The QR code of a document, as inline SVG whose title becomes the alternative text."""

from django.utils.safestring import SafeString, mark_safe
from segno import make


def qr_svg(text: str, title: str) -> SafeString:
    """Return the QR code of a text; without a title the PDF would fail PDF/UA, so it is required."""
    return mark_safe(make(text, error="m").svg_inline(omitsize=True, svgclass="qr", title=title))  # noqa: S308
