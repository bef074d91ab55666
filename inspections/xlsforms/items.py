"""From the places of a form to the items of a checklist: groups, repeats, tables, and the questions in them."""

from collections.abc import Mapping

from decisions.feel import parse
from inspections.checklists.parts import name_of
from inspections.xlsforms import xpath
from inspections.xlsforms.carried import kind_again
from inspections.xlsforms.kinds import kind_of
from inspections.xlsforms.making import Json
from inspections.xlsforms.model import Group, Question
from inspections.xlsforms.pieces import Untranslatable, number
from inspections.xlsforms.places_of_items import Place, carried_item
from inspections.xlsforms.questions import NOT_VALID, Questions

HOW_OFTEN = {"vi": "Số lần lặp: ", "en": "How many times: ", "km": ""}


class Items(Questions):
    """Makes the items of every place."""

    def item(self, place: Place) -> list[Json]:
        """Return the items of a place; none for what disappears, two for a repeat with a count of its own."""
        node = place.node
        if place.table:
            return []
        if isinstance(node, Group):
            return self.group(place, node)
        became = kind_of(node)
        for level, what, why in became.losses:
            self.note(place, "unsupported" if level == "unsupported" else "changed", what, why)
        kind = kind_again(carried_item(node), became.kind)
        return [self.question(place, node, kind)] if kind else []

    def group(self, place: Place, node: Group) -> list[Json]:
        """Return the items of a group: none where it disappears, a table, or a group perhaps repeated."""
        is_item = any(each.parent == place.key for each in self.layout.places.values())
        if place.is_table:
            return [self.table(place, node)]
        if node.is_repeat and not place.is_counted:
            self.note(
                place, "unsupported", "lặp trong lặp", "Các câu hỏi bên trong chỉ hỏi một lần mỗi dòng ngoài."
            )
        if not (place.is_counted or is_item or carried_item(node)):
            return []
        if node.appearance:
            self.note(
                place, "changed", f"cách hiện {node.appearance}", "Cách trình bày do ứng dụng quyết định."
            )
        item = self.head(place, node, "group")
        self.note(place, "kept", "nhóm lặp lại" if place.is_counted else "nhóm")
        if not place.is_counted:
            return [self.again(place, item)]
        count, counter = self.count(place, node, item.get("visible_if", ""))
        return [*counter, self.again(place, {**item, "repeat_count": count})]

    def count(self, place: Place, node: Group, visible_if: str) -> tuple[str, list[Json]]:
        """Return how often a group is repeated, and the item that asks it where the form does not say."""
        for each in filter(None, node.rows or ()):
            self.note(place, "unsupported", "giá trị cho sẵn của từng dòng", f"{each}: không được nhập.")
        if (kept := self.kept(place, "repeat_count", node.count)) is not None or carried_item(node).get(
            "sample"
        ):
            return kept or "", []
        if node.count:
            try:
                return number(self.answers.translated(node.count, node.path)).feel, []
            except (Untranslatable, xpath.XPathFault) as fault:
                self.untranslated(place, "repeat_count", node.count, fault)
        counter = self.counter(place, node, visible_if)
        return name_of(counter["key"]), [counter]

    def counter(self, place: Place, node: Group, visible_if: str) -> Json:
        """Return the item that asks how often a group is repeated, shown while the group is."""
        key = self.layout.key(f"{node.name}_number", "")
        why = f"Người dùng thêm dòng → câu hỏi số {key} cho biết lặp mấy lần."
        self.note(place, "changed", "lặp lại không có số lần", why)
        label = self.words(node.label, node.name)
        counter: Json = {
            "key": key,
            "text": {code: f"{HOW_OFTEN[code]}{each}" for code, each in label.items()},
            "kind": "number",
            "required": False,
            "valid_if": "value >= 0 and value = floor(value)",
            "message": NOT_VALID,
            "default": str(max(len(node.rows or ()), 1)),
        }
        if place.parent:
            counter["parent"] = place.parent
        if visible_if and "unit" not in parse(visible_if).names_read:
            counter["visible_if"] = visible_if
        return counter

    def table(self, place: Place, node: Group) -> Json:
        """Return the table of a repeat."""
        item: Json = {**self.head(place, node, "table"), "required": False, "columns": []}
        for child in node.children:
            column = self.layout.places[child.path]
            if isinstance(child, Question) and (kind := kind_of(child).kind):
                item["columns"].append({**self.column(column, child, kind), **carried_words(child)})
        if node.rows and any(node.rows) or len(node.rows or ()) > 1:
            item["default"] = [self.row(each) for each in node.rows or ()]
        self.note(place, "changed", "lặp lại", "Thành bảng: mỗi lần lặp là một dòng.")
        return self.again(place, item)

    def row(self, given: Mapping[str, str]) -> Json:
        """Return the first answers of one row, by column."""
        return {
            self.layout.places[path].key: value for path, value in given.items() if path in self.layout.places
        }

    def column(self, place: Place, node: Question, kind: str) -> Json:
        """Return one column."""
        for level, what, why in kind_of(node).losses:
            self.note(place, "unsupported" if level == "unsupported" else "changed", what, why)
        if node.hint:
            self.note(
                place, "changed", "lời gợi ý của cột", "Cột của bảng không có lời gợi ý; thêm vào câu hỏi."
            )
        label = self.words(node.label, node.name)
        hint = self.words(node.hint)
        column: Json = {
            "key": place.key,
            "text": {
                code: f"{each} ({hint[code]})" if code in hint else each for code, each in label.items()
            },
            "kind": kind,
            **self.constraint(place, node),
            **self.of_kind(place, node, kind),
        }
        if kind != "computed" and self.conditions(place, node, kind)["required"]:
            column["required"] = True
        if column.pop("default", None) is not None:
            self.note(place, "changed", f"giá trị cho sẵn {node.default}", "Chỉ có ở các dòng đầu.")
        if column["kind"] == "note":
            column["kind"] = "text"
        self.note(place, "kept", f"{node.control or 'calculate'} → cột {kind}")
        return column


def carried_words(node: Question) -> Json:
    """Return the words of a column that a form shows nobody."""
    return {"text": carried_item(node)["text"]} if "text" in carried_item(node) else {}
