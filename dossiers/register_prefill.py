"""What the registers know of an applicant before the first question; registered in settings.PREFILL_SOURCES.

A register answers for what is proven, never for what is typed: an institution by the organisation the person
verifiably acts for, a diploma by the proven personal number it is bound to. Nothing can be probed here.
"""

from datetime import datetime

from accounts.models import Person
from accounts.models.people import IdentityLevel
from accounts.selectors import valid_representations
from dossiers.prefill import Asked
from forms.messages import Words
from forms.prefill import Provided
from procedures.catalogue import source
from registry.models import DiplomaRecord, Institution
from registry.selectors import diplomas_bound_to, institutions_of_tax_code

REGISTER_OF_INSTITUTIONS = Words(
    vi="sổ cơ sở giáo dục nghề nghiệp",
    en="the register of vocational institutions",
    km="បញ្ជីគ្រឹះស្ថានអប់រំវិជ្ជាជីវៈ",
)
REGISTER_OF_DIPLOMAS = Words(
    vi="sổ gốc văn bằng, chứng chỉ", en="the original register of diplomas", km="បញ្ជីដើមសញ្ញាបត្រ វិញ្ញាបនបត្រ"
)


@source(
    gives={
        "code": "code of the institution",
        "name": "name",
        "kind": "kind, as the register has it",
        "tax_code": "tax code",
        "address": "head office",
        "phone": "telephone number",
        "email": "e-mail address",
    }
)
def institution(asked: Asked) -> Provided | None:
    """The institution of the organisation the applicant acts for, by its tax code; None without one, or with several."""
    tax_code = tax_code_of(asked.person, asked.representation_id, asked.at)
    found = institutions_of_tax_code(tax_code) if tax_code else []
    return Provided(REGISTER_OF_INSTITUTIONS, facts_of(found[0])) if len(found) == 1 else None


def tax_code_of(person: Person, representation_id: int | None, at: datetime) -> str:
    """Return the tax code of the organisation a person acts for by a representation in force, "" for none."""
    rows = valid_representations(person, at).filter(pk=representation_id, organisation__isnull=False)
    found = rows.first() if representation_id else None
    return str(found.organisation.tax_code) if found else ""


def facts_of(found: Institution) -> dict[str, object]:
    """Return what is known of an institution; an address by its codes."""
    address = {part: found.address.get(part, "") for part in ("province", "commune", "street")}
    known = {
        "code": found.code or str(found.public_id), "name": found.name, "kind": found.kind,
        "tax_code": found.tax_code, "phone": found.phone, "email": found.email,
        "address": address if address["commune"] else None,
    }  # fmt: skip
    return {name: value for name, value in known.items() if value}


@source(
    gives={
        "holder_name": "name of the holder",
        "birth": "birth date, day and month as far as they are known",
        "born_on": "birth date where it is wholly known",
        "birth_place": "birth place",
        "kind": "kind of diploma",
        "institution": "who awarded it",
        "major": "major",
        "graduation_year": "year of graduation",
        "issued_on": "day of issue",
        "number": "serial number, or else the number in the register",
        "has_number": "true where there is such a number",
    }
)
def diploma(asked: Asked) -> Provided | None:
    """The diploma bound to the applicant's own proven personal number; None without one, with several, or for another."""
    person = asked.person
    is_proven = person.identity_level != IdentityLevel.SELF_ASSERTED and bool(person.national_id)
    found = diplomas_bound_to(person.national_id) if is_proven and asked.representation_id is None else []
    return Provided(REGISTER_OF_DIPLOMAS, facts_of_record(found[0])) if len(found) == 1 else None


def facts_of_record(row: DiplomaRecord) -> dict[str, object]:
    """Return what the register says of a diploma."""
    birth = {"year": row.birth_year, "month": row.birth_month, "day": row.birth_day}
    is_whole = None not in birth.values()
    number = row.serial_no or row.register_no
    known = {
        "holder_name": row.holder_name, "birth_place": row.birth_place, "kind": row.kind, "major": row.major,
        "birth": birth if row.birth_year else None,
        "born_on": f"{row.birth_year:04}-{row.birth_month:02}-{row.birth_day:02}" if is_whole else "",
        "institution": row.institution, "graduation_year": row.graduation_year,
        "issued_on": row.issued_on.isoformat() if row.issued_on else "", "number": number, "has_number": bool(number),
    }  # fmt: skip
    return {name: value for name, value in known.items() if value}
