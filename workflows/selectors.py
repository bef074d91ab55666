"""What may be read of runs and work items; every list of work starts here.

Open work is found by (role, agency) pairs through one partial index, whatever the number of
closed items. These selectors know standings, not cases: who may see the case behind an item is
the case's own selectors' question.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from viewflow.workflow.status import STATUS

from accounts.models import Person
from accounts.selectors import valid_appointments
from audit.models import AuditEntry
from workflows.codec import decode
from workflows.explain import Explanation, Past, explain
from workflows.history import CORE_VERSION, event_of
from workflows.models import FlowEvent, FlowMessage, FlowSubscription, Run, WorkItem
from workflows.state import State

PASSED, CLOSED = frozenset({"completed", "triggered"}), "cancelled"


@dataclass(frozen=True)
class Hold:
    """Who holds a run, since when, and why; the reason is empty once its record's values are pruned."""

    person: Person | None
    at: datetime
    reason: str


@dataclass(frozen=True)
class Position:
    """Where a run stands on its drawing, by BPMN ids.

    active     nodes at which it waits
    completed  nodes it has passed and does not wait at, in no order
    closed     nodes at which it waited when something put an end to that
    """

    active: frozenset[str]
    completed: frozenset[str]
    closed: frozenset[str] = frozenset()


def open_work_items(standings: Iterable[Any], at: datetime) -> "QuerySet[WorkItem]":
    """Return what these (role, agency) pairs may take or hold, most pressing first.

    standings  pairs with `.role` and `.agency_id`, as accounts.selectors.standings gives them for `at`
    at         the moment asked about: items opened later are not there yet
    """
    agencies_of = defaultdict(set)
    for standing in standings:
        agencies_of[standing.role].add(standing.agency_id)
    if not agencies_of:
        return WorkItem.objects.none()
    theirs = Q()
    for role, agency_ids in sorted(agencies_of.items()):
        theirs |= Q(role=role, agency_id__in=sorted(agency_ids))
    # said twice: both planners find the index by the plain lists, the pairs then decide
    theirs &= Q(agency_id__in=sorted(set().union(*agencies_of.values())), role__in=sorted(agencies_of))
    return by_pressure(still_open().filter(theirs, opened_at__lte=at))


def held_by(person_id: int) -> "QuerySet[WorkItem]":
    """Return the open work items a person holds, most pressing first."""
    return by_pressure(still_open().filter(owner_id=person_id))


def held_out_of_office(at: datetime) -> "QuerySet[WorkItem]":
    """Return the open steps, of suspended runs too, whose holder does not hold the role at the agency any more.

    An applicant holds a step without any role: leave the applicant's lane out.
    """
    stands = valid_appointments(at).filter(
        person_id=OuterRef("owner_id"), role__code=OuterRef("role"), acts_for_id=OuterRef("agency_id")
    )
    return WorkItem.objects.filter(~Exists(stands), completed_at__isnull=True, owner__isnull=False)


def still_open() -> "QuerySet[WorkItem]":
    """Return every open work item of a run that is not suspended."""
    suspended = Run.objects.filter(suspended=True).values("pk")
    return (
        WorkItem.objects.filter(completed_at__isnull=True)
        .exclude(process__in=suspended)
        .select_related("process")
    )


def open_with_budget(agency_id: int | None) -> "QuerySet[WorkItem]":
    """Return the open steps that have a due moment, suspended runs' too; of one agency, or None: of all."""
    items = WorkItem.objects.filter(completed_at__isnull=True, due_at__isnull=False).select_related("process")
    return items if agency_id is None else items.filter(agency_id=agency_id)


def by_pressure(items: "QuerySet[WorkItem]") -> "QuerySet[WorkItem]":
    """Order work items by what is due first; those without a moment last, oldest first."""
    return items.order_by(F("due_at").asc(nulls_last=True), "opened_at", "pk")


def work_items_of(run: Run) -> "QuerySet[WorkItem]":
    """Return every work item of a run in the order of opening, with agency and holder."""
    return run.work_items.select_related("agency", "owner").order_by("opened_at", "pk")


def runs_of(subject: str) -> "QuerySet[Run]":
    """Return the runs of a case ("dossiers.Dossier:17"), the latest first."""
    subject_type, _, subject_id = subject.rpartition(":")
    return Run.objects.filter(subject_type=subject_type, subject_id=int(subject_id)).order_by("-pk")


def events_of(run: Run) -> "QuerySet[FlowEvent]":
    """Return what happened in a run, in order."""
    return run.events.select_related("actor").order_by("seq")


def kind_of_item(public_id: UUID) -> str | None:
    """Return the kind of case a step belongs to ("dossiers.Dossier"), None where there is no such step."""
    return (
        WorkItem.objects.filter(public_id=public_id).values_list("process__subject_type", flat=True).first()
    )


def of_kinds(items: "QuerySet[WorkItem]", kinds: Iterable[str]) -> "QuerySet[WorkItem]":
    """Return the work items of these kinds of case alone ("inspections.Target")."""
    return items.filter(process__in=Run.objects.filter(subject_type__in=sorted(kinds)).values("pk"))


