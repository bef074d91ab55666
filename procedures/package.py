"""A procedure package as files, read and checked whole before anything is believed.

`read_folder` brings the bytes; `open_package` turns bytes into definitions, or raises every
fault at once with its file and line. Pure apart from reading the folder.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms.definition import FormDefinition
from forms.loader import FormFaults, load_form
from procedures import yaml_lines
from procedures.definition import LANGUAGES, ProcedureDefinition, read
from procedures.errors import Fault, PackageFaults
from workflows.model import FlowDefinition
from workflows.parser import BpmnFaults, parse_bpmn

DESCRIPTION = "procedure.yaml"
FORM_ENDING = ".form.yaml"
KEPT_ENDINGS = (".yaml", ".bpmn", ".dmn", ".html", ".css", ".txt", ".md")
MAX_FILE_BYTES = 2_000_000

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Package:
    """A package that has passed its checks."""

    definition: ProcedureDefinition
    flow: FlowDefinition
    forms: Mapping[str, FormDefinition]
    files: Files

    @property
    def rules_hash(self) -> str:
        """The hash of what decides how a case runs; texts and document templates do not count."""
        return digest({path: rule_part(path, content) for path, content in self.files.items()})

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


def open_package(name: str, files: Files) -> Package:
    """Return the package. Raises PackageFaults with everything that is wrong, file by file."""
    faults: list[Fault] = []
    definition = open_description(name, files, faults)
    forms = open_forms(files, faults)
    flow = open_flow(definition.flow if definition else "flow.bpmn", files, faults)
    if definition and flow:
        check_names(definition, flow, forms, files, faults)
    if faults or not definition or not flow:
        raise PackageFaults(faults)
    return Package(definition, flow, forms, files)


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
    """Read the flow, noting its faults."""
    if path not in files:
        faults.append(Fault(path, 1, "thiếu tệp quy trình"))
        return None
    try:
        return parse_bpmn(files[path])
    except BpmnFaults as error:
        faults += [Fault(path, finding.line, finding.sentence) for finding in error.findings]
        return None


def check_names(
    definition: ProcedureDefinition,
    flow: FlowDefinition,
    forms: Mapping[str, Any],
    files: Files,
    faults: list[Fault],
) -> None:
    """Note every name that resolves to nothing."""
    if definition.form not in forms:
        faults.append(Fault(DESCRIPTION, 1, f"form: không có tệp {definition.form}{FORM_ENDING}"))
    for node in flow.nodes.values():
        wanted = getattr(node, "form", None)
        if wanted and wanted not in forms:
            faults.append(Fault(definition.flow, 1, f"{node.id}: không có tệp {wanted}{FORM_ENDING}"))
    for kind in definition.documents.values():
        if f"documents/{kind.template}" not in files:
            faults.append(
                Fault(DESCRIPTION, 1, f"documents.{kind.key}: không có tệp documents/{kind.template}")
            )
    for stop in definition.stops:
        for missing in sorted(stop.nodes - set(flow.nodes)):
            faults.append(Fault(DESCRIPTION, 1, f"stops: quy trình không có bước {missing!r}"))


def rule_part(path: str, content: bytes) -> Any:
    """Return what of a file decides how a case runs; None for what only words it."""
    if path.startswith(("documents/", "messages/")) or path.endswith((".md", ".txt")):
        return None
    if path.endswith(".yaml"):
        return without_texts(yaml_lines.load(content)[0])
    return hashlib.sha256(content).hexdigest()


def without_texts(value: Any) -> Any:
    """Return data with its {vi, en, km} maps blanked."""
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES):
            return "text"
        return {str(key): without_texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_texts(inner) for inner in value]
    return value


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
