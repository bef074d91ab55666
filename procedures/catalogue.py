"""The catalogue of operations a service task may call, as each operation declares itself.

An operation is a function named in settings.OPERATIONS and declared with `operation`: what it takes,
what it answers, and under which key a repetition finds what was done before. The generated page
docs/reference/catalogue.md, the checks and the scenarios all read the declaration.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from procedures.errors import ErrorUndeclared
from workflows.errors import OperationError

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Answer:
    """A variable an operation answers, and the words it may hold; the first is the usual one."""

    words: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Operation:
    """What a catalogue entry promises.

    inputs   name → meaning
    outputs  name → what it may hold
    key      what makes a second call the same call
    errors   code → meaning: the errors by which it may end (workflows.errors.OperationError); whatever else goes
             wrong is a fault, and an incident
    names    input → "document" or "step", of those that name one of the package: checked before publishing
    """

    does: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, Answer]
    key: str
    errors: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Literal["document", "step"]] = field(default_factory=dict)

    @property
    def usual_answer(self) -> dict[str, str]:
        """Return what the operation answers when nothing goes wrong."""
        return {name: answer.words[0] for name, answer in self.outputs.items()}


ANY_ANSWER = "*"
"""In what a source gives: every question of the application."""


@dataclass(frozen=True)
class Source:
    """What a source of options or of answers promises to a form.

    inputs  name → meaning: a form says in `options_with` which question's answer each gets
    gives   path → meaning: what a form may name in `prefill`
    """

    does: str
    inputs: Mapping[str, str]
    gives: Mapping[str, str]


@dataclass(frozen=True)
class RegisterCheck:
    """What a check of a register promises to a form.

    inputs     name → meaning: a form says in `with` which question's answer each gets
    is_public  whether the register is everybody's to read: only then does the applicant see a hit
    """

    does: str
    inputs: Mapping[str, str]
    is_public: bool


def operation(
    *,
    key: str,
    inputs: Mapping[str, str] | None = None,
    outputs: Mapping[str, Answer] | None = None,
    errors: Mapping[str, str] | None = None,
    names: Mapping[str, Literal["document", "step"]] | None = None,
) -> Callable[[Function], Function]:
    """Declare a function as an operation of the catalogue; the first sentence of its docstring says what it does."""

    def declare(function: Function) -> Function:
        does, what = first_paragraph(function), (inputs or {}, outputs or {}, key, errors or {}, names or {})
        function.declaration = Operation(does, *what)  # type: ignore[attr-defined]
        return function

    return declare


@cache
def catalogue() -> Mapping[str, Operation]:
    """Return every operation of the house by the name a service task calls it."""
    return {name: import_string(path).declaration for name, path in settings.OPERATIONS.items()}


def carry_out(name: str, *arguments: Any, **named: Any) -> Any:
    """Call an operation of the catalogue and return what it answers.

    Raises what it raises, of the flow's errors those that it declares; ErrorUndeclared for another, which no
    check before publishing has seen.
    """
    called = import_string(settings.OPERATIONS[name])
    try:
        return called(*arguments, **named)
    except OperationError as error:
        if error.code in called.declaration.errors:
            raise
        raise ErrorUndeclared(name, error.code) from error


def source(
    *, inputs: Mapping[str, str] | None = None, gives: Mapping[str, str] | None = None
) -> Callable[[Function], Function]:
    """Declare a function as a source of options or of answers for forms; its docstring's first paragraph says of what."""

    def declare(function: Function) -> Function:
        function.declaration = Source(first_paragraph(function), inputs or {}, gives or {})  # type: ignore[attr-defined]
        return function

    return declare


def register_check(
    *, inputs: Mapping[str, str] | None = None, is_public: bool = False
) -> Callable[[Function], Function]:
    """Declare a function as a check of a register; its docstring's first paragraph says what it looks for."""

    def declare(function: Function) -> Function:
        function.declaration = RegisterCheck(first_paragraph(function), inputs or {}, is_public)  # type: ignore[attr-defined]
        return function

    return declare


