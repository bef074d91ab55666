"""From the XML of an XForm to `Form`; what the model has no place for becomes a remark, never nothing."""

import re
from collections.abc import Mapping
from typing import Any

from inspections.xlsforms import extension
from inspections.xlsforms.model import Bind, Form, FormUnreadable, Group, Question, Remark
from inspections.xlsforms.reader_body import Body
from inspections.xlsforms.reader_lists import read_lists
from inspections.xlsforms.reader_texts import Words
from inspections.xlsforms.xml_parts import Element, attribute, local, part, parts, read_xml, words_in

MAX_NODES = 20_000
EXTENSION = f"{{{extension.NAMESPACE}}}"
_BIND_ATTRIBUTES = {
    "nodeset", "id", "type", "relevant", "required", "constraint", "calculate", "readonly", "preload", "preloadParams",
    "constraintMsg", "requiredMsg", "max-pixels",
}  # fmt: skip


def read_form(content: bytes) -> Form:
    """Return the form of an XForm file. Raises FormUnreadable."""
    root = read_xml(content)
    head, body = part(root, "head"), part(root, "body")
    model = None if head is None else part(head, "model")
    if head is None or body is None or model is None:
        raise FormUnreadable("Tệp XML không phải biểu mẫu XForm: thiếu head, model hoặc body.")
    return _Reader(head, model, body).form()


class _Reader:
    def __init__(self, head: Element, model: Element, body: Element) -> None:
        self.words = Words(model)
        self.lists = read_lists(model, self.words)
        self.remarks: list[Remark] = list(_remarks_of_model(model))
        self.binds = {_path(attribute(each, "nodeset")): each for each in parts(model, "bind")}
        self.body = Body(body, self.words, self.lists)
        self.primary = _primary(model)
        self.title = words_in(title).strip() if (title := part(head, "title")) is not None else ""
        self.nodes = 0

    def form(self) -> Form:
        root = self.group(self.primary, f"/{local(self.primary.tag)}", [self.primary])
        self._note_strays(root)
        return Form(
            self.title or attribute(self.primary, "id") or root.name,
            attribute(self.primary, "id"),
            attribute(self.primary, "version"),
            (self.words.default, *(each for each in self.words.languages if each != self.words.default)),
            root,
            self.lists.by_id,
            (*self.remarks, *self.lists.remarks, *self.body.remarks, *self.words.remarks),
        )

    def node(self, siblings: list[Element], path: str) -> Group | Question:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise FormUnreadable(f"Biểu mẫu có hơn {MAX_NODES} mục.")
        element = siblings[0]
        if path in self.body.repeats or len(element):
            return self.group(element, path, siblings)
        return self.question(element, path)

    def question(self, element: Element, path: str) -> Question:
        """Return a leaf with what the body says of it."""
        control = self.body.controls.get(path)
        default = (element.text or "").strip()
        bind = self.bind(path)
        return control.question(path, bind, default) if control else Question(path, bind, default=default)

    def group(self, element: Element, path: str, siblings: list[Element]) -> Group:
        """Return a group; the meta group is the system's own and is noted, not carried over."""
        children = []
        by_name: dict[str, list[Element]] = {}
        for each in parts(element):
            by_name.setdefault(local(each.tag), []).append(each)
        for name, same in by_name.items():
            if name == "meta" and path.count("/") == 1:
                self.remarks.extend(self._meta(same[0], f"{path}/meta"))
            else:
                children.append(self.node(same, f"{path}/{name}"))
        repeat = self.body.repeats.get(path)
        rows = (
            None
            if repeat is None
            else tuple(_defaults(each, path) for each in siblings if not _is_template(each))
        )
        label, appearance = self.body.groups.get(path, ({}, ""))
        return Group(path, self.bind(path), tuple(children), label, appearance, rows, repeat or "")

    def bind(self, path: str) -> Bind:
        """Return what binds a node; an unbound one is a text that obeys nothing."""
        element = self.binds.get(path)
        if element is None:
            return Bind()
        unknown = [
            local(key)
            for key in element.attrib
            if local(key) not in _BIND_ATTRIBUTES and not str(key).startswith(EXTENSION)
        ]
        pixels = attribute(element, "max-pixels")
        return Bind(
            type=attribute(element, "type").rpartition(":")[2] or "string",
            relevant=attribute(element, "relevant"),
            required=attribute(element, "required"),
            constraint=attribute(element, "constraint"),
            calculate=attribute(element, "calculate"),
            readonly=attribute(element, "readonly"),
            preload=" ".join(
                filter(None, (attribute(element, "preload"), attribute(element, "preloadParams")))
            ),
            max_pixels=int(pixels) if pixels.isascii() and pixels.isdigit() else None,
            constraint_message=self.words.named(attribute(element, "constraintMsg"), path),
            required_message=self.words.named(attribute(element, "requiredMsg"), path),
            extension=self.extension(element, path),
            unknown=tuple(unknown),
        )

    def extension(self, element: Element, path: str) -> Mapping[str, Any] | None:
        """Return what a checklist wrote there that a form has no word for."""
        text = element.get(f"{EXTENSION}item", "")
        if not text:
            return None
        found = extension.read(text)
        if found is None:
            self.remarks.append(
                Remark("unsupported", path, "motcua:item", "Không đọc được: ô này đã bị sửa.")
            )
        return found

    def _meta(self, meta: Element, path: str) -> list[Remark]:
        found = []
        for each in parts(meta):
            name = local(each.tag)
            if name == "instanceID":
                found.append(Remark("changed", f"{path}/{name}", name, "Hệ thống tự cấp mã cho mỗi phiếu."))
            else:
                found.append(
                    Remark("unsupported", f"{path}/{name}", name, "Siêu dữ liệu này không được nhập.")
                )
        return found

    def _note_strays(self, root: Group) -> None:
        known = {root.path, *(each.path for each in root.walk())}
        meta = f"{root.path}/meta"
        for what, paths in (
            ("bind", self.binds),
            ("control", self.body.controls),
            ("repeat", self.body.repeats),
        ):
            for path in paths:
                if path not in known and path != meta and not path.startswith(f"{meta}/"):
                    why = "Không có chỗ tương ứng trong phần dữ liệu của biểu mẫu."
                    self.remarks.append(Remark("unsupported", path, what, why))


def _primary(model: Element) -> Element:
    instance = part(model, "instance")
    root = None if instance is None else part(instance)
    if root is None:
        raise FormUnreadable("Biểu mẫu XForm không có phần dữ liệu (instance).")
    return root


def _remarks_of_model(model: Element) -> list[Remark]:
    found = []
    for each in parts(model):
        name = local(each.tag)
        if name not in ("instance", "bind", "itext"):
            why = "Hành động và cách gửi của XForm không được nhập."
            found.append(Remark("unsupported", _path(attribute(each, "ref")), name, why))
    return found


def _path(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_template(element: Element) -> bool:
    return any(local(key) == "template" for key in element.attrib)


def _defaults(row: Element, path: str) -> Mapping[str, str]:
    """Return the default of each leaf of a row, where it has one."""
    found: dict[str, str] = {}
    for each in parts(row):
        below = f"{path}/{local(each.tag)}"
        if len(each):
            found.update(_defaults(each, below))
        elif (each.text or "").strip():
            found[below] = (each.text or "").strip()
    return found
