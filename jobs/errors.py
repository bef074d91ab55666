"""What a handler may raise to say how it failed."""

from dataclasses import dataclass


class JobError(Exception):
    """Anything this package raises."""


class GiveUp(JobError):
    """Trying again cannot help: open the incident now."""


@dataclass
class LeaseLost(JobError):
    """Another worker holds a newer attempt; this one must not write."""

    job_id: int
    attempt: int

    def __str__(self) -> str:
        return f"job {self.job_id}: attempt {self.attempt} no longer holds the lease"


@dataclass
class UnknownKind(JobError):
    """No handler is wired for this kind in settings.JOB_HANDLERS."""

    kind: str

    def __str__(self) -> str:
        return f"no handler for jobs of kind {self.kind!r}; add it to JOB_HANDLERS"


@dataclass
class IncidentClosed(JobError):
    """Someone was faster: the incident is closed already."""

    incident_id: int

    def __str__(self) -> str:
        return f"incident {self.incident_id} is closed already"
