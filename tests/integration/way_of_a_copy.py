"""The way of one diploma copy as a list of acts, each with what it does and how it is done again.

A person's act is the call of the server's use case; done again, it is the same call with the same
key and version, as a browser that sends its page a second time. A job's act is one turn of a
worker; done again, it is a later worker's turns after the dead one's lease ran out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Person
from audit.services import seal_pending
from dossiers.models import Dossier, StatutoryPaper
from dossiers.services import claim, complete, submit
from jobs.models import Job, JobState
from jobs.reaper import reap
from jobs.worker import claim as fetch
from jobs.worker import task_runner
from tests.integration.dossiers.diploma_copy import ANSWERS, STEPS, open_item, record_of
from tests.integration.uploads import PIXEL
from workflows.errors import NotHolder, StaleWorkItem

OUTSIDE = "outside"
DONE_BEFORE = (NotHolder, StaleWorkItem)


@dataclass(frozen=True)
class Act:
    """One act: its name, the doing, and the doing again after a restart."""

    name: str
    do: Callable[[], object]
    again: Callable[[], object]


def acts_of_the_way(at: datetime) -> Iterator[Act]:
    """Yield every act in order; each must have been done when the next is asked for."""
    people = {person.email.split("@")[0]: person for person in Person.objects.all()}
    sending = partial(send_with_a_paper, people["cong-dan"], uuid4(), at)
    yield ready(Act("submit", sending, sending))
    for who, node_id, outcome, answers in STEPS:
        taking, doing = acts_of_a_step(people[who], node_id, outcome, answers, at)
        yield ready(taking)
        yield ready(doing)
        yield from acts_of_jobs()
    yield act_of_the_last_mail()
    sealing = partial(seal_pending, at, whole=True)
    yield ready(Act("audit: seal", sealing, sealing))


def ready(act: Act) -> Act:
    """Close what was opened to prepare the act: a child must not inherit a connection."""
    connections.close_all()
    return act


def send_with_a_paper(applicant: Person, key: object, at: datetime) -> Dossier:
    """Send an application that needs one uploaded paper."""
    paper = SimpleUploadedFile("uy-quyen.png", PIXEL, content_type="image/png")
    data = {**ANSWERS, "tu_cach": "uy_quyen"}
    return submit(
        applicant, "diploma_copy", data=data, files={"giay_chung_minh": [paper]}, idempotency_key=key, at=at
    )


def acts_of_a_step(
    person: Person, node_id: str, outcome: str, answers: Mapping[str, str], at: datetime
) -> tuple[Act, Act]:
    """Return the taking and the completing of a step that is open now."""
    dossier = Dossier.objects.get()
    item = open_item(dossier, node_id)
    data = {**answers, "ban_ghi": record_of(dossier)} if node_id == "b2" else dict(answers)
    taking = partial(claim, person, item.public_id, version=item.version, at=at)
    doing = partial(
        complete,
        person,
        item.public_id,
        outcome=outcome,
        version=item.version + 1,
        at=at,
        data=data,
        files={},
    )
    return Act(f"claim {node_id}", taking, taking), Act(
        f"complete {node_id}", doing, partial(send_again, doing)
    )


def send_again(doing: Callable[[], object]) -> None:
    """Send a page a second time: it does what it says, or learns that this was done before."""
    try:
        doing()
    except DONE_BEFORE:
        return


def acts_of_jobs() -> Iterator[Act]:
    """Yield the turns of workers until nothing but mail is left."""
    due = Job.objects.filter(state=JobState.READY).exclude(queue=OUTSIDE).order_by("run_at", "pk")
    while job := due.filter(run_at__lte=timezone.now()).first():
        yield ready(act_of(job, name_of(job)))


def name_of(job: Job) -> str:
    """Return a job's name as people would say it."""
    if job.kind == "documents.sign":
        return (
            "job: seal" if Dossier.objects.get().step_answers.filter(node_id="b5").exists() else "job: sign"
        )
    if job.kind in ("dossiers.draw_paper", "dossiers.sign_paper"):
        doing = "draw" if job.kind == "dossiers.draw_paper" else "seal"
        return f"job: {doing} {StatutoryPaper.objects.get(public_id=job.payload['paper']).form}"
    return f"job: {job.payload.get('operation', job.kind)}"


def act_of_the_last_mail() -> Act:
    """Let every mail but the last go out; return the turn that sends the last."""
    while Job.objects.filter(state=JobState.READY).count() > 1:
        assert worker_turn(OUTSIDE), "a mail was put off"
    return ready(act_of(Job.objects.get(state=JobState.READY), "job: mail"))


def act_of(job: Job, name: str) -> Act:
    """Return one turn of the worker that serves this job's queue."""
    return Act(name, partial(worker_turn, job.queue), partial(later_workers, job.queue, job.key))


def worker_turn(queue: str) -> bool:
    """Fetch and run the next job of a queue; return whether there was one."""
    transport = fetch(queue, "a-worker:1")
    if transport is not None:
        task_runner(queue, "a-worker:1").run_task(transport)
    return transport is not None


def later_workers(queue: str, key: str) -> None:
    """Work on until the job is done, the leases of dead workers having run out."""
    for minute in range(1, 6):
        reap(timezone.now() + timedelta(minutes=minute))
        Job.objects.filter(key=key, state=JobState.READY).update(run_at=timezone.now())
        DBTaskResult.objects.filter(status="READY", queue_name=queue).update(run_after=timezone.now())
        while not is_done(key) and worker_turn(queue):
            pass
        if is_done(key):
            return
    raise AssertionError(f"{key} was never done: {Job.objects.get(key=key).last_error}")


def is_done(key: str) -> bool:
    """Whether a job has come to its end."""
    return Job.objects.get(key=key).state == JobState.DONE
