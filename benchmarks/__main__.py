"""`make bench`: measures taken a round at a time, sides in turn; a table, and JSON in var/benchmarks.json.

python -m benchmarks                        every measure, 5 rounds
python -m benchmarks engine pages           these
python -m benchmarks pages --large --keep   a million dossiers too; filled databases stay for the next time
python -m benchmarks --quick --rounds 1     a tenth of the work, to try the measures themselves
python -m benchmarks --table                put var/benchmarks.json into docs/reference/benchmarks.md
"""

import argparse
import json
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import report
from benchmarks.boards import BOARDS
from benchmarks.core import CORE
from benchmarks.disk import DISK
from benchmarks.documents import DOCUMENT
from benchmarks.engine import ENGINE
from benchmarks.feel import FEEL
from benchmarks.forms import FORMS
from benchmarks.machine import facts
from benchmarks.measure import Measure, Results, take
from benchmarks.pages import PAGES
from benchmarks.peers.sides import peers
from benchmarks.sockets import LIVE
from benchmarks.stand import Stand
from benchmarks.submissions import SUBMISSIONS
from benchmarks.tablet_page import TABLET_PAGE
from benchmarks.tablet_sync import TABLET_SYNC
from tests.services import ROOT


def measures_of(*, quick: bool) -> dict[str, Measure]:
    """Return every measure by name; the peers' titles say in which size they are taken."""
    beside = (DOCUMENT, SUBMISSIONS, PAGES, BOARDS, FORMS, LIVE, TABLET_SYNC, TABLET_PAGE)
    return {each.name: each for each in (DISK, CORE, FEEL, ENGINE, *peers(quick=quick), *beside)}


NAMES = tuple(measures_of(quick=False))
KEPT = ROOT / "var" / "benchmarks"


def main(words: list[str]) -> int:
    """Do what is asked; 1 when a side failed."""
    asked = arguments().parse_args(words)
    if asked.table:
        report.write_document(json.loads(report.JSON_FILE.read_text(encoding="utf-8")))
        return 0
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # servers end with us
    known = measures_of(quick=asked.quick)
    measures = [known[name] for name in asked.measures or known]
    machine = facts()

    def keep(results: Results) -> None:
        report.write_json(report.as_json(measures, results, machine, asked.rounds))

    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="motcua-benchmarks-")
        folder = KEPT if asked.keep else Path(stack.enter_context(temporary))
        stand = Stand(stack, folder, large=asked.large, quick=asked.quick)
        results = take(measures, stand, asked.rounds, keep)
    print(report.for_terminal(report.as_json(measures, results, machine, asked.rounds)))
    return min(results.failures, 1)


def arguments() -> argparse.ArgumentParser:
    """Return what may be asked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("measures", nargs="*", choices=[[], *NAMES], metavar="measure", help=", ".join(NAMES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="a million dossiers too")
    parser.add_argument(
        "--keep", action="store_true", help=f"keep filled databases in {KEPT.relative_to(ROOT)}"
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    parser.add_argument("--table", action="store_true", help="write the documentation's table and end")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
