"""Reads a form's file into a FormDefinition, or says everything that is wrong with it, line by line."""

import re
from collections.abc import Mapping

from decisions.feel import FeelError
from forms.definition import Condition, Field, FormDefinition, Formula, Prefill, Rule, Section
from forms.errors import Fault, FormFaults
from forms.fields import KINDS, Kind
from forms.loader_checks import CONTEXT_NAMES, check_formulas
from forms.loader_registers import register_checks_from
from forms.loader_tables import table_from
from forms.messages import Words
from forms.prefill import source_names
from forms.tables import ROW_NAMES, Table
from forms.yaml_source import Source, read_yaml

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
PAGE_NAMES = frozenset({"review", "discard"})
FORM_KEYS = frozenset({"form", "title", "sections"})
SECTION_KEYS = frozenset({"key", "title", "help", "visible_if", "fields"})
FIELD_KEYS = frozenset(
    {
        "key", "type", "label", "help", "when", "required", "required_if", "required_message",
        "visible_if", "valid_if", "message", "rules", "default", "autocomplete", "value", "register_checks",
    }
)  # fmt: skip
QUESTION_KEYS = FIELD_KEYS | {"prefill"}
COLUMN_KEYS = FIELD_KEYS | {"total"}
PREFILL_KEYS = frozenset({"from", "path", "locked"})
ANSWER_KEYS = ("required", "required_if", "required_message", "default", "autocomplete", "prefill")
RULE_KEYS = frozenset({"valid_if", "message", "level"})
LEVELS = frozenset({"error", "warning"})
ALL_KINDS: Mapping[str, type[Kind]] = {**KINDS, Table.type: Table}
NOT_COMPUTED = frozenset({"file", "declaration", "note", "table", "row_choice"})


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
    check_formulas(source, sections, frozenset(above))
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
    if key in PAGE_NAMES:
        source.at("key").fault(f"{key!r} is a name that pages use for something else")
    seen.add(key)
    visible_if = condition(source, "visible_if")
    fields = [each for each in (field_from(item, above) for item in source.sequence("fields")) if each]
    return Section(key, source.words("title"), tuple(fields), source.words("help"), visible_if)


def field_from(source: Source, above: list[str]) -> Field | None:
    """Return a question of the form, or None after noting why it cannot be one."""
    return question_from(source, above, QUESTION_KEYS)


def column_from(source: Source, above: list[str]) -> Field | None:
    """Return a column of a table, or None after noting why it cannot be one."""
    if source.text("type") == Table.type:
        source.at("type").fault("a table cannot stand in a table")
        return None
    refuse(source, ("signed", "drawn", "drawn_title"), "has no place in a table")
    return question_from(source, above, COLUMN_KEYS)


def question_from(source: Source, above: list[str], keys: frozenset[str]) -> Field | None:
    """Return a field with the keys it may have, or None after noting why it cannot be one."""
    kind = kind_from(source, keys)
    key, label = key_of(source, "key"), label_of(source, kind)
    if key in CONTEXT_NAMES | ROW_NAMES:
        source.at("key").fault(f"{key!r} is a name that conditions use for something else")
    if key in above:
        source.at("key").fault(f"the key {key!r} is used twice")
    above.append(key)
    value = computed(source)
    if kind is None or label is None:
        return None
    return Field(
        key=key, label=label, kind=kind, help=source.words("help"), when=source.words("when"),
        required=source.flag("required") or (isinstance(kind, Table) and kind.min_rows > 0),
        required_if=condition(source, "required_if"),
        required_message=source.words("required_message"), visible_if=condition(source, "visible_if"),
        rules=rules_from(source), default=default_from(source), autocomplete=source.text("autocomplete"),
        value=value, prefill=prefill_from(source),
        register_checks=register_checks_from(source, condition),
    )  # fmt: skip


def label_of(source: Source, kind: Kind | None) -> Words | None:
    """Return a field's label; words to read need none."""
    return source.words("label") if kind is None or kind.asks or "label" in source else Words(vi="·")


def kind_from(source: Source, keys: frozenset[str]) -> Kind | None:
    """Return the type of answer with its settings, or None after noting an unknown type."""
    kind = ALL_KINDS.get(source.text("type"))
    settings = kind.settings if kind else frozenset(source.items)
    needed = {"key", "type", "label"} if kind is None or kind.asks else {"key", "type"}
    source.check_keys(keys | settings, frozenset(needed))
    if kind is None:
        if "type" in source:
            source.at("type").fault(f"unknown type {source.text('type')!r}; known: {', '.join(ALL_KINDS)}")
        return None
    if not kind.asks:
        refuse(
            source,
            (*ANSWER_KEYS, "valid_if", "rules", "value", "register_checks"),
            "has no place where nothing is asked",
        )
    return table_from(source, column_from) if kind is Table else kind.from_source(source)


def refuse(source: Source, names: tuple[str, ...], why: str) -> None:
    """Note keys that make no sense here."""
    for name in names:
        if name in source:
            source.at(name).fault(f"{name!r} {why}")


def computed(source: Source) -> Formula | None:
    """Return how a field is computed, noting a type that cannot be, and what only an answer may have."""
    if "value" not in source:
        return None
    if source.text("type") in NOT_COMPUTED:
        source.at("value").fault(f"a field of type {source.text('type')!r} cannot be computed")
    refuse(source, ANSWER_KEYS, "has no place beside 'value': a computed field is not asked")
    return formula(source, "value")


def prefill_from(source: Source) -> Prefill | None:
    """Return which source knows the answer, noting one the product does not have."""
    if "prefill" not in source:
        return None
    settings = source.at("prefill")
    settings.check_keys(PREFILL_KEYS, frozenset({"from", "path"}))
    name = settings.text("from")
    if name and name not in source_names():
        known = ", ".join(sorted(source_names()))
        settings.at("from").fault(f"unknown source {name!r}; known: {known}")
    if source.text("type") == "file":
        settings.fault("papers cannot be filled in beforehand")
    return Prefill(name, settings.text("path"), settings.flag("locked"))


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
    return Condition(text) if text and readable(source, name, text) else None


def formula(source: Source, name: str) -> Formula | None:
    """Return a FEEL expression, or None where there is none or it cannot be read."""
    text = source.text(name)
    return Formula(text) if text and readable(source, name, text) else None


def readable(source: Source, name: str, text: str) -> bool:
    """Say whether a text is FEEL, noting why it is not."""
    try:
        Formula(text)
    except FeelError as error:
        source.at(name).fault(f"{name!r} is not FEEL: {error}")
        return False
    return True
