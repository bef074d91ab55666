"""The first part of a report, institution by institution, as the system knows it: proposed to the lead, who changes it (k14)."""

from collections.abc import Iterator

from accounts.localdays import local_day
from inspections.models import Inspection, MinutesSignature, Outcome, Target
from inspections.waiting import targets_of

FIELD = "ket_qua"
"""Field of the package's form that takes the results by institution."""


def results_in_words(inspection: Inspection) -> str:
    """Return what was found at each institution, a line each: days, minutes, findings with clause and where they lead."""
    return "\n".join(
        line for number, target in enumerate(targets_of(inspection), 1) for line in lines_of(number, target)
    )


def lines_of(number: int, target: Target) -> Iterator[str]:
    """Yield the lines of one institution."""
    yield f"{number}. {target.institution.name}"
    if target.announced_at:
        ended = f", lập biên bản ngày {local_day(target.ended_at):%d/%m/%Y}" if target.ended_at else ""
        yield f"Công bố quyết định ngày {local_day(target.announced_at):%d/%m/%Y}{ended}{signed(target)}."
    findings = target.findings.filter(withdrawn_at=None).order_by("pk")
    if not findings:
        yield "Không ghi nhận tồn tại."
    for each in findings:
        clause = f" ({each.clause})" if each.clause else ""
        ways = ", ".join(str(Outcome(outcome).label).lower() for outcome in each.outcomes)
        yield f"- {each.text}{clause}" + (f": {ways}." if ways else ".")


def signed(target: Target) -> str:
    """Return whether the institution refused to sign the minutes, in words; empty where it did not."""
    refused = MinutesSignature.objects.filter(
        minutes__target=target, minutes__kind="inspection", minutes__voided_at=None,
        method=MinutesSignature.Method.REFUSED,
    )  # fmt: skip
    return "; đơn vị không ký biên bản" if refused.exists() else ""
