"""What activities do when a token comes in, and how they end (BPMN 2.0.2 clause 13.3).

An activity first arms its boundary events. One that is to be carried out several times is in
`instances`.
"""

from collections.abc import Mapping
from typing import Any

from workflows.core.agencies import agency_of
from workflows.core.instances import begin_instances
from workflows.core.machine import WRITTEN, Machine
from workflows.core.timing import arm
from workflows.effects import CallOperation, OpenWorkItem, SendMessage
from workflows.model import (
    Activity,
    Assignment,
    BoundaryEvent,
    CallActivity,
    FlowDefinition,
    Message,
    Node,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    UserTask,
)
from workflows.state import Scope, Token


def enter_activity(machine: Machine, token: Token, node: Activity) -> bool:
    """Begin an activity. Return whether it is over at once."""
    if not is_instance(machine, token):
        arm_boundaries(machine, token, node)
        if node.multi is not None:
            return begin_instances(machine, token, node)
    return begin(machine, token, node)


def is_instance(machine: Machine, token: Token) -> bool:
    """Whether this token is one instance of a multi-instance activity."""
    return machine.scopes[token.scope].kind == "instance"


def begin(machine: Machine, token: Token, node: Activity) -> bool:
    """Carry out one instance, as far as this goes without waiting. Return whether it is over."""
    if node.id in machine.steering.held and not isinstance(node, UserTask | SubProcess | CallActivity):
        machine.wait(token, "person")
        return False
    match node:
        case UserTask():
            open_work_item(machine, token, node)
        case ServiceTask():
            call_operation(machine, token, node)
        case ReceiveTask():
            begin_receiving(machine, token, node)
        case SubProcess():
            begin_container(
                machine, machine.wait(token, "scope"), machine.open_scope("sub", node.id, token, {})
            )
        case CallActivity():
            begin_call(machine, token, node)
        case _:
            return carry_out(machine, token, node)
    return False


def carry_out(machine: Machine, token: Token, node: Activity) -> bool:
    """Do what a passing task does: run its script, send its message, or nothing. Return True."""
    if isinstance(node, ScriptTask) and node.script is not None:
        value = node.script.evaluate(machine.context(token.scope), machine.at)
        if node.result:
            machine.write(token.scope, {node.result: value})
        elif isinstance(value, Mapping):
            machine.write(token.scope, value)
    elif isinstance(node, SendTask) and node.message is not None:
        send(machine, token, node.message, node.inputs)
    return True


def open_work_item(machine: Machine, token: Token, node: UserTask) -> None:
    """Let a person be asked: one of an office, or whom the step names."""
    machine.wait(token, "person")
    named = node.holder.evaluate(machine.context(token.scope), machine.at) if node.holder else None
    machine.effects.append(
        OpenWorkItem(
            token.id,
            node.id,
            role=node.role,
            agency=agency_of(machine, token, node),
            form=node.form,
            budget_hours=node.budget_hours,
            document=node.document,
            four_eyes=node.four_eyes,
            outcomes=node.outcomes,
            holder=named,
        )
    )


def call_operation(machine: Machine, token: Token, node: ServiceTask) -> None:
    """Ask for the operation; its answer comes as an event."""
    machine.wait(token, "operation")
    inputs = mapped(machine, token.scope, node.inputs)
    machine.effects.append(CallOperation(token.id, node.id, node.operation, inputs))


def begin_receiving(machine: Machine, token: Token, node: ReceiveTask) -> None:
    """Wait for the task's message."""
    machine.wait(token, "event")
    if node.message is not None:
        subscribe(machine, token, node.id, node.message)


def begin_call(machine: Machine, token: Token, node: CallActivity) -> None:
    """Run the called process with the mapped variables alone; without a mapping, with a copy of all."""
    outer = machine.context(token.scope)
    inner = {item.name: item.value.evaluate(outer, machine.at) for item in node.inputs}
    if not node.inputs:
        inner = {name: value for name, value in outer.items() if name not in machine.facts}
        inner[WRITTEN] = []
    scope = machine.open_scope("call", node.called, machine.wait(token, "scope"), inner)
    begin_container(machine, token, scope)


def begin_container(machine: Machine, token: Token, scope: Scope) -> None:
    """Put a token at the beginning of a container; an empty one is over at once."""
    starts = beginnings(machine.flow, scope.container)
    for node in starts:
        machine.produce(node.id, scope.id)
    if not starts:
        machine.population[scope.id] = 0
        machine.emptied.append(scope.id)


def beginnings(flow: FlowDefinition, container: str) -> list[Node]:
    """Return the none start event, or the nodes nothing leads to (implicit start, clause 13.2)."""
    nodes = flow.contents.get(container, ())
    starts: list[Node] = [node for node in nodes if isinstance(node, StartEvent) and node.message is None]
    if starts or any(isinstance(node, StartEvent) for node in nodes):
        return starts[:1]
    return [node for node in nodes if not node.incoming and not isinstance(node, BoundaryEvent)]


def arm_boundaries(machine: Machine, token: Token, node: Activity) -> None:
    """Let the timers and messages at the activity's edge wait."""
    for boundary in machine.flow.boundaries.get(node.id, ()):
        if boundary.timer is not None:
            arm(machine, token, boundary.id, boundary.timer)
        elif boundary.message is not None:
            subscribe(machine, token, boundary.id, boundary.message)


def subscribe(machine: Machine, token: Token, node_id: str, message: Message) -> None:
    """Wait for a message, with its key as text."""
    machine.subscribe(token, node_id, message.name, key_of(machine, token, message))


def key_of(machine: Machine, token: Token, message: Message) -> str | None:
    value = message.key.evaluate(machine.context(token.scope), machine.at) if message.key else None
    return None if value is None else str(value)


def send(machine: Machine, token: Token, message: Message, inputs: tuple[Assignment, ...]) -> None:
    """Throw a message."""
    values = mapped(machine, token.scope, inputs)
    machine.effects.append(SendMessage(token.node, message.name, key_of(machine, token, message), values))


def mapped(machine: Machine, scope_id: str, assignments: tuple[Assignment, ...]) -> dict[str, Any]:
    """Return the values of a mapping."""
    if not assignments:
        return {}
    context = machine.context(scope_id)
    return {item.name: item.value.evaluate(context, machine.at) for item in assignments}


def take_outputs(
    machine: Machine, token: Token, outputs: tuple[Assignment, ...], values: Mapping[str, Any]
) -> None:
    """Write an answer: through the mapping where there is one, else as it is."""
    if outputs:
        context = {**machine.context(token.scope), **values}
        values = {item.name: item.value.evaluate(context, machine.at) for item in outputs}
    machine.write(token.scope, values)
