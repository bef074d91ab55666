"""Which rules apply to an agency on a day: its own newest version in force, else the one that came with the product."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet

from inspections.canonical import digest
from inspections.indicators import Definition, read_definition
from inspections.models import PublishedRules
from inspections.risk_rules import RiskRules, read_rules

LIBRARY = Path(__file__).resolve().parent.parent / "library"
Kind = PublishedRules.Kind
FOLDERS = {Kind.RISK: LIBRARY / "risk", Kind.DIGITAL: LIBRARY / "indicators"}
Texts = dict[str, str]


@dataclass(frozen=True)
class RulesInForce:
    """One version.

    published  None: the one that came with the product
    """

    kind: str
    files: Texts
    version_hash: str
    published: PublishedRules | None = None

    @property
    def number(self) -> int:
        """The version's number; 0 for the one that came with the product."""
        return self.published.number if self.published else 0


def rules_in_force(agency_id: int, kind: str, on: date) -> RulesInForce:
    """Return the version that applies to an agency on a day."""
    begun = versions_of(agency_id, kind).filter(valid_from__lte=on)
    newest = begun.first()
    if newest is None:
        files = files_of_library(kind)
        return RulesInForce(kind, files, digest(files))
    return RulesInForce(kind, newest.files, newest.version_hash, newest)


def versions_of(agency_id: int, kind: str) -> "QuerySet[PublishedRules]":
    """Return an agency's own versions, the newest first."""
    own = PublishedRules.objects.filter(agency_id=agency_id, kind=kind)
    return own.select_related("published_by").order_by("-valid_from", "-number")


@lru_cache(maxsize=4)
def files_of_library(kind: str) -> Texts:
    """Return the files that came with the product, by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDERS[Kind(kind)].iterdir())}


def as_bytes(files: Texts) -> dict[str, bytes]:
    """Return texts as the readers of rules take them."""
    return {name: text.encode() for name, text in files.items()}


def risk_rules(agency_id: int, on: date) -> tuple[RulesInForce, RiskRules]:
    """Return the rules of risk in force, and what they say."""
    found = rules_in_force(agency_id, Kind.RISK, on)
    return found, read_once(found.version_hash, tuple(found.files.items()))


def digital_definition(agency_id: int, on: date) -> tuple[RulesInForce, Definition]:
    """Return the definition of "digital" in force, and what it says."""
    found = rules_in_force(agency_id, Kind.DIGITAL, on)
    definition = read_definition(as_bytes(found.files)).definition
    if definition is None:
        raise ValueError(f"{found.version_hash}: a published definition cannot be read")
    return found, definition


def capacity_of(rules: RiskRules) -> int:
    """Return how many checks a year the rules plan; what came with the product where a version says nothing of it."""
    if rules.capacity is not None:
        return rules.capacity
    files = files_of_library(Kind.RISK)
    return read_once(digest(files), tuple(files.items())).capacity or 0


@lru_cache(maxsize=16)
def read_once(version_hash: str, files: tuple[tuple[str, str], ...]) -> RiskRules:
    """Return the rules of a version, read once: a version never changes."""
    return read_rules(as_bytes(dict(files)))
