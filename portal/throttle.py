"""Guessing costs time: wrong codes are counted per address, right ones are free.

The counter lives in the cache, under a keyed digest of the address, for one window only.
"""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MISSES = 20
WINDOW_SECONDS = 600


def counter(request: HttpRequest, what: str) -> str:
    """Return the cache key that counts an address's misses."""
    address = request.META.get("REMOTE_ADDR", "")
    return f"misses:{what}:{salted_hmac('portal.throttle', address).hexdigest()[:24]}"


def is_guessing(request: HttpRequest, what: str) -> bool:
    """Say whether an address has missed too often lately."""
    return cache.get(counter(request, what), 0) >= MISSES


def note_miss(request: HttpRequest, what: str) -> None:
    """Count one wrong code."""
    key = counter(request, what)
    if cache.add(key, 1, WINDOW_SECONDS):
        return
    cache.incr(key)
