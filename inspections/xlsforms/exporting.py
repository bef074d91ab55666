"""A checklist becomes the sheets of an XLSForm that ODK and Kobo open, and comes back as it was when it is imported.

A verdict is a choice of three with a reason and a picture that depend on it; a ratio is two numbers and what they come
to; a group over a sample is a repeat of that size. What a form cannot say travels in `motcua:item` (see `extension`).
"""

from forms.definition import Condition
from inspections.checklists import Checklist, Item, to_json
from inspections.checklists import words as fixed
from inspections.checklists.parts import Column, Option, Section, name_of
from inspections.xlsforms import carried
from inspections.xlsforms.extension import NAMESPACE, PREFIX
from inspections.xlsforms.pieces import Untranslatable
from inspections.xlsforms.report import Line
from inspections.xlsforms.sheets import LANGUAGES, Row, Sheets, carrying, worded
from inspections.xlsforms.to_xpath import to_xpath

HEAD = "motcua_checklist"
OF_THE_WHOLE = ("code", "title", "valid_from", "kinds_of_institution", "samples", "notes")
VERDICTS = "motcua_verdict"
VERDICT_LABELS = {
    fixed.PASS: ("Đạt", "Pass"),
    fixed.FAIL: ("Không đạt", "Fail"),
    fixed.NOT_APPLICABLE: ("Không áp dụng", "Not applicable"),
}
REASON = ("Lý do", "Reason")
PICTURE = ("Ảnh minh chứng", "Picture as evidence")
_TYPES = {
    "number": "decimal", "text": "text", "date": "date", "time": "time", "datetime": "dateTime", "photo": "image",
    "file": "file", "place": "geopoint", "signature": "image", "qr": "barcode", "note": "note", "computed": "calculate",
}  # fmt: skip
_CELLS = {
    "visible_if": "relevant",
    "required_if": "required",
    "valid_if": "constraint",
    "computed": "calculation",
    "repeat_count": "repeat_count",
}


def export_checklist(checklist: Checklist) -> tuple[Sheets, tuple[Line, ...]]:
    """Return the sheets of a checklist and what a form could not say, item by item."""
    exporter = _Exporter(checklist)
    exporter.write()
    return exporter.sheets, tuple(exporter.lines)


