"""Have a paper drawn of answers by a worker: a report of a thousand rows takes longer than anybody waits for a page.

Ordered once for the same words, drawn once however often the worker dies, forgotten after a day.
"""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Person
from documents import storage
from dossiers.drawn_papers import Wanted, draw
from dossiers.models import DrawnPaper
from jobs.services import enqueue
from notifications.services import wake
from notifications.sockets import person_topic
from procedures.selectors import package_of

DRAW = "dossiers.draw_answers"
KEPT = timedelta(days=1)
BATCH = 200


def have_drawn(wanted: Wanted, *, person: Person, at: datetime) -> DrawnPaper:
    """Return the paper, drawn already or ordered now; who asks may read the answers."""
    digest = wanted.digest
    found = DrawnPaper.objects.filter(digest=digest).first()
    if found is not None:
        return found
    with transaction.atomic():
        paper, is_new = DrawnPaper.objects.get_or_create(
            digest=digest,
            defaults={
                "edition": wanted.edition, "key": wanted.key, "answers": dict(wanted.answers),
                "author": wanted.author[:300], "made_at": wanted.made_at, "asked_by": person, "asked_at": at,
            },
        )  # fmt: skip
        if is_new:
            enqueue(DRAW, key=paper.job_key, payload={"paper": str(paper.public_id)}, queue="pdf")
    return paper


def draw_answers(public_id: str, at: datetime) -> None:
    """Draw and store a paper that waits for it; one forgotten meanwhile is not missed. Raises TemplateError."""
    paper = DrawnPaper.objects.select_related("edition__rules__procedure").filter(public_id=public_id).first()
    if paper is None or paper.is_drawn:
        return
    package = package_of(paper.edition)
    pdf = draw(package, paper.key, paper.answers, author=paper.author, at=paper.made_at)
    key = storage.put(str(paper.public_id), pdf)
    with transaction.atomic():
        waiting = DrawnPaper.objects.filter(pk=paper.pk, storage_key="")
        if waiting.update(storage_key=key, size=len(pdf)):
            wake([person_topic(paper.asked_by_id)], at)


def sweep_drawn(at: datetime) -> int:
    """Forget papers asked for more than a day ago; return how many. The file goes before its row: what a crash leaves is swept next."""
    old = DrawnPaper.objects.filter(asked_at__lt=at - KEPT).order_by("pk")
    removed = 0
    for pk, key in list(old.values_list("pk", "storage_key")[:BATCH]):
        if key:
            default_storage.delete(key)
        DrawnPaper.objects.filter(pk=pk).delete()
        removed += 1
    return removed
