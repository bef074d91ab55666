"""Answers found on a reference list: one entry of it, or a place as an old paper names it.

Without scripts a person types a code or some words and presses "Tìm"; what was found is then
offered to be picked. With scripts the same box offers entries while it is typed in. The name is
stored beside the code, as it was on the day of the answer: lists change, answers do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.kind import JSON, Control, Kind
from forms.fields.text import one_line
from forms.lists.known import names, reference_list
from forms.lists.model import Entry, ReferenceList
from forms.messages import gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source

APART = " · "
MOST_OFFERED = 20
LONGEST_PLACE = 200


@dataclass(frozen=True)
class Listed(Kind):
    """One entry of a reference list, valid today.

    free  whether words that are on the list nowhere are taken as they were typed, with code null
    """

    type: ClassVar[str] = "reference"
    template: ClassVar[str] = "eforms/fields/listed.html"
    settings: ClassVar[frozenset[str]] = frozenset({"list", "free"})
    control: ClassVar[Control] = Control(spellcheck=False)
    acts: ClassVar[bool] = True

    list: str = ""
    free: bool = False

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the list's name, and whether other words do; a list the product does not know is a fault."""
        name = source.text("list")
        if not name:
            source.fault("missing 'list'")
        elif name not in names():
            source.at("list").fault(f"unknown list {name!r}; known: {', '.join(sorted(names()))}")
        return cls(list=name, free=source.flag("free") or cls.free)

    @property
    def entries(self) -> ReferenceList:
        """The list."""
        return reference_list(self.list)

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the words typed, and the code picked of those that were offered."""
        values = submission.values(key)
        if values and isinstance(values[-1], Mapping):
            return typed(values[-1])
        return {"text": one_line(submission.text(key)), "code": one_line(submission.text(f"{key}-code"))}

    def is_blank(self, raw: JSON) -> bool:
        """Say whether nothing was typed nor picked."""
        return not isinstance(raw, Mapping) or not (raw.get("text") or raw.get("code"))

    def meant(self, raw: JSON, on: date) -> Entry | None:
        """Return the only entry the words or the picked code can mean."""
        code, text = words_of(raw)
        return (
            (self.entries.find(code, on) if code else None)
            or self.entries.find(text.split(APART)[0].strip(), on)
            or self.entries.named(text, on)
        )

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the entry's code and name. Raises Wrong when none is meant, or several could be."""
        entry = self.meant(raw, today)
        if entry is not None:
            return {"code": entry.code, "name": entry.name}
        if self.free:
            return {"code": None, "name": as_typed(raw)}
        if self.entries.search(words_of(raw)[1], today, most=1):
            raise Wrong(gettext_noop("Chọn một trong các mục tìm thấy, hoặc viết thêm để tìm lại."))
        raise Wrong(gettext_noop("Không tìm thấy mục này trong danh mục. Thử viết khác hoặc dùng mã."))

    def feel(self, value: JSON) -> object:
        """Return code, name and whatever else the list says of it."""
        known = dict(value) if isinstance(value, Mapping) else {}
        entry = self.entries.latest(str(known.get("code")))
        return {**(entry.more if entry else {}), **known}

    def show(self, value: JSON, language: str) -> str:
        """Return the name and the code, as far as there is one."""
        if not isinstance(value, Mapping):
            return ""
        code, name = value.get("code"), str(value.get("name") or "")
        return f"{name} ({code})" if code else name

    def offers(self, raw: JSON, today: date) -> Mapping[str, object]:
        """Return the words in the box, and what was found for words that could mean several."""
        entry = None if self.is_blank(raw) else self.meant(raw, today)
        text = words_of(raw)[1]
        found = self.entries.search(text, today, most=MOST_OFFERED + 1) if text and not entry else []
        return {
            "text": f"{entry.code}{APART}{entry.name}" if entry else text,
            "list": self.list,
            "found": [{"code": each.code, "name": each.name} for each in found[:MOST_OFFERED]],
            "has_more": len(found) > MOST_OFFERED,
            "nothing": bool(text) and not entry and not found and not self.free,
            "is_free": self.free,
        }


@dataclass(frozen=True)
class HistoricalPlace(Listed):
    """A place as an old paper names it: any words, and the code where they are on the list of old places."""

    type: ClassVar[str] = "historical_place"
    settings: ClassVar[frozenset[str]] = frozenset({"list"})

    list: str = "old_places"
    free: bool = True

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the list, the old places unless the form says another."""
        if "list" not in source:
            return cls()
        return cls(list=Listed.from_source(source).list)

    def show(self, value: JSON, language: str) -> str:
        """Return the words."""
        return str(value.get("name") or "") if isinstance(value, Mapping) else ""

    def offers(self, raw: JSON, today: date) -> Mapping[str, object]:
        """Return the words as they were typed, and what was found for them."""
        offered = dict(super().offers(raw, today))
        entry = None if self.is_blank(raw) else self.meant(raw, today)
        return {**offered, "text": entry.name if entry else words_of(raw)[1]}


def as_typed(raw: JSON) -> str:
    """Return the words that are on no list. Raises Wrong for too many."""
    code, words = words_of(raw)
    text = words or code
    if len(text) > LONGEST_PLACE:
        raise Wrong(
            gettext_noop("Viết ngắn lại: tối đa %(most)s ký tự, bạn đã viết %(count)s."),
            most=LONGEST_PLACE, count=len(text),
        )  # fmt: skip
    return text


def typed(value: Mapping[str, object]) -> dict[str, str]:
    """Return a stored answer, or a draft's raw one, as raw."""
    code, text = value.get("code"), value.get("text", value.get("name"))
    return {
        "text": one_line(text) if isinstance(text, str) else "",
        "code": one_line(code) if isinstance(code, str) else "",
    }


def words_of(raw: JSON) -> tuple[str, str]:
    """Return the code and the words of a raw answer."""
    return (str(raw.get("code") or ""), str(raw.get("text") or "")) if isinstance(raw, Mapping) else ("", "")
