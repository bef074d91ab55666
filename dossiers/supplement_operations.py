"""What a flow's service tasks do with a round of supplement; part of the catalogue (settings.OPERATIONS).

The flow decides who approves, sends, answers, checks and what follows; these write what law wants
known of it. Each finds what it did before when it runs again. Source: PROCEDURES 0.4.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.selectors import calendar_of
from dossiers.closing import drop_round
from dossiers.models import OPEN_STATES, Dossier, SupplementRound
from dossiers.news import tell_applicant
from dossiers.notes import note
from dossiers.paper_events import make_paper
from dossiers.services.supplement import rules_of
from dossiers.timekeeping import stop_reception
from procedures.catalogue import Answer, operation
from workdays import WorkingDays, due
from workflows.models import Run

State, Stage = SupplementRound.State, SupplementRound.Stage
MOMENT = "moment until which the applicant may answer"
REMINDED = "moment of the {} reminder"


def latest_round(dossier: Dossier) -> SupplementRound:
    """Return the round the flow is about."""
    return dossier.supplement_rounds.exclude(state=State.DRAFT).order_by("-pk")[0]


@operation(
    inputs={"stage": "where the office asks: reception or appraisal"},
    outputs={
        "needs_consent": Answer(
            ("no", "yes"), "whether the leader must agree: asked late in appraisal, or a second time"
        ),
    },
    key="the dossier's open round: looking at it again finds the same",
)
def prepare_supplement(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Look whether the office may ask for more in time and for the first time; if not, the term will only stand."""
    asked = latest_round(dossier)
    asked.stage = Stage(inputs["stage"])
    late = asked.stage == Stage.APPRAISAL and (is_late(asked) or is_again(asked))
    policy = "PAUSE" if late else ""
    asked.is_late, asked.clock_policy = late, policy
    asked.save(update_fields=["stage", "is_late", "clock_policy"])
    note(dossier, "dossier.supplement_prepared", None, at, round=str(asked.public_id), late=late)
    return {"needs_consent": "yes" if late else "no"}


def is_late(asked: SupplementRound) -> bool:
    """Say whether the days in which appraisal may ask have passed since reception."""
    dossier = asked.dossier
    if dossier.received_at is None:
        return False
    days = WorkingDays(rules_of(dossier).within_working_days)
    last = due(dossier.received_at, days, calendar_of(dossier.receiving_agency_id), ends="closing")
    return asked.asked_at > last.at


def is_again(asked: SupplementRound) -> bool:
    """Say whether appraisal has asked the applicant before."""
    earlier = asked.dossier.supplement_rounds.filter(stage=Stage.APPRAISAL, sent_at__isnull=False)
    return earlier.exclude(pk=asked.pk).exists()


