"""Checks what was sent against a form: pure, complete, and never crashing on any input.

Four passes, in this order. *Read*: every field finds its raw answer. *See*: from top to bottom, a
field is visible when its condition holds over the visible answers above it; what is hidden is
dropped, whatever was sent. *Clean*: each visible answer becomes a value or a message. *Judge*:
required and valid are asked over all visible answers. The page in the browser may hide and hint,
but only this decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.definition import Condition, Field, FormDefinition, Rule
from forms.errors import Wrong
from forms.messages import Message
from forms.submission import Submission

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of checking.

    values    raw answers of all fields, hidden ones too, to be shown again
    answers   clean answers of the visible fields that have one
    visible   keys of the fields that are asked
    errors    what blocks, by key
    warnings  what does not block and the officer should see, by key
    """

    values: dict[str, object] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)
    visible: frozenset[str] = frozenset()
    errors: dict[str, list[Message]] = field(default_factory=dict)
    warnings: dict[str, list[Message]] = field(default_factory=dict)


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
    answers = {key: value for key, value in seen.answers.items() if value is not None}
    outcome = Outcome(values, answers, seen.visible, dict(seen.wrong))
    judge(definition, outcome, seen.facts)
    return outcome


def read(definition: FormDefinition, data: Mapping[str, object]) -> dict[str, object]:
    """Return the raw answer of every field."""
    submission = Submission(data)
    return {each.key: each.kind.read(each.key, submission) for each in definition}


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
        self.today = today
        self.facts: dict[str, object] = {**context, "today": today, **dict.fromkeys(definition.keys)}
        self.answers: dict[str, object] = {}
        self.wrong: dict[str, list[Message]] = {}
        shown: set[str] = set()
        for section in definition.sections:
            if not self.holds(section.visible_if):
                continue
            for each in section.fields:
                if self.holds(each.visible_if):
                    shown.add(each.key)
                    self.take(each, values[each.key])
        self.visible = frozenset(shown)

    def holds(self, condition: Condition | None) -> bool:
        """Say whether a field under this condition is asked."""
        return condition is None or condition.holds(self.facts) is True

    def take(self, each: Field, raw: object) -> None:
        """Clean one visible answer and let the conditions below know it."""
        self.answers[each.key] = None
        if each.kind.is_blank(raw):
            return
        try:
            value = each.kind.clean(raw, self.today)
        except Wrong as wrong:
            self.wrong[each.key] = [wrong.message]
            return
        self.answers[each.key] = value
        self.facts[each.key] = each.kind.feel(value)


def judge(definition: FormDefinition, outcome: Outcome, facts: Facts) -> None:
    """Add what is missing and which rules are broken to the outcome."""
    unanswered = definition.keys - outcome.answers.keys()
    for each in definition:
        if each.key not in outcome.visible or each.key in outcome.errors:
            continue
        if each.key in outcome.answers:
            judge_rules(each, outcome, facts, unanswered)
        elif each.required or (each.required_if is not None and each.required_if.holds(facts) is True):
            outcome.errors[each.key] = [missing(each)]


def judge_rules(each: Field, outcome: Outcome, facts: Facts, unanswered: frozenset[str]) -> None:
    """Add the messages of an answered field's broken rules."""
    for rule in each.rules:
        if is_broken(rule, facts, unanswered):
            found = outcome.errors if rule.level == "error" else outcome.warnings
            found.setdefault(each.key, []).append(Message(words=rule.message))


def is_broken(rule: Rule, facts: Facts, unanswered: frozenset[str]) -> bool:
    """Say whether a rule does not hold; no truth at all is excused only by a missing answer it mentions."""
    truth = rule.condition.holds(facts)
    return truth is False or (truth is None and not rule.condition.mentions(unanswered))


def missing(each: Field) -> Message:
    """Return what to say about a required answer that is not there."""
    if each.required_message is not None:
        return Message(words=each.required_message)
    return Message(each.kind.required_text, {"label": each.label})
