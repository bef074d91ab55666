"""Activities carried out several times, at once or one after another (BPMN 2.0.2 clause 13.3.7).

A "multi" scope counts, with one "instance" scope below it for each time; the token at the activity
waits for them. The counters are variables of the multi scope, so that the completion condition
reads them like any other name.
"""

from decimal import Decimal
from typing import Any

from workflows.core.errors import FlowStuck
from workflows.core.machine import Machine
from workflows.model import Activity, ManualTask, UserTask
from workflows.state import Scope, Token

MAX_INSTANCES = 1_000


def begin_instances(machine: Machine, token: Token, node: Activity) -> bool:
    """Open the counting scope and the first instance, or all of them. Return whether there are none."""
    assert node.multi is not None
    items = instance_items(machine, token, node)
    if not items:
        return True
    multi = machine.open_scope(
        "multi",
        node.id,
        machine.wait(token, "instances"),
        {
            "numberOfInstances": Decimal(len(items)),
            "numberOfActiveInstances": Decimal(0),
            "numberOfCompletedInstances": Decimal(0),
            "$items": items,
            **({node.multi.outputs: []} if node.multi.outputs else {}),
            **({f"{node.id}_outcomes": []} if isinstance(node, UserTask) else {}),
        },
    )
    for index in range(1 if node.multi.sequential else len(items)):
        begin_instance(machine, multi.id, token, node, index)
    return False


def instance_items(machine: Machine, token: Token, node: Activity) -> list[Any]:
    """Return the list to go through, or as many nulls as the cardinality says."""
    assert node.multi is not None
    expression = node.multi.items or node.multi.cardinality
    assert expression is not None
    value = expression.evaluate(machine.context(token.scope), machine.at)
    if node.multi.items is not None and isinstance(value, list | tuple) and len(value) <= MAX_INSTANCES:
        return list(value)
    whole = isinstance(value, int | Decimal) and not isinstance(value, bool) and value == int(value)
    if node.multi.cardinality is not None and whole and 0 <= value <= MAX_INSTANCES:
        return [None] * int(value)
    raise FlowStuck(node.id, "bad_value", f"{expression.text} → {value!r}")


def begin_instance(machine: Machine, multi_id: str, token: Token, node: Activity, index: int) -> None:
    """Open one instance with variables of its own."""
    assert node.multi is not None
    multi = machine.scopes[multi_id]
    local: dict[str, Any] = {"loopCounter": Decimal(index + 1)}
    if node.multi.item:
        local[node.multi.item] = multi.variables["$items"][index]
    if node.multi.output_item:
        local.setdefault(node.multi.output_item, None)
    if isinstance(node, UserTask):
        local |= {"outcome": None, f"{node.id}_outcome": None}
    instance = Scope(machine.new_id("s"), node.id, multi.id, token.id, "instance", local)
    machine.scopes[instance.id] = instance
    machine.set(multi, "numberOfActiveInstances", multi.variables["numberOfActiveInstances"] + 1)
    machine.produce(node.id, instance.id)


def end_instance(machine: Machine, instance: Scope) -> bool:
    """One instance is over: count, keep its output, go on. Return whether the whole activity is over."""
    instance = machine.scopes.pop(instance.id)
    multi, token = machine.scopes[instance.parent], machine.tokens[instance.token]
    node = machine.node(token)
    assert isinstance(node, Activity)
    assert node.multi is not None
    counted = dict(multi.variables)
    counted["numberOfActiveInstances"] -= 1
    counted["numberOfCompletedInstances"] += 1
    if node.multi.outputs and node.multi.output_item:
        counted[node.multi.outputs] = [
            *counted[node.multi.outputs],
            instance.variables[node.multi.output_item],
        ]
    if isinstance(node, UserTask) and not isinstance(node, ManualTask):
        key = f"{node.id}_outcomes"
        counted[key] = [*counted[key], instance.variables["outcome"]]
    machine.scopes[multi.id] = Scope(multi.id, multi.container, multi.parent, multi.token, "multi", counted)
    if enough(machine, node, multi.id, instance) or counted["numberOfCompletedInstances"] == len(
        counted["$items"]
    ):
        end_instances(machine, token, node, multi.id)
        return True
    if node.multi.sequential:
        begin_instance(machine, multi.id, token, node, int(counted["numberOfCompletedInstances"]))
    return False


def enough(machine: Machine, node: Activity, multi_id: str, instance: Scope) -> bool:
    """Whether the completion condition holds after this instance."""
    assert node.multi is not None
    if node.multi.until is None:
        return False
    context = {**machine.context(multi_id), **instance.variables}
    for name in ("Instances", "ActiveInstances", "CompletedInstances"):
        context[f"nrOf{name}"] = context[f"numberOf{name}"]
    return node.multi.until.holds(context, machine.at)


def end_instances(machine: Machine, token: Token, node: Activity, multi_id: str) -> None:
    """Cancel what is left and hand the collected outputs to the outer scope."""
    for scope in [scope for scope in machine.scopes.values() if scope.parent == multi_id]:
        machine.cancel_scope(scope.id, "enough")
        machine.scopes.pop(scope.id, None)
    counted = machine.scopes.pop(multi_id).variables
    assert node.multi is not None
    names = [node.multi.outputs, f"{node.id}_outcomes"]
    machine.write(token.scope, {name: counted[name] for name in names if name in counted})
