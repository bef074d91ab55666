"""Why the core does not take an event. Nothing has changed when one of these is raised."""


class AdvanceError(Exception):
    """The root of the core's refusals."""


class TokenNotWaiting(AdvanceError):
    """No such token, timer or subscription waits: the event came twice or too late."""

    def __init__(self, what: str) -> None:
        super().__init__(f"nothing waits under {what!r}")
        self.what = what


class NobodyWaits(AdvanceError):
    """No open subscription matches a message; the runtime keeps it for later."""

    def __init__(self, name: str, key: str | None) -> None:
        super().__init__(f"nobody waits for message {name!r} with key {key!r}")
        self.name = name
        self.key = key


class RunIsOver(AdvanceError):
    """The run has ended."""


class OutcomeUnknown(AdvanceError):
    """The step does not offer this outcome."""

    def __init__(self, node_id: str, outcome: str) -> None:
        super().__init__(f"{node_id} has no outcome {outcome!r}")
        self.node_id = node_id
        self.outcome = outcome


class FlowStuck(AdvanceError):
    """The flow cannot go on as it is written.

    code  "no_way_out" (no condition holds and there is no default), "too_many_moves" (a loop that
          nobody waits in), "bad_value" (an expression gave no usable value), "too_costly" (it took too many steps), "no_start"
    """

    def __init__(self, node_id: str, code: str, detail: str = "") -> None:
        super().__init__(f"{node_id}: {code} {detail}".strip())
        self.node_id = node_id
        self.code = code
        self.detail = detail
