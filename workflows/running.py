"""A locked run: takes one event to the pure core and writes what it answers.

This is the only writer of runs, work items, events, timers and subscriptions. One event is, in
this order: `advance` (nothing written yet), the run, the work items that changed or opened, timers
and subscriptions, the event, jobs, and last the effects on the case, which may read all of it.
A human step costs four statements here: lock run and item, write run, write items (what closes
and what opens in one), insert the event.

Locks: case → run → work items → counters. `FOR UPDATE OF run, item` takes a run and its item in
that order in one statement; SQLite's immediate transactions make the question moot.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from viewflow.workflow.status import PROCESS

from jobs.services import enqueue
from workflows import effects
from workflows.activations import EventActivation, HumanActivation, JobActivation
from workflows.calendars import CaseCalendars, due_after
from workflows.codec import encode
from workflows.core import FlowStuck, Step, TokenNotWaiting, advance, recounted
from workflows.errors import FlowCannotGoOn, RunEndedAlready, RunSuspended, TokenUnknown, VersionUnknown
from workflows.events import Event
from workflows.handlers import handler_of
from workflows.history import event_row
from workflows.holding import given_by_name
from workflows.models import FlowEvent, FlowSubscription, FlowTimer, Run, WorkItem
from workflows.state import State
from workflows.writing import write_work_items
from workflows.written import Insert, Update

DELIVER_MESSAGE = "workflows.deliver_message"
INSERT_RUN, INSERT_EVENT = Insert(Run), Insert(FlowEvent)
UPDATE_RUN = Update(Run, ["state", "format", "version", "ended_at", "end_kind", "status"])


class RunActivation:
    """A run under lock, with the flow it is pinned to and the handler of its case."""

    def __init__(self, run: Run) -> None:
        if run.flow_class is None:
            raise VersionUnknown(run.flow_key, run.version_hash)
        self.run = run
        self.handler = handler_of(run.subject_type)
        self.state = State.from_json(run.state) if run.version else State()
        self.subscribed: list[effects.Subscribe] = []
        self.calendars = CaseCalendars(partial(self.handler.resolve_agency, run))

    def reload(self) -> None:
        """Take the run as it is stored: what was written since has been rolled back."""
        self.run.refresh_from_db()
        self.state = State.from_json(self.run.state)

    def waits_at(self, token_id: str) -> bool:
        """Whether this token still waits for the answer of an operation."""
        token = self.state.token(token_id)
        return token is not None and token.waits == "operation"

    def subscribes(self, subscription_id: str) -> bool:
        """Whether this subscription is still open after what has happened."""
        return any(wait.id == subscription_id for wait in self.state.waits)

    def recounted(self, calendars: CaseCalendars, at: datetime) -> dict[str, datetime]:
        """Return the open timers in working time that are due otherwise by these calendars: timer id → moment."""
        facts = self.handler.facts(self.run.subject_id)
        return recounted(self.run.flow_class.definition, self.state, at=at, facts=facts, calendar=calendars)

    def happen(
        self,
        event: Event,
        *,
        at: datetime,
        facts: Mapping[str, Any] | None = None,
        actor_id: int | None = None,
        on_behalf_of_id: int | None = None,
        changed: Sequence[WorkItem] = (),
        even_suspended: bool = False,
    ) -> Run:
        """Let one event happen and carry out everything that follows from it.

        facts    what the flow's expressions may read of the case; None: the handler is asked
        changed  work items that the event itself changed, to be written with it
        on_behalf_of_id  for whom the actor acted, where that was somebody else

        Afterwards `subscribed` holds the messages that the run has begun to wait for.
        Raises RunEndedAlready, RunSuspended, TokenUnknown, FlowCannotGoOn.
        """
        run = self.run
        if run.ended_at is not None:
            raise RunEndedAlready(run.pk, run.end_kind)
        if run.suspended and not even_suspended:
            raise RunSuspended(run.pk)
        facts = self.handler.facts(run.subject_id) if facts is None else facts
        before = self.state
        step = self._ask_the_core(event, facts, at)
        self.state = step.state
        asked = lasting(step.effects)
        self._write_run(asked, at)
        opened = self._write_work_items(asked, changed, at=at)
        self._write_waits(asked, at)
        self.subscribed = [effect for effect in asked if isinstance(effect, effects.Subscribe)]
        history = event_row(run, before, event, facts=facts, trace=step.trace, calendars=self.calendars.used)
        history.at, history.actor_id = at, actor_id
        if on_behalf_of_id is not None:
            history.data["on_behalf_of"] = on_behalf_of_id
        INSERT_EVENT.run([history])
        self._order_jobs(asked)
        self._tell_the_case(asked, opened, at=at)
        return run

    def _ask_the_core(self, event: Event, facts: Mapping[str, Any], at: datetime) -> Step:
        """Return what this event leads to; the core's refusals in this package's words."""
        definition = self.run.flow_class.definition
        self.calendars = CaseCalendars(partial(self.handler.resolve_agency, self.run))
        try:
            return advance(definition, self.state, event, at=at, facts=facts, calendar=self.calendars)
        except TokenNotWaiting as refusal:
            raise TokenUnknown(self.run.pk, refusal.what) from refusal
        except FlowStuck as refusal:
            raise FlowCannotGoOn(
                self.run.pk, node_id=refusal.node_id, code=refusal.code, detail=refusal.detail
            ) from refusal

    def _write_run(self, asked: Sequence[effects.Effect], at: datetime) -> None:
        """Store the state; the first event also makes the row."""
        run = self.run
        run.state, run.format = self.state.to_json(), self.state.format
        run.version += 1
        for effect in asked:
            if isinstance(effect, effects.RunEnded):
                run.ended_at, run.end_kind = at, effect.kind
                run.status = PROCESS.CANCELED if effect.kind == "cancelled" else PROCESS.DONE
        if run.pk is None:
            INSERT_RUN.run([run])
        else:
            UPDATE_RUN.run(run)

    def _write_work_items(
        self, asked: Sequence[effects.Effect], changed: Sequence[WorkItem], *, at: datetime
    ) -> list[WorkItem]:
        """Store what the event changed, what it closed and what it opened; return the last."""
        reasons = {
            effect.token_id: effect.reason for effect in asked if isinstance(effect, effects.CloseWorkItem)
        }
        closed = list(self.run.work_items.filter(token_id__in=reasons, completed_at=None)) if reasons else []
        for item in closed:
            item.process = self.run
            HumanActivation(item).close(reasons[item.token_id], at)
        opened = [self._opened(effect, at) for effect in asked if isinstance(effect, effects.OpenWorkItem)]
        write_work_items([*changed, *closed], opened)
        return opened

    def _opened(self, effect: effects.OpenWorkItem, at: datetime) -> WorkItem:
        agency_id = self.handler.resolve_agency(self.run, effect.agency)
        due_at = due_after(at, effect.budget_hours, agency_id) if effect.budget_hours is not None else None
        return HumanActivation.open(self.run, effect, agency_id=agency_id, at=at, due_at=due_at)

    def _write_waits(self, asked: Sequence[effects.Effect], at: datetime) -> None:
        """Open, move and close timers and subscriptions; one that a job could not fire waits for the tick again."""
        stopped = [effect.timer_id for effect in asked if isinstance(effect, effects.StopTimer)]
        if stopped:
            open_timers = FlowTimer.objects.filter(run=self.run, timer_id__in=stopped, closed_at=None)
            open_timers.update(closed_at=at, closed=FlowTimer.Closed.STOPPED)
        for effect in asked:
            if isinstance(effect, effects.MoveTimer):
                moved = FlowTimer.objects.filter(run=self.run, timer_id=effect.timer_id, closed_at=None)
                moved.update(due_at=effect.due_at, failed_at=None)
        gone = [effect.subscription_id for effect in asked if isinstance(effect, effects.Unsubscribe)]
        if gone:
            FlowSubscription.objects.filter(run=self.run, subscription_id__in=gone, closed_at=None).update(
                closed_at=at
            )
        FlowTimer.objects.bulk_create(
            EventActivation.open_timer(self.run, effect)
            for effect in asked
            if isinstance(effect, effects.StartTimer)
        )
        FlowSubscription.objects.bulk_create(
            EventActivation.open_subscription(self.run, effect, at)
            for effect in asked
            if isinstance(effect, effects.Subscribe)
        )

    def _order_jobs(self, asked: Sequence[effects.Effect]) -> None:
        """Order what must happen outside this transaction: operations, and messages to other runs."""
        for number, effect in enumerate(asked):
            if isinstance(effect, effects.CallOperation):
                JobActivation.open(self.run, effect)
            elif isinstance(effect, effects.SendMessage):
                enqueue(
                    DELIVER_MESSAGE,
                    key=f"{DELIVER_MESSAGE}:{self.run.pk}:{self.run.version}:{number}",
                    payload={"name": effect.name, "key": effect.key, "variables": encode(effect.variables)},
                )

    def _tell_the_case(
        self, asked: Sequence[effects.Effect], opened: Sequence[WorkItem], *, at: datetime
    ) -> None:
        """Carry out the effects on the case, in the order in which the core asked for them."""
        waiting = iter(opened)
        for effect in asked:
            if isinstance(effect, effects.SetStatus):
                self.handler.set_status(self.run, effect.code, at)
            elif isinstance(effect, effects.OpenWorkItem):
                item = given_by_name(next(waiting), effect.holder, at)
                self.handler.work_item_opened(self.run, item, at)
            elif isinstance(effect, effects.RunEnded):
                self.handler.run_ended(self.run, effect.kind, at)


def lasting(asked: Sequence[effects.Effect]) -> list[effects.Effect]:
    """Leave out what one step both opens and closes: a branch that an end event kills as it begins."""
    closed = {place for effect in asked if (place := _closes(effect))}
    opened = {place for effect in asked if (place := _opens(effect))}
    brief = closed & opened
    return [effect for effect in asked if not ({_opens(effect), _closes(effect)} & brief)]


def _opens(effect: effects.Effect) -> tuple[str, str] | None:
    match effect:
        case effects.OpenWorkItem() | effects.CallOperation():
            return "token", effect.token_id
        case effects.StartTimer():
            return "wait", effect.timer_id
        case effects.Subscribe():
            return "wait", effect.subscription_id
    return None


def _closes(effect: effects.Effect) -> tuple[str, str] | None:
    match effect:
        case effects.CloseWorkItem() | effects.AbandonOperation():
            return "token", effect.token_id
        case effects.StopTimer():
            return "wait", effect.timer_id
        case effects.Unsubscribe():
            return "wait", effect.subscription_id
    return None
