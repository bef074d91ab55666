"""The working copy of one state while one event moves its tokens.

Everything that changes goes through here: tokens are produced and consumed, scopes opened and
closed, waits armed and stopped, variables read and written. What each kind of node does with them
is in the modules beside this one. A token that can move stands in `queue`; when the queue is
empty the run has come to rest. When the last token of a scope is consumed the scope stands in
`emptied` until it is finished.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from workdays import Calendar
from workflows.core.errors import FlowStuck
from workflows.effects import (
    AbandonOperation,
    CloseReason,
    CloseWorkItem,
    Effect,
    MoveTimer,
    RunEnd,
    RunEnded,
    SetStatus,
    StartTimer,
    StopTimer,
    Subscribe,
    Unsubscribe,
)
from workflows.model import FlowDefinition, Node, UserTask
from workflows.state import ROOT, Scope, ScopeKind, State, Token, Wait, Waiting

MAX_MOVES = 10_000
WRITTEN = "$written"
"""Variable of a called process without mapping: the names it has written itself, which it gives back."""

Calendars = Calendar | Callable[[Any], Calendar]
"""One calendar for all, or what gives the one of an agency, as lanes name it; None is who names none."""

Happening = Literal["opened", "completed", "cancelled", "triggered", "failed"]


@dataclass(frozen=True)
class Trace:
    """One thing that happened at one node; `changed` are the variables written there."""

    scope: str
    node: str
    kind: str
    event: Happening
    changed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Counted:
    """The moment a timer was counted to; in working time also from when, and what was counted."""

    due_at: datetime
    since: datetime | None = None
    length: Any = None


@dataclass(frozen=True)
class Steering:
    """What a simulation may decide in the place of data and people; production gives none.

    choices  for a gateway or task, the outgoing flows to take whatever the conditions say
    held     nodes that would pass at once but wait for a Completed
    """

    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


class Machine:
    """A state being changed. Ids are given in order, so that a replay gives the same ones."""

    def __init__(
        self,
        flow: FlowDefinition,
        state: State,
        *,
        at: datetime,
        facts: Mapping[str, Any],
        calendar: Calendars | None,
        steering: Steering,
    ) -> None:
        self.flow, self.at, self.facts = flow, at, facts
        self.calendar, self.steering = calendar, steering
        self.tokens = {token.id: token for token in state.tokens}
        self.scopes = {scope.id: scope for scope in state.scopes}
        self.waits = {wait.id: wait for wait in state.waits}
        self.variables = dict(state.variables)
        self.next_id, self.ended, self.error_code = state.next_id, state.ended, state.error_code
        self.population: dict[str, int] = {}
        for token in state.tokens:
            self.population[token.scope] = self.population.get(token.scope, 0) + 1
        self.queue: deque[str] = deque()
        self.emptied: deque[str] = deque()
        self.effects: list[Effect] = []
        self.trace: list[Trace] = []
        self.changed: dict[str, Any] = {}
        self.moves = 0

    def result(self) -> State:
        """Return the state as it stands now."""
        return State(
            tokens=tuple(self.tokens.values()),
            scopes=tuple(self.scopes.values()),
            waits=tuple(self.waits.values()),
            variables=self.variables,
            next_id=self.next_id,
            ended=self.ended,
            error_code=self.error_code,
        )

    # tokens

    def new_id(self, letter: str) -> str:
        self.next_id += 1
        return f"{letter}{self.next_id - 1}"

    def produce(self, node_id: str, scope_id: str, via: str = "") -> Token:
        """Put a new token before a node, ready to move."""
        token = Token(self.new_id("t"), node_id, scope_id, via=via)
        self.tokens[token.id] = token
        self.population[scope_id] = self.population.get(scope_id, 0) + 1
        self.queue.append(token.id)
        return token

    def place(self, node_id: str, scope_id: str) -> Token:
        """Put a new token at a node whose event has just happened; the caller moves it on."""
        token = self.produce(node_id, scope_id)
        self.queue.pop()
        return token

    def consume(self, token: Token) -> None:
        """Take a token away; its scope may have become empty."""
        del self.tokens[token.id]
        self.population[token.scope] -= 1
        if not self.population[token.scope]:
            self.emptied.append(token.scope)

    def wait(self, token: Token, reason: Waiting) -> Token:
        """Let a token stand where it is, waiting for something."""
        waiting = replace(token, waits=reason)
        self.tokens[token.id] = waiting
        return waiting

    def next_move(self) -> Token | None:
        """Return the next token that can move, or None at rest. Raises FlowStuck in an endless loop."""
        while self.queue:
            token = self.tokens.get(self.queue.popleft())
            if token is None:
                continue
            self.moves += 1
            if self.moves > MAX_MOVES:
                raise FlowStuck(token.node, "too_many_moves")
            return token
        return None

    def calendar_at(self, agency: Any) -> Calendar | None:
        """Return the calendar of what a lane names."""
        return self.calendar(agency) if callable(self.calendar) else self.calendar

    def node(self, token: Token) -> Node:
        return self.flow.nodes[token.node]

    def tokens_in(self, scope_id: str) -> Iterator[Token]:
        return (token for token in self.tokens.values() if token.scope == scope_id)

    # scopes and variables

    def open_scope(
        self, kind: ScopeKind, container: str, token: Token, variables: Mapping[str, Any]
    ) -> Scope:
        """Open a scope below the one the token is in."""
        scope = Scope(self.new_id("s"), container, token.scope, token.id, kind, variables)
        self.scopes[scope.id] = scope
        return scope

    def context(self, scope_id: str) -> dict[str, Any]:
        """Return what an expression in this scope may read: facts, then variables, the inner hiding the outer."""
        layers: list[Mapping[str, Any]] = []
        scope = self.scopes[scope_id]
        while scope.kind not in ("root", "call"):
            layers.append(scope.variables)
            scope = self.scopes[scope.parent]
        layers.append(self.variables if scope.kind == "root" else scope.variables)
        context = dict(self.facts)
        for layer in reversed(layers):
            context.update(layer)
        return context

    def write(self, scope_id: str, values: Mapping[str, Any]) -> None:
        """Write each variable where it is declared: the nearest scope that has it, else the process's own."""
        for name, value in values.items():
            scope = self.scopes[scope_id]
            while scope.kind not in ("root", "call") and name not in scope.variables:
                scope = self.scopes[scope.parent]
            self.set(scope, name, value)
        self.changed.update(values)

    def set(self, scope: Scope, name: str, value: Any) -> None:
        """Write one variable in exactly this scope."""
        if scope.kind == "root":
            self.variables[name] = value
        else:
            written = scope.variables.get(WRITTEN)
            noted = {} if written is None or name in written else {WRITTEN: [*written, name]}
            self.scopes[scope.id] = replace(scope, variables={**scope.variables, name: value, **noted})

    # waits

    def arm_timer(self, token: Token, node_id: str, counted: Counted | None, repeats: int | None) -> None:
        """Let a timer run for an event of this token; `repeats` more firings follow the first. None: it never fires."""
        wait = Wait(self.new_id("w"), "timer", token.id, node_id, repeats=repeats)
        self.waits[wait.id] = wait
        if counted is not None:
            self.count_timer(wait, counted)

    def count_timer(self, wait: Wait, counted: Counted) -> None:
        """Let a timer run until the moment that was counted."""
        self.waits[wait.id] = replace(wait, due_at=counted.due_at, since=counted.since, length=counted.length)
        self.effects.append(StartTimer(wait.id, wait.token, wait.node, counted.due_at))

    def move_timer(self, wait: Wait, due_at: datetime) -> None:
        """Let an open timer run until another moment."""
        self.waits[wait.id] = replace(wait, due_at=due_at)
        self.effects.append(MoveTimer(wait.id, due_at))

    def subscribe(self, token: Token, node_id: str, name: str, key: str | None) -> None:
        """Let an event of this token wait for a message."""
        wait = Wait(self.new_id("w"), "message", token.id, node_id, name=name, key=key)
        self.waits[wait.id] = wait
        self.effects.append(Subscribe(wait.id, token.id, node_id, name, key))

    def stop_waits(self, token: Token, spent: str = "") -> None:
        """Stop everything the token waits for; `spent` is the wait that has just happened."""
        for wait in [wait for wait in self.waits.values() if wait.token == token.id]:
            del self.waits[wait.id]
            if wait.id != spent:
                self.effects.append(StopTimer(wait.id) if wait.kind == "timer" else Unsubscribe(wait.id))

    # closing

    def cancel(self, token: Token, reason: CloseReason) -> None:
        """Destroy a token with everything inside its activity."""
        for inner in [scope for scope in self.scopes.values() if scope.token == token.id]:
            self.cancel_scope(inner.id, reason)
            self.scopes.pop(inner.id, None)
        self.stop_waits(token)
        node = self.node(token)
        if token.waits == "person" and isinstance(node, UserTask):
            self.effects.append(CloseWorkItem(token.id, reason))
        elif token.waits == "operation":
            self.effects.append(AbandonOperation(token.id))
        self.note(token, "cancelled")
        del self.tokens[token.id]
        self.population[token.scope] -= 1

    def cancel_scope(self, scope_id: str, reason: CloseReason) -> None:
        """Destroy every token of a scope; the scope itself stays for its owner to finish."""
        for token in list(self.tokens_in(scope_id)):
            if token.id in self.tokens:
                self.cancel(token, reason)

    def end_run(self, kind: RunEnd, error_code: str = "") -> None:
        """Close the run."""
        for token in list(self.tokens_in(ROOT)):
            self.cancel(
                token, "cancelled" if kind == "cancelled" else "error" if kind == "error" else "terminated"
            )
        self.scopes = {}
        self.queue.clear()
        self.emptied.clear()
        self.ended, self.error_code = kind, error_code
        self.effects.append(RunEnded(kind, error_code))

    # telling

    def note(self, token: Token, event: Happening) -> None:
        """Write down what happened at a token's node."""
        self.trace.append(Trace(token.scope, token.node, self.node(token).kind, event, self.changed))
        self.changed = {}

    def status(self, code: str) -> None:
        if code:
            self.effects.append(SetStatus(code))
