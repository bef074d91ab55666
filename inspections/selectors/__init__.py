"""The door to what may be read of inspections; everything goes through a person's sight."""

from inspections.selectors.pages import WorkItemPage, steps_of, work_item_page
from inspections.selectors.visible import (
    case_of,
    confidential_source,
    conflict_reasons,
    may_work_on,
    visible_document,
    visible_file,
    visible_inspection,
    visible_source,
    visible_target,
    work_item,
)
from inspections.sight import (
    Sight,
    own_targets,
    sight_of,
    visible_inspections,
    visible_targets,
    visible_work_items,
)

__all__ = [
    "Sight",
    "WorkItemPage",
    "case_of",
    "confidential_source",
    "conflict_reasons",
    "may_work_on",
    "own_targets",
    "sight_of",
    "steps_of",
    "visible_document",
    "visible_file",
    "visible_inspection",
    "visible_inspections",
    "visible_source",
    "visible_target",
    "visible_targets",
    "visible_work_items",
    "work_item",
    "work_item_page",
]
