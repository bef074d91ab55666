"""The body of an XForm: controls, groups and repeats by the path they stand for."""

import re
from dataclasses import dataclass, field

from inspections.xlsforms.model import Bind, Choice, Question, Remark, Texts
from inspections.xlsforms.reader_lists import Lists
from inspections.xlsforms.reader_texts import Words
from inspections.xlsforms.xml_parts import Element, attribute, local, part, parts
from inspections.xlsforms.xpath import Node

CONTROLS = frozenset({"input", "select1", "select", "upload", "trigger", "range", "rank", "secret"})
_WORDS = frozenset({"label", "hint", "item", "itemset", "help", "alert"})
_ATTRIBUTES = frozenset({"ref", "appearance", "mediatype", "start", "end", "step", "bind", "class"})


@dataclass(frozen=True, slots=True)
class Control:
    """What the body says of a question."""

    name: str
    label: Texts
    hint: Texts
    appearance: str
    mediatype: str
    choices: tuple[Choice, ...] = ()
    choice_filter: Node | None = None
    bounds: dict[str, str] = field(default_factory=dict)

    def question(self, path: str, bind: Bind, default: str) -> Question:
        """Return the question of this control at its place."""
        return Question(
            path, bind, self.name, self.label, self.hint, self.appearance, self.mediatype, default,
            self.choices, self.choice_filter, self.bounds,
        )  # fmt: skip


class Body:
    """Everything of the body, by path; what it cannot hold is among the remarks."""

    def __init__(self, body: Element, words: Words, lists: Lists) -> None:
        self.words = words
        self.lists = lists
        self.controls: dict[str, Control] = {}
        self.groups: dict[str, tuple[Texts, str]] = {}
        self.repeats: dict[str, str] = {}
        self.remarks: list[Remark] = []
        if attribute(body, "class"):
            why = "Cách trình bày do ứng dụng quyết định."
            self.remarks.append(Remark("changed", "", f"kiểu trang {attribute(body, 'class')}", why))
        self._inside(body, "")

    def _inside(self, element: Element, at: str) -> None:
        for each in parts(element):
            name = local(each.tag)
            path = _resolved(attribute(each, "ref") or attribute(each, "nodeset"), at)
            if name in CONTROLS:
                self.controls[path] = self._control(each, name, path)
            elif name == "group":
                self._group(each, path)
                self._inside(each, path or at)
            elif name == "repeat":
                self.repeats[path] = attribute(each, "count")
                self._note_attributes(each, path, {"nodeset", "count", "appearance"})
                self._inside(each, path)
            elif name not in _WORDS:
                self.remarks.append(Remark("unsupported", path, name, "Loại thành phần này không được nhập."))

    def _group(self, element: Element, path: str) -> None:
        label = self.words.of(part(element, "label"), path)
        if path:
            self.groups[path] = (label, attribute(element, "appearance"))
        elif label:
            first = next(iter(label.values()))
            why = "Nhóm chỉ để trình bày, không có chỗ trong dữ liệu; các câu hỏi bên trong vẫn được nhập."
            self.remarks.append(Remark("changed", "", f"nhóm “{first}”", why))
        self._note_attributes(element, path, {"ref", "appearance"})

    def _control(self, element: Element, name: str, path: str) -> Control:
        is_choice = name in ("select1", "select", "rank")
        choices, condition = self.lists.choices(element, path) if is_choice else ((), None)
        self._note_attributes(element, path, _ATTRIBUTES)
        for each in parts(element):
            if local(each.tag) not in _WORDS:
                why = "Hành động gắn với câu hỏi không được nhập."
                told = (local(each.tag), attribute(each, "ref"), attribute(each, "value"))
                self.remarks.append(Remark("unsupported", path, " ".join(filter(None, told)), why))
        return Control(
            name,
            self.words.of(part(element, "label"), path),
            self.words.of(part(element, "hint"), path),
            attribute(element, "appearance"),
            attribute(element, "mediatype"),
            choices,
            condition,
            {key: attribute(element, key) for key in ("start", "end", "step") if attribute(element, key)},
        )

    def _note_attributes(self, element: Element, path: str, known: set[str] | frozenset[str]) -> None:
        for key, value in element.attrib.items():
            if local(key) not in known:
                what = f"{local(key)}={value!s}"
                self.remarks.append(Remark("unsupported", path, what, "Thuộc tính này không được nhập."))


def _resolved(reference: str, at: str) -> str:
    """Return the absolute path; a relative one counts from the group around it."""
    path = re.sub(r"\s+", "", reference)
    return path if not path or path.startswith("/") else f"{at}/{path.removeprefix('./')}"
