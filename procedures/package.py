"""A procedure package as files, read and checked whole before anything is believed.

`read_folder` brings the bytes; `open_package` turns bytes into definitions, or raises every
fault at once with its file and line. Pure apart from reading the folder.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from forms.definition import FormDefinition
from forms.loader import FormFaults, load_form
from procedures import yaml_lines
from procedures.definition import ProcedureDefinition, read
from procedures.errors import Fault, PackageFaults
from procedures.scenarios import SCENARIOS
from procedures.yaml_values import LANGUAGES
from workflows.findings import Finding
from workflows.model import FlowDefinition, UserTask
from workflows.parser import BpmnFaults, parse_document

DESCRIPTION = "procedure.yaml"
FLOW = "flow.bpmn"
FORM_ENDING = ".form.yaml"
KEPT_ENDINGS = (".yaml", ".bpmn", ".dmn", ".html", ".css", ".txt", ".md")
TEXT_KEYS = frozenset(
    {
        "title",
        "summary",
        "who",
        "name",
        "note",
        "label",
        "help",
        "hint",
        "when",
        "message",
        "required_message",
        "statement",
    }
)
MAX_FILE_BYTES = 2_000_000

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Package:
    """A package that has passed its checks."""

    definition: ProcedureDefinition
    flow: FlowDefinition
    forms: Mapping[str, FormDefinition]
    files: Files

    @cached_property
    def rules_hash(self) -> str:
        """The hash of what decides how a case runs; texts, document templates and scenarios do not count."""
        parts = {path: rule_part(path, content) for path, content in self.files.items()}
        return digest({path: part for path, part in parts.items() if part is not None})

    @property
    def edition_hash(self) -> str:
        """The hash of every byte."""
        return digest({path: hashlib.sha256(content).hexdigest() for path, content in self.files.items()})


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a package by relative path. Raises PackageFaults for a missing or odd folder."""
    if not (folder / DESCRIPTION).is_file():
        raise PackageFaults([Fault(f"{folder.name}/{DESCRIPTION}", 1, "thiếu tệp mô tả thủ tục")])
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in KEPT_ENDINGS:
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    too_big = [path for path, content in files.items() if len(content) > MAX_FILE_BYTES]
    if too_big:
        raise PackageFaults([Fault(path, 1, "tệp lớn hơn 2 MB") for path in too_big])
    return files


@dataclass(frozen=True)
class Parts:
    """What could be read of a package's files, and every fault found on the way."""

    definition: ProcedureDefinition | None
    flow: FlowDefinition | None
    forms: Mapping[str, FormDefinition]
    faults: tuple[Fault, ...]


def read_parts(name: str, files: Files) -> Parts:
    """Read every file as far as it can be read, whatever is wrong with the others."""
    faults: list[Fault] = []
    definition = open_description(name, files, faults)
    forms = open_forms(files, faults)
    flow = open_flow(flow_file(definition), files, faults)
    if definition:
        check_names(definition, flow, forms, files, faults)
    return Parts(definition, flow, forms, tuple(faults))


def flow_file(definition: ProcedureDefinition | None) -> str:
    """Return the name of the flow's file, the usual one where the description does not say."""
    return (definition.flow if definition else None) or FLOW


def open_package(name: str, files: Files) -> Package:
    """Return the package. Raises PackageFaults with everything that cannot be read, file by file."""
    parts = read_parts(name, files)
    if parts.faults or not parts.definition or not parts.flow:
        raise PackageFaults(parts.faults)
    return Package(parts.definition, parts.flow, parts.forms, files)


def open_description(name: str, files: Files, faults: list[Fault]) -> ProcedureDefinition | None:
    """Read procedure.yaml, noting its faults."""
    try:
        data, lines = yaml_lines.load(files.get(DESCRIPTION, b""))
    except yaml_lines.YamlFault as fault:
        faults.append(Fault(DESCRIPTION, fault.line, fault.message))
        return None
    if not isinstance(data, dict):
        faults.append(Fault(DESCRIPTION, 1, "tệp phải là một bảng khóa: giá trị"))
        return None
    definition, wrongs = read(name, data)
    faults += [Fault(DESCRIPTION, lines.get(wrong.key, 1), str(wrong)) for wrong in wrongs]
    return definition


