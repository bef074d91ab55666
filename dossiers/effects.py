"""What a flow's effects do to a dossier: facts out, status, agencies, operations and news in.

The only writer of Dossier.status. Every method runs inside the transaction of the flow's event.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.models import Agency, Person
from accounts.selectors import four_eyes_waivers, holders
from audit.services import record
from dossiers.closing import drop_what_is_open
from dossiers.codes import dossier_codes
from dossiers.corrections import corrected_agency_id, correction_of, drew_up_the_wrong_one, is_by_office
from dossiers.models import Dossier, StatusChange, StepAnswer, SupplementRound
from dossiers.news import tell_applicant, tell_holder, tell_holders
from dossiers.paper_events import make_paper
from dossiers.parties import is_concerned, represented_by
from dossiers.roles import APPLICANT_ROLE, RECEPTION_ROLE
from dossiers.status import CLOCK_RUNS, TERMINAL, Status
from dossiers.timekeeping import start_reception
from dossiers.topics import dossier_topic, topics_of_item
from dossiers.turning import turn_clocks
from notifications.services import wake
from procedures.catalogue import carry_out
from procedures.deciding import decide, is_decision
from procedures.selectors import package_for
from workflows.errors import AgencyUnknown
from workflows.handlers import Effects, Later
from workflows.models import Run, WorkItem
from workflows.services import assign

CORRECTED = "corrected"
LOOKED_AT = frozenset({Status.NEW, Status.SUPPLEMENT_REQUIRED})
TOLD_STATUSES = frozenset(Status) - {Status.NEW, Status.IN_PROGRESS}


def dossier_of(run: Run) -> Dossier:
    """Return the dossier a run belongs to."""
    return Dossier.objects.get(pk=run.subject_id)


class DossierEffects(Effects):
    """The effect handler named in settings.FLOW_HANDLERS for "dossiers.Dossier"."""

    def facts(self, subject_id: int) -> Mapping[str, Any]:
        """Return what the flow's expressions may read: the answers, each step's latest answers, the channel.

        A step also has its `outcome`, the `reason` of it, and `by`: the public id of who answered.
        """
        dossier = Dossier.objects.get(pk=subject_id)
        steps = StepAnswer.objects.filter(dossier=dossier).annotate(by=F("answered_by__public_id"))
        return {
            "answers": dossier.answers,
            "steps": {
                step.node_id: {
                    **step.answers,
                    "outcome": step.outcome,
                    "reason": step.reason,
                    "by": str(step.by),
                }
                for step in steps.order_by("answered_at", "pk")
            },
            "channel": dossier.channel,
            "receiving": "receiving",
            "deciding": "deciding",
        }

    def lock(self, subject_id: int) -> None:
        """Lock the dossier's row, first in the order of locks."""
        Dossier.objects.select_for_update().only("pk").get(pk=subject_id)

    def set_status(self, run: Run, code: str, at: datetime) -> None:
        """Write the status the flow has reached, with the dates that law ties to it."""
        dossier, status = dossier_of(run), Status(int(code))
        if dossier.status == status and status is not Status.NEW:
            return
        before, changed = dossier.status, {"status": status, **DATES.get(status, no_dates)(dossier, at)}
        for name, value in changed.items():
            setattr(dossier, name, value)
        dossier.save(update_fields=list(changed))
        StatusChange.objects.create(dossier=dossier, status=status, at=at)
        turn_clocks(dossier, status, at)
        if status in TERMINAL:
            drop_what_is_open(dossier, at)
        if dossier.due_at:
            changed["due_at"] = dossier.due_at
        record(
            action="dossier.status",
            actor_id=None,
            target="dossiers.Dossier",
            target_id=dossier.pk,
            at=at,
            values={name: str(value) for name, value in changed.items()},
            agency_id=dossier.receiving_agency_id,
        )
        make_papers(dossier, status, at, before=Status(before))
        if status in TOLD_STATUSES:
            tell_applicant(dossier, f"dossier.status.{status.value}", at)
        wake([dossier_topic(dossier)], at)

    def resolve_agency(self, run: Run, value: Any) -> int:
        """Return the agency a lane names: "receiving", "deciding", "support", or an agency's code. Raises AgencyUnknown.

        "corrected" is the agency whose document this dossier corrects, or who followed it.
        """
        dossier = dossier_of(run)
        named = {
            "receiving": dossier.receiving_agency_id,
            "deciding": dossier.deciding_agency_id,
            "support": dossier.support_agency_id,
        }
        if value == CORRECTED and (correction := correction_of(dossier)):
            return corrected_agency_id(dossier, correction)
        if named.get(str(value)):
            return int(named[str(value)])
        agency_id = Agency.objects.filter(code=str(value)).values_list("pk", flat=True).first()
        if agency_id is None:
            raise AgencyUnknown(run.pk, value)
        return agency_id

    def call_operation(
        self, run: Run, token_id: str, node_id: str, operation: str, inputs: Mapping[str, Any], at: datetime
    ) -> Mapping[str, Any] | Later | None:
        """Carry out a service task by the operation's registered function, or ask the package's decision."""
        dossier = dossier_of(run)
        if is_decision(operation):
            files = package_for(dossier.procedure, dossier.rules_hash).files
            return decide(files, operation, inputs, at=at)
        answer: Mapping[str, Any] | Later | None = carry_out(
            operation, dossier, run=run, token_id=token_id, inputs=inputs, at=at
        )
        return answer

    def work_item_opened(self, run: Run, work_item: WorkItem, at: datetime) -> None:
        """Give the applicant's step to the applicant; tell the people of an office, or who holds it by name."""
        dossier = dossier_of(run)
        if work_item.role == APPLICANT_ROLE:
            sender = dossier.applicant
            assign(
                work_item_id=work_item.pk,
                person_id=sender.pk,
                at=at,
                on_behalf_of_id=represented_by(sender, dossier),
            )
            return
        if work_item.role == RECEPTION_ROLE and dossier.status in LOOKED_AT:
            start_reception(dossier, at)
        if work_item.owner is None:
            tell_holders(dossier, holders(work_item.role, work_item.agency_id, at), at, item=work_item)
        else:
            tell_holder(dossier, at, item=work_item)
        wake([*topics_of_item(work_item), dossier_topic(dossier)], at)

    def may_waive_four_eyes(self, run: Run, work_item: WorkItem, at: datetime) -> bool:
        """Ask the agency of the step: its administrator may have allowed one person both steps for some days."""
        return four_eyes_waivers(work_item.agency_id, at).exists()

    def may_work_on(self, run: Run, work_item: WorkItem, person: Person, at: datetime) -> bool:
        """Leave nobody a dossier of their own, nor the check of a document they drew up wrongly."""
        return not is_concerned(person, dossier_of(run), at) and not drew_up_the_wrong_one(
            work_item, person.pk
        )

    def run_ended(self, run: Run, kind: str, at: datetime) -> None:
        """Nothing of its own: the last node has set the status."""


