"""Who is told what about an inspection; the words are notifications' own, by kind, and name no finding."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import Person
from accounts.permissions import PROPOSE_INSPECTIONS, VIEW_INSPECTIONS
from accounts.selectors import people_with
from inspections.models import (
    Inspection,
    InspectionComplaint,
    InspectionDecision,
    PaperRequest,
    Target,
    TeamMember,
)
from inspections.parties import lead_of, people_of_target
from notifications.selectors import recipients_of
from notifications.services import notify
from workflows.models import WorkItem


def facts_of(inspection: Inspection) -> dict[str, object]:
    """Return what the words of a message may use."""
    return {"code": inspection.code}


def tell_institution(case: Inspection | Target | InspectionDecision, kind: str, at: datetime) -> None:
    """Tell the people of the institution of a part; an inspection as a whole has none."""
    target = case if isinstance(case, Target) else getattr(case, "target", None)
    if target is None:
        return
    notify(
        recipients=people_of_target(target, at), kind=kind, params=facts_of(target.inspection),
        url=reverse("portal:inspection", args=[target.public_id]),
        subject=f"inspections.Target:{target.pk}", at=at, audience="institution",
    )  # fmt: skip


def tell_steps_people(
    case: Inspection | Target | InspectionDecision, people: Iterable[Person], item: WorkItem, at: datetime
) -> None:
    """Tell the people of an office, or the lead, that a step waits for them."""
    inspection = case if isinstance(case, Inspection) else case.inspection
    notify(
        recipients=people, kind="inspection.step", params=facts_of(inspection),
        url=reverse("desk:work_item", args=[item.public_id]),
        subject=f"inspections.{type(case).__name__}:{case.pk}", at=at, audience="officer",
    )  # fmt: skip


def tell_newcomer(member: TeamMember, at: datetime) -> None:
    """Tell who is to come into a team that a declaration of conflicts is awaited."""
    notify(
        recipients=[member.person], kind="inspection.declare", params=facts_of(member.inspection),
        url=reverse("desk:inspections:declare", args=[member.public_id]),
        subject=f"inspections.Inspection:{member.inspection_id}", at=at, audience="officer",
    )  # fmt: skip


def tell_asker(asked: PaperRequest, target: Target, at: datetime) -> None:
    """Tell who asked the institution for a paper that it answered."""
    notify(
        recipients=[asked.asked_by], kind="inspection.paper_answered", params=facts_of(target.inspection),
        url=reverse("desk:inspections:target", args=[target.public_id]),
        subject=f"inspections.Target:{target.pk}", at=at, audience="officer",
    )  # fmt: skip


def tell_lead(target: Target, kind: str, at: datetime, **facts: str) -> bool:
    """Tell the team's lead something of an institution; return whether the team has one now."""
    lead = lead_of(target.inspection)
    if lead is None:
        return False
    notify(
        recipients=[lead.person], kind=kind, params=facts_of(target.inspection) | facts,
        url=reverse("desk:inspections:target", args=[target.public_id]),
        subject=f"inspections.Target:{target.pk}", at=at, audience="officer",
    )  # fmt: skip
    return True


def tell_office(target: Target, kind: str, at: datetime) -> None:
    """Tell who organises inspections at the agency that something came from an institution, or did not."""
    inspection = target.inspection
    notify(
        recipients=people_with(PROPOSE_INSPECTIONS, at, inspection.agency_id), kind=kind,
        params=facts_of(inspection), url="", subject=f"inspections.Target:{target.pk}", at=at, audience="officer",
    )  # fmt: skip


def tell_answerers(complaint: InspectionComplaint, target: Target, at: datetime) -> int:
    """Tell who may answer a complaint for the agency, each once, that its promised moment has passed; return how many."""
    kind, subject = "inspection.complaint_late", f"inspections.InspectionComplaint:{complaint.pk}"
    told, inspection = recipients_of(kind, subject), target.inspection
    answerers = people_with(VIEW_INSPECTIONS, at, inspection.agency_id)
    news = notify(
        recipients=[each for each in answerers if each.pk not in told], kind=kind, params=facts_of(inspection),
        url=reverse("desk:inspections:answer_complaint", args=[complaint.public_id]), subject=subject, at=at,
        audience="officer",
    )  # fmt: skip
    return len(news)
