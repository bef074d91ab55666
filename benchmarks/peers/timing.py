"""What every side of this process tells of its steps: speed, processor time, growth."""

import time
from collections.abc import Sequence

EDGE = 50


class Spent:
    """Wall and processor time since it was made."""

    def __init__(self) -> None:
        self.wall, self.processor = time.perf_counter(), time.process_time()

    def over(self, steps: int) -> dict[str, float]:
        """Return steps a second and milliseconds of this process a step."""
        wall, processor = time.perf_counter() - self.wall, time.process_time() - self.processor
        return {"speed": steps / wall, "CPU": processor / steps * 1000}


def growth(moments: Sequence[float]) -> dict[str, float]:
    """Return the cost of the last fifty steps over that of the first fifty, for a run long enough."""
    if len(moments) <= 2 * EDGE:
        return {}
    return {"growth": (moments[-1] - moments[-1 - EDGE]) / (moments[EDGE] - moments[0])}
