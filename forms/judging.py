"""What is said about an answer once all answers are known: what is missing, doubtful, against the rules. Pure."""

from collections.abc import Mapping

from forms.definition import Field, Rule
from forms.messages import Message

Facts = Mapping[str, object]
Found = tuple[list[Message], list[Message]]


def broken_rules(
    each: Field, value: object, facts: Facts, unanswered: frozenset[str], *, excused: bool = False
) -> Found:
    """Return the errors and the warnings about an answer.

    unanswered  keys of the form without an answer: a rule that mentions one and has no truth is silent
    excused     whether a rule without truth is silent anyhow, as in a row that is not filled in yet
    """
    errors: list[Message] = []
    warnings: list[Message] = []
    for rule in each.rules:
        if is_broken(rule, facts, unanswered, excused=excused):
            (errors if rule.level == "error" else warnings).append(Message(words=rule.message))
    doubt = each.kind.doubt(value)
    return errors, [*warnings, doubt] if doubt else warnings


def is_broken(rule: Rule, facts: Facts, unanswered: frozenset[str], *, excused: bool = False) -> bool:
    """Say whether a rule does not hold; no truth at all is excused only by a missing answer it mentions."""
    truth = rule.condition.holds(facts)
    return truth is False or (truth is None and not excused and not rule.condition.mentions(unanswered))


def missing(each: Field) -> Message:
    """Return what to say about a required answer that is not there."""
    if each.required_message is not None:
        return Message(words=each.required_message)
    return Message(each.kind.required_text, {"label": each.label})
