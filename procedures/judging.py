"""Judges a package before it is published: its files, its flow against what this house offers, its scenarios.

Everything that is wrong is said at once, whatever else is wrong. A stored version is not judged
again when it is opened: what was published stays readable.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from decisions.dmn import DmnError
from procedures import yaml_lines
from procedures.beginnings import on_beginning
from procedures.calling import FACTS, on_operations
from procedures.cases import ONLY_DOSSIERS, CaseKind
from procedures.catalogue import ANY_ANSWER, Operation, RegisterCheck, Source
from procedures.deciding import DECISION_ENDING, decisions_of, definitions_of
from procedures.errors import Fault, PackageFaults
from procedures.package import (
    DESCRIPTION,
    FORM_ENDING,
    Files,
    Package,
    Parts,
    flow_file,
    on_element,
    read_parts,
)
from procedures.rehearsal import check_scenarios
from procedures.scenarios import SCENARIOS
from procedures.yaml_lines import holding
from workflows.checks import Surroundings, check
from workflows.checks.surroundings import Holders
from workflows.model import AGENCY_WORDS, UserTask

HOURS_OF_A_WORKING_DAY = 8


@dataclass(frozen=True)
class Judgement:
    """What forbids publishing, what needs a reason, and the package where nothing forbids it."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    parts: Parts
    files: Files

    def package(self) -> Package:
        """Return the package. Raises PackageFaults with everything that forbids publishing it."""
        if self.faults or not self.parts.definition or not self.parts.flow:
            raise PackageFaults(self.faults)
        return Package(self.parts.definition, self.parts.flow, self.parts.forms, self.files)


def judge(
    name: str,
    files: Files,
    *,
    operations: Mapping[str, Operation],
    sources: Mapping[str, Source],
    prefills: Mapping[str, Source] = MappingProxyType({}),
    checks: Mapping[str, RegisterCheck] = MappingProxyType({}),
    messages: Collection[str] = (),
    holders: Holders | None = None,
    begun: Mapping[str, str] = MappingProxyType({}),
    cases: Mapping[str, CaseKind] = ONLY_DOSSIERS,
) -> Judgement:
    """Return every finding on a package.

    name        the folder's name
    files       path → bytes
    operations  the catalogue
    sources     the lists of options that forms may ask for, by name
    prefills    the sources of answers that forms may begin with, by name
    checks      the checks of registers that forms may ask for, by name
    messages    names of the messages that other systems send or take
    holders     role → agency → ids of the people who hold it there; None: people are not judged
    begun       messages that begin a procedure in force already, and which
    cases       the kinds of case that a package may be about, by name
    """
    parts = read_parts(name, files)
    decisions, badly_drawn = read_decisions(files)
    kind = cases.get(parts.definition.case or "") if parts.definition else None
    around = surroundings(parts, files, operations, decisions)
    around = replace(around, messages=frozenset(messages), holders=with_own_roles(holders, kind))
    around = of_kind(around, kind)
    placed = on_flow(parts, around)
    faults = [*parts.faults, *badly_drawn, *(fault for severity, fault in placed if severity == "error")]
    faults += [
        *on_operations(parts, operations),
        *on_sources(parts, files, sources),
        *on_prefills(parts, files, prefills),
        *on_register_checks(parts, files, checks),
        *on_drawn_papers(parts, files),
        *on_documents(parts),
        *on_beginning(parts, files, begun),
        *on_case(parts, files, cases),
    ]
    if parts.flow and SCENARIOS in files:
        usual = {each: declared.usual_answer for each, declared in operations.items()}
        faults += check_scenarios(files[SCENARIOS], parts.flow, parts.forms, usual=usual, files=files)
    warnings = tuple(fault for severity, fault in placed if severity == "warning")
    in_order = sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))
    return Judgement(tuple(in_order), warnings, parts, files)


def on_flow(parts: Parts, around: Surroundings) -> list[tuple[str, Fault]]:
    """Return the findings on the flow as (severity, fault)."""
    if parts.flow is None:
        return []
    file = flow_file(parts.definition)
    return [(finding.severity, on_element(file, finding)) for finding in check(parts.flow, around)]


def read_decisions(files: Files) -> tuple[frozenset[str], list[Fault]]:
    """Return the names of the package's decisions, and what is wrong with their files."""
    names: set[str] = set()
    faults: list[Fault] = []
    for path, content in files.items():
        if path.endswith(DECISION_ENDING):
            try:
                definitions = definitions_of(content)
            except DmnError as error:
                faults.append(Fault(path, 1, f"bảng quyết định không đọc được: {error}"))
                continue
            faults += [Fault(path, 1, f"{each.element}: {each.reason}") for each in definitions.faults]
            names |= decisions_of(definitions)
    return frozenset(names), faults


def with_own_roles(holders: Holders | None, kind: CaseKind | None) -> Holders | None:
    """Return the holders with those whom the case itself names: an applicant, a team, nobody's officers as such."""
    if holders is None or kind is None:
        return holders
    return {**holders, **{role: {"": frozenset({0})} for role in kind.own_roles}}


def of_kind(around: Surroundings, kind: CaseKind | None) -> Surroundings:
    """Return the surroundings with the statuses of a kind of case; of a kind nobody knows they are not checked."""
    if kind is None:
        return around
    return replace(around, statuses=kind.statuses, clock_stops=kind.clock_stops)


