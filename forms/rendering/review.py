"""Stored answers to be read: by the applicant before sending, by officers beside the papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, gettext

from forms import engine
from forms.definition import Field, FormDefinition
from forms.fields.files import File
from forms.fields.rows import RowChoice
from forms.messages import Message, words_in
from forms.models import Attachment
from forms.rendering.parts import Errors, ids_of, with_label
from forms.rendering.tables import sums_of
from forms.signed_papers import judged, merged
from forms.tables import Table


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """The rows of a table in words.

    heads   the columns' labels
    rows    the cells' texts
    footer  the sums under the columns, "" where there is none; empty without sums
    """

    heads: list[str]
    rows: list[list[str]]
    footer: list[str]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One answer on a review page or a dossier's page; `is_drawn`: a paper the product draws of the answers."""

    key: str
    label: str
    text: str
    answered: bool
    attachments: list[Attachment]
    warnings: list[str]
    table: ReviewTable | None = None
    is_drawn: bool = False


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """A group of answers."""

    key: str
    title: str
    rows: list[ReviewRow]


def review(
    definition: FormDefinition,
    answers: Mapping[str, object],
    *,
    attachments: Mapping[str, Attachment] | None = None,
    warnings: Errors | None = None,
    also: Mapping[str, list[Message]] | None = None,
    language: str | None = None,
    today: date | None = None,
    context: Mapping[str, object] | None = None,
) -> list[ReviewSection]:
    """Return stored answers to be read: the fields that are asked, and any other that has an answer.

    today     the day the conditions see: of sending, where that was before
    warnings  as the reader should see them; without them they are worked out from the answers
    also      what is to be said besides, by field: what registers said when the answers were sent
    """
    reader = Reader(definition, answers, attachments or {}, language or get_language() or "vi")
    outcome = engine.check(definition, answers, today=today or timezone.localdate(), context=context)
    said = reader.in_words(reader.doubts(outcome)) if warnings is None else reader.placed(warnings)
    for key, messages in reader.in_words(also or {}).items():
        said[key] = [*said.get(key, []), *messages]
    sections = []
    for section in definition.sections:
        rows = [
            reader.row(each, said.get(each.key, []), outcome)
            for each in section.fields
            if each.kind.asks and (each.key in outcome.visible or answers.get(each.key) is not None)
        ]
        if rows:
            title = words_in(section.title, reader.language)
            sections.append(ReviewSection(section.key, title, rows))
    return sections


class Reader:
    """Puts answers into words for one reader."""

    def __init__(
        self,
        definition: FormDefinition,
        answers: Mapping[str, object],
        attachments: Mapping[str, Attachment],
        language: str,
    ) -> None:
        self.definition, self.answers = definition, answers
        self.attachments, self.language = attachments, language

    def doubts(self, outcome: engine.Outcome) -> dict[str, list[Message]]:
        """Return the warnings of the answers, and what is to be said of the signatures in papers."""
        found = {public_id: each.signatures for public_id, each in self.attachments.items()}
        known = {
            key: [each for each in ids_of(value) if each in found] for key, value in self.answers.items()
        }
        return merged(outcome.warnings, judged(self.definition, known, found)[1])

    def in_words(self, messages: Mapping[str, list[Message]]) -> dict[str, list[str]]:
        """Return messages in the reader's language; those of a cell say where it is."""
        return {
            key: [self.with_place(key, each.at, each.render(gettext, self.language)) for each in found]
            for key, found in messages.items()
        }

    def placed(self, warnings: Errors) -> dict[str, list[str]]:
        """Return sentences; those of a cell say where it is."""
        return {
            key: [self.with_place(key, getattr(text, "at", None), str(text)) for text in found]
            for key, found in warnings.items()
        }

    def with_place(self, key: str, at: tuple[str, str] | None, text: str) -> str:
        """Return a sentence about a cell with the row's number and the column's label."""
        table = self.definition.by_key[key].kind
        if at is None or not isinstance(table, Table):
            return text
        code, column = at
        rows = self.answers.get(key)
        codes = (
            [row.get(table.code) for row in rows if isinstance(row, Mapping)]
            if isinstance(rows, list)
            else []
        )
        number = codes.index(code) + 1 if code in codes else code
        label = {each.key: each.label for each in table.columns}[column].in_language(self.language)
        words = gettext("Dòng %(number)s: %(message)s")
        return words % {"number": number, "message": with_label(label, text)}

    def row(self, each: Field, warnings: list[str], outcome: engine.Outcome) -> ReviewRow:
        """Return one answer in words."""
        value = self.answers.get(each.key)
        answered = value not in (None, "", [])
        kind = each.kind
        is_table = isinstance(kind, Table) and answered
        return ReviewRow(
            key=each.key,
            label=each.label.in_language(self.language),
            text=self.show(each, value) if answered and not is_table else "",
            answered=answered,
            attachments=[self.attachments[key] for key in ids_of(value) if key in self.attachments],
            warnings=warnings,
            table=self.table(kind, value, outcome.rows.get(each.key)) if is_table else None,
            is_drawn=isinstance(kind, File) and bool(kind.drawn),
        )

    def show(self, each: Field, value: object) -> str:
        """Return a value in words; a chosen row by its title."""
        if isinstance(each.kind, File):
            names = [self.attachments[key].original_name for key in ids_of(value) if key in self.attachments]
            return "\n".join(names) or each.kind.show(value, self.language)
        if isinstance(each.kind, RowChoice):
            return each.kind.show_in(value, self.titles(each.kind.table), self.language)
        return each.kind.show(value, self.language)

    def titles(self, key: str) -> dict[str, str]:
        """Return the titles of a table's rows by code."""
        table = self.definition.by_key.get(key)
        is_here = table is not None and isinstance(table.kind, Table)
        return table.kind.row_titles(self.answers.get(key), self.language) if is_here else {}

    def table(self, kind: Table, value: object, seen: object) -> ReviewTable:
        """Return the rows of a table in words."""
        columns = [each for each in kind.columns if each.kind.asks]
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        sums = sums_of(kind, seen if isinstance(seen, engine.engine_rows.SeenTable) else None)
        return ReviewTable(
            heads=[each.label.in_language(self.language) for each in columns],
            rows=[
                [self.show(each, row[each.key]) if row.get(each.key) is not None else "" for each in columns]
                for row in rows
            ],
            footer=[sums.get(each.key, "") for each in columns] if sums else [],
        )
