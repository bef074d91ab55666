"""Where viewflow looks for flow classes: every published version is here, compiled on first use.

viewflow stores "workflows/flows.F_<flow key>_<hash12>" on each run and imports it when it reads
one. A module-level `__getattr__` (PEP 562) makes every version that is stored importable in any
process, without a registry to fill at start-up; the compiler keeps what it has built.
"""

from typing import Any

from workflows.compiler import CLASS_PREFIX, compiled
from workflows.errors import VersionUnknown


def __getattr__(name: str) -> Any:
    """Return the flow class of this name. Raises AttributeError where no such version is stored."""
    if not name.startswith(CLASS_PREFIX):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return compiled(name)
    except VersionUnknown as error:
        raise AttributeError(f"no stored version of a flow is called {name!r}") from error
