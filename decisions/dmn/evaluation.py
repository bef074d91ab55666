"""Evaluating a decision: first what it requires, each thing once (DMN 1.5 clause 10.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from decisions.dmn.errors import DmnError
from decisions.dmn.model import (
    Decision,
    DecisionService,
    Definitions,
    Element,
    InputData,
    KnowledgeModel,
    Requirement,
)
from decisions.feel import nodes
from decisions.feel.budget import Limits
from decisions.feel.code_calls import bind
from decisions.feel.errors import Undefined
from decisions.feel.expression import DEFAULT_LIMITS, Result, frame_over, guarded, new_run
from decisions.feel.run import Frame, Run
from decisions.feel.types import coerce, type_name
from decisions.feel.values import Function, to_python


def evaluate_decision(
    definitions: Definitions,
    name: str,
    inputs: Mapping[str, object],
    *,
    now: datetime | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Result:
    """Return the value of a decision by name, or of a service or knowledge model called with the inputs.

    inputs  values by the name of the input data; a decision's name given here replaces the decision

    Raises DmnError for an unknown name and BudgetExceeded; every other fault is null and a warning.
    """
    run = new_run(now, limits)
    element = definitions.named(name)

    def code(frame: Frame) -> object:
        values = {key: run.given(value) for key, value in inputs.items()}
        found = Evaluation(run, values).value_of(definitions, element)
        if isinstance(element, (DecisionService, KnowledgeModel)) and isinstance(found, Function):
            found = _called(found, values, run)
        return to_python(found, run.budget)

    return Result(guarded(code, frame_over({}, run)), tuple(run.warnings))


def _called(function: Function, values: Mapping[str, object], run: Run) -> object:
    try:
        return function.call([], values) if values else function.call([], {})
    except Undefined as reason:
        run.warn(reason)
        return None


class Evaluation:
    """Values of one model's elements under one set of inputs."""

    def __init__(self, run: Run, inputs: Mapping[str, object]) -> None:
        self._run = run
        self._inputs = inputs
        self._found: dict[int, object] = {}
        self._open: set[int] = set()
        self._imported: dict[str, Evaluation] = {}

    def value_of(self, home: Definitions, element: Element) -> object:
        """Return the value of an element: of a knowledge model or service, a function."""
        key = id(element)
        if key not in self._found:
            if key in self._open:
                self._run.warn(f"“{element.name}” requires itself")
                return None
            self._open.add(key)
            try:
                self._found[key] = self._made(home, element)
            finally:
                self._open.discard(key)
        return self._found[key]

    def frame(self, home: Definitions, requires: tuple[Requirement, ...]) -> Frame:
        """Return the scope that holds what is required, and nothing else."""
        names: dict[str, object] = {}
        for requirement in requires:
            try:
                owner, element = home.resolve(requirement)
            except DmnError as error:
                self._run.warn(error)
                continue
            alias = home.imports[requirement.namespace].name if requirement.namespace else ""
            value = self._within(alias).value_of(owner, element)
            if not alias:
                names[element.name] = value
                continue
            imported = names.setdefault(alias, {})
            if isinstance(imported, dict):
                imported[element.name] = value
        outer = frame_over({}, self._run)
        return Frame(names, self._run, outer)

    def _within(self, alias: str) -> Evaluation:
        """Return the evaluation of a model imported under a name; its inputs may stand under that name."""
        if not alias:
            return self
        if alias not in self._imported:
            given = self._inputs.get(alias)
            self._imported[alias] = Evaluation(self._run, given if isinstance(given, dict) else self._inputs)
        return self._imported[alias]

    def _made(self, home: Definitions, element: Element) -> object:
        if isinstance(element, InputData):
            return self._fitted(self._inputs.get(element.name), element)
        if isinstance(element, Decision):
            if element.name in self._inputs:
                return self._fitted(self._inputs[element.name], element)
            if element.code is None:
                self._run.warn(f"the decision “{element.name}” has no logic")
                return None
            self._run.budget.spend()
            return self._fitted(element.code(self.frame(home, element.requires)), element)
        if isinstance(element, KnowledgeModel):
            return self._knowledge(home, element)
        return self._service(home, element)

    def _fitted(self, value: object, element: Element) -> object:
        fits, fitted = coerce(value, element.type)
        if not fits:
            self._run.warn(f"“{element.name}” is {type_name(value)} and does not fit its type")
        return fitted

    def _knowledge(self, home: Definitions, model: KnowledgeModel) -> Function:
        def call(positional: list[object], named: Mapping[str, object]) -> object:
            frame = self.frame(home, model.requires)
            frame.names[model.name] = function
            inner = model.code(frame)
            if not isinstance(inner, Function):
                raise Undefined(f"“{model.name}” is not a function")
            return self._fitted(inner.call(positional, named), model)

        function = Function(model.name, len(model.function.parameters), call)
        return function

    def _service(self, home: Definitions, service: DecisionService) -> Function:
        targets = [home.resolve(each)[1] for each in service.parameters]
        parameters = tuple(nodes.Parameter(each.name, each.type) for each in targets)

        def call(positional: list[object], named: Mapping[str, object]) -> object:
            inputs = bind(parameters, positional, named)
            inside = Evaluation(self._run, inputs)
            self._run.budget.enter()
            try:
                results = {}
                for output in service.outputs:
                    owner, element = home.resolve(output)
                    results[element.name] = inside.value_of(owner, element)
            finally:
                self._run.budget.leave()
            value: object = next(iter(results.values())) if len(results) == 1 else results
            return self._fitted(value, service)

        return Function(service.name, len(parameters), call)
