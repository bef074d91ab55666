"""What is known of an applicant before the first question; sources registered in settings.PREFILL_SOURCES."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Person
from accounts.models.people import IdentityLevel
from dossiers.models import Dossier
from forms.definition import FormDefinition
from forms.messages import Words
from forms.prefill import Provided, sources_of
from procedures.catalogue import ANY_ANSWER, source

PROVEN = Words(vi="định danh điện tử của bạn", en="your electronic identity", km="អត្តសញ្ញាណអេឡិចត្រូនិករបស់អ្នក")
ACCOUNT = Words(vi="tài khoản của bạn", en="your account", km="គណនីរបស់អ្នក")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who fills in which procedure's form, when, and by which representation: None for oneself."""

    person: Person
    procedure: str
    at: datetime
    representation_id: int | None = None


Source = Callable[[Asked], Provided | None]


def provided_for(definition: FormDefinition, asked: Asked) -> dict[str, Provided]:
    """Return what the form's sources know of the person."""
    found = {}
    for name in sorted(sources_of(definition)):
        ask: Source = import_string(settings.PREFILL_SOURCES[name])
        if provided := ask(asked):
            found[name] = provided
    return found


def provided_again(definition: FormDefinition, dossier: Dossier, at: datetime) -> dict[str, Provided]:
    """Return what the form's sources know of who sent a dossier, now that it is answered again, whoever of the party does."""
    asked = Asked(dossier.applicant, dossier.procedure, at, dossier.representation_id)
    return provided_for(definition, asked)


@source(
    gives={
        "full_name": "full name",
        "national_id": "personal identification number",
        "born_on": "date of birth",
        "email": "e-mail address",
        "phone": "telephone number",
    }
)
def identity(asked: Asked) -> Provided:
    """The person's own data; only what the national e-ID has proven can be locked."""
    person = asked.person
    is_proven = person.identity_level != IdentityLevel.SELF_ASSERTED
    known = {
        "full_name": person.full_name, "national_id": person.national_id, "email": person.email,
        "phone": person.phone, "born_on": person.born_on.isoformat() if person.born_on else "",
    }  # fmt: skip
    values = {name: value for name, value in known.items() if value}
    return Provided(PROVEN if is_proven else ACCOUNT, values, may_lock=is_proven)


@source(gives={ANY_ANSWER: "the answer to that question of the application"})
def earlier(asked: Asked) -> Provided | None:
    """The answers of the person's latest dossier of this procedure for the same party; None without one."""
    dossier = (
        Dossier.objects.filter(
            applicant=asked.person,
            representation=asked.representation_id,
            procedure=asked.procedure,
            submitted_at__lte=asked.at,
        )
        .order_by("-submitted_at", "-pk")
        .first()
    )
    if dossier is None:
        return None
    number, day = dossier.code or dossier.receipt_no, f"{timezone.localtime(dossier.submitted_at):%d/%m/%Y}"
    label = Words(
        vi=f"hồ sơ {number} ngày {day}",
        en=f"dossier {number} of {day}",
        km=f"សំណុំឯកសារ {number} ចុះថ្ងៃ {day}",
    )
    return Provided(label, dossier.answers, may_lock=False)
