"""Reads of the registers. Which register a person may look into is decided by the caller, as ids of keepers.

Two people of one name and birth date are told apart by an officer, never by a guess: candidates
are listed with the facts that matched, the best first, and nothing is chosen.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.folding import fold
from accounts.models import Agency
from registry.models import (
    DiplomaRecord,
    DiplomaState,
    DiplomaVersion,
    Institution,
    InstitutionName,
    Licence,
    number_key,
)

MOST_CANDIDATES = 50

Birth = date | str | Mapping[str, object] | None


def find_candidates(
    *,
    keeper_ids: Iterable[int | None],
    holder_name: str = "",
    born_on: Birth = None,
    national_id: str = "",
    number: str = "",
    graduation_year: int | None = None,
) -> list[DiplomaRecord]:
    """Return rows of these registers that may be the one asked for, at most 50, the best match first.

    A row is a candidate when its name matches (folded: tones, marks and đ do not count), or its
    personal id, or its serial or register number. Birth date and graduation year only order them,
    in the database already: of a name that thousands bear, the likely rows are among those read.
    """
    name, digits = fold(holder_name), number_key(number)
    wanted = Q(name_key=name) if name else Q()
    wanted |= Q(national_id=national_id) if national_id else Q()
    wanted |= Q(serial_key=digits) | Q(register_key=digits) if digits else Q()
    if not wanted:
        return []
    keepers = [keeper for keeper in keeper_ids if keeper is not None]
    born = birth_parts(born_on)
    weights = [
        (Q(national_id=national_id), 4 * bool(national_id)),
        (Q(serial_key=digits) | Q(register_key=digits), 3 * bool(digits)),
        (Q(name_key=name), 2 * bool(name)),
        (Q(birth_year=born[0]), 2 * bool(born[0])),
        (Q(graduation_year=graduation_year), int(bool(graduation_year))),
    ]
    likely = sum((Case(When(fact, then=weight), default=0) for fact, weight in weights if weight), Value(0))
    found = DiplomaRecord.objects.filter(wanted, keeper_id__in=keepers)
    rows = list(found.order_by(likely.desc(), "pk")[: MOST_CANDIDATES * 4])

    def score(row: DiplomaRecord) -> int:
        return sum(
            (
                4 * bool(national_id and row.national_id == national_id),
                3 * bool(digits and digits in (row.serial_key, row.register_key)),
                2 * bool(name and row.name_key == name),
                2 * matches_birth(row, born),
                bool(graduation_year and row.graduation_year == graduation_year),
            )
        )

    return sorted(rows, key=lambda row: -score(row))[:MOST_CANDIDATES]


def birth_parts(born_on: Birth) -> tuple[int | None, int | None, int | None]:
    """Return year, month, day of a day, an ISO text or {"year", "month", "day"}; None for what is unknown."""
    if isinstance(born_on, Mapping):
        year, month, day = (born_on.get(name) for name in ("year", "month", "day"))
        return tuple(part if isinstance(part, int) else None for part in (year, month, day))  # type: ignore[return-value]
    if isinstance(born_on, str):
        try:
            born_on = date.fromisoformat(born_on)
        except ValueError:
            return (None, None, None)
    return (born_on.year, born_on.month, born_on.day) if born_on else (None, None, None)


def matches_birth(row: DiplomaRecord, born: tuple[int | None, int | None, int | None]) -> bool:
    """Say whether a birth date agrees with the row in every part both know, the year among them."""
    known = [(row.birth_year, born[0]), (row.birth_month, born[1]), (row.birth_day, born[2])]
    if None in known[0]:
        return False
    return all(mine == theirs for mine, theirs in known if mine is not None and theirs is not None)


def keepers_of_diplomas() -> list[int]:
    """Return the ids of the agencies that keep an original register with at least one row."""
    kept = DiplomaRecord.objects.filter(keeper=OuterRef("pk"))
    return list(Agency.objects.filter(Exists(kept)).order_by("pk").values_list("pk", flat=True))


def diplomas_bound_to(national_id: str) -> list[DiplomaRecord]:
    """Return the diplomas under a personal identification number, in whichever register, revoked ones left out."""
    rows = DiplomaRecord.objects.filter(national_id=national_id).exclude(national_id="")
    return list(rows.exclude(state=DiplomaState.REVOKED).order_by("pk")[:MOST_CANDIDATES])


def institutions_of_tax_code(tax_code: str) -> list[Institution]:
    """Return the institutions that have a tax code and have not ended."""
    rows = Institution.objects.filter(tax_code=tax_code, valid_to=None).exclude(tax_code="")
    return list(rows.order_by("pk")[:MOST_CANDIDATES])


def record_in(keeper_ids: Iterable[int], public_id: str | UUID) -> DiplomaRecord | None:
    """Return a row of these registers, or None where there is no such row in them."""
    try:
        wanted = UUID(str(public_id))
    except ValueError:
        return None
    return DiplomaRecord.objects.filter(keeper_id__in=list(keeper_ids), public_id=wanted).first()


def history(record: DiplomaRecord) -> QuerySet[DiplomaVersion]:
    """Return every content the row had, the newest first."""
    return record.versions.select_related("written_by").order_by("-version")


def names_of(institution: Institution) -> list[InstitutionName]:
    """Return every name an institution has borne, the newest first; none where it was never renamed."""
    return list(institution.names.select_related("written_by").order_by("-version"))


def name_on(institution: Institution, on: date) -> str:
    """Return the name an institution bore on a day; the earliest known for a day before all."""
    names = list(institution.names.order_by("version"))
    begun = [each for each in names if each.valid_from is None or each.valid_from <= on]
    return (begun[-1] if begun else names[0]).name if names else institution.name


def licence_in_force(institution: Institution, on: date) -> Licence | None:
    """Return the licence an institution holds on a day, the newest where there are several, None without one.

    A licence that is suspended now allows nothing, and the one it replaced does not come back for it.
    """
    held = institution.licences.filter(issued_on__lte=on).exclude(state=Licence.State.REVOKED)
    newest = held.exclude(valid_to__lt=on).order_by("-issued_on", "-pk").first()
    return None if newest is None or newest.state == Licence.State.SUSPENDED else newest


def is_suspended(issuer_name: str, number: str, issued_on: date) -> bool:
    """Say whether a licence, known by what its certificate says of it, is suspended now."""
    found = Licence.objects.filter(issuer__name=issuer_name, number=number, issued_on=issued_on)
    return found.filter(state=Licence.State.SUSPENDED).exists()


def yearly_quota(institution: Institution, major_code: str, on: date, *, place: str = "") -> int:
    """Return how many learners a year an institution may take for a major on a day, at one place or at all."""
    licence = licence_in_force(institution, on)
    if licence is None:
        return 0
    majors = licence.majors.filter(code=major_code)
    majors = majors.filter(place=place) if place else majors
    return sum(majors.values_list("yearly_quota", flat=True))


def licence_of(issuer: Agency, number: str, issued_on: date) -> Licence | None:
    """Return the licence a decision wrote, None where it wrote none."""
    return Licence.objects.filter(issuer=issuer, number=number, issued_on=issued_on).first()


def amendment_by(keeper_ids: Iterable[int], note: str) -> DiplomaVersion | None:
    """Return the version of a row of these registers that a decision wrote, by how a copy cites it; None without one."""
    return (
        DiplomaVersion.objects.select_related("record")
        .filter(record__keeper_id__in=list(keeper_ids), note=note, version__gt=1)
        .order_by("-pk")
        .first()
    )
