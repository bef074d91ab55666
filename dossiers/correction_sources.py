"""What an officer may choose from while a result is corrected: the words of the wrong document, the majors of its licence."""

from collections.abc import Mapping, Sequence
from typing import Any

from dossiers.corrections import correction_of, drawn_up_in
from dossiers.models import Dossier
from dossiers.replacing import printed_values
from dossiers.value_names import label_of_value
from forms.fields.choices import Option
from forms.messages import Words
from procedures.catalogue import source
from procedures.selectors import package_for
from registry.selectors import licence_of

MOST_SHOWN = 80


@source()
def document_values(dossier: Dossier, inputs: Mapping[str, Any]) -> Sequence[Option]:
    """The words the document being corrected was drawn from, each with what people call it."""
    correction = correction_of(dossier)
    if correction is None:
        return []
    origin = drawn_up_in(correction)
    rules = package_for(origin.procedure, origin.rules_hash)
    named = [
        (name, text, [label_of_value(rules, name, language) for language in ("vi", "en", "km")])
        for name, text in printed_values(correction.document).items()
    ]
    return [
        Option(name, Words(*(shown(label, text) for label in labels)))
        for name, text, labels in named
        if labels[0]
    ]


def shown(label: str, text: str) -> str:
    """Return a value with its name, the beginning of a long one, as one line: Họ và tên: Nguyễn Thị Mai."""
    line = " ".join(text.split())
    return f"{label}: {line[:MOST_SHOWN]}{'…' if len(line) > MOST_SHOWN else ''}" if line else f"{label}: –"


@source()
def licensed_majors(dossier: Dossier, inputs: Mapping[str, Any]) -> Sequence[Option]:
    """The majors of the licence that the document being corrected granted; none for another document."""
    correction = correction_of(dossier)
    document = correction.document if correction else None
    licence = licence_of(document.agency, document.number, document.issued_on) if document else None
    majors = licence.majors.order_by("pk") if licence else ()
    return [
        Option(str(each.pk), Words(vi=f"{each.code} {each.name}: {each.yearly_quota}".strip()))
        for each in majors
    ]
