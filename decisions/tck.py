"""Running the DMN Technology Compatibility Kit: a folder of models with their expected results.

Each test file names its model, gives inputs and says what each decision has to be. Numbers count as equal
within a hundred-millionth, since the kit writes some of them as binary fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from decisions.dmn import Definitions, DmnError, evaluate_decision, parse_dmn
from decisions.dmn.xml import Element, attribute, child, children, instance_attribute, read_xml
from decisions.feel import FeelError
from decisions.feel.budget import Budget, Limits
from decisions.feel.comparison import equal
from decisions.feel.literals import read_date, read_date_time, read_duration, read_time
from decisions.feel.values import DECIMAL, from_python
from decisions.feel.writing import write_value

TOLERANCE = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one node of a case came out as."""

    node: str
    passed: bool
    expected: str
    actual: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test case: it passes when each of its answers does."""

    file: str
    case: str
    answers: tuple[Answer, ...]

    @property
    def passed(self) -> bool:
        """Whether every node came out as expected."""
        return all(answer.passed for answer in self.answers)


def run_folder(folder: Path, *, now: datetime) -> Iterator[Outcome]:
    """Run every test file under a folder, in order of name."""
    for file in sorted(folder.rglob("*.xml")):
        yield from run_file(file, now=now)


def run_file(file: Path, *, now: datetime) -> Iterator[Outcome]:
    """Run one test file; a file that is not of the kit yields nothing."""
    root = read_xml(file.read_bytes())
    if str(root.tag).rpartition("}")[2] != "testCases":
        return
    model = file.parent / (getattr(child(root, "modelName"), "text", None) or "")
    try:
        definitions: Definitions | DmnError = _load(model)
    except (DmnError, OSError) as error:
        definitions = error if isinstance(error, DmnError) else DmnError(str(error))
    for case in children(root, "testCase"):
        inputs = {attribute(each, "name"): _value(each) for each in children(case, "inputNode")}
        results = children(case, "resultNode")
        answers = tuple(_answer(case, result, definitions, inputs, now) for result in results)
        yield Outcome(file.name, attribute(case, "id"), answers)


def _load(path: Path, loading: frozenset[Path] = frozenset()) -> Definitions:
    if path in loading:
        raise DmnError(f"{path.name} imports itself")
    root = read_xml(path.read_bytes())
    wanted = {attribute(each, "namespace") for each in children(root, "import")}
    imported: dict[str, Definitions] = {}
    for other in sorted(path.parent.glob("*.dmn")) if wanted else []:
        if other != path and attribute(read_xml(other.read_bytes()), "namespace") in wanted:
            definitions = _load(other, loading | {path})
            imported[definitions.namespace] = definitions
    return parse_dmn(path.read_bytes(), imported)


def _answer(
    case: Element,
    result: Element,
    definitions: Definitions | DmnError,
    inputs: Mapping[str, object],
    now: datetime,
) -> Answer:
    node = attribute(result, "name")
    expected_node = child(result, "expected")
    expected = None if expected_node is None else _value(expected_node)
    warnings: tuple[str, ...] = ()
    try:
        if isinstance(definitions, DmnError):
            raise definitions
        asked = attribute(case, "invocableName") or node
        found = evaluate_decision(definitions, asked, inputs, now=now)
        actual, warnings = from_python(found.value), found.warnings
        if asked != node and isinstance(actual, dict) and node in actual:
            actual = actual[node]
        passed, shown = _alike(expected, actual), _shown(actual)
    except FeelError as error:
        passed, shown = False, f"{type(error).__name__}: {error}"
    return Answer(node, passed, _shown(expected), shown, warnings)


def _value(element: Element) -> object:
    items = child(element, "list")
    if items is not None:
        return [_value(each) for each in children(items, "item")]
    components = list(children(element, "component"))
    if components:
        return {attribute(each, "name"): _value(each) for each in components}
    value = child(element, "value")
    if value is None or instance_attribute(value, "nil") == "true":
        return None
    return _typed(value.text or "", instance_attribute(value, "type").rpartition(":")[2])


def _typed(text: str, kind: str) -> object:
    plain = text.strip()
    if kind in ("decimal", "double", "integer", "int", "long", "float"):
        return DECIMAL.create_decimal(plain)
    if kind == "boolean":
        return plain in ("true", "1")
    if kind == "date":
        return read_date(plain)
    if kind == "time":
        return read_time(plain)
    if kind == "dateTime":
        return read_date_time(plain)
    return read_duration(plain) if kind == "duration" else text


def _alike(expected: object, actual: object) -> bool:
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) <= TOLERANCE
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(_alike, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(
            _alike(expected[key], actual[key]) for key in expected
        )
    return equal(expected, actual, Budget(Limits())) is True


def _shown(value: object) -> str:
    return write_value(value, Budget(Limits()), inside=True)
