"""Why a run stands where it stands, told from its events alone: pure, no Django, no clock.

The events are replayed, as in `workflows.history`; ids come out the same each time, so the event
after which an open token first exists is the one that brought it there. From the token the way
is walked back through that event's trace to the node the event was about; each conditional flow
on it is a decision, told with what its condition read, in the values of that moment.

Limits: a name written in an inner scope hides the outer one, whatever scope the condition stands
in; an event of another core version is not explained. What may be shown of a value that came from
the case (`from_case`) is the face's question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workdays import Calendar
from workflows.core import AdvanceError, Trace, advance
from workflows.events import Event
from workflows.expressions import Expression, ExpressionFault, ExpressionTooCostly
from workflows.model import CallActivity, FlowDefinition, ParallelGateway, SequenceFlow
from workflows.state import State, Token

PASSED = frozenset({"completed", "triggered"})
STEPS = frozenset({"person", "operation", "event"})


@dataclass(frozen=True)
class Past:
    """One event as history keeps it: what happened at which node, on which facts, by whom, when."""

    event: Event
    node_id: str
    facts: Mapping[str, Any]
    at: datetime
    actor: Any = None


@dataclass(frozen=True)
class ValueRead:
    """A name, or a path into one, that a condition read, and its value then."""

    path: str
    value: Any
    from_case: bool


@dataclass(frozen=True)
class Decision:
    """A way taken at a node.

    conditions  the one that held; for the default flow, those that did not
    is_default  whether it was taken because no condition held
    """

    node_id: str
    flow_id: str
    conditions: tuple[str, ...]
    is_default: bool
    read: tuple[ValueRead, ...]


@dataclass(frozen=True)
class Explanation:
    """Why one token stands at its node.

    cause      the event that brought it there; its node_id is the step that ended, "" for the start
    decisions  in the order in which they were taken
    joined     parallel gateways passed, which had waited for all their branches
    """

    node_id: str
    cause: Past
    decisions: tuple[Decision, ...] = ()
    joined: tuple[str, ...] = ()


def explain(flow: FlowDefinition, history: Iterable[Past]) -> dict[str, Explanation]:
    """Return why each open step is open, by token id; nothing where the events cannot be replayed."""
    state, known = State(), {}
    for past in history:
        try:
            step = advance(flow, state, past.event, at=past.at, facts=past.facts, calendar=Calendar())
        except AdvanceError:
            return {}
        for token in step.state.tokens:
            if token.id not in known:
                known[token.id] = _explanation(flow, state, step.trace, past=past, token=token)
        state = step.state
    return {token.id: known[token.id] for token in state.tokens if token.waits in STEPS}


def _explanation(
    flow: FlowDefinition, before: State, trace: Sequence[Trace], *, past: Past, token: Token
) -> Explanation:
    way = _way_to(flow, trace, token, past.node_id)
    values = {**before.variables}
    for scope in before.scopes:
        values.update(scope.variables)
    decisions, joined = [], []
    for position, taken in way:
        context = dict(past.facts) | values
        for happened in trace[: position + 1]:
            context |= happened.changed
        if decision := _decision(flow, taken, context, past.facts):
            decisions.append(decision)
        source = flow.nodes[taken.source]
        if isinstance(source, ParallelGateway) and len(source.incoming) > 1:
            joined.append(source.id)
    return Explanation(token.node, past, tuple(decisions), tuple(joined))


def _way_to(
    flow: FlowDefinition, trace: Sequence[Trace], token: Token, begin: str
) -> list[tuple[int, SequenceFlow]]:
    """Return the flows from the node of the event to the token, each with where its source ended in the trace."""
    way: list[tuple[int, SequenceFlow]] = []
    node_id, via, position = token.node, token.via, len(trace)
    while node_id != begin or position == len(trace):
        incoming = [flow.flows[flow_id] for flow_id in ((via,) if via else flow.nodes[node_id].incoming)]
        by_source = {each.source: each for each in incoming}
        found = _latest(trace, by_source, PASSED, before=position)
        if found is not None:
            taken = by_source[trace[found].node]
            way.insert(0, (found, taken))
            node_id = taken.source
        else:
            owners = _owners(flow, flow.nodes[node_id].container)
            found = _latest(trace, owners, frozenset({"opened"}), before=position)
            if found is None:
                break
            node_id = trace[found].node
        via, position = "", found
    return way


def _latest(
    trace: Sequence[Trace], nodes: Iterable[str], happenings: frozenset[str], *, before: int
) -> int | None:
    """Return where in the trace one of these happenings was last seen at one of these nodes."""
    wanted = set(nodes)
    positions = range(before - 1, -1, -1)
    return next((n for n in positions if trace[n].node in wanted and trace[n].event in happenings), None)


def _owners(flow: FlowDefinition, container: str) -> set[str]:
    """Return the nodes that a container is the inside of: a sub-process, or the activities that call it."""
    calling = {n.id for n in flow.nodes.values() if isinstance(n, CallActivity) and n.called == container}
    return calling | ({container} & flow.nodes.keys())


def _decision(
    flow: FlowDefinition, taken: SequenceFlow, context: Mapping[str, Any], facts: Mapping[str, Any]
) -> Decision | None:
    """Return the choice that led along a flow; None where there was none."""
    source = flow.nodes[taken.source]
    is_default = source.default == taken.id
    if is_default:
        others = [flow.flows[flow_id] for flow_id in source.outgoing if flow_id != taken.id]
        asked = [other.condition for other in others if other.condition is not None]
    else:
        asked = [taken.condition] if taken.condition is not None else []
    if not asked:
        return None
    read = {each.path: each for condition in asked for each in values_read(condition, context, facts)}
    texts = tuple(condition.text.strip().removeprefix("=").strip() for condition in asked)
    return Decision(source.id, taken.id, texts, is_default, tuple(read.values()))


def values_read(
    condition: Expression, context: Mapping[str, Any], facts: Mapping[str, Any]
) -> list[ValueRead]:
    """Return what a condition reads: each name, or the paths into it where it is a context, with its value."""
    read = []
    for name in sorted(condition.names):
        words = r"\s+".join(re.escape(word) for word in name.split())
        paths = re.findall(rf"(?<![\w.]){words}(?:\s*\.\s*\w+)*", condition.text)
        for path in dict.fromkeys(re.sub(r"\s*\.\s*", ".", path) for path in paths):
            value = _value(path, context)
            if not isinstance(value, Mapping):
                from_case = name in facts and context.get(name) is facts.get(name)
                read.append(ValueRead(path, value, from_case))
    return read


def _value(path: str, context: Mapping[str, Any]) -> Any:
    try:
        return Expression(path).evaluate(context)
    except (ExpressionFault, ExpressionTooCostly):
        return None
