"""What the expressions of one version could read of a case's facts, and nothing more.

Events keep the facts they were decided on, for replay; answers that had no say must not be
copied into history. The texts of the expressions tell: a name that occurs in none cannot be read;
one that is always followed by a dot is read by parts, and the same question is asked of each part;
any other occurrence (a filter, an argument, a quoted name) may read the whole.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Reach = Literal["nothing", "parts", "whole"]


class Reading:
    """The reach of a version's expressions, by name."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(texts)
        self.reach_of: dict[str, Reach] = {}

    def of(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the part of these facts that some expression could read."""
        kept = {}
        for name, value in facts.items():
            reach = self.reach(str(name))
            if reach != "nothing":
                kept[name] = value if reach == "whole" else self._parts(value)
        return kept

    def reach(self, name: str) -> Reach:
        """Return how much of a value of this name could be read."""
        known = self.reach_of.get(name)
        if known is None:
            known = self.reach_of[name] = self._find(name)
        return known

    def _parts(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self.of(value)
        if isinstance(value, list | tuple):
            return [self._parts(item) for item in value]
        return value

    def _find(self, name: str) -> Reach:
        words = r"\s+".join(re.escape(word) for word in name.split())
        ends = [found.end() for found in re.finditer(rf"(?<!\w){words}(?!\w)", self.text)] if words else []
        if not ends:
            return "nothing"
        by_parts = all(re.match(r"\s*\.\s*\w", self.text[end:]) for end in ends)
        return "parts" if by_parts else "whole"
