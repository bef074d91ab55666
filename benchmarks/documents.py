"""One certified copy drawn, signed by the leader and sealed by the agency: milliseconds, and documents a second.

No database: what is measured is the work of the queues pdf and sign. Each signature includes what
the product does before it stores a file: every signature so far is examined anew. Five rounds, the
steps in turn, medians; then one and two worker processes, each a round of its own.

    python -m benchmarks.documents [--documents N]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import django

HERE = "--here"
MARK = "documents-benchmark:"
ROUNDS = 5
MOMENT = datetime(2026, 11, 24, 3, 32, 11, tzinfo=UTC)
TEMPLATE = (
    Path(__file__).resolve().parent.parent / "procedures/library/diploma_copy/documents/certified_copy.html"
)


def main() -> None:
    """Measure one worker, then two; print the table, then one line of JSON."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--documents", type=int, default=6, help="documents a round")
    arguments.add_argument(HERE, action="store_true", help="be one worker")
    asked = arguments.parse_args()
    if asked.here:
        print(MARK + json.dumps(measure_here(asked.documents)))
        return
    one, two = measured(1, asked.documents), measured(2, asked.documents)
    print(table(one, two))
    print(
        json.dumps(
            {
                "documents": {"one_worker": one, "two_workers": two},
                "cpus": os.cpu_count(),
                "python": platform.python_version(),
            }
        )
    )


def measured(workers: int, documents: int) -> dict:
    """Return what worker processes measure side by side; documents a second are added up."""
    command = [sys.executable, "-m", "benchmarks.documents", HERE, "--documents", str(documents)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
    outputs = [worker.communicate()[0] for worker in running]
    found = [
        json.loads(line.removeprefix(MARK))
        for out in outputs
        for line in out.splitlines()
        if line.startswith(MARK)
    ]
    if len(found) != workers:
        raise SystemExit("a worker failed")
    steps = {name: median(one["ms"][name] for one in found) for name in found[0]["ms"]}
    return {"ms": steps, "documents_a_second": sum(one["documents_a_second"] for one in found)}


def table(one: dict, two: dict) -> str:
    """Return the results for people."""
    rows = [f"{'step':<12} {'one worker':>12} {'two workers':>12}"]
    rows += [f"{name + ', ms':<12} {one['ms'][name]:>12.0f} {two['ms'][name]:>12.0f}" for name in one["ms"]]
    rows.append(f"{'documents/s':<12} {one['documents_a_second']:>12.1f} {two['documents_a_second']:>12.1f}")
    return "\n".join(rows)


def measure_here(documents: int) -> dict:
    """Return medians of each step and documents a second of this process."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", MOTCUA_DATA_DIR=folder, MOTCUA_DEMO="1")
        django.setup()
        from benchmarks import documents_case  # noqa: PLC0415  models need django.setup()

        work = documents_case.Work(TEMPLATE.read_text(encoding="utf-8"), MOMENT)
        work.once()
        rounds = [timed_round(work, documents) for _ in range(ROUNDS)]
    return {
        "ms": {name: median(ms for one in rounds for ms in one["ms"][name]) for name in rounds[0]["ms"]},
        "documents_a_second": median(one["rate"] for one in rounds),
    }


def timed_round(work: object, documents: int) -> dict:
    """Return the milliseconds of each step of some documents, and documents a second."""
    started = time.perf_counter()
    steps = [work.once() for _ in range(documents)]
    rate = documents / (time.perf_counter() - started)
    return {"ms": {name: [step[name] for step in steps] for name in steps[0]}, "rate": rate}


if __name__ == "__main__":
    main()
