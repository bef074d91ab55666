"""The content of minutes: canonical JSON that a tablet without a network and the server make alike.

    {"format": 1, "kind", "record": {…}, "spot": {…}}

`record` is made from what the system holds: the inspection, the institution, the checklist, the samples with their
seeds, the lines. `spot` is what people enter there (inspections.minutes.spot). Making it anew from the same data gives
the same bytes, hence the same digest (inspections.canonical); that is how the server proves a tablet's minutes.
Source: INSPECTION §3 "Biên bản kiểm tra"; NĐ 217/2025 Đ15.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspections.checklists import Checklist, Evaluation
from inspections.minutes.lines import Answers, Json, sections_of, totals_of, unanswered_in
from inspections.minutes.spot import ANNOUNCEMENT, INSPECTION

FORMAT = 1


@dataclass(frozen=True)
class Found:
    """What is known of a visit when minutes are made of it.

    visit_on  the day whose clauses are in force: when the decision was announced
    answers   raw values by key; of them only what belongs into minutes is taken
    hashes    identifier of a file → SHA-256
    samples   by sample code: {"seed", "population", "units"}
    """

    checklist: Checklist
    checklist_hash: str
    visit_on: date
    evaluation: Evaluation
    answers: Answers
    declared: Answers = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def make_content(kind: str, basis: Json, found: Found | None, spot: Json) -> Json:
    """Return the content of minutes.

    kind   announcement | session | inspection
    basis  what every paper of this visit begins with (inspections.selectors.minutes.basis_of)
    found  None where the inspection has no checklist, or for an announcement
    spot   as it was entered; not read here (see read_spot)
    """
    return {"format": FORMAT, "kind": kind, "record": record_of(kind, basis, found), "spot": spot}


def record_of(kind: str, basis: Json, found: Found | None) -> Json:
    """Return what the system says: of an announcement who and what, of a session how far, of an inspection all."""
    record: Json = {
        "basis": basis,
        "checklist": None,
        "samples": [],
        "sections": [],
        "totals": None,
        "unanswered": [],
    }
    if kind == ANNOUNCEMENT or found is None:
        return record
    record |= {
        "checklist": {
            "code": found.checklist.code,
            "hash": found.checklist_hash,
            "title": found.checklist.title.vi,
            "visit_on": found.visit_on.isoformat(),
        },
        "samples": samples_of(found),
        "totals": totals_of(found.evaluation),
    }
    if kind == INSPECTION:
        record |= {
            "sections": sections_of(
                found.checklist,
                found.evaluation,
                answers=found.answers,
                declared=found.declared,
                hashes=found.hashes,
            ),
            "unanswered": unanswered_in(found.evaluation),
        }
    return record


def samples_of(found: Found) -> list[Json]:
    """Return the samples that were drawn, with the seeds by which anybody can draw them again."""
    return [
        {
            "code": sample.code,
            "label": sample.label.vi,
            "seed": found.samples[sample.code]["seed"],
            "population": found.samples[sample.code]["population"],
            "units": list(found.samples[sample.code]["units"]),
        }
        for sample in found.checklist.samples
        if sample.code in found.samples
    ]
