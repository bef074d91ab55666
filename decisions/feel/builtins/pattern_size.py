"""How large a pattern becomes when its counted repetitions are written out.

The engine writes `(a{1000}){1000}` out before it runs, which no time-out stops; a pattern that would become
too large is refused before it is compiled.
"""

from __future__ import annotations

import re

MAX_SIZE = 10_000
_PART = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|.", re.DOTALL)


def written_out(pattern: str) -> int:
    """Return about how many atoms the pattern holds once its repetitions are written out."""
    groups = [0]
    last = 0
    for match in _PART.finditer(pattern):
        part = match.group()
        if match[1] is not None:
            times = max(int(match[1][:6]), int((match[2] or "0")[:6]))
            groups[-1] += last * max(times - 1, 0)
            last *= max(times, 1)
        elif part == "(":
            groups.append(0)
        elif part == ")" and len(groups) > 1:
            last = groups.pop() + 1
            groups[-1] += last
        else:
            last = 1
            groups[-1] += 1
        if groups[-1] > MAX_SIZE:
            return groups[-1]
    return sum(groups)
