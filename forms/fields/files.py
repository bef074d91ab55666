"""Papers: the answer is a list of public ids of attachments already stored.

What a file really is was decided when it was taken in (forms/attachments/); here it is only asked
whether there are enough, not too many, and whether this question wants that type.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from forms.errors import Wrong
from forms.fields.kind import JSON, Kind
from forms.messages import Words, gettext_noop
from forms.submission import Submission
from forms.yaml_source import Source

SIGNED = frozenset({"warning", "error"})
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
SHORT_NAMES = {mime: name.upper() for name, mime in TYPES.items()}
SIZE = re.compile(r"([0-9]{1,6}) ?(kB|MB|)")
UNITS = {"": 1, "kB": 1_000, "MB": 1_000_000}
DEFAULT_MAX_SIZE = 10_000_000


@dataclass(frozen=True)
class File(Kind):
    """One or several uploaded files.

    signed  how grave it is where a PDF is not signed, or its signature no longer holds: "warning" or "error"; "" where
            signatures are not asked about
    drawn   the template of the package from which the product draws the paper of the answers, to be signed and brought
            back here; "" where nothing is drawn
    drawn_title  what the drawn paper is called
    """

    type: ClassVar[str] = "file"
    template: ClassVar[str] = "eforms/fields/file.html"
    settings: ClassVar[frozenset[str]] = frozenset(
        {"accept", "max_size", "max_files", "signed", "drawn", "drawn_title"}
    )
    required_text: ClassVar[str] = gettext_noop("Tải lên %(label)s.")

    accept: tuple[str, ...] = tuple(TYPES.values())
    max_size: int = DEFAULT_MAX_SIZE
    max_files: int = 1
    signed: str = ""
    drawn: str = ""
    drawn_title: Words | None = None

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Read the types, given as `pdf` or `application/pdf`, the limits, and whether signatures are asked about."""
        accept = tuple(filter(None, map(type_from, source.sequence("accept"))))
        signed = source.word("signed", SIGNED, "warning") if "signed" in source else ""
        if signed and accept != (TYPES["pdf"],):
            source.at("signed").fault("only a PDF carries signatures: 'accept' is [pdf]")
        if ("drawn" in source) != ("drawn_title" in source):
            source.fault("'drawn' needs a 'drawn_title', and the other way round")
        size = source.attempt("max_size", bytes_from)
        return cls(
            accept=accept or cls.accept,
            max_size=size if isinstance(size, int) else cls.max_size,
            max_files=source.integer("max_files", 1, least=1) or 1,
            signed=signed,
            drawn=source.text("drawn"),
            drawn_title=source.words("drawn_title"),
        )

    def read(self, key: str, submission: Submission) -> JSON:
        """Return the public ids sent, or kept on a page and not ticked for removal, each once."""
        sent = submission.texts(f"{key}-kept") or submission.texts(key)
        removed = set(submission.texts(f"{key}-remove"))
        return list(dict.fromkeys(text.strip() for text in sent if text.strip() and text not in removed))

    def is_blank(self, raw: JSON) -> bool:
        """Say whether there is no file."""
        return not isinstance(raw, list) or not raw

    def clean(self, raw: JSON, today: date) -> JSON:
        """Return the public ids. Raises Wrong for too many."""
        ids = raw if isinstance(raw, list) else []
        if len(ids) > self.max_files:
            raise Wrong(
                gettext_noop("Giữ lại nhiều nhất %(most)s tệp: xóa bớt tệp không cần."), most=self.max_files
            )
        return ids

    def feel(self, value: JSON) -> object:
        """Return the list of ids."""
        return value

    def show(self, value: JSON, language: str) -> str:
        """Return how many; a face that knows the attachments shows their names instead."""
        return str(len(value)) if isinstance(value, list) else ""

    def parts(self, raw: JSON) -> Mapping[str, object]:
        """Return what the page says about types and size."""
        return {
            "accept": ",".join(self.accept),
            "types": ", ".join(SHORT_NAMES[mime] for mime in self.accept),
            "max_megabytes": f"{self.max_size / 1_000_000:g}".replace(".", ","),
            "multiple": self.max_files > 1,
            "signed": bool(self.signed),
            "drawn": bool(self.drawn),
        }


def type_from(source: Source) -> str | None:
    """Return a media type, or None after noting that it is not one the product can check."""
    name = str(source.node.value).strip().lower() if isinstance(source.node.value, str) else ""
    mime = TYPES.get("jpeg" if name == "jpg" else name, name)
    if mime in TYPES.values():
        return mime
    source.fault(f"{name!r} is not a type that can be checked; known: {', '.join(TYPES)}")
    return None


def bytes_from(text: str) -> int:
    """Return a size such as `10 MB` in bytes. Raises ValueError."""
    size = SIZE.fullmatch(text.strip())
    if size is None or int(size[1]) == 0:
        raise ValueError("a size is a number with kB or MB, e.g. 10 MB")
    return int(size[1]) * UNITS[size[2]]
