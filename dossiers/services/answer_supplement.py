"""What the applicant answers to a supplement: the items asked and nothing else.

Each item is corrected, or cannot be and says why. What was not asked keeps its answer, unless a
correction makes another question come up; that one is then asked too, on the same page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person
from dossiers.models import Dossier, SupplementItem, SupplementRound
from dossiers.narrowing import facts_of, narrowed
from dossiers.notes import note
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.services import Accepted, collect
from forms.services.accept import Collected

State, Answer, Target = SupplementRound.State, SupplementItem.Answer, SupplementItem.Target
NOTHING = Collected({}, {}, [], {}, {})


@dataclass(frozen=True)
class Answers:
    """What came of a supplement's page: the whole application's answers, and each item's answer by its id."""

    accepted: Accepted
    items: Mapping[int, tuple[str, str]]


def open_round(dossier: Dossier) -> SupplementRound | None:
    """Return the round the applicant is to answer."""
    return dossier.supplement_rounds.filter(state=State.SENT).first()


def asked_of(sent: SupplementRound) -> list[SupplementItem]:
    """Return the items still to be answered, in order; what was met in an earlier turn is not asked again."""
    return [item for item in sent.items.all() if item.met is not True]


def answer_items(
    sent: SupplementRound, form: FormDefinition, data: Any, files: Any, *, person: Person, at: datetime
) -> Answers:
    """Check what the applicant sent.

    form        the whole application's
    data, files what the page posted: the fields asked, `answer-<id>` and `explanation-<id>` for each item

    Raises Invalid with messages by field, and by `answer-<id>` for an item without an answer; its values are
    all that the page showed, as it was sent, whatever was chosen for each item.
    """
    items, dossier = asked_of(sent), sent.dossier
    given = {item.pk: given_answer(item, data) for item in items}
    asked = keys_to_correct(items, given, form)
    take = partial(taken, form, dossier, data, files, person=person, at=at)
    part = take(asked | coming_up(form, asked, dossier)) if asked else NOTHING
    errors = missing_answers(items, given) | part.errors
    if not errors:
        merged = {key: value for key, value in dossier.answers.items() if key not in asked} | part.answers
        whole = collect(form, data=merged, owner_id=person.pk, at=at)
        errors = whole.errors
    if errors:
        unread = keys_shown(items, form, dossier) - part.values.keys()
        rest = take(unread) if unread else NOTHING
        refused = {key: texts for key, texts in rest.errors.items() if key in files}
        raise Invalid(refused | errors, {**dossier.answers, **rest.values, **part.values})
    kept = {str(each.public_id): each for each in [*whole.attachments, *part.attachments]}
    return Answers(Accepted(whole.answers, list(kept.values()), whole.warnings), given)


def given_answer(item: SupplementItem, data: Any) -> tuple[str, str]:
    """Return (answer, explanation) of an item; the whole application is always a correction."""
    answer = str(data.get(f"answer-{item.pk}", "")).strip()
    if item.target == Target.WHOLE and answer != Answer.IMPOSSIBLE:
        answer = Answer.CORRECTED
    known = answer if answer in (Answer.CORRECTED, Answer.IMPOSSIBLE) else Answer.NONE
    return known, str(data.get(f"explanation-{item.pk}", "")).strip()[:2000]


def missing_answers(
    items: Sequence[SupplementItem], given: Mapping[int, tuple[str, str]]
) -> dict[str, list[str]]:
    """Return what is wrong with the answers to the items themselves."""
    errors = {}
    for item in items:
        answer, explanation = given[item.pk]
        if not answer:
            errors[f"answer-{item.pk}"] = [_("Chọn: đã sửa, hoặc không thể bổ sung.")]
        elif answer == Answer.IMPOSSIBLE and not explanation:
            errors[f"explanation-{item.pk}"] = [_("Viết vì sao không thể bổ sung.")]
    return errors


def keys_to_correct(
    items: Sequence[SupplementItem],
    given: Mapping[int, tuple[str, str]],
    form: FormDefinition,
) -> frozenset[str]:
    """Return the fields the applicant corrects."""
    corrected_items = [item for item in items if given[item.pk][0] == Answer.CORRECTED]
    if any(item.target == Target.WHOLE for item in corrected_items):
        return form.keys
    return frozenset(item.field for item in corrected_items)


def keys_shown(items: Sequence[SupplementItem], form: FormDefinition, dossier: Dossier) -> frozenset[str]:
    """Return the fields the page shows: those of the items and what they bring up; all, where all is asked."""
    if not all(item.field for item in items):
        return form.keys
    asked = frozenset(item.field for item in items)
    return asked | coming_up(form, asked, dossier)


def taken(
    form: FormDefinition,
    dossier: Dossier,
    data: Any,
    files: Any,
    keys: frozenset[str],
    *,
    person: Person,
    at: datetime,
) -> Collected:
    """Return what was sent for these fields, with the rest of the application as facts."""
    return collect(
        narrowed(form, keys), data=data, files=files, owner_id=person.pk, at=at,
        context=facts_of(form, dossier.answers),
    )  # fmt: skip


def coming_up(form: FormDefinition, asked: frozenset[str], dossier: Dossier) -> frozenset[str]:
    """Return unanswered fields whose condition reads a field that is corrected: they were on the page too."""
    return frozenset(
        each.key
        for each in form
        if each.key not in dossier.answers and each.visible_if and each.visible_if.mentions(asked)
    )


def store_answer(
    sent: SupplementRound, given: Mapping[int, tuple[str, str]], *, person: Person, at: datetime
) -> None:
    """Keep each item's answer; inside the step's transaction."""
    for pk, (answer, explanation) in given.items():
        SupplementItem.objects.filter(pk=pk).update(answer=answer, explanation=explanation, met=None)
    SupplementRound.objects.filter(pk=sent.pk).update(state=State.ANSWERED, answered_at=at)
    impossible = sum(answer == Answer.IMPOSSIBLE for answer, _reason in given.values())
    note(
        sent.dossier, "dossier.supplement_answered", person.pk, at,
        round=str(sent.public_id), items=len(given), impossible=impossible,
    )  # fmt: skip
