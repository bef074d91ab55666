"""Counts are grouped as the reader's language writes them."""

import pytest
from django.utils import translation

from accounts.grouping import grouped


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("vi", 20_000, "20.000"),
        ("vi", 999, "999"),
        ("vi", 1_234_567, "1.234.567"),
        ("en", 20_000, "20,000"),
        ("km", 20_000, "20.000"),
    ],
)
def test_groups_thousands(language, number, words):
    with translation.override(language):
        assert grouped(number) == words
