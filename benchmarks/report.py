"""Results for people and programs: a table on the terminal, JSON, and the table of the documentation."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import Measure, Results, Row
from tests.services import ROOT

JSON_FILE = ROOT / "var" / "benchmarks.json"
DOCUMENT = ROOT / "docs" / "reference" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
BESIDE_LIMIT = "▲"


def as_json(measures: Iterable[Measure], results: Results, facts: Mapping[str, str], rounds: int) -> dict:
    """Return results with all that is needed to read them without the program."""
    return {
        "machine": dict(facts),
        "failures": results.failures,
        "measures": [
            {
                "name": measure.name,
                "rounds": rounds,
                "commit": facts.get("commit", ""),
                "title": measure.title,
                "units": dict(measure.units),
                "limits": dict(measure.limits),
                "rows": [
                    {"name": row.name, "quantities": {name: summary(row, name) for name in row.values}}
                    for row in results.rows.values()
                    if row.measure == measure.name
                ],
            }
            for measure in measures
        ],
    }


def summary(row: Row, quantity: str) -> dict[str, Any]:
    """Return one quantity of a row."""
    values = row.values[quantity]
    return {"median": row.median(quantity), "least": min(values), "most": max(values), "rounds": values}


def write_json(found: dict, file: Path = JSON_FILE) -> None:
    """Keep the results; measures that were not taken now stay as they were, under their own commit."""
    file.parent.mkdir(parents=True, exist_ok=True)
    taken = {measure["name"]: measure for measure in found["measures"] if measure["rows"]}
    before = json.loads(file.read_text(encoding="utf-8"))["measures"] if file.exists() else []
    known = {measure["name"]: measure for measure in before}
    merged = {**found, "measures": list((known | taken).values())}
    file.write_text(json.dumps(merged, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(measure: Mapping[str, Any]) -> list[list[str]]:
    """Return the cells of a measure's table, its heading first."""
    units = measure["units"]
    heading = [f"{name}, {unit}" if unit else name for name, unit in units.items()]
    rows = [
        [row["name"], *(cell(row["quantities"].get(name), measure["limits"].get(name)) for name in units)]
        for row in measure["rows"]
    ]
    return [["", *heading], *rows]


def cell(quantity: Mapping[str, Any] | None, limit: float | None) -> str:
    """Return median and, where rounds differ, least to most; what is over the limit is marked."""
    if quantity is None:
        return "–"
    middle, least, most = (figure(quantity[name]) for name in ("median", "least", "most"))
    mark = f" {BESIDE_LIMIT}" if limit is not None and quantity["median"] > limit else ""
    return f"{middle}{mark}" if least == most else f"{middle}{mark} ({least}–{most})"


def figure(value: float) -> str:
    """Return a number with as many digits as mean something."""
    if value == round(value) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


def for_terminal(found: Mapping[str, Any]) -> str:
    """Return every table in columns."""
    return "\n\n".join(
        "\n".join([measure["title"], *columns(table(measure))]) for measure in found["measures"]
    )


def columns(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return rows with their cells under each other."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def for_document(found: Mapping[str, Any]) -> str:
    """Return the machine and the tables in Markdown."""
    machine = " · ".join(f"{name} {value}" for name, value in found["machine"].items() if name != "commit")
    parts = [
        f"{machine}.\n\nMedians of the rounds, in brackets the least and the most; {BESIDE_LIMIT} is over its limit."
    ]
    return "\n\n".join([*parts, *map(section, found["measures"])])


def section(measure: Mapping[str, Any]) -> str:
    """Return one measure in Markdown."""
    heading, *rows = table(measure)
    lines = [markdown(heading), markdown(["---"] + ["---:"] * (len(heading) - 1)), *map(markdown, rows)]
    taken = f"`{measure['name']}`, {rounds_taken(measure)} rounds, commit {measure['commit']}"
    return "\n".join([f"### {measure['title']}", "", taken, "", *lines])


def rounds_taken(measure: Mapping[str, Any]) -> int:
    """Return how many rounds the fullest row has: an evening may end before all that were asked for."""
    quantities = (quantity for row in measure["rows"] for quantity in row["quantities"].values())
    return max((len(quantity["rounds"]) for quantity in quantities), default=0)


def markdown(cells: Iterable[str]) -> str:
    """Return one row of a table."""
    return f"| {' | '.join(cells)} |"


def write_document(found: Mapping[str, Any], file: Path = DOCUMENT) -> None:
    """Put the tables between the marks of the documentation. Raises ValueError where there are none."""
    before, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{file} has no place for the tables")
    file.write_text(f"{before}{BEGIN}\n\n{for_document(found)}\n\n{END}{after}", encoding="utf-8")