def of_most_frequent_kind(items: "QuerySet[WorkItem]", kind: str) -> "QuerySet[WorkItem]":
    """Return the work items of the kind of case that nearly all are of: the other kinds' runs are left out by name, so
    that counting the queues still touches no run of this kind.
    """
    others = sorted(settings.FLOW_HANDLERS.keys() - {kind})
    if not others:
        return items
    return items.exclude(process__in=Run.objects.filter(subject_type__in=others).values("pk"))


def completers(run_id: int, node_ids: Iterable[str]) -> dict[int, set[str]]:
    """Return who completed which of these steps: person id → node ids."""
    done = WorkItem.objects.filter(process_id=run_id, node_id__in=list(node_ids), status=STATUS.DONE)
    by_person = defaultdict(set)
    for person_id, node_id in done.values_list("owner_id", "node_id"):
        by_person[person_id].add(node_id)
    return dict(by_person)


def stood_in_for(subject: str, person_id: int | None) -> int | None:
    """Return for whom a person did their latest step of a case ("dossiers.Dossier:17"); None for themselves."""
    subject_type, _, subject_id = subject.rpartition(":")
    done = WorkItem.objects.filter(
        process__subject_type=subject_type,
        process__subject_id=int(subject_id),
        owner_id=person_id,
        status=STATUS.DONE,
    )
    return done.order_by("-completed_at", "-pk").values_list("on_behalf_of_id", flat=True).first()


def ever_taken_by(person_id: int) -> "QuerySet[WorkItem]":
    """Return the steps a person holds or has done, and those they took and gave back: their record still knows."""
    took = AuditEntry.objects.filter(
        target="workflows.WorkItem", target_id=Cast(OuterRef("pk"), CharField()), actor_id=person_id
    )
    return WorkItem.objects.filter(Q(owner_id=person_id) | Exists(took)).order_by()


def position(run: Run, events: Iterable[FlowEvent] | None = None) -> Position:
    """Return where a run stands on its drawing: one query, none where its events were read already."""
    active = frozenset(token.node for token in State.from_json(run.state).tokens)
    if events is None:
        traces: Iterable[Any] = run.events.order_by("seq").values_list("data__trace", flat=True)
    else:
        traces = (event.data["trace"] for event in events)
    happened = [(node, happening) for trace in traces for node, happening in trace]
    passed = frozenset(node for node, happening in happened if happening in PASSED)
    closed = frozenset(node for node, happening in happened if happening == CLOSED)
    return Position(active=active, completed=passed - active, closed=closed - active)


def explanations(run: Run, rows: Sequence[FlowEvent]) -> dict[str, Explanation]:
    """Return why each open step of a run is open, by token id.

    rows  everything that happened in it, as events_of gives it

    Nothing for a run whose version is gone, or that another core version has moved.
    """
    if run.flow_class is None or any(row.core_version != CORE_VERSION for row in rows):
        return {}
    history = (
        Past(event_of(row), row.node_id, decode(row.data["facts"]), row.at, actor=row.actor) for row in rows
    )
    return explain(run.flow_class.definition, history)


def subscriptions_for(message: FlowMessage) -> "QuerySet[FlowSubscription]":
    """Return who waits for a message: for exactly its key before any key, the longest waiting first."""
    of_key = Q(key__isnull=True) if message.key is None else Q(key__isnull=True) | Q(key=message.key)
    waiting = FlowSubscription.objects.filter(
        of_key, name=message.name, closed_at__isnull=True, run__suspended=False
    )
    return waiting.order_by(F("key").asc(nulls_last=True), "opened_at", "pk")


def awaited_messages(at: datetime) -> "QuerySet[FlowMessage]":
    """Return the kept messages that somebody waits for: their step opened in the moment they arrived."""
    waiting = FlowSubscription.objects.filter(
        Q(key__isnull=True) | Q(key=OuterRef("key")),
        name=OuterRef("name"),
        closed_at__isnull=True,
        run__suspended=False,
    )
    return FlowMessage.objects.filter(
        Exists(waiting), taken_at__isnull=True, failed_at__isnull=True, expires_at__gt=at
    )


def unconsumed_messages() -> "QuerySet[FlowMessage]":
    """Return the messages that no run has taken, expired ones too, oldest first."""
    return FlowMessage.objects.filter(taken_at__isnull=True).order_by("arrived_at", "pk")


def hold_on(run: Run) -> Hold | None:
    """Return who holds a run and why, from its audit record; None for a run that nobody holds."""
    if not run.suspended:
        return None
    entry = (
        AuditEntry.objects.filter(target="workflows.Run", target_id=str(run.pk), action="workflows.suspend")
        .select_related("stored")
        .order_by("-pk")
        .first()
    )
    if entry is None:
        return None
    stored = getattr(entry, "stored", None)
    person = Person.objects.filter(pk=entry.actor_id).first()
    return Hold(person, entry.at, str(stored.values.get("reason", "")) if stored else "")
