"""Reads the rows of a file as institutions, and writes those that are new.

An institution is known by its code. A row that says word for word what the register has is passed
over, so that a longer version of a list can be loaded; one that says something else is a fault:
what changes an institution is a decision, not a file.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.folding import fold
from accounts.models import Agency
from registry.models import Institution, InstitutionKind
from registry.services.import_table import (
    Cells,
    Columns,
    FileRead,
    RowFault,
    cells_of,
    chunks,
    day_of,
    values_of,
    word_of,
)

OWN = ("code", "name", "kind", "tax_code", "phone", "email", "valid_from", "valid_to")
ADDRESS = ("province", "commune", "street")
REQUIRED = ("code", "name", "valid_from")
COLUMNS = Columns(
    labels={
        **{name: Institution._meta.get_field(name).verbose_name for name in OWN[:4]},
        "province": _("Mã tỉnh"), "commune": _("Mã xã"), "street": _("Số nhà, đường"),
        **{name: Institution._meta.get_field(name).verbose_name for name in OWN[4:]},
    },
    choices={"kind": InstitutionKind},
    days=frozenset({"valid_from", "valid_to"}),
)  # fmt: skip
SHAPES = {"tax_code": r"[0-9]{10}(-?[0-9]{3})?", "province": r"[0-9]{2}", "commune": r"[0-9]{5}"}
Lines = list[tuple[int, Institution]]


def read_institutions(keeper: Agency, content: bytes, *, name: str, at: datetime) -> FileRead:
    """Return the institutions that are new, what is wrong with any row, and how many are known.

    Raises Unreadable for what is no table.
    """
    rows, faults = cells_of(content, name=name, columns=COLUMNS)
    read: Lines = []
    for line, cells in rows:
        facts, wrong = values_of(cells, value_of)
        wrong = faults_of(facts, cells) | wrong
        faults += [RowFault(line, column, fault) for column, fault in wrong.items()]
        read.append((line, institution_from(keeper, facts)))
    return compared(read, faults)


def institution_from(keeper: Agency, facts: dict[str, Any]) -> Institution:
    """Return an institution that is not stored yet."""
    own = {name: value for name, value in facts.items() if name in OWN}
    address = {name: facts[name] for name in ADDRESS if name in facts}
    return Institution(keeper=keeper, name_key=fold(str(own.get("name", "")))[:300], address=address, **own)


def value_of(column: str, text: str) -> dict[str, Any]:
    """Return the fact of a cell. Raises ValueError with the fault."""
    if column in COLUMNS.days:
        return {column: day_of(text)}
    if column == "kind":
        return {column: word_of(InstitutionKind, text)}
    return {column: " ".join(text.split())}


def faults_of(facts: dict[str, Any], cells: Cells) -> dict[str, str]:
    """Return what is wrong with the facts of a row, by column."""
    faults = {name: "missing" for name in REQUIRED if name not in cells}
    if facts.get("kind", InstitutionKind.CENTRE) not in InstitutionKind.values:
        faults["kind"] = "unknown"
    for column, shape in SHAPES.items():
        if column in facts and not re.fullmatch(shape, facts[column]):
            faults[column] = f"no {column}"
    if "email" in facts and not is_email(facts["email"]):
        faults["email"] = "no email"
    if "valid_from" in facts and "valid_to" in facts and facts["valid_to"] < facts["valid_from"]:
        faults["valid_to"] = "before the first day"
    return faults | too_long(facts)


def is_email(text: str) -> bool:
    """Say whether a text is an e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def too_long(facts: dict[str, Any]) -> dict[str, str]:
    """Return a fault for each text that is longer than its column takes."""
    most = {name: Institution._meta.get_field(name).max_length for name in OWN} | {"street": 200}
    return {
        name: f"longer than {most[name]}"
        for name, value in facts.items()
        if isinstance(value, str) and most.get(name) and len(value) > most[name]
    }


def compared(read: Lines, faults: list[RowFault]) -> FileRead:
    """Return the new ones, with a fault for a code that stands twice or means something else in the register."""
    known = known_by_code({each.code for _line, each in read})
    new: list[Institution] = []
    seen: set[str] = set()
    count = 0
    for line, each in read:
        there = known.get(each.code)
        if each.code and each.code in seen:
            faults.append(RowFault(line, "code", "twice"))
        elif there is None:
            new.append(each)
        elif facts_in(there) != facts_in(each):
            faults.append(RowFault(line, "code", "in the register"))
        else:
            count += 1
        seen.add(each.code)
    return FileRead(len(read), new, faults, count)


def known_by_code(codes: set[str]) -> dict[str, Institution]:
    """Return the institutions of these codes, whoever keeps them: a code is given once."""
    found: dict[str, Institution] = {}
    for part in chunks(sorted(codes - {""})):
        found |= {each.code: each for each in Institution.objects.filter(code__in=part)}
    return found


def facts_in(each: Institution) -> tuple[object, ...]:
    """Return what a file can say of an institution."""
    address = tuple(each.address.get(part, "") for part in ADDRESS)
    return (each.keeper_id, *(getattr(each, name) for name in OWN), *address)


def write_institutions(
    keeper: Agency, rows: Sequence[Institution], *, actor_id: int | None, at: datetime
) -> None:
    """Write the institutions, a few hundred at a time."""
    for part in chunks(rows):
        Institution.objects.bulk_create(part)
