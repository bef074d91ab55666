"""Turns one published version of a flow into a viewflow Flow class of thin nodes.

A class is named F_<flow key>_<first 12 digits of the version's hash> and counts as part of
`workflows.flows`, so that viewflow's stored references ("workflows/flows.F_…") can be imported
by any process. Three facts of viewflow shape this module: references are cached for the life of
the process, so a name is never bound twice; a node is an attribute, so names get a prefix and
lose what a reference cannot carry; only nodes at which a run waits are needed, since the pure
core, not viewflow, moves the tokens.

Source: viewflow 2.4 `workflow/base.py`, `workflow/fields.py`.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string
from viewflow.workflow.base import Edge, Flow, Node
from viewflow.workflow.fields import import_flow_by_ref, import_task_by_ref

from workflows.activations import EventActivation, HumanActivation, JobActivation
from workflows.errors import VersionUnknown
from workflows.expressions import Expression
from workflows.model import (
    BoundaryEvent,
    CatchEvent,
    EventGateway,
    FlowDefinition,
    ReceiveTask,
    ServiceTask,
    UserTask,
)
from workflows.model import Node as Definition
from workflows.models import Run, WorkItem
from workflows.reading import Reading

FLOWS_MODULE = "workflows.flows"
CLASS_PREFIX = "F_"
HASH_DIGITS = 12
PLAIN = (str, int, type(None))
"""Values in which no expression hides, by far the most."""
_UNSAFE = re.compile(r"[^A-Za-z0-9]")
_classes: "dict[str, type[CompiledFlow]]" = {}
_lock = Lock()


class WaitingNode(Node):
    """A node of a diagram at which a run can wait; `definition` is all there is to know about it."""

    def __init__(self, definition: Definition) -> None:
        super().__init__()
        self.definition = definition
        self.task_title = definition.name or definition.id

    def _outgoing(self) -> Iterator[Edge]:
        """The core knows the ways; viewflow draws and follows none."""
        return iter(())


class HumanNode(WaitingNode):
    """A step of a person."""

    task_type = "HUMAN"
    activation_class = HumanActivation


class JobNode(WaitingNode):
    """A service task."""

    task_type = "JOB"
    activation_class = JobActivation


class EventNode(WaitingNode):
    """A timer or a message."""

    task_type = "EVENT"
    activation_class = EventActivation


THIN_NODES: tuple[tuple[tuple[type[Definition], ...], type[WaitingNode]], ...] = (
    ((UserTask,), HumanNode),
    ((ServiceTask,), JobNode),
    ((CatchEvent, ReceiveTask, BoundaryEvent, EventGateway), EventNode),
)


class CompiledFlow(Flow):
    """One version of one flow, as viewflow sees it."""

    process_class = Run
    task_class = WorkItem
    flow_key = ""
    version_hash = ""
    definition: FlowDefinition
    reading: Reading

    @classmethod
    def waiting_node(cls, node_id: str) -> WaitingNode:
        """Return the thin node of a BPMN id."""
        return cls.instance.node(node_name(node_id), no_obsolete=True)


def class_name(flow_key: str, version_hash: str) -> str:
    """Return the name of a version's class."""
    return f"{CLASS_PREFIX}{_UNSAFE.sub('_', flow_key)}_{version_hash[:HASH_DIGITS]}"


def node_name(node_id: str) -> str:
    """Return a node's attribute name: the id, prefixed, with what a reference cannot carry spelt out.

    Underscores are kept, but the name never ends like a view's route ("…_path"), which viewflow would take for one.
    """
    spelt = re.sub(r"[^A-Za-z0-9_]", lambda found: f"_u{ord(found[0]):x}_", node_id)
    return f"n_{spelt}" + ("_" if spelt.endswith("_path") else "")


def flow_class_for(
    flow_key: str, version_hash: str, definition: FlowDefinition | None = None
) -> "type[CompiledFlow]":
    """Return the class of a version, compiling it on first use.

    definition  the version's flow where the caller has it; else settings.FLOW_SOURCE is asked

    Raises VersionUnknown where nobody has it, or another version bears its name.
    """
    name = class_name(flow_key, version_hash)
    found = _classes.get(name)
    if found is None:
        found = _compile(
            name, flow_key, version_hash, definition or stored_definition(flow_key, version_hash)
        )
    if (found.flow_key, found.version_hash) != (flow_key, version_hash):
        raise VersionUnknown(flow_key, version_hash)
    return found


def compiled(name: str) -> "type[CompiledFlow]":
    """Return the class of this name, from the version that the runs stored under it are pinned to."""
    found = _classes.get(name)
    if found is not None:
        return found
    pinned = (
        Run.objects.filter(flow_class=f"workflows/flows.{name}")
        .values_list("flow_key", "version_hash")
        .first()
    )
    if pinned is None:
        raise VersionUnknown(name, "")
    return flow_class_for(*pinned)


def forget_references() -> None:
    """Empty viewflow's caches of references: for tests that play a process just started."""
    for cached in (import_flow_by_ref, import_task_by_ref):
        cached.cache_clear()


def stored_definition(flow_key: str, version_hash: str) -> FlowDefinition:
    """Return a published version's flow from settings.FLOW_SOURCE. Raises VersionUnknown."""
    try:
        return import_string(settings.FLOW_SOURCE)(flow_key, version_hash)
    except (LookupError, ObjectDoesNotExist) as error:
        raise VersionUnknown(flow_key, version_hash) from error


def _compile(name: str, flow_key: str, version_hash: str, definition: FlowDefinition) -> "type[CompiledFlow]":
    """Build a version's class and keep it under its name, once in the life of the process."""
    with _lock:
        if name not in _classes:
            attributes = {
                "__module__": FLOWS_MODULE,
                "__doc__": definition.name or flow_key,
                "process_title": definition.name or flow_key,
                "flow_key": flow_key,
                "version_hash": version_hash,
                "definition": definition,
                "reading": Reading(sorted(set(expression_texts(definition)))),
                **thin_nodes(definition),
            }
            _classes[name] = type(name, (CompiledFlow,), attributes)
        return _classes[name]


def thin_nodes(definition: FlowDefinition) -> dict[str, WaitingNode]:
    """Return a thin node for each node at which a run can wait, by attribute name."""
    nodes = {}
    for node in definition.nodes.values():
        kind = next((thin for kinds, thin in THIN_NODES if isinstance(node, kinds)), None)
        if kind is not None:
            nodes[node_name(node.id)] = kind(node)
    return nodes


def expression_texts(part: Any) -> Iterator[str]:
    """Yield the text of every expression in a definition."""
    if isinstance(part, Expression):
        yield part.text
        return
    inner: Iterable[Any] = ()
    if isinstance(part, tuple):
        inner = part
    elif isinstance(part, Mapping):
        inner = part.values()
    elif names := field_names(type(part)):
        inner = [getattr(part, name) for name in names]
    for value in inner:
        if not isinstance(value, PLAIN):
            yield from expression_texts(value)


@cache
def field_names(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields, none for another kind of value."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
