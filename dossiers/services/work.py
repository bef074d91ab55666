"""An officer's, or the applicant's, step: take it, give it back, answer and send it on its way."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from audit.services import record
from dossiers import selectors
from dossiers.effects import DossierEffects
from dossiers.errors import CodesExhausted
from dossiers.models import Dossier, StepAnswer, SupplementRound
from dossiers.notes import note
from dossiers.numbers import keep_numbers
from dossiers.parties import behalf_of, represented_by
from dossiers.policies import check_may_judge
from dossiers.prefill import provided_again
from dossiers.register_checks import keep_register_warnings
from dossiers.roles import APPLICANT_ROLE
from dossiers.selectors.lateness import late_at
from dossiers.services.answer_supplement import Answers, answer_items, open_round, store_answer
from dossiers.services.late import Excuse, check_excuse, store_excuse
from dossiers.services.step_drafts import forget_step_drafts
from dossiers.services.submit import keep_files
from dossiers.services.supplement import ask, check_is_judged, drop_marks, rules_of
from dossiers.sources import filled_form
from dossiers.topics import dossier_topic, topics_of_item
from forms.services import Accepted, accept
from jobs.services import enqueue
from notifications.services import wake
from procedures.selectors import package_for
from workflows import services as flow
from workflows.errors import StaleWorkItem
from workflows.models import WorkItem

NO_EXCUSE = Excuse()


def claim(person: Person, public_id: UUID | str, *, version: int, at: datetime) -> WorkItem:
    """Take a step. Raises NotVisible, AlreadyClaimed, StaleWorkItem, FourEyes, NotEntitled."""
    item = selectors.work_item(person, public_id, at)
    check_may_judge(person, item, at)
    with transaction.atomic():
        taken = flow.claim(work_item_id=item.pk, person_id=person.pk, expected_version=version, at=at)
        wake([*topics_of_item(item), dossier_topic(item.run.dossier)], at)
    return taken


def release(person: Person, public_id: UUID | str, *, version: int, at: datetime) -> WorkItem:
    """Give a step back. Raises NotVisible, NotHolder, StaleWorkItem."""
    item = selectors.work_item(person, public_id, at)
    with transaction.atomic():
        freed = flow.release(work_item_id=item.pk, person_id=person.pk, expected_version=version, at=at)
        wake([*topics_of_item(item), dossier_topic(item.run.dossier)], at)
    return freed


def complete(
    person: Person,
    public_id: UUID | str,
    *,
    outcome: str,
    version: int,
    at: datetime,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
    reason: str = "",
    four_eyes_reason: str = "",
    excuse: Excuse = NO_EXCUSE,
) -> Dossier:
    """Answer a step and move the dossier on.

    outcome      key of the chosen way out
    version      of the work item the page showed
    data, files  what the step's form posted
    four_eyes_reason  why one person does this step and one it checks, where the agency allows that
    excuse       why it ends late, needed where it does

    Raises NotVisible, forms.Invalid, SupplementNotReady, LateReasonMissing, and the refusals of workflows.services.complete.
    """
    item = selectors.work_item(person, public_id, at)
    dossier = item.run.dossier
    late = late_at(item, dossier, at)
    check_excuse(late, excuse)
    is_waived = check_may_judge(person, item, at, four_eyes_reason)
    sent = open_round(dossier) if item.role == APPLICANT_ROLE else None
    answers = answer_round(sent, item, data, files, at=at) if sent else None
    accepted = (
        answers.accepted
        if answers
        else accept_step(dossier, item, data, files, person=person, outcome=outcome, at=at)
    )
    with report_exhausted_codes(), transaction.atomic():
        Dossier.objects.select_for_update().only("pk").get(pk=dossier.pk)
        check_is_current(item, version)
        version = take_over(item, person, version, at)
        follow_supplement(dossier, item, outcome=outcome, reason=reason, person=person, at=at)
        if sent and answers:
            store_answer(sent, answers.items, person=person, at=at)
        store_answers(dossier, item, accepted, person=person, outcome=outcome, reason=reason, at=at)
        store_excuse(dossier, item, late, excuse, person=person, at=at)
        forget_step_drafts(item)
        flow.complete(
            work_item_id=item.pk,
            person_id=person.pk,
            outcome=outcome,
            variables={},
            facts=DossierEffects().facts(dossier.pk),
            expected_version=version,
            at=at,
            reason=reason,
            four_eyes_reason=four_eyes_reason,
        )
        if is_waived:
            note(
                dossier,
                "dossier.judged_own_document",
                person.pk,
                at,
                for_id=item.on_behalf_of_id,
                step=item.node_id,
                reason=four_eyes_reason,
            )
        wake([*topics_of_item(item), dossier_topic(dossier)], at)
    dossier.refresh_from_db()
    return dossier


def take_over(item: WorkItem, person: Person, version: int, at: datetime) -> int:
    """Give the applicant's step to whoever of the party does it; return the version it then has.

    It was given to who sent the dossier; the represented, or who acts for an organisation now, may do it too.
    """
    if item.role != APPLICANT_ROLE or item.owner_id == person.pk:
        return version
    taken = flow.assign(
        work_item_id=item.pk, person_id=person.pk, actor_id=person.pk, at=at,
        on_behalf_of_id=represented_by(person, item.run.dossier),
    )  # fmt: skip
    item.refresh_from_db(fields=["version", "status", "owner", "claimed_at", "on_behalf_of"])
    return taken.version


def answer_round(sent: SupplementRound, item: WorkItem, data: Any, files: Any, *, at: datetime) -> Answers:
    """Check the applicant's answer to what was asked. Raises forms.Invalid."""
    package = package_for(sent.dossier.procedure, sent.dossier.rules_hash)
    form = filled_form(package.forms[item.form or package.definition.form], sent.dossier)
    return answer_items(sent, form, data, files, at=at)


