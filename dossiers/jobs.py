"""What workers do for dossiers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.selectors import years_to_announce
from documents.errors import NoUsableCertificate, SignatureRefused, TemplateError
from dossiers import services
from dossiers.news import tell_of_unannounced_year
from dossiers.paper_files import draw_paper as draw
from dossiers.paper_files import sign_paper as sign
from jobs.errors import GiveUp


def report_codes_exhausted(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Become an incident at once: a person must widen the unit's numbering or wait for the next day."""
    raise GiveUp(f"{payload['unit_code']}: no dossier code left for {payload['day']}")


def recompute_due_dates(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Promise open dossiers again after a change of the calendar."""
    services.recompute_due_dates(agency_id=payload["agency_id"], why=payload["why"], at=timezone.now())


def remind_of_unannounced_years(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Say once, from 60 days before it begins, that a year's days off are still to be announced."""
    at = datetime.fromisoformat(payload["at"])
    for year in years_to_announce(at):
        tell_of_unannounced_year(year, at)


def draw_paper(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Draw a statutory paper. A template that cannot be drawn becomes an incident at once."""
    try:
        draw(payload["paper"], timezone.now())
    except TemplateError as error:
        raise GiveUp(str(error)) from error


def draw_answers(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Draw a paper of answers, to be signed. A template that cannot be drawn becomes an incident at once."""
    try:
        services.draw_answers(payload["paper"], timezone.now())
    except TemplateError as error:
        raise GiveUp(str(error)) from error


def sweep_drawn(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Forget the papers drawn of answers that were asked for yesterday."""
    services.sweep_drawn(timezone.now())


def sign_paper(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Sign a statutory paper with the agency's server key. Without a usable certificate it becomes an incident at once:
    when the certificate is there, an administrator runs it again.
    """
    try:
        sign(payload["paper"], timezone.now())
    except (NoUsableCertificate, SignatureRefused) as error:
        raise GiveUp(str(error)) from error


def propose_extensions(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Propose to extend the terms that end within a working day."""
    services.propose_extensions(timezone.now())


def free_work(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Give back to their queues the steps whose holder has left the office; move those of agencies that are over."""
    at = timezone.now()
    services.succeed(at)
    services.free_work(at)


def report_work_without_agency(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Become an incident at once: an agency is over, its work lies there and nobody succeeded it."""
    raise GiveUp(f"{payload['agency']}: {payload['open']} open steps and no successor in office")


def remind_of_complaints(payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
    """Tell the leaders once of each complaint whose promised moment has passed without an answer."""
    services.remind_of_complaints(timezone.now())
