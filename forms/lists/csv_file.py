"""A reference list as a CSV file: code, name, valid_from, valid_to, parent, aliases; any other column goes to `more`.

UTF-8, comma or semicolon, a head line. Days are ISO, former names are parted by `|`. All faults are
listed with their line, and a file with any is not used.
"""

import csv
import io
from datetime import date

from forms.errors import Fault
from forms.lists.model import Entry, ReferenceList

NEEDED = ("code", "name")
KNOWN = frozenset({"code", "name", "valid_from", "valid_to", "parent", "aliases"})
MOST_LINES = 50_000


class ListFaults(Exception):
    """A list's file cannot be used; every fault found is listed."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def read_list(content: bytes, *, file: str) -> ReferenceList:
    """Return the list written in a file. Raises ListFaults."""
    faults: list[Fault] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListFaults([Fault(file, 1, f"not UTF-8: {error.reason}")]) from error
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise ListFaults([Fault(file, 1, f"missing column {name!r}") for name in missing])
    entries = []
    for line in reader:
        if reader.line_num > MOST_LINES:
            raise ListFaults([Fault(file, reader.line_num, f"more than {MOST_LINES} lines")])
        entry = entry_from(line, Faults(file, reader.line_num, faults))
        entries += [entry] if entry else []
    if not faults:
        try:
            return ReferenceList(entries)
        except ValueError as error:
            faults.append(Fault(file, 1, str(error)))
    raise ListFaults(faults)


class Faults:
    """Notes what is wrong with one line."""

    def __init__(self, file: str, line: int, found: list[Fault]) -> None:
        self.file, self.line, self.found = file, line, found

    def note(self, message: str) -> None:
        """Note a fault."""
        self.found.append(Fault(self.file, self.line, message))


def entry_from(line: dict[str, str | None], faults: Faults) -> Entry | None:
    """Return an entry, or None after noting what is wrong with its line."""
    cells = {
        name: (value or "").strip()
        for name, value in line.items()
        if isinstance(name, str) and not isinstance(value, list)
    }
    if None in line:
        faults.note("more cells than columns")
    for name in NEEDED:
        if not cells.get(name):
            faults.note(f"{name!r} is empty")
    first, last = (day_from(cells.get(name, ""), name, faults) for name in ("valid_from", "valid_to"))
    if first and last and first > last:
        faults.note("'valid_from' is after 'valid_to'")
    if not cells.get("code") or not cells.get("name"):
        return None
    return Entry(
        code=cells["code"], name=cells["name"], valid_from=first, valid_to=last, parent=cells.get("parent", ""),
        aliases=tuple(filter(None, (each.strip() for each in cells.get("aliases", "").split("|")))),
        more={name: value for name, value in cells.items() if name not in KNOWN},
    )  # fmt: skip


def day_from(text: str, name: str, faults: Faults) -> date | None:
    """Return an ISO day, None for empty text or after noting that it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.note(f"{name!r}: {text!r} is not a day such as 2025-07-01")
        return None
