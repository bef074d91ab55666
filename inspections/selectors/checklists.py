"""What a visit's pinned checklist has: the section of an item, how large its pictures may be, the size of a sample."""

from forms.messages import Words
from inspections.checklists import Checklist, Item
from inspections.models import Target
from inspections.selectors.evaluation import checklist_of


def pinned(target: Target) -> Checklist | None:
    """Return the checklist a visit is pinned to, None while its inspection has none."""
    version = target.inspection.checklist_version
    return checklist_of(version.version_hash) if version else None


def section_of(target: Target, key: str) -> str | None:
    """Return the section of an item or of its repetition ("VB.06#3"), None where there is no such item."""
    item = item_of(target, key)
    return item.section if item else None


def longest_edge_of(target: Target, key: str) -> int | None:
    """Return how many pixels the longer side of an item's pictures may have, None where the checklist says nothing."""
    item = item_of(target, key)
    return item.max_pixels if item else None


def item_of(target: Target, key: str) -> Item | None:
    """Return an item by its key or that of a repetition, None where there is no such item."""
    checklist = pinned(target)
    return checklist.by_key.get(key.partition("#")[0]) if checklist else None


def has_section(target: Target, code: str) -> bool:
    """Say whether the checklist has a section."""
    checklist = pinned(target)
    return checklist is not None and any(section.code == code for section in checklist.sections)


def samples_of(target: Target) -> dict[str, int]:
    """Return sample → how many units are drawn."""
    checklist = pinned(target)
    return {sample.code: sample.size for sample in checklist.samples} if checklist else {}


def section_called(version_hash: str | None, key: str) -> Words | None:
    """Return what the section of an item is called in a published checklist; None for no checklist, or none of its items.

    key  of an item or of its repetition
    """
    checklist = checklist_of(version_hash) if version_hash else None
    item = checklist.by_key.get(key.partition("#")[0]) if checklist else None
    if checklist is None or item is None:
        return None
    return next(each.title for each in checklist.sections if each.code == item.section)
