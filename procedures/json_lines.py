"""What happens in a simulation as the JSON lines of `bpmn run` and `procedure simulate`."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from workflows.simulate import Line, Outcome


def line_as_json(line: Line) -> dict[str, Any]:
    """Return one thing that happened."""
    return {
        "at": line.at.isoformat(),
        "scope": line.scope,
        "node": line.node,
        "kind": line.kind,
        "event": line.event,
        "variables": plain(line.variables),
    }


def end_as_json(outcome: Outcome) -> dict[str, Any]:
    """Return how it ended."""
    return {
        "end": outcome.end,
        "open": list(outcome.open),
        "variables": plain(outcome.variables),
        "error": outcome.error,
    }


def plain(value: Any) -> Any:
    """A value as JSON shows it: whole numbers whole, moments and durations as ISO 8601 texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():g}S"
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
