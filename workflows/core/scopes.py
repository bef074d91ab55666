"""How scopes end, and how errors rise through them (BPMN 2.0.2 clauses 10.5.6, 13.3.4 and 13.5).

A container is over when its last token is consumed. A terminate end destroys the tokens of its own
container alone. An error rises from scope to scope to the first activity with a boundary event that
catches it; uncaught, it ends the run.
"""

from workflows.core.activities import is_instance, take_outputs
from workflows.core.instances import end_instance
from workflows.core.machine import WRITTEN, Machine
from workflows.model import BoundaryEvent, CallActivity
from workflows.state import ROOT, Token


def finish_scope(machine: Machine, scope_id: str) -> Token | None:
    """A scope has no token left: close it. Return the outer token that may go on now, if any."""
    scope = machine.scopes.get(scope_id)
    if scope is None or machine.population.get(scope_id):
        return None
    if scope_id == ROOT:
        machine.end_run("completed")
        return None
    outer = machine.tokens[scope.token]
    if scope.kind == "instance":
        return outer if end_instance(machine, scope) else None
    if scope.kind == "call":
        hand_back(machine, outer, scope_id)
    machine.scopes.pop(scope_id, None)
    return outer


def hand_back(machine: Machine, outer: Token, scope_id: str) -> None:
    """Give a called process's variables back: through the mapping, or where there is none what it has written.

    What it has not written is a copy from when it began; others may have written it since.
    """
    node = machine.node(outer)
    assert isinstance(node, CallActivity)
    if node.outputs:
        take_outputs(machine, outer, node.outputs, machine.scopes[scope_id].variables)
    elif not node.inputs:
        variables = machine.scopes[scope_id].variables
        written = variables.get(WRITTEN, variables)
        machine.write(outer.scope, {name: variables[name] for name in written if name != WRITTEN})


def terminate(machine: Machine, token: Token) -> None:
    """Destroy everything in the token's container; the token itself goes last, which empties the scope."""
    for other in list(machine.tokens_in(token.scope)):
        if other.id != token.id and other.id in machine.tokens:
            machine.cancel(other, "terminated")
    machine.consume(token)
    if token.scope == ROOT:
        machine.end_run("terminated")


def throw_error(machine: Machine, scope_id: str, code: str) -> Token | None:
    """Let an error rise from a scope. Return a token at the boundary event that caught it; None: the run ended."""
    while scope_id != ROOT:
        outer = machine.tokens[machine.scopes[scope_id].token]
        caught = catch_error(machine, outer, code)
        if caught is not None:
            return caught
        scope_id = outer.scope
    machine.end_run("error", code)
    return None


def catch_error(machine: Machine, token: Token, code: str) -> Token | None:
    """Interrupt the activity if a boundary event of it catches this error; return a token at that event."""
    if is_instance(machine, token):
        return None
    boundary = catcher(machine, token, code)
    if boundary is None:
        return None
    machine.cancel(token, "error")
    return machine.place(boundary.id, token.scope)


def catcher(machine: Machine, token: Token, code: str) -> BoundaryEvent | None:
    """Return the boundary event with exactly this code, else the one that catches all."""
    boundaries = [event for event in machine.flow.boundaries.get(token.node, ()) if event.error]
    exact = [event for event in boundaries if event.error_code == code]
    return next(iter(exact + [event for event in boundaries if event.error_code is None]), None)
