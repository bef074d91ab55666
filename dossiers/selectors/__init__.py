"""Reads of dossiers for the faces: plain values, each through the person's sight."""

from dossiers.selectors.lists import (
    PAGE_SIZE,
    DeskRow,
    Queue,
    application_package,
    desk_items,
    desk_queues,
    dossier_by_number,
    dossier_sent_with,
    dossiers_of,
    draft_of,
    drafts_of_person,
    procedures_offered,
)
from dossiers.selectors.pages import (
    DossierPage,
    StopState,
    WorkItemPage,
    desk_dossier,
    dossier_for_applicant,
    public_stops,
    title_of,
    work_item_page,
)
from dossiers.selectors.visible import (
    visible_document,
    visible_dossier,
    visible_file,
    work_item,
)

__all__ = [
    "DeskRow",
    "DossierPage",
    "PAGE_SIZE",
    "Queue",
    "StopState",
    "WorkItemPage",
    "application_package",
    "desk_dossier",
    "desk_items",
    "desk_queues",
    "dossier_by_number",
    "dossier_for_applicant",
    "dossier_sent_with",
    "dossiers_of",
    "draft_of",
    "drafts_of_person",
    "procedures_offered",
    "public_stops",
    "title_of",
    "visible_document",
    "visible_dossier",
    "visible_file",
    "work_item",
    "work_item_page",
]
