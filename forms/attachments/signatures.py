"""The port for whoever can read signatures: this package keeps what was found, and knows nothing of certificates.

`settings.PAPER_SIGNATURES` names a callable (pdf: bytes) → list of {signer, issuer, signed_at, intact, unmodified,
trusted}, the shape forms.signed_papers reads.
"""

from django.conf import settings
from django.utils.module_loading import import_string


def signatures_in(pdf: bytes) -> list[dict[str, object]]:
    """Return what is known of each signature in a PDF, in the order they were made."""
    found: list[dict[str, object]] = import_string(settings.PAPER_SIGNATURES)(pdf)
    return found
