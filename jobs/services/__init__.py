"""The door: order a job, hold its lease, resolve its incident."""

from jobs.services.enqueueing import enqueue
from jobs.services.fencing import check_still_held, finish_within
from jobs.services.resolving import close, retry, skip

__all__ = ["check_still_held", "close", "enqueue", "finish_within", "retry", "skip"]
