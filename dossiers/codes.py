"""Dossier codes and sending receipts.

A dossier's code is given at reception, by the adapter named in settings.DOSSIER_CODES: here a
counter a unit and local day, `H61.12-261123-0001`; behind the national portal an adapter that
keeps the code given there. Before reception the applicant holds a sending receipt, which nobody
can guess or count. Source: TT 03/2025/TT-VPCP; NĐ 309/2026 Đ8.
"""

import secrets
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from dossiers.errors import CodesExhausted
from dossiers.models import CodeCounter

LAST_OF_DAY = 9_999
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class DossierCodes(Protocol):
    """Gives the code of a dossier that is being received, inside the transaction of the reception."""

    def next_code(self, unit_code: str, at: datetime) -> str:
        """Return a code never given before. Raises CodesExhausted."""


class DailyCounter:
    """Unit code, local day, four digits."""

    def next_code(self, unit_code: str, at: datetime) -> str:
        """Return the next code of the unit's day; the counter's row is locked, so no number is skipped or doubled."""
        day = timezone.localtime(at).date()
        CodeCounter.objects.get_or_create(unit_code=unit_code, day=day)
        counter = CodeCounter.objects.select_for_update().get(unit_code=unit_code, day=day)
        if counter.last >= LAST_OF_DAY:
            raise CodesExhausted(unit_code, day.isoformat())
        counter.last += 1
        counter.save(update_fields=["last"])
        return f"{unit_code}-{day:%y%m%d}-{counter.last:04d}"


def dossier_codes() -> DossierCodes:
    """Return the configured adapter."""
    adapter: DossierCodes = import_string(settings.DOSSIER_CODES)()
    return adapter


def new_receipt_no() -> str:
    """Return a sending receipt: 12 letters of an alphabet without look-alikes, about 59 bits."""
    return unguessable("BN")


def new_complaint_code() -> str:
    """Return the code of a complaint: nobody can guess or count it, for it tells how many there are."""
    return unguessable("PA")


def unguessable(prefix: str) -> str:
    """Return a prefix with three groups of four letters."""
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(12))
    return f"{prefix}-{letters[:4]}-{letters[4:8]}-{letters[8:]}"
