"""The lines of draft minutes in words: what was declared beside what was found, as the institution reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One line; `is_bad` where it was not met or lies beyond its limit."""

    key: str
    text: str
    found: str
    declared: str
    limit: str
    clauses: str
    reason: str
    pictures: int
    is_bad: bool


@dataclass(frozen=True)
class Part:
    """One section of the draft."""

    title: str
    lines: list[Line]


def parts_of(record: Json | None) -> list[Part]:
    """Return the sections of a record of minutes."""
    return [
        Part(each["title"], list(map(line_of, each["lines"]))) for each in (record or {}).get("sections", ())
    ]


def line_of(line: Json) -> Line:
    """Return one line of a record in words."""
    return Line(
        key=line["key"],
        text=line["text"],
        found=said(line, line["kind"], line["labels"]),
        declared=said(line["declared"], line["kind"], ()) if line["declared"] else "",
        limit=line["limit"],
        clauses="; ".join(line["clauses"]),
        reason=line["reason"] or line["unseen_because"],
        pictures=len(line["evidence"]),
        is_bad=line["verdict"] == "fail" or bool(line["beyond_limit"]),
    )


def said(answer: Json, kind: str, labels: Any) -> str:
    """Return what was answered, found or declared, in words; "–" for nothing."""
    if kind == "verdict" or (answer.get("verdict") == "not_applicable"):
        return verdict_words(answer.get("verdict"))
    if answer.get("numerator") not in (None, "") or answer.get("denominator") not in (None, ""):
        counted = f"{answer.get('numerator') or '–'}/{answer.get('denominator') or '–'}"
        return f"{counted} = {answer['computed']}" if answer.get("computed") else counted
    value = answer.get("computed") if kind == "computed" else answer.get("value")
    if labels:
        return ", ".join(labels)
    return plain(value)


def verdict_words(verdict: object) -> str:
    """Return a verdict in words."""
    words = {"pass": _("Đạt"), "fail": _("Không đạt"), "not_applicable": _("Không áp dụng")}
    return words.get(str(verdict), "–")


def plain(value: Any) -> str:
    """Return a value in words: days as day/month/year, places as their degrees, tables by how many rows they have."""
    if isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return ", ".join(value) or "–"
        return ngettext("%(count)s dòng", "%(count)s dòng", len(value)) % {"count": len(value)}
    if isinstance(value, Mapping):
        return f"{value.get('latitude', '–')}, {value.get('longitude', '–')}"
    if isinstance(value, str):
        return moment(value) or value or "–"
    return "–" if value is None else str(value)


def moment(text: str) -> str:
    """Return an ISO day or moment in words, "" for any other text."""
    try:
        if len(text) == len("2026-11-28"):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}" if "T" in text else ""
    except ValueError:
        return ""
