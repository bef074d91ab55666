"""From one question to one item, as the YAML of a checklist has it; each loss becomes a line of the report."""

import re

from inspections.checklists import words
from inspections.xlsforms import xpath
from inspections.xlsforms.carried import restored
from inspections.xlsforms.choices import options
from inspections.xlsforms.kinds import kind_of
from inspections.xlsforms.making import Json, Making
from inspections.xlsforms.model import Group, Question
from inspections.xlsforms.pieces import Untranslatable, number, text
from inspections.xlsforms.places_of_items import Place

NOT_VALID = {
    "vi": "Câu trả lời không hợp lệ, hãy xem lại.",
    "en": "The answer is not valid, please check it.",
}


class Questions(Making):
    """Makes items of questions."""

    def question(self, place: Place, node: Question, kind: str) -> Json:
        """Return the item of one question."""
        item: Json = {
            **self.head(place, node, kind),
            **self.conditions(place, node, kind),
            **self.constraint(place, node),
            **self.of_kind(place, node, kind),
        }
        self.note(place, "kept", f"{node.control or 'calculate'} → {item['kind']}")
        return self.again(place, item)

    def again(self, place: Place, item: Json) -> Json:
        """Return an item with what it carries of the one it was exported from."""
        extension = place.node.bind.extension or {}
        if "item" not in extension:
            return item
        try:
            return restored(item, extension["item"], extension.get("feel", {}))
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
            self.note(place, "unsupported", "motcua:item", "Không đọc được: ô này đã bị sửa.")
            return item

    def head(self, place: Place, node: Question | Group, kind: str) -> Json:
        """Return key, words, group and condition."""
        label = self.words(node.label, node.name)
        head: Json = {"key": place.key, "text": label, "kind": kind}
        if isinstance(node, Question) and (hint := self.words(node.hint)):
            head["hint"] = hint
        if place.parent:
            head["parent"] = place.parent
        if visible := self.condition(place, "relevant", node.bind.relevant):
            head["visible_if"] = visible
        for name in node.bind.unknown:
            self.note(place, "unsupported", f"thuộc tính {name}", "Không được nhập.")
        return head

    def conditions(self, place: Place, node: Question, kind: str) -> Json:
        """Return whether an answer must be given."""
        if kind in words.UNASKED:
            return {}
        if node.bind.required_message:
            self.note(place, "changed", "lời nhắc riêng khi bỏ trống", "Ứng dụng dùng lời nhắc chung.")
        required = node.bind.required
        if required in ("true()", "yes", "true"):
            return {"required": True}
        required = "" if required in ("false()", "no", "false") else required
        feel = self.condition(place, "required", required)
        return {"required_if": feel} if feel else {"required": False}

    def constraint(self, place: Place, node: Question) -> Json:
        """Return what must hold of an answer, and the words for when it does not."""
        rules = []
        if rule := self.condition(place, "constraint", node.bind.constraint, own="value"):
            rules.append(rule)
        if node.bind.type in ("int", "integer") and kind_of(node).kind == "number":
            rules.append("value = floor(value)")
        for name, sign in (("start", ">="), ("end", "<=")):
            if name in node.bounds:
                rules.append(f"value {sign} {number(text(node.bounds[name])).feel}")
        step, start = node.bounds.get("step", ""), node.bounds.get("start", "")
        if _is_number(step) and _is_number(start):
            rules.append(f"modulo(value - ({start}), {step}) = 0")
        elif step:
            self.note(place, "unsupported", f"bước {step} của thanh kéo", "Không kiểm tra bước nhảy.")
        if not rules:
            return {}
        message = self.words(node.bind.constraint_message) or NOT_VALID
        rule = rules[0] if len(rules) == 1 else " and ".join(f"({each})" for each in rules)
        return {"valid_if": rule, "message": message}

    def of_kind(self, place: Place, node: Question, kind: str) -> Json:
        """Return what only this kind of item has."""
        if kind == "computed" or (kind == "number" and not node.control):
            return self.computed(place, node)
        extra: Json = {}
        if kind in words.CHOOSING:
            extra["options"] = options(self, place, node)
        if kind in words.BY_EVIDENCE and node.bind.max_pixels:
            extra["max_pixels"] = node.bind.max_pixels
        if node.default and kind not in words.UNASKED:
            extra |= self.default(place, node, kind)
        return extra

    def default(self, place: Place, node: Question, kind: str) -> Json:
        """Return the answer a question starts with, where it can be one."""
        given: object = node.default.split() if kind == "choices" else node.default
        if kind in words.BY_EVIDENCE or kind == "place":
            self.note(place, "unsupported", f"giá trị cho sẵn {node.default}", "Không được nhập.")
            return {}
        return {"default": given}

    def computed(self, place: Place, node: Question) -> Json:
        """Return the expression of a computed item; one that cannot be said leaves a note to read."""
        if node.bind.preload == "date today":
            return {"computed": "visit_on"}
        if (kept := self.kept(place, "computed", node.bind.calculate)) is not None:
            return {"computed": kept}
        if not node.bind.calculate:
            return {"computed": text(node.default).feel}
        try:
            return {"computed": self.answers.translated(node.bind.calculate, node.path).feel}
        except (Untranslatable, xpath.XPathFault) as fault:
            self.untranslated(place, "calculate", node.bind.calculate, fault)
            return {"kind": "note"}


def _is_number(given: str) -> bool:
    """Say whether the attribute of a range is a plain number."""
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", given) is not None
