"""What the applicant answers to a supplement: the items asked and nothing else.

Each item is corrected, or cannot be and says why. What was not asked keeps its answer, unless a
correction makes another question come up; that one is then asked too, on the same page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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

    Raises Invalid with messages by field, and by `answer-<id>` for an item without an answer.
    """
    items = asked_of(sent)
    given = {item.pk: given_answer(item, data) for item in items}
    errors = missing_answers(items, given)
    asked = keys_to_correct(items, given, form)
    merged, attachments = dict(sent.dossier.answers), []
    if asked:
        part = corrected(form, asked, sent.dossier, data, files, person=person, at=at)
        errors |= part.errors
        merged = {key: value for key, value in merged.items() if key not in asked} | part.answers
        attachments = part.attachments
    if errors:
        raise Invalid(errors, merged)
    whole = collect(form, data=merged, owner_id=person.pk, at=at)
    if whole.errors:
        raise Invalid(whole.errors, whole.values)
    kept = {str(each.public_id): each for each in [*whole.attachments, *attachments]}
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


def corrected(
    form: FormDefinition,
    asked: frozenset[str],
    dossier: Dossier,
    data: Any,
    files: Any,
    *,
    person: Person,
    at: datetime,
) -> Collected:
    """Return what was sent for the fields asked, with the rest of the application as facts."""
    part = narrowed(form, asked | coming_up(form, asked, dossier))
    return collect(
        part, data=data, files=files, owner_id=person.pk, at=at, context=facts_of(form, dossier.answers)
    )


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
