"""The node activations of compiled flows: viewflow's, reduced to what waits.

viewflow's own ways onwards (activate, create_next) and back (cancel, undo, revive) are switched
off: they would move tokens behind the core's back. What is left says how a node of each kind
starts to wait, and, for a person's step, through which states it may go. They change rows in
memory; `workflows.running` alone asks the core and writes.
"""

from datetime import datetime

from viewflow.workflow.activation import Activation
from viewflow.workflow.status import STATUS

from accounts.models import Appointment
from jobs.services import enqueue
from workflows.codec import encode
from workflows.effects import CallOperation, OpenWorkItem, StartTimer, Subscribe
from workflows.models import FlowSubscription, FlowTimer, Run, WorkItem

CALL_OPERATION = "workflows.call_operation"


class WaitingActivation(Activation):
    """A node at which a run waits; nothing of viewflow moves it."""

    activate = None
    create_next = None
    cancel = None
    undo = None
    revive = None


class HumanActivation(WaitingActivation):
    """A step of a person: opened by the core, given back, completed, or closed by the run.

    Taking it is one statement of its own (`workflows.taking`), since two people may try at once.
    """

    type = "human"

    @staticmethod
    def open(
        run: Run, effect: OpenWorkItem, *, agency_id: int, at: datetime, due_at: datetime | None
    ) -> WorkItem:
        """Return the new, free work item of a token."""
        node = run.flow_class.waiting_node(effect.node_id)
        return WorkItem(
            process=run,
            flow_task=node,
            flow_task_type=node.task_type,
            node_id=effect.node_id,
            token_id=effect.token_id,
            role=effect.role,
            agency_id=agency_id,
            form=effect.form,
            opened_at=at,
            due_at=due_at,
        )

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.ASSIGNED)
    def assign(
        self,
        person_id: int,
        at: datetime,
        appointment: Appointment | None = None,
        on_behalf_of_id: int | None = None,
    ) -> None:
        """Give it to a person by name, whoever held it.

        An officer acts by an appointment, which says for whom; an applicant by none, and perhaps for who gave a power.
        """
        self.task.owner_id, self.task.claimed_at = person_id, at
        self.task.acting_as = appointment
        stands_in = appointment.on_behalf_of if appointment else None
        self.task.on_behalf_of_id = stands_in.person_id if stands_in else on_behalf_of_id
        self.task.version += 1

    @Activation.status.transition(source=STATUS.ASSIGNED, target=STATUS.NEW)
    def release(self) -> None:
        """Put it back among the free ones."""
        self.task.owner_id = self.task.claimed_at = self.task.acting_as_id = self.task.on_behalf_of_id = None
        self.task.version += 1

    @Activation.status.transition(source=STATUS.ASSIGNED, target=STATUS.DONE)
    def complete(self, outcome: str, reason: str, at: datetime) -> None:
        """The holder chose a way out."""
        self.task.outcome, self.task.reason, self.task.completed_at = outcome, reason, at
        self.task.version += 1

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.CANCELED)
    def close(self, reason: str, at: datetime) -> None:
        """The run no longer waits for it."""
        self.task.reason, self.task.completed_at = reason, at
        self.task.version += 1


class JobActivation(WaitingActivation):
    """A service task: a job calls the operation; its key is the operation's stable id."""

    type = "job"

    @staticmethod
    def open(run: Run, effect: CallOperation) -> None:
        """Order the job of a token."""
        enqueue(
            CALL_OPERATION,
            key=f"{CALL_OPERATION}:{run.pk}:{effect.token_id}",
            payload={
                "run_id": run.pk,
                "token": effect.token_id,
                "node_id": effect.node_id,
                "operation": effect.operation,
                "inputs": encode(effect.inputs),
            },
        )


class EventActivation(WaitingActivation):
    """A timer or a message: a row of ours that a tick or a message finds."""

    type = "event"

    @staticmethod
    def open_timer(run: Run, effect: StartTimer) -> FlowTimer:
        """Return the new timer of a token."""
        return FlowTimer(
            run=run,
            timer_id=effect.timer_id,
            token_id=effect.token_id,
            node_id=effect.node_id,
            due_at=effect.due_at,
        )

    @staticmethod
    def open_subscription(run: Run, effect: Subscribe, at: datetime) -> FlowSubscription:
        """Return the new subscription of a token."""
        return FlowSubscription(
            run=run,
            subscription_id=effect.subscription_id,
            token_id=effect.token_id,
            node_id=effect.node_id,
            name=effect.name,
            key=effect.key,
            opened_at=at,
        )
