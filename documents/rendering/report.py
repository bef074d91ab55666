"""A report for one reader, lines and short tables under titles: archival and tagged as every document, stored nowhere.

The template is the house's own, the values are plain words; the drawing loads nothing (documents.rendering.fetcher)
and has its turn: one at a time in a process, since the pages of everybody else come from the same one.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from documents.rendering.engine import to_html
from documents.rendering.pdf import to_pdf
from documents.rendering.preview import one_at_a_time

FOLDER = Path(__file__).resolve().parent.parent / "reports"


@dataclass(frozen=True)
class Line:
    """One fact in words."""

    label: str
    text: str


@dataclass(frozen=True)
class Grid:
    """A short table in words."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Group:
    """Facts under a small title."""

    title: str
    lines: Sequence[Line] = ()
    tables: Sequence[Grid] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Chapter:
    """Facts and groups of facts under a title."""

    title: str
    lines: Sequence[Line] = ()
    groups: Sequence[Group] = ()
    tables: Sequence[Grid] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """Everything a report says, in one language."""

    language: str
    title: str
    author: str
    lead: Sequence[str] = ()
    sections: Sequence[Chapter] = field(default_factory=tuple)


def report_pdf(report: Report, *, created_at: datetime) -> bytes:
    """Return the report as PDF/A. Raises TemplateError."""
    html = to_html("report.html", report_files(), asdict(report))
    with one_at_a_time:
        return to_pdf(html, title=report.title, author=report.author, created_at=created_at)


@cache
def report_files() -> dict[str, str]:
    """Return the templates of reports by name."""
    return {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.html")}
