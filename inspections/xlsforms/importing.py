"""A form becomes the folder of a checklist and a report; the folder is loaded once, so that what is written can be used.

What an expression loses is kept as a note of the checklist at its item, for whoever mends it by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import yaml

from inspections.checklists import Checklist, ChecklistFaults, load
from inspections.checklists.loader import DESCRIPTION, SECTIONS
from inspections.xlsforms import functions_number, functions_text, functions_time
from inspections.xlsforms.answers_in_feel import AnswersInFeel
from inspections.xlsforms.items import Items
from inspections.xlsforms.languages import Languages
from inspections.xlsforms.making import Json
from inspections.xlsforms.model import Form, FormUnreadable
from inspections.xlsforms.places_of_items import ascii_of, lay_out
from inspections.xlsforms.report import Line

FUNCTIONS = {**functions_number.FUNCTIONS, **functions_text.FUNCTIONS, **functions_time.FUNCTIONS}
MOST_CHARACTERS = 300_000
LONGEST_CODE = 40
WITHOUT_GROUP = {"vi": "Câu hỏi chung", "en": "General questions"}

Rows = Mapping[str, tuple[str, int]]
"""Where a path stands in the spreadsheet: sheet and row, counted from 1."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The checklist, the files of its folder by relative path, and the report."""

    checklist: Checklist
    files: Mapping[str, bytes]
    lines: tuple[Line, ...]


def import_form(form: Form, code: str, rows: Rows | None = None) -> Imported:
    """Return what a form becomes.

    code  the code of the new checklist
    rows  where each path stands in the spreadsheet the form came from, where it came from one

    Raises FormUnreadable when no checklist can be made of it.
    """
    layout = lay_out(form)
    languages = Languages(form.languages)
    items = Items(AnswersInFeel(form, layout, dict(FUNCTIONS)), languages)
    made = {path: items.item(place) for path, place in layout.places.items()}
    lines = [*_of_form(form, languages), *items.lines, *_missing(items)]
    sections: dict[str, list[Json]] = {}
    for path, place in layout.places.items():
        sections.setdefault(place.section, []).extend(made[path])
    files = {DESCRIPTION: written(_description(form, languages, code, _notes(lines)))}
    for number, (section, content) in enumerate(sections.items(), start=1):
        path = layout.sections[section]
        title = languages.words(form_label(form, path), path.rsplit("/", 1)[-1]) if path else WITHOUT_GROUP
        name, weight = f"{SECTIONS}{number:02}_{section}", _weight(form, path)
        files |= section_files(name, section, content, title=title, weight=weight)
    return Imported(checked(files), files, tuple(_with_rows(lines, rows or {})))


def _description(form: Form, languages: Languages, code: str, notes: Json) -> Json:
    """Return what stands in checklist.yaml: what the form carries of a checklist, under its own title and code."""
    had = _head_of(form)
    carried_notes, carried_title = had.pop("notes", {}), had.pop("title", {})
    is_same = isinstance(carried_title, dict) and carried_title.get("vi") == form.title
    title = (
        carried_title if is_same else languages.words({form.languages[0]: form.title}, form.form_id or code)
    )
    kept = {**(carried_notes if isinstance(carried_notes, dict) else {}), **notes}
    head = {
        "checklist": 1,
        **had,
        "title": title,
        "code": ascii_of(code)[:LONGEST_CODE].rstrip(".-_"),
        "notes": kept,
    }
    return {key: value for key, value in head.items() if value}


def form_label(form: Form, path: str) -> Mapping[str, str]:
    """Return the words of a group at the top."""
    return next((child.label for child in form.root.children if child.path == path), {})


def checked(files: Mapping[str, bytes]) -> Checklist:
    """Return the checklist of the files. Raises FormUnreadable with every fault."""
    try:
        return load(files)
    except ChecklistFaults as faults:
        lines = "\n".join(map(str, faults.faults))
        raise FormUnreadable(f"Không lập được phiếu từ biểu mẫu:\n{lines}") from faults


def _head_of(form: Form) -> Json:
    """Return what a form carries of the checklist it was exported from."""
    for child in form.root.children:
        carried = (child.bind.extension or {}).get("checklist")
        if carried:
            return dict(carried)
    return {}


def _weight(form: Form, path: str) -> Decimal | None:
    """Return the weight a section carries."""
    group = next((child for child in form.root.children if child.path == path), None)
    carried = (group.bind.extension or {}).get("section", {}) if group else {}
    try:
        return Decimal(carried["weight"]) if "weight" in carried else None
    except (InvalidOperation, TypeError):
        return None


def section_files(
    file: str, section: str, items: list[Json], *, title: object, weight: Decimal | None
) -> dict[str, bytes]:
    """Return the files of one section; a long one goes on in further files."""
    if not items:
        return {}
    parts: list[list[Json]] = [[]]
    size = 0
    for item in items:
        length = len(written(item).decode())
        if parts[-1] and size + length > MOST_CHARACTERS:
            parts.append([])
            size = 0
        parts[-1].append(item)
        size += length
    files = {}
    for number, part in enumerate(parts):
        first: Json = {"title": title, **({} if weight is None else {"weight": weight})}
        head: Json = {"section": section, **(first if number == 0 else {})}
        name = f"{file}.yaml" if number == 0 else f"{file}_{number + 1:02}.yaml"
        files[name] = written({**head, "items": part})
    return files


class _Plain(yaml.SafeDumper):
    """A writer without anchors: the reader of packages takes none."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        return True


def _number(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    """Write a number as it is, digit for digit."""
    is_whole = number == number.to_integral_value()
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if is_whole else 'float'}", f"{number:f}")


_Plain.add_representer(Decimal, _number)


def written(content: object) -> bytes:
    """Return YAML in UTF-8, in the order given."""
    text: str = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    return text.encode()


def _of_form(form: Form, languages: Languages) -> list[Line]:
    lines = [Line(each.level, each.path, each.what, each.why) for each in form.remarks]
    if languages.stand_in:
        why = "Biểu mẫu không có tiếng Việt: lời của ngôn ngữ này đứng ở chỗ tiếng Việt, cần dịch."
        lines.append(Line("changed", "", f"ngôn ngữ {languages.stand_in}", why))
    for each in languages.left:
        lines.append(Line("unsupported", "", f"ngôn ngữ {each}", "Phiếu chỉ có tiếng Việt, Anh và Khmer."))
    if form.version:
        lines.append(
            Line("changed", "", f"phiên bản {form.version}", "Phiếu có phiên bản riêng khi công bố.")
        )
    return lines


def _missing(items: Items) -> list[Line]:
    """Say which bare names expressions read though nothing has them."""
    why = "Không có mục nào tên như vậy: đọc như trống, đúng theo XPath. Có thể thiếu dấu nháy."
    places = items.layout.places
    return [
        Line("changed", path, f"tên “{name}”", why, places[path].key) for path, name in items.answers.missing
    ]


def _notes(lines: list[Line]) -> dict[str, str]:
    notes: dict[str, list[str]] = {}
    for each in lines:
        if each.level == "unsupported" and each.key:
            notes.setdefault(each.key, []).append(f"{each.what}. {each.why}")
    return {key: " ".join(texts) for key, texts in notes.items()}


def _with_rows(lines: list[Line], rows: Rows) -> list[Line]:
    """Return the lines once each, with their rows, in the order of the spreadsheet; those of the form come first."""
    found = []
    for each in dict.fromkeys(lines):
        sheet, row = rows.get(each.path.partition("/")[2].partition("/")[2], ("", 0))
        found.append(replace(each, sheet=sheet, row=row))
    return sorted(found, key=lambda line: line.row)