def follow_supplement(
    dossier: Dossier, item: WorkItem, *, outcome: str, reason: str, person: Person, at: datetime
) -> None:
    """Ask, drop or judge what the step says of a supplement. Raises SupplementNotReady."""
    asking = rules_of(dossier).asks.get(item.node_id)
    if asking == outcome:
        ask(dossier, item, reason=reason, person=person, at=at)
    elif asking:
        drop_marks(dossier, item, person=person, at=at)
    else:
        check_is_judged(item, outcome)


def acted_for(dossier: Dossier, item: WorkItem) -> dict[str, str]:
    """Return what the audit row says of whom an applicant's step was done for."""
    return behalf_of(dossier) if item.role == APPLICANT_ROLE else {}


@contextmanager
def report_exhausted_codes() -> Iterator[None]:
    """Order an incident, in a transaction of its own, where a unit's codes of the day are used up."""
    try:
        yield
    except CodesExhausted as error:
        key = f"dossiers.codes_exhausted:{error.unit_code}:{error.day}"
        payload = {"unit_code": error.unit_code, "day": error.day, "place": error.unit_code}
        with transaction.atomic():
            enqueue("dossiers.codes_exhausted", key=key, payload=payload)
        raise


def check_is_current(item: WorkItem, version: int) -> None:
    """Raises StaleWorkItem before anything is written for a step that has moved on since the page was shown."""
    item.refresh_from_db(fields=["version", "status", "completed_at"])
    if not item.is_open or item.version != version:
        raise StaleWorkItem(item.pk, expected=version, found=item.version, status=item.status)


def accept_step(
    dossier: Dossier,
    item: WorkItem,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
    *,
    person: Person,
    outcome: str,
    at: datetime,
) -> Accepted | None:
    """Check what a step's form posted; None for a step without a form. Raises forms.Invalid."""
    if not item.form:
        return None
    definition = package_for(dossier.procedure, dossier.rules_hash).forms[item.form]
    is_own = item.role == APPLICANT_ROLE
    return accept(
        filled_form(definition, dossier),
        data=data,
        files=files,
        owner_id=dossier.applicant_id if is_own else person.pk,
        at=at,
        context={"outcome": outcome},
        provided=provided_again(definition, dossier, at) if is_own else None,
    )


def store_answers(
    dossier: Dossier,
    item: WorkItem,
    accepted: Accepted | None,
    *,
    person: Person,
    outcome: str,
    reason: str,
    at: datetime,
) -> None:
    """Keep the answers of a step; the applicant's supplement becomes the dossier's answers."""
    answers = accepted.answers if accepted else {}
    StepAnswer.objects.create(
        dossier=dossier,
        work_item=item,
        node_id=item.node_id,
        answers=answers,
        replaced=dossier.answers if accepted and item.role == APPLICANT_ROLE else None,
        outcome=outcome,
        reason=reason,
        answered_by=person,
        answered_at=at,
    )
    if accepted:
        keep_files(dossier, accepted, node_id="" if item.role == APPLICANT_ROLE else item.node_id, at=at)
    if accepted and item.role == APPLICANT_ROLE:
        dossier.answers = answers
        dossier.save(update_fields=["answers"])
        keep_numbers(dossier)
        keep_register_warnings(dossier, at)
    record(
        action="dossier.step_answered",
        actor_id=person.pk,
        on_behalf_of_id=represented_by(person, dossier)
        if item.role == APPLICANT_ROLE
        else item.on_behalf_of_id,
        target="dossiers.Dossier",
        target_id=dossier.pk,
        at=at,
        values={"step": item.node_id, "outcome": outcome, "reason": reason, **acted_for(dossier, item)},
        agency_id=item.agency_id,
    )
