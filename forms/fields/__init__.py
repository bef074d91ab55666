"""The types of answers by name. A new type is a module beside this file and one line here."""

from collections.abc import Mapping

from forms.fields.address import Address
from forms.fields.choices import Choice, Declaration, YesNo
from forms.fields.dates import Date, PartialDate
from forms.fields.files import File
from forms.fields.identity import PersonalId, Phone, TaxCode
from forms.fields.kind import Kind
from forms.fields.listed import HistoricalPlace, Listed
from forms.fields.moments import DateAndTime
from forms.fields.note import Note
from forms.fields.numbers import DecimalNumber, Integer, Money
from forms.fields.rows import RowChoice
from forms.fields.several import Choices
from forms.fields.text import Email, LongText, Site, Text

KINDS: Mapping[str, type[Kind]] = {
    kind.type: kind
    for kind in (
        Text, LongText, Email, Site, Phone, PersonalId, TaxCode, Integer, DecimalNumber, Money, Date, PartialDate,
        DateAndTime, Choice, Choices, YesNo, Declaration, RowChoice, Listed, HistoricalPlace, Address,
        File, Note,
    )
}  # fmt: skip

__all__ = ["KINDS", "Kind"]
