"""Walks the chain from its first link and says in plain sentences what does not hold.

Found before the last anchored head: any edited, deleted, inserted or reordered entry, seal or
value. After it: everything but a cut of the newest seals together with their entries. Entries
not yet sealed are counted and their age is told; nothing can be promised about those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from audit.anchors import configured_signer, read_anchors
from audit.digests import ENTRY_FIELDS, GENESIS, seal_hash, values_digest
from audit.models import AuditAnchor, AuditEntry, AuditSeal, AuditValues
from audit.services.pruning import PRUNED

MOST_PROBLEMS = 20
BATCH = 1000


@dataclass
class Report:
    """What the walk found."""

    sealed: int = 0
    unsealed: int = 0
    oldest_unsealed_age: timedelta | None = None
    anchored_position: int = 0
    pruned_values: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Return whether nothing was found."""
        return not self.problems

    def found(self, sentence: str) -> None:
        """Note one problem; the first twenty are enough to act on."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(sentence)


def verify(at: datetime, directory: Path | None = None) -> Report:
    """Check chain, values and anchors; `directory` holds the anchor files, None skips the files."""
    report = Report()
    anchored = anchored_heads(report, directory)
    hashes = walk_chain(report, anchored)
    compare_with_anchors(report, anchored, hashes)
    check_values(report)
    count_unsealed(report, at)
    return report


def anchored_heads(report: Report, directory: Path | None) -> dict[int, str]:
    """Return position → hash of every anchor, complaining about forged files and missing ones."""
    heads = dict(AuditAnchor.objects.values_list("position", "hash"))
    for path, anchor in read_anchors(directory) if directory else ():
        if not configured_signer().verify(anchor.content(), anchor.signature):
            report.found(f"The anchor file {path.name} was changed: its signature does not fit.")
        elif heads.setdefault(anchor.position, anchor.hash) != anchor.hash:
            report.found(f"The anchor at position {anchor.position} differs from the file {path.name}.")
            heads[anchor.position] = anchor.hash
    report.anchored_position = max(heads, default=0)
    return heads


def sealed_rows() -> Iterator[tuple[AuditSeal, dict[str, Any] | None]]:
    """Yield every seal with the fields of the entry it seals, None where the entry is gone."""
    position = 0
    while seals := list(AuditSeal.objects.filter(position__gt=position).order_by("position")[:BATCH]):
        keys = [seal.entry_id for seal in seals]
        entries = {
            entry["id"]: entry for entry in AuditEntry.objects.filter(pk__in=keys).values(*ENTRY_FIELDS)
        }
        for seal in seals:
            yield seal, entries.get(seal.entry_id)
        position = seals[-1].position


def walk_chain(report: Report, anchored: Mapping[int, str]) -> dict[int, str]:
    """Recompute every link; return the recomputed hashes at the anchored positions."""
    expected, previous, at_anchors = 1, GENESIS, {}
    for seal, entry in sealed_rows():
        position = seal.position
        if position != expected:
            report.found(f"Seals {expected} to {position - 1} are missing: they were deleted.")
        elif seal.previous_hash != previous:
            report.found(
                f"Seal {position} does not follow the one before it: seals were edited or reordered."
            )
        check_link(report, seal, entry)
        if position in anchored:
            at_anchors[position] = seal.hash
        expected, previous = position + 1, seal.hash
        report.sealed += 1
    return at_anchors


def check_link(report: Report, seal: AuditSeal, entry: Mapping[str, object] | None) -> None:
    """Compare one seal with the entry it speaks of."""
    if entry is None:
        report.found(f"Entry {seal.entry_id} under seal {seal.position} is missing: it was deleted.")
    elif seal_hash(seal.position, seal.previous_hash, entry) != seal.hash:
        report.found(f"Entry {seal.entry_id} under seal {seal.position} was edited after it was sealed.")


def compare_with_anchors(report: Report, anchored: Mapping[int, str], hashes: Mapping[int, str]) -> None:
    """Hold the chain against the heads that were carried outside."""
    for position, expected in sorted(anchored.items()):
        if position not in hashes:
            report.found(
                f"The chain ends before position {position}, which was anchored: it was cut or rewritten."
            )
        elif hashes[position] != expected:
            report.found(f"Position {position} differs from its anchor: the chain was rewritten.")


def check_values(report: Report) -> None:
    """Recompute the digests of stored values and account for those that are gone."""
    rows = AuditValues.objects.values_list("entry_id", "salt", "values", "entry__values_digest")
    for entry_id, salt, values, digest in rows.iterator(chunk_size=2000):
        if values_digest(salt, values) != digest:
            report.found(f"The values of entry {entry_id} were edited.")
    missing = AuditEntry.objects.exclude(values_digest="").filter(stored__isnull=True).count()
    pruned = AuditEntry.objects.filter(action=PRUNED).values_list("target_id", flat=True)
    report.pruned_values = sum(int(count) for count in pruned)
    if missing != report.pruned_values:
        report.found(
            f"The values of {missing} entries are gone, but only {report.pruned_values} were pruned on record."
        )


def count_unsealed(report: Report, at: datetime) -> None:
    """Tell how many entries wait for their seal, and since when."""
    waiting = AuditEntry.objects.filter(seal__isnull=True).order_by("id")
    report.unsealed = waiting.count()
    oldest = waiting.first()
    if oldest is not None:
        report.oldest_unsealed_age = at - oldest.at
