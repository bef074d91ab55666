"""Takes what a person sent for a form: uploads first, then every answer, by the rules of the definition.

To be called before the transaction of the use case. An upload that is fine is stored at once and
survives a mistake elsewhere in the form; it stays unreferenced until `reference` is called inside
the transaction that needs it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import get_language, gettext

from accounts.localdays import local_day
from forms import actions, engine
from forms.actions import View
from forms.definition import Field, FormDefinition
from forms.errors import Invalid, Refused
from forms.fields.files import File
from forms.messages import Message, Told, gettext_noop
from forms.models import Attachment
from forms.prefill import Sources, is_locked, locked_answers
from forms.selectors import attachments_of
from forms.services.import_rows import import_rows
from forms.services.store_attachment import Upload, store_attachment
from forms.submission import Submission
from forms.tables import Table, papers_in

MOST_AT_ONCE = 20

Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """Answers that may be stored, the attachments they name, and what the officer should see."""

    answers: dict[str, object]
    attachments: list[Attachment]
    warnings: Errors


@dataclass(frozen=True, slots=True)
class Collected:
    """Whatever was sent, checked but not refused: for drafts and for showing a page again.

    view   how the form was being looked at, and which button inside it was pressed
    told   what is said even while nothing is judged, by field: what that button could not do, what was uploaded in vain
    asked  keys of the questions that are asked
    """

    values: dict[str, object]
    answers: dict[str, object]
    attachments: list[Attachment]
    errors: Errors
    warnings: Errors
    view: View = View()
    told: Errors = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    @property
    def acted(self) -> bool:
        """Whether a button inside the form was pressed: the page is shown again, and nothing is sent on."""
        return self.view.action is not None

    @property
    def only_computed(self) -> bool:
        """Whether that button changed no answer, so that there is nothing new to keep."""
        return self.view.action is not None and self.view.action.verb == actions.COMPUTE


def accept(
    definition: FormDefinition,
    *,
    data: Mapping[str, object],
    owner_id: int,
    at: datetime,
    files: Mapping[str, object] | None = None,
    kept: Mapping[str, Iterable[str]] | None = None,
    context: Mapping[str, object] | None = None,
    provided: Sources | None = None,
) -> Accepted:
    """Return the accepted answers.

    data      request.POST, or plain answers
    files     request.FILES, or {key: [upload]}
    kept      attachments uploaded before, by field; without it the form's own `key-kept` less `key-remove`
    owner_id  whose attachments these are; nobody else's are taken
    context   further facts for conditions
    provided  what the form's sources know: locked answers are theirs, whatever was sent

    Raises Invalid with messages by field and everything typed and uploaded.
    """
    collected = collect(
        definition,
        data=data,
        files=files,
        kept=kept,
        owner_id=owner_id,
        at=at,
        context=context,
        provided=provided,
    )
    if collected.errors:
        raise Invalid(collected.errors, collected.values)
    return Accepted(collected.answers, collected.attachments, collected.warnings)


def collect(
    definition: FormDefinition,
    *,
    data: Mapping[str, object],
    owner_id: int,
    at: datetime,
    files: Mapping[str, object] | None = None,
    kept: Mapping[str, Iterable[str]] | None = None,
    context: Mapping[str, object] | None = None,
    provided: Sources | None = None,
) -> Collected:
    """Return whatever was sent, good uploads stored, every fault by field; takes what `accept` takes.

    A button inside the form (`form_action`) has done its work on the values.
    """
    papers = Papers(definition, data, files or {}, kept, owner_id=owner_id, at=at)
    action = actions.requested(data)
    today = local_day(at)
    locked = engine.read(definition, locked_answers(definition, provided or {}, today))
    sent = papers.into_rows(engine.read(definition, data) | papers.ids)
    sent |= {each.key: locked[each.key] for each in definition if is_locked(each, provided or {}, today)}
    values = actions.performed(definition, sent, action)
    told: dict[str, list[Message]] = {}
    if action is not None and action.verb == actions.IMPORT:
        values, told = import_rows(definition, values, action.key, files or {}, today=today, context=context)
    outcome = engine.check(definition, values, today=today, context=context)
    errors = outcome.errors | {
        key: papers.judged(key, outcome.errors.get(key, []))
        for key in papers.faults
        if key in outcome.visible
    }
    in_vain = papers.in_vain(errors, values)
    told = {key: [*told.get(key, []), *in_vain.get(key, [])] for key in told | in_vain}
    named = {public_id for _, public_id in papers_in(definition, outcome.answers)}
    attachments = [each for public_id, each in papers.stored.items() if public_id in named]
    return Collected(
        outcome.values,
        outcome.answers,
        attachments,
        in_words(errors),
        in_words(outcome.warnings),
        actions.view_of(definition, data, action),
        in_words(told),
        outcome.visible,
    )


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


def in_words(messages: Mapping[str, list[Message]]) -> Errors:
    """Return messages in the language of the one who is being served."""
    language = get_language() or "vi"
    return {
        key: [Told(message.render(gettext, language), message.at) for message in each]
        for key, each in messages.items()
    }
