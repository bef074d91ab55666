"""A process with a Django of its own, asked to call functions of one module.

Settings and database are fixed when Django starts, so whatever needs models runs in a child:
`child.ask("function", name=value)` calls it there and returns its answer, which must be JSON.

    python -m benchmarks.child benchmarks.readers        is such a process; requests come as lines
"""

import importlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import django

from tests.services import ROOT

MARK = "benchmark-answer:"


class ChildFailed(Exception):
    """The child could not answer; it has written why to standard error."""


class Child:
    """A process that answers; closed, it ends."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self.module = module
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.child", module],
            cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate()

    def ask(self, function: str, **arguments: Any) -> Any:
        """Return what the function answers. Raises ChildFailed."""
        self.tell(function, **arguments)
        return self.answer()

    def tell(self, function: str, **arguments: Any) -> None:
        """Ask without waiting, so that several children work at once."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([function, arguments]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        """Wait for the answer. Raises ChildFailed."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(MARK):
                found = json.loads(line.removeprefix(MARK))
                if "error" in found:
                    raise ChildFailed(f"{self.module}: {found['error']}")
                return found["answer"]
        raise ChildFailed(f"{self.module} ended with {self.process.wait()}")


def serve(module: str) -> None:
    """Answer requests until there are no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    functions = importlib.import_module(module)
    for line in sys.stdin:
        print(MARK + json.dumps(answer_of(functions, line)), flush=True)


def answer_of(functions: Any, line: str) -> dict[str, Any]:
    """Return the answer to one request, or its error."""
    name, arguments = json.loads(line)
    try:
        return {"answer": getattr(functions, name)(**arguments)}
    except Exception as error:  # noqa: BLE001  the parent decides what a failure costs
        traceback.print_exc()
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    serve(sys.argv[1])
