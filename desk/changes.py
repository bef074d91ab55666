"""What a later round of a step answers otherwise than the round before, a line a question, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from forms.rendering import ReviewRow

MOST_LINES = 30


@dataclass(frozen=True)
class Change:
    """One question whose answer is another than before; of a table, only the rows that differ."""

    label: str
    was: str
    now: str


def changes_between(before: Sequence[ReviewRow], after: Sequence[ReviewRow]) -> list[Change]:
    """Return the changes in the order of the form; a question asked in one round alone counts as unanswered in the other."""
    was, now = {row.key: row for row in before}, {row.key: row for row in after}
    return [
        Change((now.get(key) or was[key]).label, *told)
        for key in dict.fromkeys([*was, *now])
        if (told := difference(lines_of(was.get(key)), lines_of(now.get(key))))
    ]


def difference(before: Sequence[str], after: Sequence[str]) -> tuple[str, str] | None:
    """Return what was there alone and what is there now alone, None where both say the same."""
    if list(before) == list(after):
        return None
    gone, come = (
        [each for each in before if each not in after],
        [each for each in after if each not in before],
    )
    if not gone and not come:  # the same rows in another order
        gone, come = list(before), list(after)
    return cut(gone), cut(come)


def cut(lines: Sequence[str]) -> str:
    """Return lines as one text, the first ones where there are very many."""
    return "\n".join([*lines[:MOST_LINES], *(["…"] if len(lines) > MOST_LINES else [])])


def lines_of(row: ReviewRow | None) -> list[str]:
    """Return an answer as lines: a table's rows, a paper's name with the moment it came, else the words."""
    if row is None:
        return []
    if row.table:
        return [" | ".join(cells) for cells in row.table.rows]
    if row.attachments:
        return [
            f"{each.original_name} ({timezone.localtime(each.uploaded_at):%d/%m/%Y %H:%M:%S})"
            for each in row.attachments
        ]
    return [row.text] if row.answered and row.text else []
