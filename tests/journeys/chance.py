"""Moments of chance that can be lived through again: the seed is printed, and JOURNEY_SEED sets it."""

import os
import random


def chance() -> random.Random:
    """Return a source of chance; a test that fails shows its seed."""
    seed = int(os.environ.get("JOURNEY_SEED") or random.randrange(1_000_000))
    print(f"JOURNEY_SEED={seed}")
    return random.Random(seed)