def make_papers(dossier: Dossier, status: Status, at: datetime, *, before: Status) -> None:
    """Make the statutory paper that goes with a status: receipt, refusal with its reason, control slip.

    Called when the clocks have turned: a receipt names the day that is owed from now on. Where the office itself began,
    nothing was sent and there is nothing to acknowledge.
    """
    if is_by_office(dossier) and status in (Status.RECEIVED, Status.REFUSED_AT_INTAKE):
        return
    if status is Status.RECEIVED or goes_on_supplied(dossier, status, before):
        make_paper(dossier, "01", at=at)
    elif status is Status.REFUSED_AT_INTAKE:
        refused = StepAnswer.objects.filter(dossier=dossier).order_by("-answered_at", "-pk").first()
        make_paper(dossier, "03", at=at, reason=refused.reason if refused else "")
    elif status is Status.RETURNED:
        make_paper(dossier, "06", at=at)


def goes_on_supplied(dossier: Dossier, status: Status, before: Status) -> bool:
    """Say whether appraisal goes on with everything it asked of the applicant."""
    if before is not Status.SUPPLEMENT_REQUIRED or status not in CLOCK_RUNS:
        return False
    asked = dossier.supplement_rounds.exclude(state=SupplementRound.State.DRAFT).order_by("-pk").first()
    return asked is not None and (
        (asked.stage, asked.state) == (SupplementRound.Stage.APPRAISAL, SupplementRound.State.SUPPLIED)
    )


def no_dates(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """A status without a date of its own."""
    return {}


def reception(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """Reception gives the dossier its code; a code it has, or another system gave, stays as it is."""
    return {
        "code": dossier.code
        or dossier.external_id
        or dossier_codes().next_code(dossier.receiving_agency.code, at),
        "received_at": dossier.received_at or at,
    }


def decision(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """The result is there."""
    return {"decided_at": at}


def hand_over(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """The result is in the applicant's hands."""
    return {"returned_at": at}


DATES: Mapping[Status, Callable[[Dossier, datetime], dict[str, Any]]] = {
    Status.RECEIVED: reception,
    Status.DONE: decision,
    Status.RETURNED: hand_over,
}
