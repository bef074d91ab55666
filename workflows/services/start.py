"""Start a run of one version of a flow for a case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from workflows.compiler import flow_class_for
from workflows.events import Started
from workflows.model import FlowDefinition
from workflows.models import Run
from workflows.parser import parse_bpmn
from workflows.running import RunActivation
from workflows.services.happening import happen
from workflows.trail import record_run


def start(
    *,
    flow_key: str,
    version_hash: str,
    subject: str,
    actor_id: int | None,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    bpmn: bytes | FlowDefinition | None = None,
    variables: Mapping[str, Any] | None = None,
    message: str = "",
    on_behalf_of_id: int | None = None,
) -> Run:
    """Start a run pinned to this version, up to the first steps at which it waits.

    subject    "dossiers.Dossier:17"; settings.FLOW_HANDLERS knows the kind
    facts      what the flow's expressions may read of the case; None: its handler is asked
    bpmn       the version's flow, where the caller has it at hand; else settings.FLOW_SOURCE is asked
    variables  what the run begins with; of a message, what it says
    message    the message whose start event it begins at; "" for the start without one
    on_behalf_of_id  for whom the actor acted, where that was somebody else

    Raises FlowCannotGoOn where the flow does not begin so; VersionUnknown, HandlerUnknown; the parser's errors for a flow that may not exist.
    """
    definition = parse_bpmn(bpmn) if isinstance(bpmn, bytes) else bpmn
    flow_class = flow_class_for(flow_key, version_hash, definition)
    subject_type, _, subject_id = subject.rpartition(":")
    run = Run(
        flow_class=flow_class,
        flow_key=flow_key,
        version_hash=version_hash,
        subject_type=subject_type,
        subject_id=int(subject_id),
        started_at=at,
    )
    with transaction.atomic():
        event = Started(dict(variables or {}), message)
        acting = {"actor_id": actor_id, "on_behalf_of_id": on_behalf_of_id}
        happen(RunActivation(run), event, facts=facts, at=at, **acting)
        record_run("workflows.start", run, at=at, values={"flow": flow_key, "hash": version_hash}, **acting)
    return run
