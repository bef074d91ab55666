"""A drawn signature as paper can show it: a small PNG or JPEG stays, a WebP or a large picture is drawn anew, small.

What was signed stays untouched in the store; only the page gets the smaller copy. The same picture gives the same bytes.
"""

import io

from PIL import Image, ImageOps

from forms.attachments.content import FORMATS, opened

DRAWABLE = frozenset({"image/png", "image/jpeg"})
LARGEST = 1_000_000
LONGEST_EDGE = 800
"""Pixels: a signature is a few centimetres wide on the page."""
QUALITY = 90


def for_paper(data: bytes, content_type: str) -> tuple[bytes, str]:
    """Return a picture, and what it is, as a page can show it. Raises forms.errors.Refused for one that does not open.

    content_type  a key of FORMATS, as it was found when the picture arrived
    """
    if content_type in DRAWABLE and len(data) <= LARGEST:
        return data, content_type
    picture = ImageOps.exif_transpose(opened(data, FORMATS[content_type])).convert("RGBA")
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    page = Image.new("RGB", picture.size, "white")
    page.paste(picture, mask=picture)
    written = io.BytesIO()
    page.save(written, "JPEG", quality=QUALITY)
    return written.getvalue(), "image/jpeg"
