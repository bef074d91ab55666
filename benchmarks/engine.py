"""The engine alone: runs of five human steps, each claimed and completed, beside stock viewflow's.

Three ways are measured in turn, five rounds of each, so that a slow minute hurts all alike:
the engine without its audit rows, the engine as it is used, and a stock viewflow flow of the same
shape. SQLite always; PostgreSQL too where MOTCUA_DATABASE_URL (or DATABASE_URL) names one. Both keep
their fsync. Statements are counted around claim and complete, without transaction control; "beside"
are those of audit and jobs. CPU is this process's own, the database server's not included: a busy
machine bends it less than runs a second.

    python -m benchmarks.engine [--runs N]
"""

import argparse
import json
import os
import platform
import subprocess
import sys

import django
from django.db import connection

HERE = "--here"
MARK = "engine-benchmark:"


def main() -> None:
    """Measure each database in a process of its own; print the table, then one line of JSON."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=40, help="runs a round")
    arguments.add_argument(HERE, action="store_true", help="measure the configured database in this process")
    asked = arguments.parse_args()
    if asked.here:
        print(MARK + json.dumps(measure_here(asked.runs)))
        return
    results = [measured_in_child(url, asked.runs) for url in database_urls()]
    print(table(results))
    print(json.dumps({"engine": results, "python": platform.python_version(), "cpus": os.cpu_count()}))


def database_urls() -> list[str]:
    """Return "" for SQLite and, where the environment names one, PostgreSQL's address."""
    named = os.environ.get("MOTCUA_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    return ["", named] if named.startswith("postgres") else [""]


def measured_in_child(url: str, runs: int) -> dict:
    """Return what a fresh process measures on this database."""
    environment = {
        **os.environ,
        "MOTCUA_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.engine_settings",
    }
    command = [sys.executable, "-m", "benchmarks.engine", HERE, "--runs", str(runs)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or not lines:
        raise SystemExit(done.stdout + done.stderr)
    return json.loads(lines[-1].removeprefix(MARK))


def table(results: list[dict]) -> str:
    """Return the results for people."""
    rows = [
        f"{'database':<12} {'way':<24} {'runs/s':>8} {'CPU ms/run':>11} {'statements/step':>16} {'beside':>7}"
    ]
    for result in results:
        for measure in result["measures"]:
            rows.append(
                f"{result['database']:<12} {measure['way']:<24} {measure['median']:>8.1f} {measure['cpu_ms_a_run']:>11.1f} "
                f"{measure['statements_a_step']:>16.1f} {measure['beside_a_step']:>7.1f}"
            )
    return "\n".join(rows)


def measure_here(runs: int) -> dict:
    """Measure every way on the configured database, in a test database made and dropped here."""
    django.setup()
    from benchmarks import engine_ways  # noqa: PLC0415  models need django.setup()

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return {"database": connection.vendor, "runs": runs, "measures": engine_ways.measure_all(runs)}
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
