"""Judges how a procedure begins: what a message must be able to do where it begins a dossier.

A run that a message begins is about a dossier of its own (docs/reference/procedure.md, "Begun by a message"). So the
message stands for a person's whole application: what only a person at a page can give forbids publishing.
"""

from collections.abc import Iterator, Mapping

from procedures import yaml_lines
from procedures.definition import FROM_MESSAGE, FROM_RESULT, ProcedureDefinition
from procedures.errors import Fault
from procedures.package import DESCRIPTION, FORM_ENDING, Files, Parts, flow_file
from procedures.yaml_lines import holding
from workflows.model import FlowDefinition

OF_A_PERSON = "citizen"


def on_beginning(parts: Parts, files: Files, begun: Mapping[str, str]) -> Iterator[Fault]:
    """Return a fault for each reason why the flow's messages cannot begin a dossier.

    begun  message → the other procedure that it begins already
    """
    definition, flow = parts.definition, parts.flow
    if definition is None or flow is None:
        return
    lines = yaml_lines.load(files[DESCRIPTION])[1]
    yield from on_the_word(definition, flow, lines)
    for start in flow.message_starts:
        name = start.message.name if start.message else ""
        if begun.get(name, definition.name) != definition.name:
            message = (
                f"{start.id}: Thông điệp {name} đã bắt đầu thủ tục {begun[name]}. Dùng một thông điệp khác."
            )
            yield Fault(flow_file(definition), start.line, message)
    if flow.message_starts:
        yield from on_the_applicant(definition, lines)
        yield from on_files(definition, files)


def on_the_word(
    definition: ProcedureDefinition, flow: FlowDefinition, lines: Mapping[str, int]
) -> Iterator[Fault]:
    """Return a fault where `begins` and the flow's start events disagree."""
    by_message = definition.begins == FROM_MESSAGE
    if by_message and not flow.begins_by_message_alone:
        message = "begins: message, nhưng quy trình không chỉ bắt đầu bằng thông điệp."
        yield Fault(DESCRIPTION, lines.get("begins", 1), message)
    if flow.begins_by_message_alone and not by_message:
        message = "begins: quy trình chỉ bắt đầu bằng thông điệp; ghi begins: message."
        yield Fault(DESCRIPTION, lines.get("begins", 1), message)
    elif flow.message_starts and definition.begins == FROM_RESULT:
        message = "begins: result, mà thông điệp không nêu được văn bản cần sửa. Bỏ sự kiện bắt đầu bằng thông điệp."
        yield Fault(DESCRIPTION, lines.get("begins", 1), message)


def on_the_applicant(definition: ProcedureDefinition, lines: Mapping[str, int]) -> Iterator[Fault]:
    """Return a fault where no person may apply: a message names a person, who acts for nobody else."""
    if definition.applicant_kinds and OF_A_PERSON not in definition.applicant_kinds:
        message = "applicant_kinds: thông điệp chỉ nêu được người nộp là cá nhân; thêm citizen."
        yield Fault(DESCRIPTION, lines.get("applicant_kinds", 1), message)


def on_files(definition: ProcedureDefinition, files: Files) -> Iterator[Fault]:
    """Return a fault for each paper that the application must bring: a message brings none."""
    path = f"{definition.form}{FORM_ENDING}"
    for key in ("required", "required_if") if path in files else ():
        for field, line in holding(files[path], key):
            if field.get("type") == "file" and field[key]:
                message = (
                    f"{field.get('key')}: đơn đòi tệp, mà thông điệp bắt đầu hồ sơ không mang tệp. Bỏ {key}."
                )
                yield Fault(path, line, message)
