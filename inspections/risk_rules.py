"""Reading a version of the risk rules: the table, the scenarios it must answer, the yearly cap; every fault at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal

from decisions.dmn import Definitions, DmnError, parse_dmn
from forms.errors import Fault
from forms.yaml_source import Source, read_yaml
from inspections.risk import LEVELS, PROPOSALS, RiskFacts, RulesUnanswered, assess

NOTHING_TO_NOTE = RiskFacts(months_since_check=18, clean_checks=1, last_score=Decimal(85))
"""What the scenarios' facts differ from."""
MOST_CAPACITY = 9_999


@dataclass(frozen=True)
class Scenario:
    """Facts and what the rules must answer to them."""

    name: str
    facts: RiskFacts
    points: int
    level: str
    proposal: str


@dataclass(frozen=True)
class RiskRules:
    """One version of the rules, read; `faults` tells everything wrong with its files at once.

    capacity  how many checks the agency means to do in a year; None in a version older than capacity.yaml
    """

    definitions: Definitions | None
    scenarios: Sequence[Scenario]
    faults: Sequence[Fault] = field(default=())
    capacity: int | None = None


def read_rules(files: Mapping[str, bytes]) -> RiskRules:
    """Return the rules of a version's files with all their faults, scenarios that do not hold among them.

    files  risk.dmn, scenarios.yaml, and capacity.yaml where the version has one
    """
    faults: list[Fault] = []
    missing = sorted({"risk.dmn", "scenarios.yaml"} - files.keys())
    if missing:
        return RiskRules(None, (), [Fault(name, 1, "the file is missing") for name in missing])
    scenarios = read_scenarios(files["scenarios.yaml"], faults)
    capacity = read_capacity(files["capacity.yaml"], faults) if "capacity.yaml" in files else None
    try:
        definitions = parse_dmn(files["risk.dmn"])
    except DmnError as error:
        return RiskRules(None, scenarios, [*faults, Fault("risk.dmn", 1, str(error))])
    faults += [Fault("risk.dmn", 1, f"{each.element}: {each.reason}") for each in definitions.faults]
    return RiskRules(definitions, scenarios, faults or [*broken(definitions, scenarios)], capacity)


def broken(definitions: Definitions, scenarios: Sequence[Scenario]) -> Iterable[Fault]:
    """Yield a fault for each scenario that the rules answer otherwise."""
    for each in scenarios:
        expected = (each.points, each.level, each.proposal)
        try:
            found = assess(definitions, each.facts, at=datetime.min)
        except RulesUnanswered as error:
            yield Fault("scenarios.yaml", 1, f"{each.name}: {error.reason}")
            continue
        if (found.points, found.level, found.proposal) != expected:
            answered = f"{found.points}, {found.level}, {found.proposal}"
            yield Fault("scenarios.yaml", 1, f"{each.name}: expected {expected}, the rules say {answered}")


def read_capacity(content: bytes, faults: list[Fault]) -> int | None:
    """Return how many checks a year a file says; what is wrong with it goes to `faults`."""
    source = read_file(content, "capacity.yaml", faults)
    if source is None:
        return None
    source.check_keys(frozenset({"format", "capacity"}), frozenset({"capacity"}))
    capacity = source.integer("capacity", least=0)
    if capacity is not None and capacity > MOST_CAPACITY:
        source.at("capacity").fault(f"'capacity' is at most {MOST_CAPACITY}")
    return capacity


def read_file(content: bytes, name: str, faults: list[Fault]) -> Source | None:
    """Return a file as YAML; None after noting why it cannot be read."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        faults.append(Fault(name, 1, "not UTF-8"))
        return None
    return read_yaml(text, name, faults)


def read_scenarios(content: bytes, faults: list[Fault]) -> list[Scenario]:
    """Return the scenarios of a file; what is wrong with them goes to `faults`."""
    source = read_file(content, "scenarios.yaml", faults)
    if source is None:
        return []
    source.check_keys(frozenset({"format", "scenarios"}), frozenset({"scenarios"}))
    scenarios = [read_scenario(each) for each in source.sequence("scenarios", required=True)]
    if not scenarios and not faults:
        source.fault("at least one scenario is needed")
    return scenarios


def read_scenario(source: Source) -> Scenario:
    """Return one scenario."""
    keys = frozenset({"name", "given", "expect"})
    source.check_keys(keys, keys)
    expect = source.at("expect")
    expect.check_keys(frozenset({"points", "level", "proposal"}), frozenset({"points", "level", "proposal"}))
    return Scenario(
        name=source.text("name"),
        facts=read_facts(source.at("given")),
        points=expect.integer("points", 0, least=0) or 0,
        level=expect.word("level", frozenset(LEVELS), "low"),
        proposal=expect.word("proposal", frozenset(PROPOSALS), "none"),
    )


def read_facts(source: Source) -> RiskFacts:
    """Return the facts of a scenario: what it gives over an institution with nothing to note."""
    facts = asdict(NOTHING_TO_NOTE)
    source.check_keys(frozenset(facts))
    for name in facts.keys() & source.items.keys():
        usual = getattr(RiskFacts(), name)
        if isinstance(usual, bool):
            facts[name] = source.flag(name)
        elif usual is None and source.at(name).node.tag.endswith(":null"):
            facts[name] = None
        else:
            facts[name] = source.decimal(name) if name == "last_score" else source.integer(name, 0, least=0)
    return RiskFacts(**facts)
