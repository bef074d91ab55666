"""The three forms by which a representation begins: for an organisation, by a paper, by naming somebody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from forms.definition import FormDefinition
from forms.fields.choices import Option
from forms.loader import load_form
from forms.messages import Words
from forms.options import with_options
from procedures.selectors import offered

FOLDER = Path(__file__).resolve().parent
KINDS = ("organisation", "person", "grant")


def representation_form(kind: str, at: datetime) -> FormDefinition:
    """Return a form, with the procedures offered at a moment to choose from."""

    def options(name: str, given: Mapping[str, str]) -> Sequence[Option]:
        titles = ((each.name, each.title) for each in offered(at) if "citizen" in each.applicant_kinds)
        return [Option(name, Words(vi=title.vi, en=title.en, km=title.km)) for name, title in titles]

    return with_options(written(kind), options)


@cache
def written(kind: str) -> FormDefinition:
    """Return a form as it is written."""
    file = FOLDER / f"{kind}.form.yaml"
    return load_form(file.read_bytes(), file=file.name)
