"""Checks what was sent against a form: pure, complete, and never crashing on any input.

Five passes, in this order. *Read*: every field finds its raw answer. *See*: from top to bottom, a
field is visible when its condition holds over the visible answers above it; what is hidden is
dropped, whatever was sent. *Clean*: each visible answer becomes a value or a message. *Compute*:
fields with a `value` get it where they stand, or at the end when they read what stands below.
*Judge*: required and valid are asked over all visible answers. The page in the browser may hide and
hint, but only this decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forms import engine_rows
from forms.definition import Condition, Field, FormDefinition
from forms.errors import Wrong
from forms.fields.rows import RowChoice, rows_known
from forms.judging import broken_rules, missing
from forms.messages import Message
from forms.submission import Submission
from forms.tables import Table

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of checking.

    values    raw answers of all fields, hidden ones too, to be shown again
    answers   clean answers of the visible fields that have one, computed ones among them
    visible   keys of the fields that are asked
    errors    what blocks, by key
    warnings  what does not block and the officer should see, by key
    rows      every table as it was seen, by key: rows that say nothing are not in the answers
    """

    values: dict[str, object] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)
    visible: frozenset[str] = frozenset()
    errors: dict[str, list[Message]] = field(default_factory=dict)
    warnings: dict[str, list[Message]] = field(default_factory=dict)
    rows: dict[str, engine_rows.SeenTable] = field(default_factory=dict)


def check(
    definition: FormDefinition, data: Mapping[str, object], *, today: date, context: Facts | None = None
) -> Outcome:
    """Return the outcome of checking data against a form.

    data     a QueryDict or a mapping of plain answers
    today    the local day, known to conditions as `today`
    context  further facts for conditions, e.g. {"applicant": {…}}
    """
    values = read(definition, data)
    seen = Seen(definition, values, today, context or {})
    seen.compute_late()
    answers = {key: value for key, value in seen.answers.items() if value not in (None, [])}
    outcome = Outcome(values, answers, seen.visible, dict(seen.wrong), rows=seen.tables)
    judge(definition, outcome, seen)
    return outcome


def read(definition: FormDefinition, data: Mapping[str, object]) -> dict[str, object]:
    """Return the raw answer of every field."""
    submission = Submission(data)
    return {each.key: each.kind.read(each.key, submission) if each.is_asked else None for each in definition}


def visible_fields(
    definition: FormDefinition, data: Mapping[str, object], *, today: date, context: Facts | None = None
) -> frozenset[str]:
    """Return the keys of the fields that are asked, given what is answered so far."""
    return Seen(definition, read(definition, data), today, context or {}).visible


def initial(definition: FormDefinition) -> dict[str, object]:
    """Return the answers a fresh form starts with."""
    return {each.key: each.default for each in definition if each.default is not None}


class Seen:
    """The pass from top to bottom: which fields are visible, what they say, what is wrong with it."""

    def __init__(
        self, definition: FormDefinition, values: Mapping[str, object], today: date, context: Facts
    ) -> None:
        self.definition = definition
        self.today = today
        self.facts: dict[str, object] = {**context, "today": today, **dict.fromkeys(definition.keys)}
        self.answers: dict[str, object] = {}
        self.wrong: dict[str, list[Message]] = {}
        self.tables: dict[str, engine_rows.SeenTable] = {}
        late = {each.key for each in definition.late}
        shown: set[str] = set()
        for section in definition.sections:
            if not self.holds(section.visible_if):
                continue
            for each in section.fields:
                if self.holds(each.visible_if):
                    shown.add(each.key)
                    self.take(each, values[each.key], is_late=each.key in late)
        self.visible = frozenset(shown)

    def holds(self, condition: Condition | None) -> bool:
        """Say whether a field under this condition is asked."""
        return condition is None or condition.holds(self.facts) is True

    def take(self, each: Field, raw: object, *, is_late: bool) -> None:
        """Clean one visible answer, or compute it, and let the conditions below know it."""
        self.answers[each.key] = None
        if isinstance(each.kind, Table):
            self.take_table(each, each.kind, raw, is_late=is_late)
        elif each.value is not None:
            if not is_late:
                self.compute(each)
        elif not each.kind.is_blank(raw):
            self.clean(each, raw)

    def clean(self, each: Field, raw: object) -> None:
        """Make a value of a raw answer, or note what is wrong with it."""
        try:
            value = each.kind.clean(raw, self.today)
            if isinstance(each.kind, RowChoice):
                each.kind.check_row(value, self.codes_of(each.kind.table))
        except Wrong as wrong:
            self.wrong[each.key] = [wrong.message]
            return
        self.keep(each, value)

    def keep(self, each: Field, value: object) -> None:
        """Remember an answer, for the outcome and for conditions."""
        self.answers[each.key] = value
        self.facts[each.key] = None if value is None else each.kind.feel(value)

    def compute(self, each: Field) -> None:
        """Give a computed field its value, a table the values of its computed columns."""
        if each.key in self.tables:
            self.tables[each.key].compute(self.facts, self.today)
        elif each.value is not None:
            self.keep(each, each.kind.computed(each.value.result(self.facts), self.today))

    def compute_late(self) -> None:
        """Give what reads below itself its value, each after what it reads."""
        for each in self.definition.late:
            if each.key in self.visible:
                self.compute(each)

    def take_table(self, each: Field, kind: Table, raw: object, *, is_late: bool) -> None:
        """Clean a table row by row."""
        table = engine_rows.SeenTable(kind, raw, self.facts, self.today, self.codes_of)
        self.tables[each.key] = table
        self.answers[each.key] = table.answers
        self.facts[each.key] = table.known
        if table.wrong:
            self.wrong[each.key] = list(table.wrong)
        if not is_late:
            self.compute(each)

    def codes_of(self, table: str) -> list[str]:
        """Return the codes of the rows of a table that was seen, or that is known as a fact."""
        return self.tables[table].codes if table in self.tables else list(rows_known(self.facts.get(table)))


def judge(definition: FormDefinition, outcome: Outcome, seen: Seen) -> None:
    """Add what is missing, doubtful and against the rules to the outcome."""
    unanswered = definition.keys - outcome.answers.keys()
    for each in definition:
        if each.key not in outcome.visible:
            continue
        if each.key in seen.tables:
            note(outcome, each.key, seen.tables[each.key].judge(each, seen.facts, unanswered))
        if each.key in outcome.answers and each.key not in seen.wrong:
            note(outcome, each.key, broken_rules(each, outcome.answers[each.key], seen.facts, unanswered))
        elif each.key not in seen.wrong and is_required(each, seen.facts):
            outcome.errors.setdefault(each.key, []).insert(0, missing(each))


def is_required(each: Field, facts: Facts) -> bool:
    """Say whether a visible field must be answered."""
    return each.required or (each.required_if is not None and each.required_if.holds(facts) is True)


def note(outcome: Outcome, key: str, found: tuple[list[Message], list[Message]]) -> None:
    """Add errors and warnings of a field."""
    for messages, where in zip(found, (outcome.errors, outcome.warnings), strict=True):
        if messages:
            where.setdefault(key, []).extend(messages)
