"""What the registers say of a team member and the institutions to be inspected: bound to one, or proposed it (Đ12).

A warning, not a verdict: who orders the inspection decides. No number of a person is kept here.
"""

from datetime import datetime

from accounts.models import Appointment, Person
from inspections.models import Inspection, TeamMember
from inspections.parties import institutions_of
from registry.models import Institution, PermanentTeacher


def look_up(member: TeamMember, at: datetime) -> list[dict[str, str]]:
    """Return what ties a member to an institution of the inspection: [{"kind", "institution", "text"}].

    kind  "teaches": the personal number stands among its permanent teachers; "represents": acts for it here;
          "works": holds an office at it
    """
    institutions = [each.institution for each in member.inspection.targets.select_related("institution")]
    return [
        {"kind": kind, "institution": str(each.public_id), "text": text}
        for each in institutions
        for kind, text in ties(member.person, each, at)
    ]


def ties(person: Person, institution: Institution, at: datetime) -> list[tuple[str, str]]:
    """Return what ties a person to an institution, each as (kind, words)."""
    found = []
    if (
        person.national_id
        and PermanentTeacher.objects.filter(
            number=person.national_id, licence__institution=institution
        ).exists()
    ):
        found.append(("teaches", f"Có tên trong danh sách nhà giáo của {institution.name}"))
    if institutions_of(person, at).filter(pk=institution.pk).exists():
        found.append(("represents", f"Đang đại diện cho {institution.name}"))
    if Appointment.objects.filter(person=person, acts_for__name=institution.name, revoked_at=None).exists():
        found.append(("works", f"Có phân công tại {institution.name}"))
    return found


def look_up_all(inspection: Inspection, at: datetime) -> None:
    """Look every member of now up again: the institutions or the team have changed."""
    for member in inspection.team.filter(left_at=None).select_related("person", "inspection"):
        member.machine_findings = look_up(member, at)
        member.save(update_fields=["machine_findings"])
