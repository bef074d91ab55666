"""A table being checked: its rows cleaned, its computed columns filled in, its rows judged. Pure.

Conditions of a column see all that the form's conditions see, and the row as `row`; `item` is the
same, but inside a filter `phong[item.nganh = row.id]` FEEL itself uses that word for the filtered row.
A computed column is filled in for all rows before the next one, so that it may read the columns to
its left in every row of its own table.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from decisions.feel import Ready
from forms.definition import Field
from forms.errors import Wrong
from forms.fields.rows import RowChoice
from forms.judging import broken_rules, missing
from forms.messages import Message, gettext_noop
from forms.tables import RawRow, Table

Facts = Mapping[str, object]


class SeenTable:
    """The rows of one table that say something.

    answers  clean rows, to be stored
    known    the same rows as FEEL knows them; filled in place as columns are computed
    shown    which columns each row asks for
    wrong    what is wrong with cells
    """

    def __init__(
        self, kind: Table, raw: object, facts: Facts, today: date, codes_of: Callable[[str], list[str]]
    ) -> None:
        self.kind = kind
        self.today = today
        self.codes_of = codes_of
        self.answers: list[dict[str, object]] = []
        self.known: list[dict[str, object]] = []
        self.shown: list[set[str]] = []
        self.wrong: list[Message] = []
        self.wrong_cells: set[tuple[str, str]] = set()
        inner = dict(facts)
        for row in kind.filled(raw):
            self.take(row, inner)

    @property
    def codes(self) -> list[str]:
        """The codes of the rows."""
        return [str(row[self.kind.code]) for row in self.answers]

    def take(self, raw: RawRow, facts: dict[str, object]) -> None:
        """Clean one row, from left to right."""
        code = str(raw[self.kind.code])
        answers: dict[str, object] = {self.kind.code: code}
        known: dict[str, object] = {
            self.kind.code: code,
            **dict.fromkeys(each.key for each in self.kind.columns),
        }
        shown: set[str] = set()
        facts["row"] = facts["item"] = known
        for column in self.kind.columns:
            if column.visible_if is None or column.visible_if.holds(facts) is True:
                shown.add(column.key)
                self.clean(column, raw, answers, known)
        self.answers.append(answers)
        self.known.append(known)
        self.shown.append(shown)

    def clean(self, column: Field, raw: RawRow, answers: dict[str, object], known: dict[str, object]) -> None:
        """Make a value of one cell, or note what is wrong with it."""
        cell = raw.get(column.key)
        if not column.is_asked or column.kind.is_blank(cell):
            return
        try:
            value = column.kind.clean(cell, self.today)
            if isinstance(column.kind, RowChoice):
                column.kind.check_row(value, self.codes_of(column.kind.table))
        except Wrong as wrong:
            self.note_wrong(wrong.message, str(answers[self.kind.code]), column)
            return
        answers[column.key] = value
        known[column.key] = column.kind.feel(value)

    def note_wrong(self, message: Message, code: str, column: Field) -> None:
        """Remember what is wrong with a cell."""
        self.wrong.append(replace(message, at=(code, column.key)))
        self.wrong_cells.add((code, column.key))

    def compute(self, facts: Facts, today: date) -> None:
        """Fill in the computed columns, one after the other for all rows."""
        inner = self.with_other_tables_ready(facts)
        for column in self.kind.columns:
            if column.value is None:
                continue
            for answers, known, shown in zip(self.answers, self.known, self.shown, strict=True):
                if column.key not in shown:
                    continue
                inner["row"] = inner["item"] = known
                value = column.kind.computed(column.value.result(inner), today)
                if value is not None:
                    answers[column.key] = value
                    known[column.key] = column.kind.feel(value)

    def with_other_tables_ready(self, facts: Facts) -> dict[str, object]:
        """Return facts in which the other tables are FEEL's own: every row reads them, and none changes now."""
        return {
            name: Ready(value) if isinstance(value, list) and value is not self.known else value
            for name, value in facts.items()
        }

    def judge(
        self, table: Field, facts: Facts, unanswered: frozenset[str]
    ) -> tuple[list[Message], list[Message]]:
        """Return errors and warnings: how many rows, which are the same, what each cell lacks or breaks."""
        errors, warnings = self.judge_size(), []
        inner = dict(facts)
        for answers, known, shown in zip(self.answers, self.known, self.shown, strict=True):
            inner["row"] = inner["item"] = known
            for column in self.kind.columns:
                if column.key in shown:
                    found = self.judge_cell(column, answers, inner, unanswered, shown)
                    code = str(answers[self.kind.code])
                    errors += [replace(each, at=(code, column.key)) for each in found[0]]
                    warnings += [replace(each, at=(code, column.key)) for each in found[1]]
        return errors + self.same_rows(), warnings

    def judge_cell(
        self, column: Field, answers: Mapping[str, object], facts: Facts,
        unanswered: frozenset[str], shown: set[str],
    ) -> tuple[list[Message], list[Message]]:  # fmt: skip
        """Return what one cell lacks or breaks."""
        if (str(answers[self.kind.code]), column.key) in self.wrong_cells:
            return [], []
        if column.key in answers:
            is_partly_filled = any(key not in answers for key in shown)
            return broken_rules(column, answers[column.key], facts, unanswered, excused=is_partly_filled)
        wanted = column.required or (
            column.required_if is not None and column.required_if.holds(facts) is True
        )
        return ([missing(column)] if wanted and column.is_asked else []), []

    def judge_size(self) -> list[Message]:
        """Return what is wrong with how many rows there are."""
        count, kind = len(self.answers), self.kind
        if count > kind.max_rows:
            text = gettext_noop("Giữ lại nhiều nhất %(most)s dòng, bảng có %(count)s.")
            return [Message(text, {"most": kind.max_rows, "count": count})]
        if 0 < count < kind.min_rows:
            text = gettext_noop("Nhập ít nhất %(least)s dòng, bảng mới có %(count)s.")
            return [Message(text, {"least": kind.min_rows, "count": count})]
        return []

    def same_rows(self) -> list[Message]:
        """Return an error for every row that repeats another in columns that must differ."""
        found = []
        for group in self.kind.unique:
            first: dict[str, int] = {}
            for number, row in enumerate(self.answers, start=1):
                cells = [row.get(key) for key in group]
                if all(cell is None for cell in cells):
                    continue
                before = first.setdefault(repr(cells).casefold(), number)
                if before != number:
                    text = gettext_noop("Dòng này trùng dòng %(number)s. Xóa hoặc sửa một trong hai.")
                    found.append(Message(text, {"number": before}, at=(str(row[self.kind.code]), group[0])))
        return found
