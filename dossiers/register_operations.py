"""What a flow writes back: the result in a word, and the original register's amendment; part of the catalogue."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from documents.models import IssuedDocument
from documents.selectors import documents_of
from dossiers.models import Dossier
from dossiers.notes import note
from dossiers.operations import SUBJECT, deciding_agency
from procedures.catalogue import Answer, operation
from registry.models import DiplomaRecord
from registry.selectors import record_in
from registry.services import revise_record
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
    return f"{decision.title} số {decision.number} ngày {decision.issued_on:%d/%m/%Y}"


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
