"""Options known only when a form is shown; registered by name in settings.OPTION_SOURCES."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Agency
from dossiers.models import Dossier
from dossiers.officers import WHO_ONCE_WERE
from forms.definition import FormDefinition
from forms.fields.choices import Option
from forms.messages import Words
from forms.options import with_options
from procedures.catalogue import source
from registry.selectors import find_candidates

KEEPER_ROLE = "giu_so_goc"


@source()
def register_keepers(dossier: Dossier, inputs: Mapping[str, Any]) -> Sequence[Option]:
    """The agencies that keep an original register: those with an office of its keeper."""
    keepers = Agency.objects.filter(offices__role__code=KEEPER_ROLE).order_by("name").distinct()
    return [
        Option(agency.code, Words(vi=agency.name, en=agency.name_en or agency.name)) for agency in keepers
    ]


@source(
    inputs={
        "holder_name": "the holder's full name",
        "born_on": "the holder's date of birth",
        "number": "the serial number of the diploma",
    }
)
def diploma_candidates(dossier: Dossier, inputs: Mapping[str, Any]) -> Sequence[Option]:
    """The records of the deciding agency's register that may be the one asked for."""
    found = find_candidates(
        keeper_ids=[dossier.deciding_agency_id],
        holder_name=inputs.get("holder_name") or "",
        born_on=inputs.get("born_on") or "",
        number=inputs.get("number") or "",
    )
    return [Option(str(record.public_id), Words(vi=record.summary())) for record in found]


def filled_form(definition: FormDefinition, dossier: Dossier, *, is_answered: bool = False) -> FormDefinition:
    """Return a step's form with its options filled in for one dossier.

    is_answered  to show what was answered once: officers who have left since are named too
    """

    def options(name: str, given: Mapping[str, str]) -> Sequence[Option]:
        if is_answered and name in WHO_ONCE_WERE:
            return WHO_ONCE_WERE[name](dossier)
        offer: Callable[..., Sequence[Option]] = import_string(settings.OPTION_SOURCES[name])
        return offer(dossier, {each: dossier.answers.get(question) for each, question in given.items()})

    return with_options(definition, options)