def on_case(parts: Parts, files: Files, cases: Mapping[str, CaseKind]) -> Iterator[Fault]:
    """Return a fault for a kind of case nobody knows, and for each condition that its kind does not have."""
    definition = parts.definition
    if definition is None or definition.case is None:
        return
    lines = yaml_lines.load(files[DESCRIPTION])[1]
    if definition.case not in cases:
        known = ", ".join(sorted(cases))
        yield Fault(
            DESCRIPTION, lines.get("case", 1), f"case: không có loại {definition.case!r}; có: {known}"
        )
        return
    conditions = cases[definition.case].conditions
    for step, ways in (definition.requires or {}).items():
        node = parts.flow.nodes.get(step) if parts.flow else None
        for outcome, asked in ways.items():
            if parts.flow and (not isinstance(node, UserTask) or node.outcome(outcome) is None):
                message = f"requires: quy trình không có bước {step!r} với kết quả {outcome!r}"
                yield Fault(DESCRIPTION, lines.get("requires", 1), message)
            for name in sorted(set(asked) - set(conditions)):
                yield Fault(DESCRIPTION, lines.get("requires", 1), f"requires: không có điều kiện {name!r}")


def on_sources(parts: Parts, files: Files, sources: Mapping[str, Source]) -> Iterator[Fault]:
    """Return a fault for each list of options that a form asks for and nobody has, or asks for wrongly."""
    asked = parts.forms.get(parts.definition.form) if parts.definition else None
    for form in parts.forms:
        path = f"{form}{FORM_ENDING}"
        for field, line in holding(files[path], "options_from"):
            name, given = field["options_from"], field.get("options_with") or {}
            if name not in sources:
                known = ", ".join(sorted(sources))
                yield Fault(path, line, f"options_from: không có nguồn {name!r}; có: {known}")
                continue
            wanted = set(sources[name].inputs)
            wrong = [(each, "thiếu") for each in sorted(wanted - set(given))]
            wrong += [(each, "không có") for each in sorted(set(given) - wanted)]
            for each, what in wrong:
                yield Fault(path, line, f"options_with: nguồn {name} {what} đầu vào {each!r}.")
            for question in sorted(set(given.values()) - (asked.keys if asked else set(given.values()))):
                yield Fault(path, line, f"options_with: đơn không hỏi {question!r}.")


def on_prefills(parts: Parts, files: Files, prefills: Mapping[str, Source]) -> Iterator[Fault]:
    """Return a fault for each answer that a form wants to begin with and its source does not give."""
    asked = parts.forms.get(parts.definition.form) if parts.definition else None
    for form in parts.forms:
        path = f"{form}{FORM_ENDING}"
        for field, line in holding(files[path], "prefill"):
            wanted = field["prefill"] if isinstance(field["prefill"], dict) else {}
            name, key = wanted.get("from"), wanted.get("path")
            if name not in prefills or key is None:
                continue
            gives = set(prefills[name].gives)
            gives |= asked.keys if ANY_ANSWER in gives and asked else set()
            if key not in gives:
                known = ", ".join(sorted(gives - {ANY_ANSWER}))
                yield Fault(path, line, f"prefill: nguồn {name} không cho {key!r}; có: {known}")


def on_register_checks(parts: Parts, files: Files, checks: Mapping[str, RegisterCheck]) -> Iterator[Fault]:
    """Return a fault for each check of a register that is told what it does not take, or stands outside the application."""
    for form in parts.forms:
        path = f"{form}{FORM_ENDING}"
        for field, line in holding(files[path], "register_checks"):
            if parts.definition and form != parts.definition.form:
                yield Fault(path, line, "register_checks: chỉ đơn của thủ tục mới được tra sổ.")
            for each in field["register_checks"]:
                declared = checks.get(each.get("ask"))
                if declared is None:
                    continue
                wanted, given = set(declared.inputs), set(each.get("with") or {})
                for name in sorted(given - wanted):
                    yield Fault(path, line, f"register_checks: {each['ask']} không có đầu vào {name!r}.")


def on_drawn_papers(parts: Parts, files: Files) -> Iterator[Fault]:
    """Return a fault for each paper of the application that is to be drawn from a template the package does not have."""
    for form in parts.forms:
        path = f"{form}{FORM_ENDING}"
        for field, line in holding(files[path], "drawn"):
            if f"documents/{field['drawn']}" not in files:
                yield Fault(path, line, f"drawn: không có tệp documents/{field['drawn']}")


def on_documents(parts: Parts) -> Iterator[Fault]:
    """Return a fault for each document whose issuer is named by something that the case does not have."""
    documents = parts.definition.documents if parts.definition else None
    for kind in (documents or {}).values():
        if kind.issued_by is None or kind.issued_by.text.strip() in AGENCY_WORDS:
            continue
        for name in sorted(kind.issued_by.names - FACTS):
            yield Fault(DESCRIPTION, 1, f"documents.{kind.key}: issued_by đọc {name!r}, hồ sơ không có.")


def surroundings(
    parts: Parts, files: Files, operations: Mapping[str, Operation], decisions: frozenset[str]
) -> Surroundings:
    """Return what the flow may name. A same-day term has no fixed hours: its steps share what is left of the day."""
    term = parts.definition.term if parts.definition else None
    documents = parts.definition.documents if parts.definition else None
    return Surroundings(
        forms=frozenset(path.removesuffix(FORM_ENDING) for path in files if path.endswith(FORM_ENDING)),
        documents=None if documents is None else frozenset(documents),
        decisions=decisions,
        operations=frozenset(operations),
        errors={name: frozenset(declared.errors) for name, declared in operations.items()},
        facts=FACTS,
        term_hours=Decimal(term.working_days * HOURS_OF_A_WORKING_DAY)
        if term and term.kind == "working_days"
        else None,
    )
