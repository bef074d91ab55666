"""Makes the statutory papers (Mẫu 01 to 06) as events happen: values frozen here, drawn and signed by jobs.

The same occasion makes a paper once, so that an operation that runs again makes no second one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Agency
from documents.models import RegisterEntry
from documents.selectors import automatic_certificate, seals_automatically
from documents.services import Series, kept_source, take_number
from documents.statutory_forms import StatutoryForm, statutory_files, statutory_forms
from dossiers.deciding import deciding_agency
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
from jobs.services import enqueue

DRAW = "dossiers.draw_paper"
BY_WHO_DECIDES = frozenset({"04"})
ONE_STOP = "Bộ phận Tiếp nhận và Trả kết quả"


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
    agency = agency_of(dossier, form)
    entry = number_of(dossier, agency, form, occasion, maker, at) if form.series else None
    named = {"name": maker.name, "title": maker.title}
    values = paper_values(dossier, agency, form.title, entry.text if entry else "", at, named)
    values["document"].update(look_of(agency, form, maker, at))
    paper = StatutoryPaper.objects.create(
        dossier=dossier, form=form.number, title=form.title, occasion=occasion, entry=entry,
        agency=agency, source=kept_source(statutory_files()), template=form.template,
        values={**values, **more}, made_by_id=maker.person_id, made_at=at,
        awaits_seal=bool(values["document"]["sealed_by"]),
    )  # fmt: skip
    note(dossier, "dossier.paper_made", paper.made_by_id, at, form=form.number, paper=str(paper.public_id))
    enqueue(DRAW, key=f"{DRAW}:{paper.public_id}", payload={"paper": str(paper.public_id)}, queue="pdf")
    return paper


def agency_of(dossier: Dossier, form: StatutoryForm) -> Agency:
    """Return whose paper it is: who received, but for what a leader of who decides signs."""
    return deciding_agency(dossier) if form.number in BY_WHO_DECIDES else dossier.receiving_agency


def look_of(agency: Agency, form: StatutoryForm, maker: Maker, at: datetime) -> dict[str, str]:
    """Return what the paper is printed on, and who signs it: the agency where it has a server key, and who makes it
    where the form wants that and they have one. What the page says is what must be signed.
    """
    sealed = seals_automatically(agency.pk)
    personal = form.personal and maker.person_id is not None
    signs = sealed and personal and automatic_certificate(at, person_id=maker.person_id) is not None
    return {
        "paper": form.paper,
        "sealed_by": agency.name if sealed else "",
        "signed_by": maker.name if signs else "",
    }


def number_of(
    dossier: Dossier, agency: Agency, form: StatutoryForm, occasion: str, maker: Maker, at: datetime
) -> RegisterEntry:
    """Take the paper's number."""
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
