"""The choices of a question, each with when it is offered: a choice filter is worked out for every choice."""

from dataclasses import dataclass, field

from decisions.feel import evaluate, parse
from inspections.xlsforms import xpath
from inspections.xlsforms.making import Json, Making
from inspections.xlsforms.model import Choice, Question
from inspections.xlsforms.pieces import Piece, Untranslatable, text, truth
from inspections.xlsforms.places_of_items import Place
from inspections.xlsforms.translating import Translation, is_column

TRIGGER = [{"value": "OK", "label": {"vi": "Đã xác nhận", "en": "Confirmed"}}]


@dataclass(frozen=True, slots=True)
class OfOneChoice(Translation):
    """A choice filter for one choice: its columns are literals, all else is read as usual."""

    choice: Choice = field(default_factory=lambda: Choice("", {}))

    def path(self, node: xpath.Path) -> Piece:
        """Return a column of the choice, or an answer of the form; a column it has not is no node at all."""
        if not is_column(node):
            return Translation.path(self, node)
        name = node.steps[0].name
        return (
            text(self.choice.columns[name])
            if name in self.choice.columns
            else Piece("[]", "nodes", is_bound=True)
        )


def options(making: Making, place: Place, node: Question) -> list[Json]:
    """Return the choices of a question."""
    if node.control == "trigger":
        return [dict(each) for each in TRIGGER]
    found: dict[str, Json] = {}
    for choice in node.choices:
        if choice.value in found or not choice.value:
            making.note(place, "changed", f"lựa chọn trùng {choice.value!r}", "Chỉ giữ lựa chọn đầu tiên.")
            continue
        found[choice.value] = {"value": choice.value, "label": making.words(choice.label, choice.value)}
    if node.choice_filter is not None:
        _filter(making, place, node, found)
    return list(found.values())


def _filter(making: Making, place: Place, node: Question, found: dict[str, Json]) -> None:
    """Add to each choice when it is offered."""
    try:
        offered = {each.value: _offered(making, node, each) for each in reversed(node.choices)}
    except (Untranslatable, xpath.XPathFault) as fault:
        making.untranslated(place, "choice_filter", "", fault)
        return
    for value, condition in offered.items():
        if condition != "true" and value in found:
            found[value]["visible_if"] = condition
    if found and all(each.get("visible_if") == "false" for each in found.values()):
        why = "Theo điều kiện lọc, không lựa chọn nào bao giờ hiện."
        making.note(place, "changed", "choice_filter", why)


def _offered(making: Making, node: Question, choice: Choice) -> str:
    """Return when a choice is offered; "true" or "false" where no answer matters. Raises Untranslatable."""
    assert node.choice_filter is not None
    translation = OfOneChoice(making.answers, node.path, making.answers.functions, choice=choice)
    feel = truth(translation.piece(node.choice_filter)).feel
    if parse(feel).names_read:
        return feel
    return "true" if evaluate(feel) is True else "false"
