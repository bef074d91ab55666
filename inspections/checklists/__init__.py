"""Checklists: what an inspection asks, as versioned data; how answers are judged; how samples are drawn.

    >>> checklist = load(files)                       # a folder's files, every fault at once
    >>> evaluation = evaluate(checklist, answers, Facts(visit_on=date(2026, 11, 28)))
    >>> draw("6f3a…", population=240, size=10)        # the same numbers in every language

Pure: no clock, no files, no framework.
"""

from inspections.checklists.compiled import from_json, to_json
from inspections.checklists.definition import Checklist
from inspections.checklists.engine import evaluate, names_at
from inspections.checklists.item import Item
from inspections.checklists.loader import ChecklistFaults, extends_of, load
from inspections.checklists.parts import Problem, Wrong, name_of
from inspections.checklists.results import Candidate, Evaluation, Facts, Result, SectionScore
from inspections.checklists.sampling import draw

__all__ = [
    "Candidate",
    "Checklist",
    "ChecklistFaults",
    "Evaluation",
    "Facts",
    "Item",
    "Problem",
    "Result",
    "SectionScore",
    "Wrong",
    "draw",
    "evaluate",
    "extends_of",
    "from_json",
    "load",
    "name_of",
    "names_at",
    "to_json",
]
