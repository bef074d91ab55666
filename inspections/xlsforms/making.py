"""What every part of the import needs: the names of the form, its languages, and the report to write to."""

from typing import Any

from inspections.xlsforms import extension, xpath
from inspections.xlsforms.answers_in_feel import AnswersInFeel
from inspections.xlsforms.languages import Languages
from inspections.xlsforms.model import Texts
from inspections.xlsforms.pieces import Untranslatable, surely, truth
from inspections.xlsforms.places_of_items import Place
from inspections.xlsforms.report import Level, Line

Json = dict[str, Any]
WITHOUT = {
    "relevant": "mục luôn hiện",
    "required": "không bắt buộc trả lời",
    "constraint": "câu trả lời không bị kiểm tra",
    "calculate": "thành lời ghi chú, không có giá trị",
    "choice_filter": "mọi lựa chọn đều hiện",
    "repeat_count": "số lần lặp được hỏi",
}
MEMBERS = {"relevant": "visible_if", "required": "required_if", "constraint": "valid_if"}


class Making:
    """One import on its way."""

    def __init__(self, answers: AnswersInFeel, languages: Languages) -> None:
        self.answers, self.languages = answers, languages
        self.layout = answers.layout
        self.lines: list[Line] = []

    def words(self, texts: Texts, otherwise: str = "") -> dict[str, str]:
        """Return words by language; none where there are none."""
        return self.languages.words(texts, otherwise) or {}

    def condition(self, place: Place, attribute: str, expression: str, own: str = "") -> str:
        """Return a condition in FEEL, "" where there is none or after noting why it has none.

        own  what the expression calls the place's own answer; such a condition must be false where FEEL cannot say
        """
        kept = self.kept(place, MEMBERS[attribute], expression)
        if kept is not None or not expression:
            return kept or ""
        try:
            piece = truth(self.answers.translated(expression, place.node.path, own=own))
        except (Untranslatable, xpath.XPathFault) as fault:
            self.untranslated(place, attribute, expression, fault)
            return ""
        return surely(piece).feel if own else piece.feel

    def kept(self, place: Place, member: str, cell: str) -> str | None:
        """Return the FEEL an expression was exported from, while nobody changed its cell."""
        return extension.kept_feel(place.node.bind.extension or {}, member, cell)

    def untranslated(self, place: Place, attribute: str, expression: str, fault: Exception) -> None:
        """Note an expression that has no FEEL, and what happens without it."""
        why = f"Không dịch được ({fault}): {WITHOUT[attribute]}."
        self.note(place, "unsupported", f"{attribute} {expression}".strip(), why)

    def note(self, place: Place, level: Level, what: str, why: str = "") -> None:
        """Add a line to the report."""
        key = place.key if level == "kept" or not place.table else ""
        self.lines.append(Line(level, place.node.path, what, why, key))
