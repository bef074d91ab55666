"""The types of answers by name. A new type is a module beside this file and one line here."""

from collections.abc import Mapping

from forms.fields.choices import Choice, Declaration, YesNo
from forms.fields.dates import Date, PartialDate
from forms.fields.files import File
from forms.fields.identity import PersonalId, Phone
from forms.fields.kind import Kind
from forms.fields.numbers import Integer
from forms.fields.text import Email, LongText, Text

KINDS: Mapping[str, type[Kind]] = {
    kind.type: kind
    for kind in (
        Text, LongText, Email, Integer, Date, PartialDate, Choice, YesNo, Declaration, PersonalId, Phone, File,
    )
}  # fmt: skip

__all__ = ["KINDS", "Kind"]
