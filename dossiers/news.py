"""Who is told what about a dossier; the words are notifications' own, by kind."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import Person
from accounts.permissions import ADMINISTER_CALENDAR, ADMINISTER_INCIDENTS
from accounts.selectors import people_with
from dossiers.models import Dossier, RepresentationRequest
from dossiers.parties import people_to_tell
from jobs.models import Incident
from notifications.selectors import recipients_of
from notifications.services import notify
from procedures.selectors import package_for
from workflows.models import WorkItem


def facts_of(dossier: Dossier) -> dict[str, object]:
    """Return what the words of a message may use: no answer of the applicant, only codes and names of procedures."""
    title = package_for(dossier.procedure, dossier.rules_hash).definition.title
    return {
        "code": dossier.code or dossier.receipt_no,
        "procedure": {"vi": title.vi, "en": title.en or title.vi, "km": title.km or title.vi},
        "due_at": dossier.due_at.isoformat() if dossier.due_at else "",
    }


def tell_applicant(dossier: Dossier, kind: str, at: datetime, **more: object) -> None:
    """Tell the applicant, and the party a dossier was sent for; `more` are further parameters of the words."""
    notify(
        recipients=people_to_tell(dossier, at),
        kind=kind,
        params={**facts_of(dossier), **more},
        url=reverse("portal:dossier", args=[dossier.public_id]),
        subject=f"dossiers.Dossier:{dossier.pk}",
        at=at,
    )


def tell_of_wish(wish: RepresentationRequest, at: datetime) -> None:
    """Tell who asked to represent somebody what came of it; and a represented person with an account, that somebody may."""
    subject, params = (
        f"dossiers.RepresentationRequest:{wish.pk}",
        {"party": wish.party_name, "reason": wish.reason},
    )
    tell_of_power([wish.person], f"representation.{wish.state}", subject, params, at)
    principal = wish.representation.principal if wish.representation else None
    if principal is not None:
        params = {"party": wish.person.full_name}
        tell_of_power([principal], "representation.about_you", subject, params, at)


def tell_of_power(
    recipients: list[Person], kind: str, subject: str, params: dict[str, object], at: datetime
) -> None:
    """Tell people of a power of attorney; the page behind it lists theirs."""
    notify(
        recipients=recipients, kind=kind, params=params, url=reverse("portal:representation"), subject=subject,
        at=at,
    )  # fmt: skip


def tell_due_moved(dossier: Dossier, old_due_at: datetime, at: datetime) -> None:
    """Tell the applicant that the result is owed on another day than was said."""
    tell_applicant(dossier, "dossier.due_moved", at, old_due_at=old_due_at.isoformat())


def tell_holders(dossier: Dossier, people: Iterable[Person], at: datetime, *, item: WorkItem) -> None:
    """Tell the people of an office that a step waits for one of them."""
    notify(
        recipients=list(people),
        kind="work_item.opened",
        params={**facts_of(dossier), "step": item.node_id},
        url=reverse("desk:work_item", args=[item.public_id]),
        subject=f"dossiers.Dossier:{dossier.pk}",
        at=at,
    )


def tell_holder(dossier: Dossier, at: datetime, *, item: WorkItem) -> None:
    """Tell an officer that a step was given to them by name."""
    notify(
        recipients=[item.owner],
        kind="work_item.given",
        params={**facts_of(dossier), "step": item.node_id},
        url=reverse("desk:work_item", args=[item.public_id]),
        subject=f"dossiers.Dossier:{dossier.pk}",
        at=at,
    )


def tell_no_longer_holder(dossier: Dossier, person: Person, at: datetime, *, item: WorkItem) -> None:
    """Tell an officer that a step they held was given to a colleague, and to whom."""
    notify(
        recipients=[person],
        kind="work_item.taken_over",
        params={**facts_of(dossier), "step": item.node_id, "holder": item.owner.full_name},
        url=reverse("desk:work_item", args=[item.public_id]),
        subject=f"dossiers.Dossier:{dossier.pk}",
        at=at,
    )


def tell_of_extension(dossier: Dossier, people: Iterable[Person], at: datetime) -> None:
    """Tell the leaders that a result will be late unless it comes within a working day."""
    notify(
        recipients=list(people),
        kind="dossier.extension_proposed",
        params=facts_of(dossier),
        url=reverse("desk:extension", args=[dossier.public_id]),
        subject=f"dossiers.Dossier:{dossier.pk}",
        at=at,
    )


def tell_administrators(incident: Incident, at: datetime) -> None:
    """Tell those who handle incidents that a job ended as one."""
    people = people_with(ADMINISTER_INCIDENTS, at)
    notify(
        recipients=list(people),
        kind="incident.opened",
        params={"kind": incident.job.kind},
        url=reverse("administration:incidents"),
        subject=f"jobs.Incident:{incident.pk}",
        at=at,
        by_email=not incident.job.kind.startswith(
            "notifications."
        ),  # a mail about a mail that failed would not end
    )


def tell_of_unannounced_year(year: int, at: datetime) -> int:
    """Tell those who keep the calendar, each once, that a year's days off are not announced; return how many."""
    subject = f"accounts.AnnouncedYear:{year}"
    told = recipients_of("calendar.year_unannounced", subject)
    people = people_with(ADMINISTER_CALENDAR, at).exclude(pk__in=told)
    news = notify(
        recipients=list(people),
        kind="calendar.year_unannounced",
        params={"year": year},
        url=f"{reverse('administration:calendar')}?year={year}",
        subject=subject,
        at=at,
    )
    return len(news)
