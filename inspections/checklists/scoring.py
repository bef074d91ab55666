"""Scores: of an item, of a section, of the whole.

An item counts with its weight once, however many units of it were looked at: its score is the share of its units
that passed, of those that passed or failed. A section's score is the weighted mean of its items, the total the
weighted mean of its sections, 0 to 100, both computed exactly and rounded half up to two decimals only when shown.
What is not applicable, not visible or not yet answered counts nowhere.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from inspections.checklists import words
from inspections.checklists.definition import Checklist
from inspections.checklists.parts import Section
from inspections.checklists.results import SHORTFALL, VIOLATION, Candidate, Result, SectionScore

HUNDREDTH = Decimal("0.01")

Weighted = list[tuple[Decimal, Fraction]]


def share_passed(results: Iterable[Result]) -> Fraction | None:
    """Return the share of an item's units that passed; None where none passed or failed."""
    verdicts = [result.verdict for result in results if result.verdict in (words.PASS, words.FAIL)]
    return Fraction(verdicts.count(words.PASS), len(verdicts)) if verdicts else None


def mean(shares: Weighted) -> Fraction | None:
    """Return the weighted mean; None where nothing weighs anything."""
    weight = sum((Fraction(each) for each, _ in shares), Fraction())
    if not weight:
        return None
    return sum((Fraction(each) * share for each, share in shares), Fraction()) / weight


def shown(share: Fraction | None) -> Decimal | None:
    """Return a share as 0 to 100 with two decimals."""
    if share is None:
        return None
    return (Decimal(share.numerator * 100) / share.denominator).quantize(HUNDREDTH, ROUND_HALF_UP)


def section_share(
    checklist: Checklist, section: Section, by_item: dict[str, list[Result]]
) -> Fraction | None:
    """Return the share of a section that is met."""
    shares: Weighted = []
    for item in checklist.items_of(section.code):
        share = share_passed(by_item.get(item.key, ()))
        if share is not None:
            shares.append((item.weight, share))
    return mean(shares)


def scores(
    checklist: Checklist, by_item: dict[str, list[Result]]
) -> tuple[tuple[SectionScore, ...], Decimal | None]:
    """Return how each section stands, and the total."""
    found, shares = [], []
    for section in checklist.sections:
        share = section_share(checklist, section, by_item)
        if share is not None:
            shares.append((section.weight, share))
        results = [each for item in checklist.items_of(section.code) for each in by_item.get(item.key, ())]
        found.append(section_score(section.code, share, results))
    return tuple(found), shown(mean(shares))


def section_score(code: str, share: Fraction | None, results: list[Result]) -> SectionScore:
    """Return how a section stands: what is asked of it, what is answered, what passed."""
    asked = [result for result in results if result.visible and result.item.is_asked]
    verdicts = [result.verdict for result in results]
    return SectionScore(
        code=code,
        score=shown(share),
        asked=len(asked),
        answered=sum(result.answered for result in asked),
        missing=sum(bool(result.asks or result.faults) for result in asked),
        passed=verdicts.count(words.PASS),
        failed=verdicts.count(words.FAIL),
    )


def candidates(results: Iterable[Result]) -> tuple[Candidate, ...]:
    """Return what may become a finding: only the breach of a duty under a clause in force can be a violation."""
    return tuple(candidate(result) for result in results if result.verdict == words.FAIL)


def candidate(result: Result) -> Candidate:
    """Return a failed result as what it may become."""
    if result.item.nature != words.DUTY:
        return Candidate(result.key, result.item, SHORTFALL, result.item.nature)
    if not result.clauses:
        return Candidate(result.key, result.item, SHORTFALL, "no_clause_in_force")
    return Candidate(result.key, result.item, VIOLATION)