def open_forms(files: Files, faults: list[Fault]) -> dict[str, FormDefinition]:
    """Read every form, noting the faults of each."""
    forms: dict[str, FormDefinition] = {}
    for path, content in files.items():
        if path.endswith(FORM_ENDING):
            try:
                forms[path.removesuffix(FORM_ENDING)] = load_form(content, file=path)
            except FormFaults as error:
                faults += [Fault(fault.file, fault.line, fault.message) for fault in error.faults]
    return forms


def open_flow(path: str, files: Files, faults: list[Fault]) -> FlowDefinition | None:
    """Read the flow, noting its faults; one that breaks rules but could run is returned to be looked at further."""
    if path not in files:
        faults.append(Fault(path, 1, "thiếu tệp quy trình"))
        return None
    try:
        document = parse_document(files[path])
    except BpmnFaults as error:
        faults += [on_element(path, finding) for finding in error.findings]
        return None
    faults += [on_element(path, finding) for finding in document.violations]
    return document.processes[document.main]


def on_element(path: str, finding: Finding) -> Fault:
    """Return a finding on an element of a diagram as a fault of its file."""
    element = f"{finding.element}: " if finding.element else ""
    return Fault(path, finding.line, f"{element}{finding.sentence} {finding.mend}".strip())


def check_names(
    definition: ProcedureDefinition,
    flow: FlowDefinition | None,
    forms: Mapping[str, FormDefinition],
    files: Files,
    faults: list[Fault],
) -> None:
    """Note every name that resolves to nothing."""
    lines = yaml_lines.load(files[DESCRIPTION])[1]

    def note(key: str, message: str) -> None:
        faults.append(Fault(DESCRIPTION, lines.get(key, 1), f"{key}: {message}"))

    form = forms.get(definition.form)
    if definition.form and f"{definition.form}{FORM_ENDING}" not in files:
        note("form", f"không có tệp {definition.form}{FORM_ENDING}")
    elif form and definition.applicant_name and definition.applicant_name not in form.keys:
        note("applicant_name", f"biểu mẫu {definition.form} không hỏi {definition.applicant_name!r}")
    for key in definition.found_by or () if form else ():
        if key not in form.keys:
            note("found_by", f"biểu mẫu {definition.form} không hỏi {key!r}")
    for key in sorted(set(definition.applicant_contact or {}) if form else ()):
        if definition.applicant_contact[key] not in form.keys:
            note(
                "applicant_contact",
                f"biểu mẫu {definition.form} không hỏi {definition.applicant_contact[key]!r}",
            )
    asks = definition.supplement.asks if flow and definition.supplement else {}
    for step, outcome in asks.items():
        node = flow.nodes.get(step) if flow else None
        if not isinstance(node, UserTask) or node.outcome(outcome) is None:
            note("supplement", f"quy trình không có bước {step!r} với kết quả {outcome!r}")
    asked = frozenset[str]().union(*(each.keys for each in forms.values()))
    for missing in sorted(definition.register_line.fields - asked) if definition.register_line else ():
        note("register_line", f"không biểu mẫu nào hỏi {missing!r}")
    for kind in (definition.documents or {}).values():
        if f"documents/{kind.template}" not in files:
            note(f"documents.{kind.key}", f"không có tệp documents/{kind.template}")
    for place, stop in enumerate((flow and definition.stops) or ()):
        for missing in sorted(stop.nodes - set(flow.nodes)):
            note(f"stops.{place}", f"quy trình không có bước {missing!r}")


def rule_part(path: str, content: bytes) -> Any:
    """Return what of a file decides how a case runs; None for what only words it."""
    if path.startswith(("documents/", "messages/")) or path.endswith((".md", ".txt", SCENARIOS)):
        return None
    if path.endswith(".yaml"):
        return without_texts(yaml_lines.load(content)[0])
    return hashlib.sha256(content).hexdigest()


def without_texts(value: Any) -> Any:
    """Return data with its texts blanked: {vi, en, km} maps, and plain strings under a key that holds a text."""
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES):
            return "text"
        return {
            str(key): "text" if key in TEXT_KEYS and isinstance(inner, str) else without_texts(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [without_texts(inner) for inner in value]
    return value


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
