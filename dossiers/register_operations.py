"""What a flow writes back: the result in a word, and the original register's amendment; part of the catalogue."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from documents.models import IssuedDocument
from documents.selectors import documents_of
from dossiers.deciding import deciding_agency
from dossiers.kinds import SUBJECT
from dossiers.models import Dossier
from dossiers.notes import note
from procedures.catalogue import Answer, operation
from registry.models import DiplomaRecord
from registry.selectors import record_in
from registry.services import Granted, Renaming, keep_teachers, record_licence, revise_record
from registry.services import rename_institution as write_name
from workflows.models import Run

COLUMNS = {
    "ho_ten": "holder_name",
    "noi_sinh": "birth_place",
    "gioi_tinh": "gender",
    "dan_toc": "ethnicity",
    "quoc_tich": "nationality",
}
BIRTH = "ngay_sinh"
BIRTH_TEXT = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")


@operation(
    inputs={"result": "the result in a word, e.g. cap, khong_cap"}, key="the dossier: the same word again"
)
def record_result(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Write what came out: a refusal after appraisal is a result too, and no refusal at reception."""
    dossier.result = str(inputs["result"])
    dossier.save(update_fields=["result"])
    note(dossier, "dossier.result", None, at, result=dossier.result)
    return {}


@operation(
    inputs={
        "record": "public id of the register's record; null where the register is on paper alone",
        "changes": "list of {muc, de_nghi}: what is corrected and what it reads from now on",
    },
    outputs={"amended": Answer(("yes", "no"), "whether a record of the digital register was amended")},
    key="the record and the number of the decision: one decision amends a record once",
)
def amend_register(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Add a version to the record of the original register, on the strength of the decision just issued.

    The content before stays as the version before. What the register refuses becomes an incident.
    """
    record = record_in([deciding_agency(dossier).pk], str(inputs["record"] or ""))
    if record is None:
        return {"amended": "no"}
    grounds = grounds_of(dossier)
    if record.note != grounds:
        write_amendment(dossier, record, inputs["changes"] or (), grounds, at)
    return {"amended": "yes"}


def grounds_of(dossier: Dossier) -> str:
    """Return the decision a copy will name: Quyết định số 01/QĐ-SGDĐT ngày 05/02/2026."""
    decision: IssuedDocument = documents_of(SUBJECT, str(dossier.pk))[0]
    return decision.citation


def write_amendment(
    dossier: Dossier, record: DiplomaRecord, changes: Iterable[Mapping[str, Any]], grounds: str, at: datetime
) -> None:
    """Write the new content in the name of the keeper whose step it was."""
    keeper = dossier.step_answers.order_by("-answered_at", "-pk")[0].answered_by_id
    facts = facts_of_changes(changes)
    revise_record(record, expected_version=record.version, note=grounds, actor_id=keeper, at=at, **facts)
    note(dossier, "dossier.register_amended", keeper, at, record=str(record.public_id), columns=sorted(facts))


def facts_of_changes(changes: Iterable[Mapping[str, Any]]) -> dict[str, object]:
    """Return the register's columns that change; of a birth date the unknown parts become unknown."""
    facts: dict[str, object] = {}
    for change in changes:
        if change["muc"] == BIRTH:
            facts |= birth_parts(str(change["de_nghi"]))
        else:
            facts[COLUMNS[change["muc"]]] = str(change["de_nghi"])
    return facts


def birth_parts(text: str) -> dict[str, object]:
    """Return 4/2/1999, 2/1999 or 1999 as the register's three columns. Raises ValueError for anything else."""
    found = BIRTH_TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a birth date: {text}")
    day, month, year = (int(part) if part else None for part in found.groups())
    return {"birth_year": year, "birth_month": month, "birth_day": day}


@operation(
    inputs={
        "institution": "{name, kind, code, tax_code, address, phone, email} of who is licensed",
        "places": "list of places as they were applied for",
        "majors": "list of {row, level, code, name, place, yearly_quota} applied for",
        "granted": "list of {row, yearly_quota} granted where not all is, null where all is",
        "teachers": "list of {row, number, name}: the permanent teachers of each major applied for",
    },
    outputs={"licence": Answer(("written",), "that the licence is in the register")},
    key="the number and day of the decision: it is written once",
)
def write_licence(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Write what the decision just issued grants into the register of licences; an older licence is replaced."""
    decision: IssuedDocument = documents_of(SUBJECT, str(dossier.pk))[0]
    granted = Granted(
        institution={key: plain(value) or "" for key, value in inputs["institution"].items()},
        number=decision.number,
        issued_on=decision.issued_on,
        majors=majors_granted(inputs["majors"] or (), inputs["granted"]),
        places=plain(inputs["places"] or []),
    )
    licence = record_licence(
        deciding_agency(dossier), granted, actor_id=decision.signer_id, at=at, note=grounds_of(dossier)
    )
    teachers = teachers_granted(inputs.get("teachers") or (), inputs["granted"])
    keep_teachers(licence, teachers, actor_id=decision.signer_id, at=at)
    note(dossier, "dossier.licence_written", None, at, licence=str(licence.public_id))
    return {"licence": "written"}


def majors_granted(
    applied: Iterable[Mapping[str, Any]], granted: Iterable[Mapping[str, Any]] | None
) -> list[dict[str, Any]]:
    """Return the majors a licence allows: all that was applied for, or the rows granted with their own quotas."""
    quotas = None if granted is None else {str(row["row"]): row["yearly_quota"] for row in granted}
    majors = []
    for major in applied:
        if quotas is not None and str(major["row"]) not in quotas:
            continue
        quota = major["yearly_quota"] if quotas is None else quotas[str(major["row"])]
        facts = {key: str(major.get(key) or "") for key in ("level", "code", "name", "place")}
        majors.append({**facts, "yearly_quota": int(quota)})
    return majors


def teachers_granted(
    declared: Iterable[Mapping[str, Any]], granted: Iterable[Mapping[str, Any]] | None
) -> list[dict[str, str]]:
    """Return the permanent teachers of the majors a licence allows, as {number, name}."""
    rows = None if granted is None else {str(row["row"]) for row in granted}
    return [
        {"number": str(each.get("number") or ""), "name": str(each.get("name") or "")}
        for each in declared
        if rows is None or str(each["row"]) in rows
    ]


@operation(
    inputs={
        "institution": "code or public id of the institution in the register, null where it is not there",
        "names": "{old, new, foreign}: the names before and after",
        "facts": "{kind, tax_code, address, phone, email} of an institution the register does not have yet",
        "decision": "kind of document of the decision that renames",
    },
    outputs={"renamed": Answer(("yes",), "that the register has the new name")},
    key="the institution and the number and day of the decision: one decision renames once",
)
def rename_institution(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Let the register name an institution as the decision just issued says; the name before stays, licences follow."""
    decision = documents_of(SUBJECT, str(dossier.pk)).filter(kind=inputs["decision"])[0]
    names = inputs["names"]
    renaming = Renaming(
        named=str(inputs["institution"] or ""),
        old_name=str(names["old"]),
        new_name=str(names["new"]),
        foreign_name=str(names["foreign"] or ""),
        facts={key: plain(value) or "" for key, value in inputs["facts"].items()},
        grounds=decision.citation,
        on=decision.issued_on,
    )
    institution = write_name(dossier.receiving_agency, renaming, actor_id=decision.signer_id, at=at)
    note(dossier, "dossier.institution_renamed", None, at, institution=str(institution.public_id))
    return {"renamed": "yes"}


def plain(value: Any) -> Any:
    """Return a value of the flow as JSON keeps it: a whole decimal as a number, another as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value
