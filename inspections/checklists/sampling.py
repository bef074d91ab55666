"""Draws a random sample that anybody can draw again: who knows the seed can check that nobody chose.

The seed stands in the minutes. The draw is a Fisher-Yates shuffle of the numbers 1 to N that stops after the first
`size` places, fed by a counter under SHA-256:

1.  block(k) = SHA-256 of the UTF-8 text  seed + ":" + k,  k = 0, 1, 2 … in decimal digits.
2.  word(k) = the first 6 bytes of block(k) as an unsigned whole number, most significant byte first (0 … 2^48 - 1;
    it and every step below stay exact in a double).
3.  below(n): take the next word; while it is at least 2^48 - (2^48 mod n), take the next; answer word mod n.
4.  for i = 0 … size - 1:  j = i + below(N - i);  exchange places i and j.
5.  The sample is the first `size` places, in ascending order.

A population smaller than the sample is taken whole.
"""

import hashlib
from collections.abc import Iterator

WORDS = 2**48
LARGEST_POPULATION = 1_000_000
LARGEST_SAMPLE = 1_000


def draw(seed: str, population: int, size: int) -> tuple[int, ...]:
    """Return the numbers of the drawn units, 1 to `population`, ascending.

    seed        any text; a device makes 16 random bytes and writes them in hexadecimal
    population  how many units there are, 0 to 1,000,000
    size        how many to draw, 1 to 1,000

    Raises ValueError outside of these bounds.
    """
    if not seed or not 0 <= population <= LARGEST_POPULATION or not 1 <= size <= LARGEST_SAMPLE:
        raise ValueError(f"cannot draw {size} of {population} with the seed {seed!r}")
    words = numbers(seed)
    moved: dict[int, int] = {}
    drawn = []
    for place in range(min(size, population)):
        other = place + below(population - place, words)
        drawn.append(moved.get(other, other) + 1)
        moved[other] = moved.get(place, place)
    return tuple(sorted(drawn))


def numbers(seed: str) -> Iterator[int]:
    """Yield the words of a seed without end."""
    counter = 0
    while True:
        yield int.from_bytes(hashlib.sha256(f"{seed}:{counter}".encode()).digest()[:6], "big")
        counter += 1


def below(limit: int, words: Iterator[int]) -> int:
    """Return an evenly spread number from 0 to limit - 1."""
    first_uneven = WORDS - WORDS % limit
    return next(word for word in words if word < first_uneven) % limit
