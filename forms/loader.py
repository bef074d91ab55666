"""Reads a form's file into a FormDefinition, or says everything that is wrong with it, line by line."""

import re
from collections.abc import Set

from decisions.feel import FeelError
from forms.definition import Condition, Field, FormDefinition, Rule, Section
from forms.errors import Fault, FormFaults
from forms.fields import KINDS, Kind
from forms.yaml_source import Source, read_yaml

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
CONTEXT_NAMES = frozenset({"today", "applicant", "dossier", "outcome"})
FORM_KEYS = frozenset({"form", "title", "sections"})
SECTION_KEYS = frozenset({"key", "title", "help", "visible_if", "fields"})
FIELD_KEYS = frozenset(
    {
        "key", "type", "label", "help", "when", "required", "required_if", "required_message",
        "visible_if", "valid_if", "message", "rules", "default", "autocomplete",
    }
)  # fmt: skip
RULE_KEYS = frozenset({"valid_if", "message", "level"})
LEVELS = frozenset({"error", "warning"})


def load_form(source: str | bytes, *, file: str) -> FormDefinition:
    """Return the form written in a file.

    source  the file's content, UTF-8
    file    the name that faults are reported under

    Raises FormFaults with every fault found.
    """
    faults: list[Fault] = []
    root = read_yaml(decoded(source, file), file, faults)
    definition = form_from(root) if root is not None else None
    if faults or definition is None:
        raise FormFaults(tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.line)))
    return definition


def decoded(source: str | bytes, file: str) -> str:
    """Return the content as text. Raises FormFaults when it is not UTF-8."""
    try:
        return source if isinstance(source, str) else source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormFaults((Fault(file, 1, f"not UTF-8: {error.reason}"),)) from error


def form_from(source: Source) -> FormDefinition | None:
    """Return the form, or None after noting why there is none."""
    source.check_keys(FORM_KEYS, FORM_KEYS)
    name, title = key_of(source, "form"), source.words("title")
    above: list[str] = []
    seen: set[str] = set()
    sections = [section_from(each, above, seen) for each in source.sequence("sections")]
    check_conditions(source, frozenset(above))
    if not above:
        source.at("sections").fault("a form asks at least one question")
    if source.faults or title is None:
        return None
    return FormDefinition(name=name, title=title, sections=tuple(sections))


def key_of(source: Source, name: str) -> str:
    """Return a key, noting one that is not made of lower-case letters, digits and _."""
    key = source.text(name)
    if name in source and not KEY.fullmatch(key):
        source.at(name).fault(f"{key!r} is not a key: lower-case letters, digits and _, a letter first")
    return key


def section_from(source: Source, above: list[str], seen: set[str]) -> Section:
    """Return a section; the keys of its fields are added to `above` as they are read."""
    source.check_keys(SECTION_KEYS, frozenset({"key", "fields"}))
    key = key_of(source, "key")
    if key in seen:
        source.at("key").fault(f"the section {key!r} is given twice")
    seen.add(key)
    visible_if = condition(source, "visible_if")
    fields = [each for each in (field_from(item, above) for item in source.sequence("fields")) if each]
    return Section(key, source.words("title"), tuple(fields), source.words("help"), visible_if)


def field_from(source: Source, above: list[str]) -> Field | None:
    """Return a field, or None after noting why it cannot be one."""
    kind = kind_from(source)
    key, label = key_of(source, "key"), source.words("label")
    if key in CONTEXT_NAMES:
        source.at("key").fault(f"{key!r} is a name that conditions use for something else")
    if key in above:
        source.at("key").fault(f"the key {key!r} is used twice")
    above.append(key)
    if kind is None or label is None:
        return None
    return Field(
        key=key, label=label, kind=kind, help=source.words("help"), when=source.words("when"),
        required=source.flag("required"), required_if=condition(source, "required_if"),
        required_message=source.words("required_message"), visible_if=condition(source, "visible_if"),
        rules=rules_from(source), default=default_from(source), autocomplete=source.text("autocomplete"),
    )  # fmt: skip


def kind_from(source: Source) -> Kind | None:
    """Return the type of answer with its settings, or None after noting an unknown type."""
    kind = KINDS.get(source.text("type"))
    settings = kind.settings if kind else frozenset(source.items)
    source.check_keys(FIELD_KEYS | settings, frozenset({"key", "type", "label"}))
    if kind is None:
        if "type" in source:
            source.at("type").fault(f"unknown type {source.text('type')!r}; known: {', '.join(KINDS)}")
        return None
    return kind.from_source(source)


def default_from(source: Source) -> object:
    """Return the answer shown at first: text, number or truth value as it is written."""
    return source.scalar("default", ("str", "int", "float", "bool"), "a plain value")


def rules_from(source: Source) -> tuple[Rule, ...]:
    """Return the rules of a field, the short form first."""
    rules = [rule_from(source)] if "valid_if" in source else []
    if "message" in source and "valid_if" not in source:
        source.at("message").fault("'message' belongs to 'valid_if'")
    for each in source.sequence("rules"):
        each.check_keys(RULE_KEYS, frozenset({"valid_if", "message"}))
        rules.append(rule_from(each))
    return tuple(rule for rule in rules if rule)


def rule_from(source: Source) -> Rule | None:
    """Return one rule, or None after noting why there is none."""
    holds, message = condition(source, "valid_if"), source.words("message")
    if message is None and "message" not in source:
        source.at("valid_if").fault("'valid_if' needs a 'message' that says what to do")
    level = source.word("level", LEVELS, "error") if "level" in source else "error"
    if holds is None or message is None:
        return None
    return Rule(holds, message, "warning" if level == "warning" else "error")


def condition(source: Source, name: str) -> Condition | None:
    """Return a FEEL condition, or None where there is none or it cannot be read."""
    text = source.text(name)
    if not text:
        return None
    try:
        return Condition(text)
    except FeelError as error:
        source.at(name).fault(f"{name!r} is not FEEL: {error}")
        return None


def check_conditions(source: Source, keys: frozenset[str]) -> None:
    """Note conditions that read what does not exist, and visibility that looks at what is not above."""
    above: set[str] = set()
    for section in source.sequence("sections"):
        check_names(section, "visible_if", keys, above)
        for field in section.sequence("fields"):
            check_names(field, "visible_if", keys, above)
            above.add(field.text("key"))
            for holder in (field, *field.sequence("rules")):
                check_names(holder, "valid_if", keys, keys)
            check_names(field, "required_if", keys, keys)


def check_names(source: Source, name: str, keys: frozenset[str], readable: Set[str]) -> None:
    """Note what a condition reads and should not."""
    holder = Source(source.node, source.file, [])
    found = condition(holder, name)
    for read in sorted(found.names - readable - CONTEXT_NAMES) if found else ():
        what = "which is not above" if read in keys else "which no field is called"
        source.at(name).fault(f"{name!r} looks at {read!r}, {what}")
