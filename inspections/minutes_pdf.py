"""Draws minutes as a PDF for the file, to be handed over, or to be signed in ink; the template lies in the library.

The same minutes with the same names give the same bytes. Who may have the file was asked before.
"""

import base64
from typing import Any

from django.core.files.storage import default_storage

from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from documents.rendering.preview import one_at_a_time
from inspections.checklist_folders import LIBRARY, pages_of
from inspections.minutes.paper import Signed, paper_values
from inspections.models import Evidence, Minutes, MinutesSignature
from inspections.signature_picture import for_paper

FOLDER = LIBRARY / "minutes"
TEMPLATE = "minutes.html"


def minutes_pdf(minutes: Minutes) -> bytes:
    """Return the minutes as PDF/A. Raises MinutesRefused("not_readable"), TemplateError."""
    values = values_of(minutes)
    html = to_html(TEMPLATE, pages_of(FOLDER), {"minutes": values})
    with one_at_a_time:
        return to_pdf(
            html,
            title=f"{values['title']} {values['number']}",
            author=minutes.target.inspection.agency.name,
            created_at=minutes.made_at,
        )


def values_of(minutes: Minutes) -> dict[str, Any]:
    """Return the values of the template. Raises MinutesRefused("not_readable")."""
    names = minutes.signatures.select_related("image").order_by("pk")
    return paper_values(
        minutes.content,
        minutes.content_digest,
        [signed_of(each) for each in names],
        is_paper=minutes.original == Minutes.Original.PAPER,
    )


def signed_of(signature: MinutesSignature) -> Signed:
    """Return one name; of a signature on paper no picture, since the photograph shows the whole page."""
    drawn = signature.image if signature.method == MinutesSignature.Method.DRAWN else None
    return Signed(
        side=signature.side,
        method=signature.method,
        name=signature.name,
        title=signature.title,
        server_at=signature.server_at,
        device_at=signature.device_at,
        image=address_of(drawn) if drawn else "",
        details=signature.details,
    )


def address_of(image: Evidence) -> str:
    """Return a picture as a data: address; "" while it has not arrived."""
    if image.completed_at is None:
        return ""
    with default_storage.open(image.storage_name) as stored:
        data, content_type = for_paper(stored.read(), image.content_type)
    return f"data:{content_type};base64,{base64.b64encode(data).decode()}"
