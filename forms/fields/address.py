"""An address of two levels, province and commune, as there are since 1/7/2025; and the house and street.

Whether a commune is still in force is asked for the day of the answer. Names are stored beside the codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.kind import JSON, Kind
from forms.fields.text import one_line
from forms.lists.known import reference_list
from forms.lists.model import Entry
from forms.messages import gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source

PARTS = ("province", "commune", "street")
PROVINCES, COMMUNES = "provinces", "communes"
LONGEST_STREET = 200
STREETS = frozenset({"required", "optional", "none"})


@dataclass(frozen=True)
class Address(Kind):
    """A province, a commune of it, and what stands before them.

    province  code of the only province asked about, "" for any
    street    whether house and street are required, optional or not asked
    """

    type: ClassVar[str] = "address"
    template: ClassVar[str] = "eforms/fields/address.html"
    settings: ClassVar[frozenset[str]] = frozenset({"province", "street"})
    grouped: ClassVar[bool] = True
    first_part: ClassVar[str] = "-province"
    acts: ClassVar[bool] = True

    province: str = ""
    street: str = "required"

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the only province, and whether the street is asked."""
        code = source.text("province")
        if code and reference_list(PROVINCES).latest(code) is None:
            source.at("province").fault(f"{code!r} is the code of no province")
        return cls(province=code, street=source.word("street", STREETS, "required"))

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the three parts."""
        raw = {name: one_line(text) for name, text in submission.parts(key, PARTS).items()}
        return {**raw, "province": self.province} if self.province else raw

    def is_blank(self, raw: JSON) -> bool:
        """Say whether nothing was picked nor typed; a province that is given does not count."""
        if not isinstance(raw, Mapping):
            return True
        return not any(raw.get(name) for name in PARTS if not (name == "province" and self.province))

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the codes with their names, and the street. Raises Wrong for what is missing or not in force."""
        given = raw if isinstance(raw, Mapping) else {}
        province = reference_list(PROVINCES).find(str(given.get("province") or ""), today)
        if province is None:
            raise Wrong(gettext_noop("Chọn tỉnh, thành phố."))
        commune = reference_list(COMMUNES).find(str(given.get("commune") or ""), today)
        if commune is None or commune.parent != province.code:
            raise Wrong(gettext_noop("Chọn xã, phường của tỉnh, thành phố này."))
        return {
            "province": province.code, "province_name": province.name,
            "commune": commune.code, "commune_name": commune.name, "street": self.street_from(given),
        }  # fmt: skip

    def street_from(self, given: Mapping[str, object]) -> str:
        """Return the house and street. Raises Wrong where they are missing or too long."""
        text = "" if self.street == "none" else str(given.get("street") or "")
        if not text and self.street == "required":
            raise Wrong(gettext_noop("Nhập số nhà, đường, ấp hoặc khóm."))
        if len(text) > LONGEST_STREET:
            raise Wrong(
                gettext_noop("Viết ngắn lại: tối đa %(most)s ký tự, bạn đã viết %(count)s."),
                most=LONGEST_STREET, count=len(text),
            )  # fmt: skip
        return text

    def feel(self, value: JSON) -> object:
        """Return the parts as a context."""
        return dict(value) if isinstance(value, Mapping) else None

    def show(self, value: JSON, language: str) -> str:
        """Return street, commune, province."""
        if not isinstance(value, Mapping):
            return ""
        parts = (value.get("street"), value.get("commune_name"), value.get("province_name"))
        return ", ".join(str(part) for part in parts if part)

    def offers(self, raw: JSON, today: date) -> Mapping[str, object]:
        """Return the provinces, the communes of the one picked, and the street."""
        given = raw if isinstance(raw, Mapping) else dict.fromkeys(PARTS, "")
        code = self.province or str(given.get("province") or "")
        only = reference_list(PROVINCES).latest(self.province) if self.province else None
        return {
            "provinces": [] if only else picked(reference_list(PROVINCES).valid(today), code),
            "only_province": only.name if only else "",
            "province": code,
            "communes": picked(reference_list(COMMUNES).valid(today, code), given.get("commune"))
            if code
            else [],
            "street": given.get("street") or "",
            "asks_street": self.street != "none",
            "street_is_optional": self.street == "optional",
        }


def picked(entries: list[Entry], code: object) -> list[dict[str, object]]:
    """Return entries for a list of options, the one with a code picked."""
    return [{"value": each.code, "label": each.name, "picked": each.code == code} for each in entries]
