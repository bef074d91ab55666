"""The papers sent with a form: uploads that are fine are stored at once, those kept from before stay.

A fault of an upload belongs to its question, or to its cell of a table, and stands for whatever else is wrong there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from forms import actions
from forms.definition import Field, FormDefinition
from forms.errors import Refused
from forms.fields.files import File
from forms.messages import Message, gettext_noop
from forms.selectors import attachments_of
from forms.services.store_attachment import Upload, store_attachment
from forms.submission import Submission
from forms.tables import Table, papers_in

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where files are asked for: the field, the name they are sent under, and the cell of a table."""

    key: str
    name: str
    at: tuple[str, str] | None = None


class Papers:
    """The attachments of every file field: those kept from before and those uploaded now."""

    def __init__(
        self,
        definition: FormDefinition,
        data: Mapping[str, object],
        files: Mapping[str, object],
        kept: Mapping[str, Iterable[str]] | None,
        *,
        owner_id: int,
        at: datetime,
    ) -> None:
        self.definition, self.owner_id, self.at = definition, owner_id, at
        self.files = Submission(files)
        self.ids: dict[str, list[str]] = {}
        self.faults: dict[str, list[Message]] = {}
        self.uploaded: list[Place] = []
        asked = [each for each in definition if isinstance(each.kind, File)]
        before = {each.key: kept_before(each.key, Submission(data), kept) for each in asked}
        self.stored = attachments_of(owner_id, [public_id for ids in before.values() for public_id in ids])
        for each in asked:
            self.ids[each.key] = self.answer(each, before[each.key], Place(each.key, each.key))

    @property
    def signatures(self) -> dict[str, list[dict[str, object]] | None]:
        """What is known of the signatures in each paper."""
        return {public_id: each.signatures for public_id, each in self.stored.items()}

    def into_rows(self, values: dict[str, object]) -> dict[str, object]:
        """Return values in which the cells of tables hold the papers kept and uploaded for them."""
        tables = [
            each for each in self.definition if isinstance(each.kind, Table) and each.kind.paper_columns
        ]
        named = [public_id for _, public_id in papers_in(self.definition, values)] if tables else []
        unknown = [public_id for public_id in named if public_id not in self.stored]
        self.stored |= attachments_of(self.owner_id, unknown) if unknown else {}
        filled = {each.key: [self.row(each, row) for row in as_list(values[each.key])] for each in tables}
        return {**values, **filled}

    def row(self, table: Field, row: object) -> object:
        """Return one row with its papers."""
        kind = table.kind
        if not isinstance(kind, Table) or not isinstance(row, dict):
            return row
        code = str(row[kind.code])
        cells = {
            column.key: self.answer(
                column,
                row[column.key],
                Place(table.key, f"{table.key}-{code}-{column.key}", (code, column.key)),
            )
            for column in kind.paper_columns
        }
        return {**row, **cells}

    def answer(self, each: Field, before: list[str], place: Place) -> list[str]:
        """Return the papers of a question: what is kept, and what was uploaded now instead or besides."""
        kind = each.kind
        assert isinstance(kind, File)
        ids = [public_id for public_id in before if public_id in self.stored]
        if len(ids) < len(before):
            self.note(place, Message(gettext_noop("Tệp đã tải lên trước đây không còn. Tải lên lại.")))
        uploads = self.files.values(place.name)[:MOST_AT_ONCE]
        if uploads:
            self.uploaded.append(place)
        new = [public_id for upload in uploads if (public_id := self.store(kind, upload, place))]
        return new[-1:] if new and kind.max_files == 1 else ids + new

    def store(self, kind: File, upload: object, place: Place) -> str | None:
        """Return the public id of a stored upload, or None after noting why it was refused."""
        try:
            attachment = store_attachment(as_upload(upload), kind, owner_id=self.owner_id, at=self.at)
        except Refused as refused:
            self.note(place, refused.message)
            return None
        self.stored[str(attachment.public_id)] = attachment
        return str(attachment.public_id)

    def note(self, place: Place, message: Message) -> None:
        """Remember what was wrong with the files of a question."""
        self.faults.setdefault(place.key, []).append(replace(message, at=place.at))

    def judged(self, key: str, errors: list[Message]) -> list[Message]:
        """Return the errors of a question where a paper's own fault stands for whatever else is wrong there."""
        faults = self.faults[key]
        places = {fault.at for fault in faults}
        return [*(each for each in errors if each.at not in places), *faults]

    def in_vain(
        self, errors: Mapping[str, list[Message]], values: Mapping[str, object]
    ) -> dict[str, list[Message]]:
        """Return what is wrong with the uploads of now, by question; nothing of a row that a button took away."""
        found: dict[str, list[Message]] = {}
        for place in self.uploaded:
            here = [each for each in errors.get(place.key, []) if each.at == place.at]
            if here and self.stands(place, values):
                found.setdefault(place.key, []).extend(here)
        return found

    def stands(self, place: Place, values: Mapping[str, object]) -> bool:
        """Say whether a place is still on the page."""
        kind = self.definition.by_key[place.key].kind
        if place.at is None or not isinstance(kind, Table):
            return True
        return place.at[0] in {str(row[kind.code]) for row in actions.rows_of(values[place.key])}


def kept_before(key: str, submission: Submission, kept: Mapping[str, Iterable[str]] | None) -> list[str]:
    """Return the public ids kept from before, each once, without those ticked for removal."""
    given = (
        submission.texts(f"{key}-kept") or submission.texts(key) if kept is None else list(kept.get(key, ()))
    )
    removed = set(submission.texts(f"{key}-remove"))
    return list(dict.fromkeys(public_id for public_id in given if public_id and public_id not in removed))


def as_upload(upload: object) -> Upload:
    """Return an upload as such. Raises Refused for something sent as a file that is none."""
    if hasattr(upload, "read") and hasattr(upload, "size"):
        return upload  # type: ignore[return-value]
    raise Refused(gettext_noop("Tệp rỗng. Chọn lại tệp."))


def as_list(value: object) -> list[object]:
    """Return a list as it is, anything else as none."""
    return value if isinstance(value, list) else []