@operation(
    outputs={
        "answer_until": Answer(("P30D",), MOMENT),
        "remind_first": Answer(("P15D",), REMINDED.format("first")),
        "remind_last": Answer(("P27D",), REMINDED.format("last")),
    },
    key="the dossier's open round: it is sent once",
)
def send_supplement(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Send what is asked to the applicant with Mẫu 02, and set the days the applicant has."""
    asked, rules = latest_round(dossier), rules_of(dossier)
    if asked.state == State.ASKED:
        asked.state, asked.sent_at = State.SENT, at
        asked.answer_by = at + timedelta(days=rules.answer_days)
        asked.save(update_fields=["state", "sent_at", "answer_by"])
        make_paper(dossier, "02", at=at, supplement=asked)
        note(dossier, "dossier.supplement_sent", None, at, round=str(asked.public_id), by=asked.answer_by)
    return moments_of(asked)


def moments_of(asked: SupplementRound) -> dict[str, str]:
    """Return when the applicant is reminded and until when an answer is taken, as the flow's timers read it."""
    days = rules_of(asked.dossier)
    begun = asked.answer_by - timedelta(days=days.answer_days)
    first, last = (begun + timedelta(days=number) for number in days.remind_days)
    return {
        "answer_until": asked.answer_by.isoformat(),
        "remind_first": first.isoformat(),
        "remind_last": last.isoformat(),
    }


@operation(
    inputs={"number": "1 or 2: which reminder this is"},
    key="round and number: nobody is reminded twice",
)
def remind_supplement(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Remind the applicant of what is still asked."""
    asked, number = latest_round(dossier), int(inputs["number"])
    if asked.state == State.SENT and asked.reminders < number:
        asked.reminders = number
        asked.save(update_fields=["reminders"])
        tell_applicant(dossier, "dossier.supplement_reminder", at, answer_by_at=asked.answer_by.isoformat())
    return {}


@operation(key="the dossier's open round: it is closed once")
def accept_supplement(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Close the round: everything asked is there. In appraisal the applicant gets Mẫu 01 again, with the new date.

    The paper is made when the term has turned, as the flow reaches its next status (dossiers.effects.make_papers).
    """
    asked = latest_round(dossier)
    if asked.state == State.ANSWERED:
        asked.state, asked.closed_at = State.SUPPLIED, at
        asked.save(update_fields=["state", "closed_at"])
        note(dossier, "dossier.supplement_supplied", None, at, round=str(asked.public_id))
    return {}


@operation(
    outputs={
        "answer_until": Answer(("P30D",), MOMENT),
        "remind_first": Answer(("P15D",), REMINDED.format("first")),
        "remind_last": Answer(("P27D",), REMINDED.format("last")),
    },
    key="the dossier's open round: it goes back once for each answer",
)
def return_supplement(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Give a half-answered round back within the same round; the days the office took do not count."""
    asked = latest_round(dossier)
    if asked.state == State.ANSWERED:
        asked.state = State.SENT
        asked.answer_by += at - asked.answered_at
        asked.save(update_fields=["state", "answer_by"])
        stop_reception(dossier, at)
        note(dossier, "dossier.supplement_returned", None, at, round=str(asked.public_id), by=asked.answer_by)
    return moments_of(asked)


@operation(
    outputs={
        "answer_until": Answer(("P30D",), MOMENT),
        "remind_first": Answer(("P15D",), REMINDED.format("first")),
        "remind_last": Answer(("P27D",), REMINDED.format("last")),
    },
    key="the dossier's open round and its reminders: the days begin again once",
)
def reopen_supplement(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Give the applicant the days once more, where the head lets a dossier whose days are over go on."""
    asked = latest_round(dossier)
    if asked.state == State.SENT and asked.answer_by <= at:
        asked.answer_by, asked.reminders = at + timedelta(days=rules_of(dossier).answer_days), 0
        asked.save(update_fields=["answer_by", "reminders"])
        note(dossier, "dossier.supplement_reopened", None, at, round=str(asked.public_id), by=asked.answer_by)
        tell_applicant(dossier, "dossier.supplement_reminder", at, answer_by_at=asked.answer_by.isoformat())
    return moments_of(asked)


@operation(key="the dossier's open round: it is dropped once")
def drop_supplement(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Close a round that was never sent: the head did not agree."""
    asked = latest_round(dossier)
    if asked.state == State.ASKED:
        drop_round(dossier, asked, None, at)
    return {}


@operation(
    inputs={"reason": "why the office stops, for Mẫu 05"},
    key="the dossier: it is stopped once",
)
def stop_dossier(
    dossier: Dossier, *, run: Run, token_id: str, inputs: Mapping[str, Any], at: datetime
) -> Mapping[str, Any]:
    """Close an open round and tell the applicant with Mẫu 05 that the office stops; the flow's end sets the status."""
    asked = dossier.supplement_rounds.filter(state__in=OPEN_STATES).exclude(state=State.DRAFT).first()
    if asked is not None:
        asked.state, asked.closed_at = State.EXPIRED, at
        asked.save(update_fields=["state", "closed_at"])
        note(dossier, "dossier.supplement_expired", None, at, round=str(asked.public_id))
    make_paper(dossier, "05", at=at, reason=str(inputs["reason"]))
    return {}
