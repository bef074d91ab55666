"""The door: order a job, hold its lease, resolve its incident."""

from jobs.services.enqueueing import enqueue
from jobs.services.fencing import finish_within
from jobs.services.resolving import close, retry, skip

__all__ = ["close", "enqueue", "finish_within", "retry", "skip"]
