"""What the engine stores: runs, work items, events, timers, subscriptions, messages.

One row is both viewflow's task and the entry of an inbox: `Run` and `WorkItem` are viewflow's
process and task, given to every compiled flow class. Columns of viewflow that this engine has
no use for (its token, timers, links between tasks, moments under other names) are replaced by
read-only properties, so that one fact stands in one place and nothing can write it by mistake.

A service task waits as a job (`jobs`), a timer as a `FlowTimer`, whoever waits for a message as a
`FlowSubscription`, the message itself as a `FlowMessage`; a person's step alone is a `WorkItem`.

Only `workflows.activations` writes these tables, and `workflows.services` the messages. "Open" is one test everywhere:
`completed_at IS NULL` (or `closed_at`), which both databases can match with a partial index.
"""

from workflows.models.runs import FlowEvent, Run, WorkItem
from workflows.models.waits import FlowMessage, FlowSubscription, FlowTimer

__all__ = ["FlowEvent", "FlowMessage", "FlowSubscription", "FlowTimer", "Run", "WorkItem"]
