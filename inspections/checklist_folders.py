"""Folders of checklists: the library that came with the product, and any other a person points at."""

from functools import cache
from pathlib import Path

from forms.errors import Fault
from inspections.checklists import ChecklistFaults

LIBRARY = Path(__file__).resolve().parent / "library"
DESCRIPTION = "checklist.yaml"
KEPT_ENDINGS = (".yaml", ".html", ".css", ".md")
MAX_FILE_BYTES = 2_000_000


def library_folders() -> list[Path]:
    """Return the folders of the checklists that came with the product."""
    return sorted(path.parent for path in LIBRARY.glob(f"*/{DESCRIPTION}"))


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a checklist by relative path. Raises ChecklistFaults for a missing or odd folder."""
    if not (folder / DESCRIPTION).is_file():
        raise ChecklistFaults((Fault(DESCRIPTION, 1, "this file is missing"),))
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in KEPT_ENDINGS and path.is_file()]
    big = [path for path in paths if path.stat().st_size > MAX_FILE_BYTES]
    if big:
        raise ChecklistFaults(
            tuple(Fault(path.relative_to(folder).as_posix(), 1, "larger than 2 MB") for path in big)
        )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@cache
def pages_of(folder: Path) -> dict[str, str]:
    """Return the templates of a paper that came with the product, by name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.html"))}
