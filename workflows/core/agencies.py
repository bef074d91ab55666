"""Where a node sits: the agency its lane names, whose people work on it and whose calendar counts there.

A step's own agency goes before its lane's; an event at an activity's edge sits where the activity
sits; inside a sub-process a node without a lane sits where the sub-process sits.
"""

from typing import Any

from workflows.core.machine import Machine
from workflows.expressions import Expression
from workflows.model import AGENCY_WORDS, BoundaryEvent, FlowDefinition, Node, SubProcess, UserTask
from workflows.state import Token


def agency_of(machine: Machine, token: Token, node: Node) -> Any:
    """Return the word that a node's lane names, or the value of its expression; None where it has none."""
    named = named_agency(machine.flow, node)
    if named is None:
        return None
    text = named.text.strip()
    return text if text in AGENCY_WORDS else named.evaluate(machine.context(token.scope), machine.at)


def named_agency(flow: FlowDefinition, node: Node) -> Expression | None:
    """Return what says at which agency a node sits; None where nothing does."""
    if isinstance(node, BoundaryEvent):
        return named_agency(flow, flow.nodes[node.attached_to])
    if isinstance(node, UserTask) and node.agency is not None:
        return node.agency
    lane = flow.lanes.get(node.lane) if node.lane else None
    if lane is not None and lane.agency is not None:
        return lane.agency
    outer = flow.nodes.get(node.container)
    return named_agency(flow, outer) if isinstance(outer, SubProcess) else None
