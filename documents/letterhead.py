"""The frozen values every document shows: who issues it, number, place and day, who signs, how to verify.

Source: Decree 30/2020/NĐ-CP, appendix I (places 1 to 7): a zero before numbers below 10, days
below 10 and the months 1 and 2; long names are broken before the place.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from accounts.localdays import LOCAL_ZONE, local_day
from accounts.models import Agency
from documents.codes import spelt

LONG_NAME = 26
BLANK = "……"
PLACE_WORD = re.compile(r" (?=(?:tỉnh|thành phố|xã|phường|đặc khu) )", re.IGNORECASE)


def common_values(
    *,
    agency: Agency,
    title: str,
    number: str,
    day: date,
    recipients: Sequence[str],
    signer_name: str,
    signer_lines: Sequence[str],
    signed_at: datetime,
    code: str,
) -> dict[str, Any]:
    """Return the values of letterhead, closing and verification as plain JSON."""
    return {
        "document": {
            "title": title,
            "number": number,
            "place_and_day": f"{agency.place_name}, {day_in_words(day)}",
            "recipients": list(recipients),
        },
        "agency": {
            "name": agency.name,
            "superior_lines": broken(agency.superior_name),
            "own_lines": broken(agency.name),
        },
        "signer": {
            "name": signer_name,
            "lines": list(signer_lines),
            "signed_at": signed_at.astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M:%S +07:00"),
        },
        "verify": {"code": spelt(code), "url": verification_url(code)},
    }


def values_of_draft(
    *,
    agency: Agency,
    title: str,
    symbol: str,
    at: datetime,
    recipients: Sequence[str],
    signer_name: str,
    signer_lines: Sequence[str],
) -> dict[str, Any]:
    """Return the same values while number, day and signature are not there yet: dots in their places."""
    values = common_values(
        agency=agency, title=title, number=f"{BLANK}/{symbol}", day=local_day(at), recipients=recipients,
        signer_name=signer_name or BLANK * 3, signer_lines=signer_lines, signed_at=at, code="",
    )  # fmt: skip
    blank_day = f"{agency.place_name}, ngày {BLANK} tháng {BLANK} năm {local_day(at).year}"
    return {
        **values,
        "document": {**values["document"], "place_and_day": blank_day},
        "signer": {**values["signer"], "signed_at": ""},
    }


def day_in_words(day: date) -> str:
    """Return a day as the decree writes it: ngày 05 tháng 02 năm 2026, tháng 3 without a zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def broken(name: str) -> list[str]:
    """Return the lines of a name: a long one is broken before its place, else near its middle."""
    if len(name) <= LONG_NAME:
        return [name] if name else []
    parts = PLACE_WORD.split(name, maxsplit=1)
    if len(parts) > 1:
        return parts
    spaces = [at for at, sign in enumerate(name) if sign == " "]
    if not spaces:
        return [name]
    middle = min(spaces, key=lambda at: abs(at - len(name) / 2))
    return [name[:middle], name[middle + 1 :]]


def verification_url(code: str) -> str:
    """Return the public address the QR code opens."""
    return f"{settings.MOTCUA_PUBLIC_URL}/verify/{code}/"


def signer_lines(signing_form: str, title: str, head_title: str) -> tuple[str, ...]:
    """Return the lines above the signer's name.

    signing_form  "" for the head, KT. (deputy for the head), TL. or TUQ. (by order, by authority), TM., Q.
    title         the signer's own title, e.g. Phó Giám đốc
    head_title    the head's title, or the body signed for, e.g. Giám đốc, Hiệu trưởng, Ủy ban nhân dân
    """
    if signing_form == "Q.":
        return (f"Q. {title}",)
    return (f"{signing_form} {head_title}", title) if signing_form else (title,)
