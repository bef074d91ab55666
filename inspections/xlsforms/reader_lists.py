"""Lists of choices: the secondary instances of the model, the items of the body, and what filters them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inspections.xlsforms.model import Choice, Remark
from inspections.xlsforms.reader_texts import Words
from inspections.xlsforms.xml_parts import Element, attribute, local, part, parts
from inspections.xlsforms.xpath import Binary, Call, Node, Path, Text, XPathFault, parse_xpath


@dataclass(slots=True)
class Lists:
    """The choices of each secondary instance, in their order, with all their columns; value and label are not chosen yet."""

    by_id: Mapping[str, tuple[Choice, ...]]
    words: Words
    remarks: list[Remark] = field(default_factory=list)

    def choices(self, control: Element, path: str) -> tuple[tuple[Choice, ...], Node | None]:
        """Return the choices of a control and the filter over their columns."""
        inline = tuple(
            Choice(_text(part(each, "value")), self.words.of(part(each, "label"), path))
            for each in parts(control, "item")
        )
        itemset = part(control, "itemset")
        if itemset is None:
            if not inline:
                self.note(
                    "unsupported", path, "danh sách chọn", "Câu hỏi không có lựa chọn nào trong biểu mẫu."
                )
            return inline, None
        found, condition = self._of_itemset(itemset, path)
        return (*inline, *found), condition

    def note(self, level: str, path: str, what: str, why: str) -> None:
        """Note what is not carried over."""
        self.remarks.append(Remark("changed" if level == "changed" else "unsupported", path, what, why))

    def _of_itemset(self, itemset: Element, path: str) -> tuple[tuple[Choice, ...], Node | None]:
        written = attribute(itemset, "nodeset")
        try:
            node = parse_xpath(written)
        except XPathFault as fault:
            self.note("unsupported", path, f"danh sách chọn {written}", f"Không đọc được biểu thức: {fault}.")
            return (), None
        if isinstance(node, Call) and node.name == "randomize" and node.arguments:
            self.note(
                "changed",
                path,
                "thứ tự ngẫu nhiên của lựa chọn",
                "Lựa chọn hiện theo thứ tự trong danh sách.",
            )
            node = node.arguments[0]
        name = _list_of(node)
        if name is None or name not in self.by_id:
            why = "Lựa chọn lấy từ câu trả lời khác hoặc từ tệp ngoài; danh sách để trống."
            self.note("unsupported", path, f"danh sách chọn {written}", why)
            return (), None
        return self._labelled(itemset, self.by_id[name], path), _condition(node)

    def _labelled(self, itemset: Element, listed: tuple[Choice, ...], path: str) -> tuple[Choice, ...]:
        """Take value and label from the columns that the itemset names."""
        value_element, label_element = part(itemset, "value"), part(itemset, "label")
        value = "name" if value_element is None else attribute(value_element, "ref")
        label = "label" if label_element is None else attribute(label_element, "ref")
        is_itext = label.startswith("jr:itext(")
        column = label[len("jr:itext(") : -1].strip() if is_itext else label
        made = []
        for each in listed:
            text = each.columns.get(column, "")
            words = self.words.by_id(text, path) if is_itext else {self.words.default: text} if text else {}
            made.append(replace(each, value=each.columns.get(value, ""), label=words))
        return tuple(made)


def read_lists(model: Element, words: Words) -> Lists:
    """Return the secondary instances of a model; one that lies in another file is noted as left behind."""
    found: dict[str, tuple[Choice, ...]] = {}
    remarks = []
    for instance in list(parts(model, "instance"))[1:]:
        name, source, root = attribute(instance, "id"), attribute(instance, "src"), part(instance)
        if source:
            why = "Danh sách nằm ở tệp ngoài, không có trong biểu mẫu; hãy thêm lựa chọn bằng tay."
            remarks.append(Remark("unsupported", "", f"danh sách {name} ({source})", why))
        elif root is not None:
            found[name] = tuple(_choice(each) for each in parts(root))
    return Lists(found, words, remarks)


def _choice(item: Element) -> Choice:
    columns = {local(each.tag): (each.text or "").strip() for each in parts(item)}
    return Choice(columns.get("name", ""), {}, columns)


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _list_of(node: Node) -> str | None:
    """Return the id in `instance('id')/root/item[…]`."""
    if not (isinstance(node, Path) and node.start and node.start.name == "instance" and len(node.steps) == 2):
        return None
    names = node.start.arguments
    return names[0].value if len(names) == 1 and isinstance(names[0], Text) else None


def _condition(node: Node) -> Node | None:
    predicates = node.steps[-1].predicates if isinstance(node, Path) else ()
    if not predicates:
        return None
    whole = predicates[0]
    for each in predicates[1:]:
        whole = Binary("and", whole, each)
    return whole
