"""The first part of a report, institution by institution, as the system knows it: proposed to the lead, who changes it (k14)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils import translation

from accounts.localdays import local_day
from dossiers.papers import PAPER_LANGUAGE
from inspections.conditions import unsigned_among
from inspections.models import Finding, Inspection, Outcome, Target
from inspections.waiting import targets_of

FIELD = "ket_qua"
"""Field of the package's form that takes the results by institution."""


def results_in_words(inspection: Inspection) -> str:
    """Return what was found at each institution, a line each: days, minutes, findings with clause and where they lead."""
    targets = targets_of(inspection)
    unsigned, found = unsigned_among(targets), defaultdict(list)
    for finding in Finding.objects.filter(target__in=targets, withdrawn_at=None).order_by("pk"):
        found[finding.target_id].append(finding)
    with translation.override(PAPER_LANGUAGE):
        return "\n".join(
            line
            for number, target in enumerate(targets, 1)
            for line in lines_of(number, target, found[target.pk], is_unsigned=target.pk in unsigned)
        )


def lines_of(number: int, target: Target, findings: Sequence[Finding], *, is_unsigned: bool) -> Iterator[str]:
    """Yield the lines of one institution."""
    yield f"{number}. {target.institution.name}"
    if target.announced_at:
        ended = f", lập biên bản ngày {local_day(target.ended_at):%d/%m/%Y}" if target.ended_at else ""
        unsigned = "; đơn vị không ký biên bản" if is_unsigned else ""
        yield f"Công bố quyết định ngày {local_day(target.announced_at):%d/%m/%Y}{ended}{unsigned}."
    if not findings:
        yield "Không ghi nhận tồn tại."
    for each in findings:
        clause = f" ({each.clause})" if each.clause else ""
        ways = ", ".join(str(Outcome(outcome).label).lower() for outcome in each.outcomes)
        yield f"- {each.text}{clause}" + (f": {ways}." if ways else ".")
