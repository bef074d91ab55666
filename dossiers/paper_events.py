"""Makes the statutory papers (Mẫu 01 to 06) as events happen: values frozen here, drawn by a job.

The same occasion makes a paper once, so that an operation that runs again makes no second one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents import storage
from documents.models import RegisterEntry
from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from documents.rendering.qr import qr_svg
from documents.services import Series, kept_source, take_number
from documents.statutory_forms import StatutoryForm, statutory_files, statutory_forms
from dossiers.models import Dossier, StatutoryPaper, SupplementRound
from dossiers.notes import note
from dossiers.paper_values import (
    control_values,
    extension_values,
    paper_values,
    receipt_values,
    supplement_values,
)
from dossiers.roles import APPLICANT_ROLE
from dossiers.topics import dossier_topic
from jobs.services import enqueue
from notifications.services import wake

DRAW = "dossiers.draw_paper"
ONE_STOP = "Bộ phận Tiếp nhận và Trả kết quả"
LOOK_UP = "Mã QR mở trang tra cứu hồ sơ"


@dataclass(frozen=True)
class Maker:
    """In whose name a paper is made: the person, None for the one-stop as such, and the title above the name."""

    person_id: int | None = None
    name: str = ""
    title: str = ONE_STOP


def make_paper(
    dossier: Dossier,
    number: str,
    *,
    at: datetime,
    maker: Maker | None = None,
    supplement: SupplementRound | None = None,
    was_due_at: datetime | None = None,
    reason: str = "",
) -> StatutoryPaper:
    """Return the paper of this event; its drawing is ordered.

    number      of the form, "01" to "06"
    supplement  the round Mẫu 02 asks
    was_due_at  what was owed before the extension of Mẫu 04
    """
    form = statutory_forms()[number]
    occasion = str(supplement.public_id) if supplement else at.isoformat()
    made = StatutoryPaper.objects.filter(dossier=dossier, form=number, occasion=occasion).first()
    if made:
        return made
    maker = maker or maker_of(dossier)
    more = values_of_form(dossier, number, supplement=supplement, was_due_at=was_due_at, reason=reason)
    return keep(dossier, form, occasion, more, maker, at)


def values_of_form(
    dossier: Dossier,
    number: str,
    *,
    supplement: SupplementRound | None,
    was_due_at: datetime | None,
    reason: str,
) -> dict[str, Any]:
    """Return what this form says beside what every form says."""
    if number == "01":
        return receipt_values(dossier)
    if number == "02" and supplement is not None:
        return supplement_values(supplement)
    if number == "04" and was_due_at is not None:
        return {**extension_values(dossier, was_due_at), "reason": reason}
    return control_values(dossier) if number == "06" else {"reason": reason}


def keep(
    dossier: Dossier,
    form: StatutoryForm,
    occasion: str,
    more: Mapping[str, Any],
    maker: Maker,
    at: datetime,
) -> StatutoryPaper:
    """Write the paper down and order its drawing."""
    entry = number_of(dossier, form, occasion, maker, at) if form.series else None
    named = {"name": maker.name, "title": maker.title}
    values = paper_values(dossier, form.title, entry.text if entry else "", at, named)
    paper = StatutoryPaper.objects.create(
        dossier=dossier, form=form.number, title=form.title, occasion=occasion, entry=entry,
        agency_id=dossier.receiving_agency_id, source=kept_source(statutory_files()), template=form.template,
        values={**values, **more}, made_by_id=maker.person_id, made_at=at,
    )  # fmt: skip
    note(dossier, "dossier.paper_made", paper.made_by_id, at, form=form.number, paper=str(paper.public_id))
    enqueue(DRAW, key=f"{DRAW}:{paper.public_id}", payload={"paper": str(paper.public_id)}, queue="pdf")
    return paper


def number_of(
    dossier: Dossier, form: StatutoryForm, occasion: str, maker: Maker, at: datetime
) -> RegisterEntry:
    """Take the paper's number."""
    agency = dossier.receiving_agency
    return take_number(
        agency_id=agency.pk,
        series=Series(form.series, form.title, f"{form.symbol}-{agency.abbreviation}"),
        decision=f"paper:{dossier.pk}:{form.number}:{occasion}",
        actor_id=maker.person_id,
        at=at,
    )


def maker_of(dossier: Dossier) -> Maker:
    """Return who ended the office's latest step and so makes the paper; the one-stop before anybody did anything."""
    answers = dossier.step_answers.exclude(work_item__role=APPLICANT_ROLE)
    latest = (
        answers.select_related("answered_by", "work_item__acting_as").order_by("-answered_at", "-pk").first()
    )
    if latest is None:
        return Maker()
    appointment = latest.work_item.acting_as
    title = appointment.title if appointment and appointment.title else ONE_STOP
    return Maker(latest.answered_by_id, latest.answered_by.full_name, title)


def draw_paper(public_id: str, at: datetime) -> None:
    """Draw and store a paper that waits for it; the same paper always gives the same bytes."""
    paper = StatutoryPaper.objects.select_related("source", "dossier").get(public_id=public_id)
    if paper.is_drawn:
        return
    pdf = drawn(paper)
    key = storage.put(str(paper.public_id), pdf)
    with transaction.atomic():
        waiting = StatutoryPaper.objects.filter(pk=paper.pk, storage_key="")
        waiting.update(storage_key=key, sha256=storage.digest(pdf), size=len(pdf))
        wake([dossier_topic(paper.dossier)], at)


def drawn(paper: StatutoryPaper) -> bytes:
    """Return the PDF of a paper."""
    facts = paper.values["dossier"]
    values = {**paper.values, "dossier": {**facts, "qr": qr_svg(facts["look_up"], LOOK_UP)}}
    html = to_html(paper.template, paper.source.files, values)
    made_at = timezone.localtime(paper.made_at)
    return to_pdf(html, title=paper.title, author=paper.values["agency"]["name"], created_at=made_at)
