"""Where a run stands: tokens, scopes, what they wait for, and the routing variables.

A state is a frozen value; `advance` makes the next one. It stays small (≤ 16 kB as JSON, answers
live elsewhere and enter as facts) and carries its `format`, so that a stored state can be raised
to today's by the upcasters below.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from workflows.codec import decode, encode

FORMAT = 2
MAX_BYTES = 16_384

Waiting = Literal["", "person", "operation", "event", "join", "scope", "instances"]
ScopeKind = Literal["root", "sub", "call", "multi", "instance"]
ROOT = "s0"


class StateTooLarge(ValueError):
    """A state over the limit: variables hold what belongs into answers."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes, at most {MAX_BYTES}")
        self.size = size


class FormatUnknown(ValueError):
    """A stored state from a newer program."""


@dataclass(frozen=True)
class Token:
    """A token at a node, in a scope.

    waits  for what: a person, an operation, an event, a join's other tokens, an inner scope, instances
    via    the sequence flow it came by (joins count by it)
    """

    id: str
    node: str
    scope: str
    waits: Waiting = ""
    via: str = ""


@dataclass(frozen=True)
class Scope:
    """A running container or one instance of an activity.

    token  the token of the outer scope that waits for this one; empty for the root
    kind   "root", "sub" (sub-process), "call" (variables of its own, sees none of its parent's),
           "multi" (counts the instances of an activity), "instance" (one of them)
    """

    id: str
    container: str
    parent: str = ""
    token: str = ""
    kind: ScopeKind = "root"
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wait:
    """A timer or a message that may move a token. `node` is the event that will happen.

    since, length  of a timer in working time: from when it counts, and what; by them it can be counted again
                   when the calendar changes
    """

    id: str
    kind: Literal["timer", "message"]
    token: str
    node: str
    due_at: datetime | None = None
    name: str = ""
    key: str | None = None
    repeats: int | None = 0
    since: datetime | None = None
    length: Any = None


@dataclass(frozen=True)
class State:
    """The whole of a run's position. `ended` is empty while it is open."""

    format: int = FORMAT
    tokens: tuple[Token, ...] = ()
    scopes: tuple[Scope, ...] = ()
    waits: tuple[Wait, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    next_id: int = 1
    ended: str = ""
    error_code: str = ""

    def token(self, token_id: str) -> Token | None:
        """Return the token with this id, or None."""
        return next((token for token in self.tokens if token.id == token_id), None)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form. Raises StateTooLarge over 16 kB."""
        data = {
            "format": self.format,
            "tokens": [[t.id, t.node, t.scope, t.waits, t.via] for t in self.tokens],
            "scopes": [
                [s.id, s.container, s.parent, s.token, s.kind, encode(s.variables)] for s in self.scopes
            ],
            "waits": [_wait_row(wait) for wait in self.waits],
            "variables": encode(self.variables),
            "next_id": self.next_id,
            "ended": self.ended,
            "error_code": self.error_code,
        }
        size = len(json.dumps(data, ensure_ascii=False).encode())
        if size > MAX_BYTES:
            raise StateTooLarge(size)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "State":
        """Return the state of a JSON form of this or an older format. Raises FormatUnknown."""
        data = _raised(dict(data))
        return cls(
            tokens=tuple(Token(*row) for row in data["tokens"]),
            scopes=tuple(_scope(row) for row in data["scopes"]),
            waits=tuple(_wait(row) for row in data["waits"]),
            variables=decode(data["variables"]),
            next_id=data["next_id"],
            ended=data["ended"],
            error_code=data["error_code"],
        )


def _scope(row: Any) -> Scope:
    scope_id, container, parent, token, kind, variables = row
    return Scope(scope_id, container, parent, token, kind, decode(variables))


def _wait_row(wait: Wait) -> list[Any]:
    what = [wait.id, wait.kind, wait.token, wait.node, encode(wait.due_at), wait.name, wait.key, wait.repeats]
    return [*what, encode(wait.since), encode(wait.length)]


def _wait(row: Any) -> Wait:
    wait_id, kind, token, node, due_at, name, key, repeats, since, length = row
    return Wait(wait_id, kind, token, node, decode(due_at), name, key, repeats, decode(since), decode(length))


def _without_beginnings(data: dict[str, Any]) -> dict[str, Any]:
    """Format 1 did not say from when a timer in working time counts: such a timer keeps its moment."""
    return {**data, "format": 2, "waits": [[*row, None, None] for row in data["waits"]]}


UPCASTERS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _without_beginnings}
"""From each older format to the next; a function a change of format."""


def _raised(data: dict[str, Any]) -> dict[str, Any]:
    while data["format"] != FORMAT:
        upcast = UPCASTERS.get(data["format"])
        if upcast is None:
            raise FormatUnknown(f"format {data['format']}, this program writes {FORMAT}")
        data = upcast(data)
    return data
