"""What the conditions of a page may read: every answer of the checklist by its name, and the facts of the visit. Pure.

The names mean what they mean where a whole checklist is evaluated (inspections.checklists.engine): inside of one unit of
what is repeated, the answers for that unit; from outside, the list of the answers of all.
"""

from collections.abc import Mapping
from typing import Any

from inspections.checklists import Checklist, Evaluation, Facts, Result
from inspections.checklists.answers import Unreadable, number_of
from inspections.checklists.places import GEOFENCE

Names = dict[str, Any]
Answers = Mapping[str, Mapping[str, Any]]


def names_of(
    checklist: Checklist,
    evaluation: Evaluation,
    answers: Answers,
    facts: Facts,
    *,
    over: str = "",
    unit: int | None = None,
) -> Names:
    """Return what can be read on a page.

    answers  those that were evaluated, by key
    over     over what the items of the page are repeated, as `Checklist.repeats` says it; unit  the one that is answered
    """
    names: Names = {item.name: [] if checklist.repeats[item.key] else None for item in checklist.items}
    told: Names = dict(names)
    for result in evaluation.results.values():
        name, parts = result.item.name, parts_of(result, answers.get(result.key, {}))
        if result.unit is None:
            names[name], told[name] = main_of(result), parts
        else:
            names[name], told[name] = [*names[name], main_of(result)], [*told[name], parts]
    for result in evaluation.results.values():
        if unit is not None and result.unit == unit and checklist.repeats[result.item.key] == over:
            names[result.item.name] = main_of(result)
            told[result.item.name] = parts_of(result, answers.get(result.key, {}))
    return {
        **names,
        "answers": told,
        "visit_on": facts.visit_on,
        "kind_of_institution": facts.kind_of_institution,
        "institution": dict(facts.institution),
        "geofence": GEOFENCE,
        **({} if unit is None else {"unit": unit}),
    }


def main_of(result: Result) -> object:
    """Return what an item's name stands for: its verdict, else its value."""
    return result.verdict if result.item.kind == "verdict" else result.value


def parts_of(result: Result, answer: Mapping[str, Any]) -> Names:
    """Return the parts of an answer, as `answers.` reads them; of what is hidden none."""
    given: Mapping[str, Any] = answer if result.visible else {}
    return {
        "verdict": result.verdict,
        "value": result.value,
        "numerator": number_or_none(given.get("numerator")),
        "denominator": number_or_none(given.get("denominator")),
        "reason": given.get("reason") or None,
    }


def number_or_none(given: object) -> object:
    """Return a number where there is one."""
    try:
        return number_of(given)
    except Unreadable:
        return None