class _Exporter:
    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.sheets = Sheets()
        self.lines: list[Line] = []
        self.names = {item.name: f"${{{item.name}}}" for item in checklist.items}
        self.lists: dict[tuple[tuple[str, str, str], ...], str] = {}

    def write(self) -> None:
        """Write everything."""
        compiled = to_json(self.checklist)
        self.sheets.settings = {
            "form_title": self.checklist.title.vi,
            "form_id": self.checklist.code,
            "version": compiled["hash"],
            "default_language": LANGUAGES["vi"],
            "namespaces": f'{PREFIX}="{NAMESPACE}"',
        }
        said = {name: compiled[name] for name in OF_THE_WHOLE if compiled[name]}
        cell = carrying(checklist=carried.without_nothing(said))
        self.sheets.survey.append({"type": "calculate", "name": HEAD, "calculation": "'1'", **cell})
        if self.checklist.extends:
            why = "Các mục của phiếu gốc nằm trong tệp; nhập lại thì phiếu đứng một mình."
            self.lines.append(Line("changed", "", f"phiếu bổ sung cho {self.checklist.extends}", why))
        for section in self.checklist.sections:
            self.section(section)

    def section(self, section: Section) -> None:
        """Write a section as a group at the top."""
        name = f"section_{name_of(section.code)}"
        cell = carrying(section={"code": section.code, "weight": f"{section.weight:f}"})
        row = {"type": "begin_group", "name": name, **worded("label", section.title), **cell}
        self.sheets.survey.append(row)
        for item in self.checklist.items_of(section.code):
            if not item.parent:
                self.item(item)
        self.sheets.survey.append({"type": "end_group"})

    def item(self, item: Item) -> None:
        """Write one item with all that stands in it or belongs to it."""
        if item.kind == "group":
            self.group(item)
        elif item.kind == "table":
            self.table(item)
        elif item.is_ratio:
            self.ratio(item)
        else:
            self.question(item)
        if item.kind == "verdict":
            self.brought(item)

    def cells(self, item: Item, always_required: Condition | None = None) -> Row:
        """Return words, conditions and the extension of an item; a repeat carries there when it must be answered."""
        row: Row = {"name": item.name, **worded("label", item.text), **worded("hint", item.hint)}
        conditions, feel = self.conditions(item.key, carried.formulas(item), "value")
        row |= conditions
        if item.valid_if is not None:
            row |= worded("constraint_message", item.message)
        if isinstance(item.default, str):
            row["default"] = item.default
        if item.max_pixels:
            row["parameters"] = f"max-pixels={item.max_pixels}"
        for option in item.options:
            if option.visible_if is not None:
                feel[f"options.{option.value}"] = [option.visible_if.source, ""]
                self.note(item.key, "điều kiện của lựa chọn", option.visible_if.source)
        if item.sample and item.kind != "group":
            self.note(item.key, "lặp theo mẫu ngẫu nhiên", "Bảng tính chỉ hỏi một lần.")
        content = carried.of_item(item)
        if item.is_ratio or item.kind == "computed":
            content |= carried.words_of(item)
        elif item.kind in ("group", "table") and item.hint:
            content["hint"] = carried.words_of(item)["hint"]
        if always_required is not None:
            row.pop("required", None)
            content["required_if"] = always_required.source
        return {**row, **carrying(item=content, feel=feel)}

    def conditions(self, key: str, formulas: dict[str, str], own: str) -> tuple[Row, dict[str, list[str]]]:
        """Return the cells of expressions, and the FEEL that goes with each."""
        row: Row = {}
        feel: dict[str, list[str]] = {}
        for member, source in formulas.items():
            cell = self.cell(
                key, member, source, {**self.names, **({own: "."} if member == "valid_if" else {})}
            )
            if member == "computed":
                cell = cell or "''"
            if cell:
                row[_CELLS[member]] = cell
            if member != "required_if" or source != "true":
                feel[member] = [source, f"{name_of(key)}_count" if member == "repeat_count" else cell]
        return row, feel

    def cell(self, key: str, member: str, source: str, names: dict[str, str]) -> str:
        """Return the XPath of one expression, "" after noting why there is none."""
        if member == "required_if" and source == "true":
            return "yes"
        try:
            return to_xpath(source, {**names, "visit_on": "today()"})
        except Untranslatable as fault:
            self.note(key, f"{_CELLS[member]} {source}", f"XPath không nói được {fault}.")
            return ""

    def question(self, item: Item) -> None:
        """Write a question of one row."""
        row = self.cells(item)
        kind = _TYPES.get(item.kind, "")
        if item.kind == "verdict":
            kind = f"select_one {self.verdicts()}"
        elif item.kind in fixed.CHOOSING:
            kind = (
                f"{'select_one' if item.kind == 'choice' else 'select_multiple'} {self.list_of(item.options)}"
            )
        if item.kind == "signature":
            row["appearance"] = "signature"
        self.sheets.survey.append({"type": kind, **row})

    def ratio(self, item: Item) -> None:
        """Write the two numbers of a ratio and what they come to."""
        for part, words in (("numerator", item.numerator), ("denominator", item.denominator)):
            row = {"type": "decimal", "name": f"{item.name}_{part}", **worded("label", words)}
            self.sheets.survey.append({**row, **carrying(part_of=item.key)})
        numbers = {each: f"${{{item.name}_{each}}}" for each in ("numerator", "denominator")}
        self.names |= numbers
        row = self.cells(item)
        for each in numbers:
            del self.names[each]
        self.sheets.survey.append({"type": "calculate", **row})

    def brought(self, item: Item) -> None:
        """Write the reason and the picture that a verdict asks for."""
        asked = {
            what: [verdict for verdict in fixed.VERDICTS if what in item.asks.get(verdict, ())]
            for what in fixed.BRINGS
        }
        for what, kind, words in ((fixed.REASON, "text", REASON), (fixed.EVIDENCE, "image", PICTURE)):
            if asked[what]:
                when = " or ".join(f"${{{item.name}}} = '{verdict}'" for verdict in asked[what])
                label = {
                    f"label::{LANGUAGES[code]}": text for code, text in zip(("vi", "en"), words, strict=True)
                }
                row = {"type": kind, "name": f"{item.name}_{what}", **label, "relevant": when}
                row |= {"parameters": "max-pixels=1600"} if kind == "image" else {}
                self.sheets.survey.append({**row, **carrying(part_of=item.key)})

    def group(self, item: Item) -> None:
        """Write a group, a repeat where it is repeated, with what stands in it."""
        size = next((f"{sample.size}" for sample in self.checklist.samples if sample.code == item.sample), "")
        kind = "repeat" if size or item.repeat_count is not None else "group"
        row = self.cells(item)
        if kind == "repeat":
            name, count = f"{item.name}_count", size or row.get("repeat_count") or "1"
            self.sheets.survey.append(
                {"type": "calculate", "name": name, "calculation": count, **carrying(part_of=item.key)}
            )
            row["repeat_count"] = f"${{{name}}}"
        self.sheets.survey.append({"type": f"begin_{kind}", **row})
        for each in self.checklist.items:
            if each.parent == item.key:
                self.item(each)
        self.sheets.survey.append({"type": f"end_{kind}"})

    def table(self, item: Item) -> None:
        """Write a table as a repeat of its columns."""
        row = self.cells(item, always_required=item.required_if)
        self.sheets.survey.append({"type": "begin_repeat", **row})
        for column in item.columns:
            self.column(item, column)
        self.sheets.survey.append({"type": "end_repeat"})

    def column(self, item: Item, column: Column) -> None:
        """Write one column of a table; its name carries the table's, since names of a form stand beside each other."""
        cells = {each.key: f"${{{item.name}_{each.key}}}" for each in item.columns}
        of_row = {f"row.{key}": cell for key, cell in cells.items()}
        kept, self.names = self.names, {**self.names, **cells, **of_row, "row_number": "position(..)"}
        conditions, feel = self.conditions(item.key, carried.formulas_of_column(column), "value")
        self.names = kept
        kind = _TYPES.get(column.kind) or (
            f"{'select_one' if column.kind == 'choice' else 'select_multiple'} {self.list_of(column.options)}"
        )
        row: Row = {
            "type": kind,
            "name": f"{item.name}_{column.key}",
            **worded("label", column.text),
            **conditions,
        }
        if column.required:
            row["required"] = "yes"
        if column.valid_if is not None:
            row |= worded("constraint_message", column.message)
        said = {
            "key": column.key,
            "kind": column.kind,
            **(carried.words_of(column) if kind == "calculate" else {}),
        }
        self.sheets.survey.append({**row, **carrying(item=said, feel=feel)})

    def verdicts(self) -> str:
        """Return the name of the list of verdicts, written when it is first needed."""
        if not any(row["list_name"] == VERDICTS for row in self.sheets.choices):
            for value, labels in VERDICT_LABELS.items():
                label = {
                    f"label::{LANGUAGES[code]}": text for code, text in zip(("vi", "en"), labels, strict=True)
                }
                self.sheets.choices.append({"list_name": VERDICTS, "name": value, **label})
        return VERDICTS

    def list_of(self, options: tuple[Option, ...]) -> str:
        """Return the name of a list of choices; equal lists are one."""
        key = tuple((each.value, each.label.vi, each.label.en + each.label.km) for each in options)
        if key not in self.lists:
            self.lists[key] = f"list_{len(self.lists) + 1}"
            for each in options:
                row = {"list_name": self.lists[key], "name": each.value, **worded("label", each.label)}
                self.sheets.choices.append(row)
        return self.lists[key]

    def note(self, key: str, what: str, why: str) -> None:
        """Note what a form cannot say; it still comes back when the file is imported here."""
        self.lines.append(Line("unsupported", "", what, why, key))
