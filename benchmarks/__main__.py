"""`make bench`: every measure there is, one after the other; PostgreSQL is started for it.

python -m benchmarks [engine] [documents]
"""

import subprocess
import sys

from tests.services import ROOT, services

PARTS = ("engine", "documents")


def main(wanted: list[str]) -> int:
    """Run the named parts, or all; return the worst answer."""
    unknown = set(wanted) - set(PARTS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    with services() as environment:
        return max(
            subprocess.run(
                [sys.executable, "-m", f"benchmarks.{part}"], cwd=ROOT, env=environment, check=False
            ).returncode
            for part in wanted or PARTS
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
