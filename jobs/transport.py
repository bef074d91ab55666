"""Carries jobs to workers by django-tasks: one task, whose only argument is the job's number.

A transport row says "someone should look at job 17"; looking twice does no harm, because taking
the lease is a conditional UPDATE on the job. So transports may be doubled, never lost.
"""

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from jobs.models import Job
from jobs.running import run


@task(queue_name="fast")
def run_job(job_id: int) -> None:
    """Look at a job and run it when it is due and free."""
    run(job_id, send_again=dispatch)


def dispatch(job: Job) -> None:
    """Send a worker of the job's queue to it at its moment, in the caller's transaction."""
    run_job.using(queue_name=job.queue, run_after=job.run_at).enqueue(job.pk)


def job_id_of(transport: DBTaskResult) -> int:
    """Return the number a transport carries."""
    return int(transport.args_kwargs["args"][0])
