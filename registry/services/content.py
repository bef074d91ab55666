"""Checks what is to stand in a row before the database has to say no."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from registry.errors import FactsInvalid
from registry.models import CONTENT, DiplomaKind, DiplomaRecord

REQUIRED = ("holder_name", "kind", "institution")
NUMBERS = ("birth_year", "birth_month", "birth_day", "graduation_year")


def tidy(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts of a row with texts in NFC, trimmed. Raises FactsInvalid for an unknown one."""
    unknown = facts.keys() - set(CONTENT)
    if unknown:
        raise FactsInvalid(dict.fromkeys(sorted(unknown), "unknown"))
    return {
        name: " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else value
        for name, value in facts.items()
    }


def check_content(record: DiplomaRecord) -> None:
    """Raises FactsInvalid, with every fault, for a row that cannot be written."""
    faults = {name: "missing" for name in REQUIRED if not getattr(record, name)}
    if record.kind and record.kind not in DiplomaKind.values:
        faults["kind"] = "unknown"
    for name in NUMBERS:
        value = getattr(record, name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            faults[name] = "not a whole number"
    if not faults and not is_possible_birth(record):
        faults["birth_day"] = "no such day"
    for field in DiplomaRecord._meta.get_fields():
        most = getattr(field, "max_length", None)
        value = getattr(record, field.name, "") if most and field.name in CONTENT else ""
        if isinstance(value, str) and most and len(value) > most:
            faults[field.name] = f"longer than {most}"
    if faults:
        raise FactsInvalid(faults)


def is_possible_birth(record: DiplomaRecord) -> bool:
    """Say whether the known parts of the birth date could be a day."""
    year, month, day = record.birth_year, record.birth_month, record.birth_day
    if (day is not None and month is None) or (month is not None and year is None):
        return False
    if year is None:
        return True
    try:
        return 1850 <= date(year, month or 1, day or 1).year <= 2200
    except ValueError:
        return False


def plain(content: Mapping[str, object]) -> dict[str, object]:
    """Return a row's content with days as text, as a version and the audit keep it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in content.items()}
