"""Who of an office a step can be given to: the choices of an assignment form, with how much each has on the desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Appointment, Person
from accounts.selectors import holders
from dossiers.models import Dossier
from forms.fields.choices import Option
from forms.messages import Words
from procedures.catalogue import source

CASE_OFFICER, REGISTER_OFFICER = "chuyen_vien", "giu_so_goc"
WHOLE_OFFICE = Option(
    "ca_don_vi",
    Words(
        vi="Cả đơn vị: ai nhận trước thì làm",
        en="The whole office: whoever takes it first",
        km="ទាំងអង្គភាព៖ អ្នកណាទទួលមុន អ្នកនោះធ្វើ",
    ),
)


@source()
def case_officers(dossier: Dossier, inputs: Mapping[str, Any]) -> Sequence[Option]:
    """The case officers of the agency that decides, with the number of steps each holds; not the applicant."""
    return officers_offered(dossier, CASE_OFFICER, deciding(dossier), timezone.now())


@source()
def receiving_case_officers(dossier: Dossier, inputs: Mapping[str, Any]) -> Sequence[Option]:
    """The case officers of the agency that receives, where another one decides; as `case_officers`."""
    return officers_offered(dossier, CASE_OFFICER, dossier.receiving_agency_id, timezone.now())


@source()
def register_officers(dossier: Dossier, inputs: Mapping[str, Any]) -> Sequence[Option]:
    """The keepers of the deciding agency's original register; as `case_officers`."""
    return officers_offered(dossier, REGISTER_OFFICER, deciding(dossier), timezone.now())


WHO_ONCE_WERE = {
    "case_officers": lambda dossier: once_officers(CASE_OFFICER, deciding(dossier)),
    "receiving_case_officers": lambda dossier: once_officers(CASE_OFFICER, dossier.receiving_agency_id),
    "register_officers": lambda dossier: once_officers(REGISTER_OFFICER, deciding(dossier)),
}
"""For showing an answer of old: the sources of officers with everybody who ever was one."""


def deciding(dossier: Dossier) -> int:
    """Return the agency that decides, so far as it is known; else the one that receives."""
    return dossier.deciding_agency_id or dossier.receiving_agency_id


def officers_with_load(role: str, agency_id: int, at: datetime) -> "QuerySet[Person]":
    """Return who holds a role at an agency, each with `open_steps`: how many steps they hold anywhere."""
    is_open = Q(work_items__completed_at__isnull=True)
    return holders(role, agency_id, at).annotate(open_steps=Count("work_items", filter=is_open))


def officers_offered(dossier: Dossier, role: str, agency_id: int, at: datetime) -> list[Option]:
    """Return the officers of a role at an agency as choices."""
    officers = officers_with_load(role, agency_id, at).exclude(pk=dossier.applicant_id)
    return [WHOLE_OFFICE, *(as_option(each, load(each.open_steps)) for each in officers)]


def once_officers(role: str, agency_id: int) -> list[Option]:
    """Return everybody who holds or held a role at an agency."""
    held = Appointment.objects.filter(role__code=role, acts_for_id=agency_id)
    return [
        WHOLE_OFFICE,
        *(as_option(each) for each in Person.objects.filter(pk__in=held.values("person_id"))),
    ]


def as_option(person: Person, hint: Words | None = None) -> Option:
    """Return a person as a choice, under the id that a step's holder takes."""
    return Option(str(person.public_id), Words(vi=person.full_name), hint)


def load(open_steps: int) -> Words:
    """Return how much somebody holds, in words."""
    return Words(
        vi=f"Đang giữ {open_steps} việc",
        en=f"Steps held now: {open_steps}",
        km=f"កំពុងកាន់ {open_steps} ការងារ",
    )
