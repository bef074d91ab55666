"""Who bears a name, or is permanent where: what an application is held against when it is sent.

Names are compared by their letters and digits alone: marks, case, spaces and dashes make no other name. Every name
counts that was ever borne, and those of institutions that ended: it would be taken for theirs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from accounts.folding import fold
from registry.models import Institution, InstitutionName, Licence, PermanentTeacher


def likeness(name: str) -> str:
    """Return what two names have in common that are taken for each other: "GDNN – GDTX" and "gdnn-gdtx" are one."""
    return "".join(each for each in fold(name) if each.isalnum())


def bearers(names: Collection[str]) -> dict[str, set[int]]:
    """Return who bears, or bore, each of these names: name → keys of institutions; nobody: not there."""
    wanted = defaultdict(list)
    for name in names:
        wanted[likeness(name)].append(name)
    found: dict[str, set[int]] = defaultdict(set)
    for institution, borne in names_borne():
        for name in wanted.get(likeness(borne), ()):
            found[name].add(institution)
    return dict(found)


def names_borne() -> Iterator[tuple[int, str]]:
    """Yield every name ever borne with the key of its institution."""
    yield from Institution.objects.values_list("pk", "name").iterator()
    yield from InstitutionName.objects.values_list("institution_id", "name").iterator()


def meant(*, code: str = "", tax_code: str = "", name: str = "") -> set[int]:
    """Return the keys of the institutions an application is about, by as much of them as it says.

    code  the code or, of one without a code, the public id
    """
    rows = Institution.objects.none()
    if code:
        public_id = as_uuid(code)
        by_code = Institution.objects.filter(code=code)
        rows |= Institution.objects.filter(public_id=public_id) if public_id else by_code
    if tax_code:
        rows |= Institution.objects.filter(tax_code=tax_code)
    if name:
        rows |= Institution.objects.filter(name_key=fold(name)[:300])
    return set(rows.values_list("pk", flat=True))


def as_uuid(text: str) -> UUID | None:
    """Return a public id, None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def permanent_at(numbers: Collection[str]) -> dict[str, dict[int, str]]:
    """Return where people are permanent teachers by a licence in force: personal number → {institution: its name}."""
    held = PermanentTeacher.objects.filter(number__in=numbers, licence__state=Licence.State.VALID)
    found: dict[str, dict[int, str]] = defaultdict(dict)
    rows = held.values_list("number", "licence__institution_id", "licence__institution__name")
    for number, institution, name in rows:
        found[number][institution] = name
    return dict(found)


def names_of(institutions: Collection[int]) -> list[str]:
    """Return the present names of institutions, in order."""
    return list(
        Institution.objects.filter(pk__in=institutions).order_by("name").values_list("name", flat=True)
    )
