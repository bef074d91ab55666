"""Reads the rows of a file as licences, a row a licensed major, and writes the licences that are new.

A licence is known by its number and day; its rows stand together under them wherever they are in
the file. The newest licence an institution has of one issuer is the valid one, as when a decision
writes it; older ones come in as replaced. One that says word for word what the register has is
passed over, one that says something else is a fault.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.folding import fold
from accounts.models import Agency
from registry.models import Institution, Licence, LicenceVersion, LicensedMajor, TrainingLevel
from registry.services.import_table import (
    Cells,
    Columns,
    FileRead,
    RowFault,
    cells_of,
    chunks,
    day_of,
    values_of,
    whole_number,
    word_of,
)
from registry.services.record_licence import STANDING, hold, keep

COLUMNS = Columns(
    labels={
        "institution_code": _("Mã cơ sở"), "institution_name": _("Tên cơ sở"), "number": _("Số"),
        "issued_on": _("Ngày cấp"), "valid_to": _("Hết hiệu lực"), "level": _("Trình độ"),
        "major_code": _("Mã ngành"), "major_name": _("Tên ngành, nghề"), "place": _("Địa điểm"),
        "yearly_quota": _("Quy mô tuyển sinh một năm"),
    },
    choices={"level": TrainingLevel},
    days=frozenset({"issued_on", "valid_to"}),
)  # fmt: skip
REQUIRED = ("number", "issued_on", "level", "major_name", "yearly_quota")
MOST = {
    "number": 80,
    "institution_code": 40,
    "institution_name": 300,
    "major_code": 20,
    "major_name": 300,
    "place": 300,
}
MOST_LEARNERS = 100_000
SHARED = ("institution_code", "institution_name", "valid_to")


@dataclass
class Read:
    """One licence as the file has it: its first line, what its rows share, its majors.

    named  level, code, name and place of each major so far
    """

    line: int
    number: str
    issued_on: date
    shared: dict[str, Any]
    majors: list[dict[str, Any]] = field(default_factory=list)
    named: set[tuple[str, ...]] = field(default_factory=set)
    institution: Institution | None = None

    @property
    def places(self) -> list[dict[str, str]]:
        """The places named, each under a code of its own as an application has them."""
        names = dict.fromkeys(each["place"] for each in self.majors if each["place"])
        return [{"ma": f"ĐĐ{number}", "dia_chi": name} for number, name in enumerate(names, start=1)]

    def rows(self) -> list[dict[str, Any]]:
        """The majors as the register keeps them: the place by its code."""
        codes = {each["dia_chi"]: each["ma"] for each in self.places}
        return [{**each, "place": codes.get(each["place"], "")} for each in self.majors]


def read_licences(keeper: Agency, content: bytes, *, name: str, at: datetime) -> FileRead:
    """Return the licences that are new, what is wrong with any row, how many rows are known.

    Raises Unreadable for what is no table.
    """
    rows, faults = cells_of(content, name=name, columns=COLUMNS)
    licences: dict[tuple[str, date], Read] = {}
    count = 0
    for line, cells in rows:
        count += 1
        facts, wrong = values_of(cells, value_of)
        wrong = faults_of(facts, cells) | wrong
        if not wrong:
            wrong = put(licences, line, facts)
        faults += [RowFault(line, column, fault) for column, fault in wrong.items()]
    faults += found_institutions(licences.values())
    new, rows_known = compared(keeper, list(licences.values()), faults)
    return FileRead(count, new, faults, rows_known)


def value_of(column: str, text: str) -> dict[str, Any]:
    """Return the fact of a cell. Raises ValueError with the fault."""
    if column in COLUMNS.days:
        return {column: day_of(text)}
    if column == "yearly_quota":
        return {column: whole_number(text)}
    return {column: word_of(TrainingLevel, text) if column == "level" else " ".join(text.split())}


def faults_of(facts: dict[str, Any], cells: Cells) -> dict[str, str]:
    """Return what is wrong with the facts of a row, by column."""
    faults = {name: "missing" for name in REQUIRED if name not in cells}
    if "institution_code" not in cells and "institution_name" not in cells:
        faults["institution_code"] = "missing"
    if facts.get("level", TrainingLevel.ELEMENTARY) not in TrainingLevel.values:
        faults["level"] = "unknown"
    if not 1 <= facts.get("yearly_quota", 1) <= MOST_LEARNERS:
        faults["yearly_quota"] = "out of range"
    if "issued_on" in facts and "valid_to" in facts and facts["valid_to"] < facts["issued_on"]:
        faults["valid_to"] = "before the first day"
    return faults | {
        name: f"longer than {most}" for name, most in MOST.items() if len(str(facts.get(name, ""))) > most
    }


def put(licences: dict[tuple[str, date], Read], line: int, facts: dict[str, Any]) -> dict[str, str]:
    """Add the major of a row to its licence; return what does not fit the rows above, by column."""
    shared = {name: facts.get(name) for name in SHARED}
    key = (facts["number"], facts["issued_on"])
    licence = licences.setdefault(key, Read(line, *key, shared))
    major = {
        "level": facts["level"], "code": facts.get("major_code", ""), "name": facts["major_name"],
        "place": facts.get("place", ""), "yearly_quota": facts["yearly_quota"],
    }  # fmt: skip
    place = (major["level"], major["code"], major["name"], major["place"])
    if place in licence.named:
        return {"major_name": "twice"}
    licence.named.add(place)
    licence.majors.append(major)
    return {name: "differs above" for name in SHARED if licence.shared[name] != shared[name]}


def found_institutions(licences: Iterable[Read]) -> list[RowFault]:
    """Give each licence its institution, by code or else by name; return a fault where there is none or several."""
    by_code, by_name = institutions_named(licences)
    faults = []
    for each in licences:
        code, name = each.shared["institution_code"], each.shared["institution_name"]
        column = "institution_code" if code else "institution_name"
        found = by_code.get(code, []) if code else by_name.get(fold(name or "")[:300], [])
        if len(found) == 1:
            each.institution = found[0]
        else:
            faults.append(RowFault(each.line, column, "several" if found else "no such institution"))
    return faults


def institutions_named(
    licences: Iterable[Read],
) -> tuple[dict[str, list[Institution]], dict[str, list[Institution]]]:
    """Return the institutions of these codes, and of these names while they last."""
    codes = {each.shared["institution_code"] for each in licences} - {None}
    names = {fold(each.shared["institution_name"] or "")[:300] for each in licences} - {""}
    by_code: dict[str, list[Institution]] = {}
    by_name: dict[str, list[Institution]] = {}
    for part in chunks(sorted(codes)):
        for each in Institution.objects.filter(code__in=part):
            by_code.setdefault(each.code, []).append(each)
    for part in chunks(sorted(names)):
        for each in Institution.objects.filter(name_key__in=part, valid_to=None):
            by_name.setdefault(each.name_key, []).append(each)
    return by_code, by_name


def compared(keeper: Agency, licences: list[Read], faults: list[RowFault]) -> tuple[list[Read], int]:
    """Return the new licences and how many rows are known; note a fault for one that differs from the register."""
    known = known_licences(keeper, {each.number for each in licences})
    new, rows_known = [], 0
    for each in licences:
        there = known.get((each.number, each.issued_on))
        if there is None:
            new.append(each)
        elif facts_in(there) == facts_read(each):
            rows_known += len(each.majors)
        else:
            faults.append(RowFault(each.line, "number", "in the register"))
    return new, rows_known


def known_licences(keeper: Agency, numbers: set[str]) -> dict[tuple[str, date], Licence]:
    """Return the issuer's licences of these numbers."""
    found: dict[tuple[str, date], Licence] = {}
    for part in chunks(sorted(numbers)):
        rows = Licence.objects.filter(issuer=keeper, number__in=part).prefetch_related("majors")
        found |= {(each.number, each.issued_on): each for each in rows}
    return found


