"""Why something comes late, as a page asks it: a reason of the list, and words to it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dossiers.late_reasons import late_reasons
from dossiers.selectors.lateness import Late
from dossiers.services import Excuse

REASON, WORDS = "late_reason", "late_words"
LONGEST_WORDS = 500


def excuse_in(typed: Mapping[str, str]) -> Excuse:
    """Return what was chosen and typed, of what a page posted or a draft kept."""
    return Excuse(typed.get(REASON, ""), typed.get(WORDS, "").strip()[:LONGEST_WORDS])


def lateness_shown(typed: Mapping[str, str], late: Late) -> dict[str, Any]:
    """Return what the page says of lateness and offers as reasons; nothing where all is in time."""
    if not late:
        return {}
    excuse = excuse_in(typed)
    return {"late": late, "late_reasons": reasons_offered(excuse.reason), "late_words": excuse.words}


def reasons_offered(chosen: str) -> list[tuple[str, str, bool]]:
    """Return the reasons to choose from in the reader's language: key, words, whether it was chosen."""
    language = get_language() or "vi"
    offered = (each for each in late_reasons().values() if each.offered)
    return [(each.key, each.words.in_language(language), each.key == chosen) for each in offered]


def words_of_lateness(missing: str) -> str:
    """Return what is missing of an excuse, and what to do."""
    return {
        "reason": _("Chọn lý do trễ hạn."),
        "words": _("Viết rõ lý do trễ hạn."),
    }[missing]
