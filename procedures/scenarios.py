"""Scenarios of a package: cases its author says, in steps, with what must come out of them.

`scenarios.yaml` is a list of {name, title, at?, answers?, message?, values?, steps, expect}; here it is read, every fault with its
line. `rehearsal` takes the scenarios through the flow. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from procedures import yaml_lines
from procedures.errors import Fault
from procedures.yaml_values import Reader, Text, Wrong, one_of, text
from workdays import VIETNAM

SCENARIOS = "scenarios.yaml"
BEGINNING = datetime(2026, 7, 1, 1, tzinfo=UTC)
ENDS = ("completed", "waiting", "withdrawn", "error")
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Step:
    """One thing that happens: a node ends, with an outcome and answers, or at a moment.

    withdraw  the applicant's reason where the applicant takes the dossier back instead
    """

    node: str
    outcome: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    at: datetime | None = None
    line: int = 1
    withdraw: str = ""


@dataclass(frozen=True)
class Expectation:
    """What must come out: how the run stands, the legal status, and nodes passed in this order."""

    end: str
    status: str
    trace: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True)
class Scenario:
    """One case from its beginning, at a moment with the application's answers, to what is expected of it.

    message, values  what begins it, and what the flow begins with, where a message does
    """

    name: str
    title: Text
    steps: tuple[Step, ...]
    expect: Expectation
    answers: Mapping[str, Any] = field(default_factory=dict)
    at: datetime = BEGINNING
    line: int = 1
    message: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def read_scenarios(content: bytes, *, file: str = SCENARIOS) -> tuple[tuple[Scenario, ...], list[Fault]]:
    """Return the scenarios of a file and every fault found in it."""
    try:
        data, lines = yaml_lines.load(content)
    except yaml_lines.YamlFault as fault:
        return (), [Fault(file, fault.line, fault.message)]
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        return (), [Fault(file, 1, "tệp phải là danh sách kịch bản")]
    wrongs: list[Wrong] = []
    scenarios = [scenario_from(item, f".{place}", lines, wrongs) for place, item in enumerate(data)]
    wrongs += [Wrong(f".{place}", f"tên kịch bản {name!r} dùng hai lần") for place, name in twice(data)]
    if wrongs:
        return (), [Fault(file, line_of(wrong.key, lines), in_words(wrong)) for wrong in wrongs]
    return tuple(scenarios), []


def scenario_from(
    item: Mapping[str, Any], place: str, lines: Mapping[str, int], wrongs: list[Wrong]
) -> Scenario:
    """Read one scenario, noting its faults."""
    reader = Reader(item, wrongs, f"{place}.")
    name, title = reader.take("name", str), reader.take("title", text)
    answers, at = reader.take("answers", values, NOTHING), reader.take("at", moment, BEGINNING)
    message, brought = reader.take("message", str, ""), reader.take("values", values, NOTHING)
    steps = reader.take("steps", list_of_maps)
    expected = reader.take("expect", dict)
    reader.close()
    return Scenario(
        name or "",
        title or Text(""),
        tuple(
            step_from(each, f"{place}.steps.{number}", lines, wrongs)
            for number, each in enumerate(steps or ())
        ),
        expectation_from(expected or {}, f"{place}.expect", lines, wrongs)
        if expected
        else Expectation("", ""),
        answers or {},
        at or BEGINNING,
        line_of(place, lines),
        message or "",
        brought or {},
    )


def step_from(item: Mapping[str, Any], place: str, lines: Mapping[str, int], wrongs: list[Wrong]) -> Step:
    """Read one step, noting its faults."""
    reader = Reader(item, wrongs, f"{place}.")
    node = reader.take("node", str, "") if "withdraw" in item else reader.take("node", str)
    step = Step(
        node or "",
        reader.take("outcome", str, ""),
        reader.take("answers", values, NOTHING) or {},
        reader.take("reason", str, ""),
        reader.take("at", moment, None),
        line_of(place, lines),
        reader.take("withdraw", str, "") or "",
    )
    reader.close()
    return step


def expectation_from(
    item: Mapping[str, Any], place: str, lines: Mapping[str, int], wrongs: list[Wrong]
) -> Expectation:
    """Read what is expected, noting its faults."""
    reader = Reader(item, wrongs, f"{place}.")
    expected = Expectation(
        reader.take("end", one_of(*ENDS)) or "",
        reader.take("status", str) or "",
        reader.take("trace", lambda nodes: tuple(map(str, nodes)), ()) or (),
        line_of(place, lines),
    )
    reader.close()
    return expected


def in_words(wrong: Wrong) -> str:
    """Return a fault with the key it is about, unless it is about an entry as a whole."""
    key = wrong.key.rpartition(".")[2]
    return wrong.message if key.isdigit() else f"{key}: {wrong.message}"


def line_of(key: str, lines: Mapping[str, int]) -> int:
    """Return the line of a key, or of what it would stand in."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 1)


def twice(data: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The places and names of scenarios named like an earlier one."""
    names = [item.get("name") for item in data]
    return ((place, str(name)) for place, name in enumerate(names) if name in names[:place])


def list_of_maps(value: Any) -> list[Mapping[str, Any]]:
    """Read a list of maps."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Wrong("", "cần một danh sách {khóa: giá trị}")
    return value


def values(value: Any) -> dict[str, Any]:
    """Read answers; numbers are exact."""
    return {str(key): exact(inner) for key, inner in dict(value).items()}


def exact(value: Any) -> Any:
    """Return a value with its numbers as decimals."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, list):
        return [exact(inner) for inner in value]
    return values(value) if isinstance(value, dict) else value


def moment(value: Any) -> datetime:
    """Read a moment; without a zone it is local."""
    found = datetime.fromisoformat(str(value))
    return (found if found.tzinfo else found.replace(tzinfo=VIETNAM)).astimezone(UTC)