def facts_in(licence: Licence) -> tuple[object, ...]:
    """Return what a file can say of a licence of the register; a place by its words."""
    places = {str(each.get("ma")): str(each.get("dia_chi", "")) for each in licence.places}
    majors = {
        (each.level, each.code, each.name, places.get(each.place, each.place), each.yearly_quota)
        for each in licence.majors.all()
    }
    return licence.institution_id, licence.valid_to, majors


def facts_read(read: Read) -> tuple[object, ...]:
    """Return the same of a licence of the file."""
    majors = {
        (each["level"], each["code"], each["name"], each["place"], each["yearly_quota"])
        for each in read.majors
    }
    return read.institution.pk if read.institution else None, read.shared["valid_to"], majors


def write_licences(keeper: Agency, rows: Sequence[Read], *, actor_id: int | None, at: datetime) -> None:
    """Write the licences with their majors and first versions; older valid ones of the institutions are replaced."""
    newest = newest_days(keeper, rows)
    for part in chunks(rows):
        licences = Licence.objects.bulk_create(licence_from(keeper, each, newest, at) for each in part)
        pairs = list(zip(licences, part, strict=True))
        LicensedMajor.objects.bulk_create(
            LicensedMajor(licence=licence, **row) for licence, read in pairs for row in read.rows()
        )
        LicenceVersion.objects.bulk_create(
            LicenceVersion(
                licence=licence, version=1, content={"places": licence.places, "majors": read.rows()},
                state=licence.state, written_by_id=actor_id, written_at=at,
            )
            for licence, read in pairs
        )  # fmt: skip
    replace_older(keeper, newest, actor_id=actor_id, at=at)


def newest_days(keeper: Agency, rows: Sequence[Read]) -> dict[int, date]:
    """Return the day of the newest licence an institution will have of this issuer, by institution."""
    days: dict[int, date] = {}
    for each in rows:
        if each.institution is not None:
            pk = each.institution.pk
            days[pk] = max(days.get(pk, each.issued_on), each.issued_on)
    for part in chunks(sorted(days)):
        hold(part)
        held = Licence.objects.filter(issuer=keeper, institution_id__in=part, state__in=STANDING)
        for pk, day in held.order_by().values_list("institution_id").annotate(newest=Max("issued_on")):
            days[pk] = max(days[pk], day)
    return days


def licence_from(keeper: Agency, read: Read, newest: dict[int, date], at: datetime) -> Licence:
    """Return a licence that is not stored yet."""
    institution = read.institution
    is_newest = institution is not None and newest[institution.pk] == read.issued_on
    return Licence(
        institution=institution, issuer=keeper, number=read.number, issued_on=read.issued_on,
        valid_to=read.shared["valid_to"], places=read.places, created_at=at, changed_at=at, version=1,
        state=Licence.State.VALID if is_newest else Licence.State.REPLACED,
    )  # fmt: skip


def replace_older(keeper: Agency, newest: dict[int, date], *, actor_id: int | None, at: datetime) -> None:
    """Write each licence that was valid, or suspended, and is older now as replaced, with a version and an audit row of its own."""
    for part in chunks(sorted(newest)):
        held = Licence.objects.select_for_update().filter(
            issuer=keeper, institution_id__in=part, state__in=STANDING
        )
        for licence in held.order_by("pk"):
            if licence.issued_on < newest[licence.institution_id]:
                keep(licence, Licence.State.REPLACED, "", actor_id=actor_id, at=at)
