"""Numbers that stand for somebody: personal identification number, telephone number, tax code.

Personal id: 12 digits (Luật Căn cước 2023, Điều 12); the identity card before 2016 (CMND) had 9.
Telephone: Vietnamese mobile numbers have 10 digits since 2018, landlines 10 or 11; a foreign
number is taken in its international form (E.164). Tax code: 10 digits, 13 for a branch; since
1/7/2025 a person's is the personal identification number (Thông tư 86/2024/TT-BTC). Its check digit
is ambiguous in one case of eleven and old codes break the rule, so a wrong one is doubted, never refused.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from stdnum.vn import mst

from forms.errors import Wrong
from forms.fields.kind import JSON, Control, Kind
from forms.fields.text import one_line
from forms.messages import Message, gettext_noop
from forms.yaml_source import Source

SEPARATORS = re.compile(r"[\s.\-()/]+")
PERSONAL_ID = re.compile(r"0[0-9]{11}")
IDENTITY_CARD = re.compile(r"[0-9]{9}")
MOBILE = re.compile(r"0[35789][0-9]{8}")
LANDLINE = re.compile(r"02[0-9]{8,9}")
TAX_CODE = re.compile(r"[0-9]{10}(?:[0-9]{3})?")
FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")


def digits(raw: JSON) -> str:
    """Return what was typed without spaces, dots, dashes and brackets; full-width digits become plain."""
    text = SEPARATORS.sub("", one_line(str(raw)))
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


@dataclass(frozen=True)
class PersonalId(Kind):
    """A personal identification number."""

    type: ClassVar[str] = "personal_id"
    template: ClassVar[str] = "eforms/fields/text.html"
    control: ClassVar[Control] = Control(inputmode="numeric", width="20", spellcheck=False)
    settings: ClassVar[frozenset[str]] = frozenset({"cmnd"})

    cmnd: bool = False

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read whether the old 9 digits are taken too."""
        return cls(cmnd=source.flag("cmnd"))

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the digits. Raises Wrong."""
        text = digits(raw)
        if PERSONAL_ID.fullmatch(text) or (self.cmnd and IDENTITY_CARD.fullmatch(text)):
            return text
        if self.cmnd:
            raise Wrong(
                gettext_noop(
                    "Nhập số định danh gồm 12 chữ số, ví dụ 086099001234, hoặc số CMND cũ gồm 9 chữ số."
                )
            )
        raise Wrong(gettext_noop("Nhập số định danh gồm 12 chữ số, ví dụ 086099001234."))


@dataclass(frozen=True)
class Phone(Kind):
    """A telephone number."""

    type: ClassVar[str] = "phone"
    template: ClassVar[str] = "eforms/fields/text.html"
    control: ClassVar[Control] = Control(input_type="tel", width="20", spellcheck=False)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return 0… for a Vietnamese number, +… for a foreign one. Raises Wrong."""
        text = digits(raw)
        text = f"+{text[2:]}" if text.startswith("00") else text
        if text.startswith("+84"):
            text = "0" + text[3:].removeprefix("0")
        if MOBILE.fullmatch(text) or LANDLINE.fullmatch(text) or FOREIGN.fullmatch(text):
            return text
        raise Wrong(gettext_noop("Nhập số điện thoại, ví dụ 0912 345 678."))


@dataclass(frozen=True)
class TaxCode(Kind):
    """The tax code of an organisation, a branch or a person."""

    type: ClassVar[str] = "tax_code"
    template: ClassVar[str] = "eforms/fields/text.html"
    control: ClassVar[Control] = Control(inputmode="numeric", width="20", spellcheck=False)

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return 10 digits, 10-3 for a branch, or a person's 12. Raises Wrong."""
        text = digits(raw)
        if PERSONAL_ID.fullmatch(text):
            return text
        if not TAX_CODE.fullmatch(text):
            raise Wrong(gettext_noop("Nhập mã số thuế gồm 10 chữ số (chi nhánh: 13), ví dụ 0100112437."))
        return mst.format(text)

    def doubt(self, value: JSON) -> Message | None:
        """Return a warning for a check digit that does not fit."""
        text = str(value)
        if len(text) == 12 or text[9] == mst.calc_check_digit(text[:9]):
            return None
        return Message(gettext_noop("Số kiểm tra của mã số thuế này không khớp. Xem lại từng chữ số."))
