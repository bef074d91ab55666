"""The register of dossiers (Mẫu 07): every dossier received, as the law's columns have it, of the reader's agencies.

An office that is only asked for its opinion finds the dossier in its inbox and not in its register.

Source: form 07 of TT 03/2025/TT-VPCP as listed in DOMAIN 1.6.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.localdays import LOCAL_ZONE, moments_of
from accounts.models import Person
from accounts.permissions import VIEW_DOSSIERS
from accounts.selectors import agencies_where
from dossiers.late_reasons import why_late
from dossiers.models import Dossier, Lateness, StepAnswer
from dossiers.selectors.lateness import lateness_of
from dossiers.sight import of_agencies
from procedures.package import Package
from procedures.selectors import packages_for

CHUNK = 500


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register."""

    number: int
    dossier: Dossier
    procedure: Any
    contact: str
    deciding: str
    how: str
    received_by: str
    note: str


def received_between(person: Person, first: date, last: date, at: datetime) -> "QuerySet[Dossier]":
    """Return the dossiers received from the first day to the last that an officer may list; never their own."""
    begin, end = moments_of(first, last)
    listed = Dossier.objects.filter(of_agencies(person, at)).exclude(applicant=person)
    found = listed.filter(received_at__gte=begin, received_at__lt=end)
    return found.select_related("receiving_agency", "deciding_agency", "applicant").order_by(
        "received_at", "pk"
    )


def register_rows(
    found: "QuerySet[Dossier]", person: Person, at: datetime, *, start: int = 0, most: int | None = None
) -> Iterator[RegisterRow]:
    """Yield lines of the register from a place on, a fixed number of queries for each 500.

    most  how many lines; all of them where it is not said, since a register with lines missing is none

    How to reach an applicant is shown to those alone who may read the application.
    """
    readable = agencies_where(person, VIEW_DOSSIERS, at)
    end = None if most is None else start + most
    for begin in count(start, CHUNK) if end is None else range(start, end, CHUNK):
        dossiers = list(found[begin : begin + CHUNK if end is None else min(begin + CHUNK, end)])
        packages = packages_for((each.procedure, each.rules_hash) for each in dossiers)
        handed, lateness = hand_overs(dossiers), lateness_of(dossiers)
        for offset, each in enumerate(dossiers, start=begin + 1):
            package = packages[each.procedure, each.rules_hash]
            may_read = bool(readable & {each.receiving_agency_id, each.deciding_agency_id})
            contact = contact_of(each, package.definition.applicant_contact) if may_read else ""
            yield row_of(offset, each, package, handed.get(each.pk, {}), contact, lateness.get(each.pk))
        if len(dossiers) < CHUNK:
            return


def hand_overs(dossiers: list[Dossier]) -> dict[int, Mapping[str, Any]]:
    """Return what the step that handed the result over answered, by dossier."""
    answers = StepAnswer.objects.filter(
        dossier_id__in=[each.pk for each in dossiers if each.returned_at], work_item__role="tra_ket_qua"
    ).order_by("answered_at")
    return {answer.dossier_id: answer.answers for answer in answers}


def row_of(
    number: int,
    dossier: Dossier,
    package: Package,
    handed: Mapping[str, Any],
    contact: str,
    late: Lateness | None,
) -> RegisterRow:
    """Return one line."""
    deciding = dossier.deciding_agency or dossier.receiving_agency
    return RegisterRow(
        number=number,
        dossier=dossier,
        procedure=package.definition.title,
        contact=contact,
        deciding=deciding.label,
        how=how_handed_over(str(handed.get("cach_tra", ""))) if dossier.returned_at else "",
        received_by=str(handed.get("nguoi_nhan", "")),
        note=note_of(dossier, late),
    )


def contact_of(dossier: Dossier, named: Mapping[str, str]) -> str:
    """Return address and phone as the application gave them, else the account's phone."""
    parts = [dossier.answers.get(named.get(key, "")) for key in ("address", "phone")]
    words = [part for part in parts if isinstance(part, str) and part]
    return ", ".join(words) or dossier.applicant.phone


def how_handed_over(way: str) -> str:
    """Return the way a result was handed over, in words; online where the step did not say."""
    ways = {"tai_quay": _("Trực tiếp"), "buu_chinh": _("Qua bưu chính công ích")}
    return ways.get(way, _("Trực tuyến"))


def note_of(dossier: Dossier, late: Lateness | None) -> str:
    """Return what the note column says: for whom it was sent, the date before an extension, why it came late."""
    original, due = dossier.original_due_at, dossier.due_at
    is_extended = original is not None and due is not None and due > original
    parts = [
        _("nộp thay %(party)s") % {"party": dossier.represented_name} if dossier.represented_name else "",
        _("gia hạn từ %(at)s") % {"at": f"{original.astimezone(LOCAL_ZONE):%d/%m/%Y %H:%M}"}
        if is_extended
        else "",
        _("trễ hạn: %(why)s") % {"why": why_late(late.reason, late.words, get_language() or "vi")}
        if late
        else "",
    ]
    return "; ".join(part for part in parts if part)
