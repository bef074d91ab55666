"""One way to write a count: thousands grouped as the reader's language does, 20.000, in English 20,000.

Django groups no Vietnamese or Khmer number, even when it is forced to: its formats for them name the separator and no
size of a group.
"""

from django.utils.formats import get_format


def grouped(number: int) -> str:
    """Return a whole number with its thousands grouped."""
    return f"{number:,}".replace(",", get_format("THOUSAND_SEPARATOR"))