@cache
def register_checks() -> Mapping[str, RegisterCheck]:
    """Return every check of a register by the name a form calls it."""
    return {name: import_string(path).declaration for name, path in settings.REGISTER_CHECKS.items()}


@cache
def option_sources() -> Mapping[str, Source]:
    """Return every source of options by the name a form calls it."""
    return {name: import_string(path).declaration for name, path in settings.OPTION_SOURCES.items()}


@cache
def prefill_sources() -> Mapping[str, Source]:
    """Return every source of answers known beforehand by the name a form calls it."""
    return {name: import_string(path).declaration for name, path in settings.PREFILL_SOURCES.items()}


def first_paragraph(function: Callable[..., Any]) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())


def as_page() -> str:
    """Return docs/reference/catalogue.md."""
    lines = [
        "# Catalogue",
        "",
        "Generated by `manage.py procedure catalogue`; change the declarations, not this page.",
        "",
        "## Operations a service task may call",
        "",
        "A service task names one in `mc:operation`, hands inputs over in `<mc:input>` and keeps answers by `<mc:output>`",
        "([how](bpmn_extension.md)). A call that is repeated after a crash finds what the first one did, by its key.",
        "An operation that may end in an error of the flow lists its codes, for a boundary event at the task; one that lists",
        "none ends in none. Whatever else goes wrong is tried again and becomes an incident.",
    ]
    for name, declared in catalogue().items():
        lines += ["", f"### `{name}`", "", declared.does, "", "| | name | meaning |", "|---|---|---|"]
        lines += [f"| input | `{key}` | {meaning} |" for key, meaning in declared.inputs.items()]
        lines += [
            f"| output | `{key}` | {answer.meaning}: {', '.join(f'`{word}`' for word in answer.words)} |"
            for key, answer in declared.outputs.items()
        ]
        lines += [f"| error | `{code}` | {meaning} |" for code, meaning in declared.errors.items()]
        lines += [f"| same call | | {declared.key} |"]
    lines += [
        "",
        "## Options a form may ask for",
        "",
        "A field of type `choice` names one in `options_from`.",
        "",
    ]
    lines += ["| `options_from` | options | `options_with` |", "|---|---|---|"]
    for name, declared in option_sources().items():
        given = "; ".join(f"`{key}`: {meaning}" for key, meaning in declared.inputs.items())
        lines += [f"| `{name}` | {declared.does} | {given} |"]
    lines += ["", "## What a field may begin with", "", "A field names one in `prefill: {from, path}`.", ""]
    lines += ["| `from` | what it is | `path` | meaning |", "|---|---|---|---|"]
    for name, declared in prefill_sources().items():
        lines += [
            f"| `{name}` | {declared.does} | `{key}` | {means} |" for key, means in declared.gives.items()
        ]
    lines += ["", "## What a register is asked when an application is sent", ""]
    lines += [
        "A field or a column names one in `register_checks` ([how](forms.md#register-checks)). A hit is a warning for the"
    ]
    lines += ["officer; the applicant sees only hits of registers that everybody may read.", ""]
    lines += ["| `ask` | what it looks for | `with` | the applicant |", "|---|---|---|---|"]
    for name, declared in register_checks().items():
        given = "; ".join(f"`{key}`: {meaning}" for key, meaning in declared.inputs.items())
        seen = "sees a hit" if declared.is_public else "learns nothing"
        lines += [f"| `{name}` | {declared.does} | {given} | {seen} |"]
    lines += ["", "## Messages other systems send or take", ""]
    lines += [
        "A message event or task that no other step of the package answers names one of these; at a start event it"
    ]
    lines += ["[begins a dossier](procedure.md#begun-by-a-message).", ""]
    lines += ["| message | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in settings.FLOW_MESSAGES.items()]
    lines += [] if settings.FLOW_MESSAGES else ["| none yet | declared in `FLOW_MESSAGES` of the settings |"]
    return "\n".join(lines) + "\n"
