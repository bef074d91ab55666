"""Who is told what about a complaint: its applicant and the leaders who answer, and never the office complained about."""

from datetime import datetime

from django.urls import reverse

from accounts.permissions import ADMINISTER_PEOPLE
from accounts.selectors import people_with
from dossiers.complaint_models import Complaint
from dossiers.complaints import handlers, may_know
from dossiers.news import facts_of
from notifications.selectors import recipients_of
from notifications.services import notify


def facts(complaint: Complaint) -> dict[str, object]:
    """Return what the words of a message may use."""
    return {
        **facts_of(complaint.dossier),
        "complaint": complaint.code,
        "answer_by_at": complaint.answer_by.isoformat(),
    }


def tell_complainant(complaint: Complaint, kind: str, at: datetime) -> None:
    """Tell who complained: the receipt, that it is being looked into, the answer."""
    notify(
        recipients=[complaint.complainant],
        kind=kind,
        params=facts(complaint),
        url=reverse("portal:complaints", args=[complaint.dossier.public_id]),
        subject=f"dossiers.Complaint:{complaint.pk}",
        at=at,
        audience="applicant",
    )


def tell_handlers(complaint: Complaint, at: datetime) -> None:
    """Tell the leaders who answer; where there is none, whoever appoints people at that agency."""
    leaders = handlers(complaint.agency_id, complaint.dossier, complaint.about, at)
    appointing = [] if leaders else people_with(ADMINISTER_PEOPLE, at, complaint.agency_id)
    knowing = [each for each in appointing if may_know(each, complaint.dossier, complaint.about)]
    notify(
        recipients=leaders or knowing,
        kind="complaint.sent" if leaders else "complaint.nobody",
        params={**facts(complaint), "agency": {"vi": complaint.agency.name, "en": complaint.agency.name_en}},
        url=reverse("desk:complaint", args=[complaint.public_id])
        if leaders
        else reverse("administration:people"),
        subject=f"dossiers.Complaint:{complaint.pk}",
        at=at,
        audience="officer",
    )


def tell_overdue(complaint: Complaint, at: datetime) -> int:
    """Tell the leaders, each once, that the promised moment has passed; return how many."""
    subject = f"dossiers.Complaint:{complaint.pk}"
    told = recipients_of("complaint.overdue", subject)
    leaders = handlers(complaint.agency_id, complaint.dossier, complaint.about, at)
    news = notify(
        recipients=[each for each in leaders if each.pk not in told],
        kind="complaint.overdue",
        params=facts(complaint),
        url=reverse("desk:complaint", args=[complaint.public_id]),
        subject=subject,
        at=at,
        audience="officer",
    )
    return len(news)
