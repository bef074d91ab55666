"""Options known only when a form is shown; registered by name in settings.OPTION_SOURCES."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Agency
from dossiers.models import Dossier
from forms.definition import FormDefinition
from forms.fields.choices import Option
from forms.messages import Words
from forms.options import with_options
from registry.selectors import find_candidates

KEEPER_ROLE = "giu_so_goc"


def register_keepers(dossier: Dossier) -> Sequence[Option]:
    """The agencies that keep an original register: those with an office of its keeper."""
    keepers = Agency.objects.filter(offices__role__code=KEEPER_ROLE).order_by("name").distinct()
    return [
        Option(agency.code, Words(vi=agency.name, en=agency.name_en or agency.name)) for agency in keepers
    ]


def diploma_candidates(dossier: Dossier) -> Sequence[Option]:
    """The records of the deciding agency's register that may be the one asked for."""
    answers = dossier.answers
    found = find_candidates(
        keeper_ids=[dossier.deciding_agency_id],
        holder_name=answers.get("chu_bang_ho_ten", ""),
        born_on=answers.get("chu_bang_ngay_sinh", ""),
        number=answers.get("so_hieu", ""),
    )
    return [Option(str(record.public_id), Words(vi=record.summary())) for record in found]


def filled_form(definition: FormDefinition, dossier: Dossier) -> FormDefinition:
    """Return a step's form with its options filled in for one dossier."""

    def options(name: str) -> Sequence[Option]:
        source: Callable[[Dossier], Sequence[Option]] = import_string(settings.OPTION_SOURCES[name])
        return source(dossier)

    return with_options(definition, options)
