"""What the file of an inspection holds when it is closed: every document, minutes and evidence, with the digest that seals it (k16).

Proposed to the officer who files it, as text; what was sent is what stands.
"""

from collections.abc import Iterator

from documents.selectors import documents_of
from inspections.handing_over import contents_of
from inspections.models import Inspection
from inspections.waiting import targets_of

FIELD = "muc_luc"
"""Field of the package's form that takes the contents."""


def contents_of_file(inspection: Inspection) -> str:
    """Return the contents, a line each: title, number and day, or digest; the inspection's own first, then each part's."""
    lines = list(issued("inspections.Inspection", inspection.pk))
    for decision in inspection.decisions.exclude(number="").order_by("pk"):
        lines += issued("inspections.InspectionDecision", decision.pk)
    for target in targets_of(inspection):
        lines.append(f"{target.institution.name}:")
        lines += issued("inspections.Target", target.pk)
        lines += [f"- {each['title']}, SHA-256 {each['sha256']}" for each in contents_of(target)]
    return "\n".join(lines)


def issued(subject: str, pk: int) -> Iterator[str]:
    """Yield the documents that were issued for a case, the earliest first."""
    for document in reversed(documents_of(subject, str(pk))):
        yield f"- {document.title} số {document.number} ngày {document.issued_on:%d/%m/%Y}"
