"""The statutory papers as data: title, template, series of numbers and legal version, from documents/statutory/."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent / "statutory"


@dataclass(frozen=True)
class StatutoryForm:
    """One form: its number in the circular, what it is called, what it is drawn from.

    series, symbol  where its number comes from; empty for a form without a number
    paper           what it is printed on, as CSS names it: A4, A5, A5 landscape
    personal        whether who makes it signs too, before the agency's seal
    """

    number: str
    title: str
    template: str
    series: str
    symbol: str
    for_applicant: bool
    paper: str
    personal: bool
    version: str


@cache
def statutory_forms() -> Mapping[str, StatutoryForm]:
    """Return every form by its number."""
    data = yaml.safe_load((FOLDER / "forms.yaml").read_text(encoding="utf-8"))
    return {
        number: StatutoryForm(number=number, version=data["version"], **facts)
        for number, facts in data["forms"].items()
    }


@cache
def statutory_files() -> Mapping[str, str]:
    """Return the templates by name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.html"))}
