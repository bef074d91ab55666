"""A member declares whether there is a conflict of interest, a lead the certificate too; the reason is for the issuer alone (Đ12)."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from inspections.errors import MayNot, NotFit
from inspections.models import ConfidentialSource, ConflictReason, Inspection, TeamMember
from inspections.notes import note
from inspections.parties import is_to_declare
from inspections.policies import may_know_secrets
from inspections.registers import look_up


def declare_conflict(
    person: Person,
    member: TeamMember,
    *,
    is_conflict: bool,
    at: datetime,
    reason: str = "",
    certified_until: date | None = None,
) -> TeamMember:
    """Write a member's own declaration; declared again, it takes the place of the one before. Raises MayNot, NotFit.

    certified_until  last day of the certificate of training for inspections; asked of who leads the team (Đ12.2)

    Who is to come into the team by a decision on the way declares before it is signed. The registers are asked once more
    at that moment; the audit row names no reason.
    """
    if member.person_id != person.pk or not is_to_declare(member):
        raise MayNot("declare")
    if is_conflict and not reason.strip():
        raise NotFit("reason", "required")
    with transaction.atomic():
        Inspection.objects.select_for_update().only("pk").get(pk=member.inspection_id)
        member.declared_at, member.is_conflict_declared = at, is_conflict
        member.certified_until = certified_until
        member.machine_findings = look_up(member, at)
        member.save(
            update_fields=["declared_at", "is_conflict_declared", "certified_until", "machine_findings"]
        )
        ConflictReason.objects.filter(member=member).delete()
        if is_conflict:
            ConflictReason.objects.create(member=member, text=reason, written_at=at)
        note(member.inspection, "conflict_declared", person.pk, at, is_conflict=is_conflict)
    return member


def entrust_source(issuer: Person, inspection: Inspection, person: Person, *, at: datetime) -> None:
    """Let one more person know who told the authority. Raises MayNot."""
    if not may_know_secrets(issuer, inspection, at):
        raise MayNot("issue")
    with transaction.atomic():
        source = ConfidentialSource.objects.select_for_update().get(inspection=inspection)
        source.entrusted.add(person)
        note(inspection, "source_entrusted", issuer.pk, at, person=person.pk)
