"""A side that is no Django: its own program, the same way of asking."""

import subprocess
from collections.abc import Sequence

from benchmarks.child import Child
from tests.services import ROOT


class Peer(Child):
    """A program that answers as `benchmarks.child` does."""

    def __init__(self, command: Sequence[str]) -> None:
        self.module = command[1]
        self.process = subprocess.Popen(
            list(command), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
