"""Draws the receipt of the papers that an institution handed over as a PDF, for both sides to keep (k8).

The same papers give the same bytes. It has no number of a register: it says what was received, when, from and by whom.
Who may have the file was asked before.
"""

from typing import Any

from accounts.localdays import LOCAL_ZONE
from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from documents.rendering.preview import one_at_a_time
from inspections.checklist_folders import LIBRARY, pages_of
from inspections.minutes.paper import cited, day_in_words
from inspections.models import PaperRequest
from inspections.selectors.minutes import basis_of

FOLDER = LIBRARY / "receipts"
TEMPLATE, TITLE = "receipt.html", "Biên nhận tài liệu"


def receipt_pdf(asked: PaperRequest) -> bytes:
    """Return the receipt of a paper that was received, as PDF/A. Raises TemplateError."""
    html = to_html(TEMPLATE, pages_of(FOLDER), {"receipt": values_of(asked)})
    with one_at_a_time:
        return to_pdf(
            html,
            title=f"{TITLE}: {asked.title}",
            author=asked.target.inspection.agency.name,
            created_at=asked.answered_at,
        )


def values_of(asked: PaperRequest) -> dict[str, Any]:
    """Return the values of the template, in the words of paper (Vietnamese)."""
    basis = basis_of(asked.target)
    received_at = asked.answered_at.astimezone(LOCAL_ZONE)
    number = basis["inspection"]["decision_number"]
    return {
        "title": TITLE,
        "superior_lines": basis["agency"]["lines"],
        "own_lines": ["Đoàn kiểm tra theo", f"Quyết định số {number}"] if number else ["Đoàn kiểm tra"],
        "place_and_day": f"{basis['agency']['place']}, {day_in_words(received_at)}",
        "decision": cited(basis["inspection"]),
        "institution": basis["institution"]["name"],
        "address": basis["institution"]["address"],
        "asked": asked.title,
        "asked_at": f"{asked.asked_at.astimezone(LOCAL_ZONE):%H:%M ngày %d/%m/%Y}",
        "due": f"{asked.due_on:%d/%m/%Y}" if asked.due_on else "",
        "received_at": f"{received_at:%H:%M ngày %d/%m/%Y}",
        "received_by": asked.asked_by.full_name,
        "handed_by": asked.answered_by.full_name,
        "files": [
            {"name": each.original_name, "sha256": each.sha256} for each in asked.attachments.order_by("pk")
        ],
    }
