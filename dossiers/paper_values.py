"""What Mẫu 01 to 06 say, frozen when the event happens; plain text in Vietnamese, as a paper words it.

Source of the fields: forms of TT 03/2025/TT-VPCP as listed in DOMAIN 1.6.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from viewflow.workflow.status import STATUS

from accounts.models import Agency, Person
from documents.letterhead import broken, day_in_words
from dossiers.models import Dossier, SupplementRound
from dossiers.papers import PAPER_LANGUAGE, worded
from dossiers.titles import title_of
from procedures.definition import Term
from procedures.package import Package
from procedures.selectors import package_for
from workflows.models import WorkItem
from workflows.selectors import work_items_of


def paper_values(
    dossier: Dossier, agency: Agency, title: str, number: str, at: datetime, maker: Mapping[str, str]
) -> dict[str, Any]:
    """Return what every paper of an agency shows."""
    package = package_for(dossier.procedure, dossier.rules_hash)
    contact = contact_of(dossier, package)
    day = timezone.localtime(at).date()
    return {
        "document": {
            "title": title,
            "number": number,
            "place_and_day": f"{agency.place_name}, {day_in_words(day)}",
        },
        "agency": {
            "name": agency.name,
            "phone": agency.phone,
            "superior_lines": broken(agency.superior_name),
            "own_lines": broken(agency.name),
        },
        "dossier": {
            "code": dossier.code or dossier.receipt_no,
            "applicant_name": dossier.applicant_name,
            "sent_for": sent_for(dossier),
            "procedure": package.definition.title.vi,
            "look_up": f"{settings.MOTCUA_PUBLIC_URL}/lookup/",
            **contact,
        },
        "maker": dict(maker),
    }


def sent_for(dossier: Dossier) -> str:
    """Return for whom a dossier was sent and by what paper; empty for the applicant's own."""
    if dossier.representation is None:
        return ""
    return f"{dossier.represented_name} (theo {dossier.representation.basis})"


def contact_of(dossier: Dossier, package: Package) -> dict[str, str]:
    """Return how to reach the applicant: as the application says, else as the account does."""
    form, named = package.forms[package.definition.form], package.definition.applicant_contact
    with translation.override(PAPER_LANGUAGE):
        words = worded(form, dossier.answers)
    person: Person = dossier.applicant
    return {
        "address": words.get(named.get("address", ""), ""),
        "phone": words.get(named.get("phone", ""), "") or person.phone,
        "email": words.get(named.get("email", ""), "") or person.email,
    }


def receipt_values(dossier: Dossier) -> dict[str, Any]:
    """Return what Mẫu 01 adds."""
    definition = package_for(dossier.procedure, dossier.rules_hash).definition
    return {
        "receipt": {
            "components": [component.name.vi for component in definition.components if component.required],
            "term": term_in_words(definition.term),
            "received_at": moment_in_words(dossier.received_at),
            "due_at": moment_in_words(dossier.due_at),
            "handed_over_at": dossier.receiving_agency.name,
        }
    }


def supplement_values(asked: SupplementRound) -> dict[str, Any]:
    """Return what Mẫu 02 adds."""
    with translation.override(PAPER_LANGUAGE):
        items = [
            {"label": item.label["vi"], "place": item.place, "reason": item.reason, "basis": item.basis}
            for item in asked.items.all()
        ]
    return {
        "supplement": {
            "items": items,
            "reason": asked.reason,
            "answer_by": moment_in_words(asked.answer_by),
        }
    }


def extension_values(dossier: Dossier, was_due_at: datetime) -> dict[str, Any]:
    """Return what Mẫu 04 adds."""
    return {
        "extension": {
            "received_at": f"{timezone.localtime(dossier.received_at):%d/%m/%Y}",
            "was_due_at": moment_in_words(was_due_at),
            "due_at": moment_in_words(dossier.due_at),
        }
    }


def control_values(dossier: Dossier) -> dict[str, Any]:
    """Return what Mẫu 06 adds: every step of the office in order, who took it over and who gave it on."""
    package = package_for(dossier.procedure, dossier.rules_hash)
    items = [item for item in work_items_of(dossier.run) if item.status == STATUS.DONE]
    return {"hops": [hop_of(item, package) for item in items]}


def hop_of(item: WorkItem, package: Package) -> dict[str, str]:
    """Return one line of the control slip."""
    title = title_of(package.flow, item.node_id)
    return {
        "agency": item.agency.name,
        "person": item.owner.full_name if item.owner else "",
        "step": title.get("vi", item.node_id) if isinstance(title, Mapping) else str(title),
        "taken_at": moment_in_words(item.claimed_at or item.opened_at),
        "given_at": moment_in_words(item.completed_at),
        "in_time": punctuality(item),
    }


def punctuality(item: WorkItem) -> str:
    """Return whether a step kept its budget: before its day, in time, late; empty without a budget."""
    if item.due_at is None or item.completed_at is None:
        return ""
    if item.completed_at > item.due_at:
        return "Quá hạn"
    early = timezone.localtime(item.completed_at).date() < timezone.localtime(item.due_at).date()
    return "Trước hạn" if early else "Đúng hạn"


def term_in_words(term: Term) -> str:
    """Return the term as law words it."""
    if term.kind == "same_day":
        return "trong ngày làm việc"
    return f"{term.working_days:02d} ngày làm việc"


def moment_in_words(at: datetime | None) -> str:
    """Return 08 giờ 30 phút, ngày 05 tháng 02 năm 2026."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local:%H} giờ {local:%M} phút, {day_in_words(local.date())}"
