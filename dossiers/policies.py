"""Who may apply, who may hold a dossier, and what stands in the way, as facts."""

from datetime import datetime

from accounts.models import Agency, Appointment, Person, Representation
from accounts.permissions import (
    ADMINISTER_INCIDENTS,
    APPRAISE_DOSSIER,
    APPROVE_APPRAISAL,
    DIRECT_RECEPTION,
    KEEP_REGISTER,
    SIGN_DOCUMENT,
)
from accounts.selectors import (
    agencies_where,
    appointment_to_sign,
    four_eyes_waivers,
    in_office,
    seated_with,
)
from dossiers.corrections import FINISHED, drew_up_the_wrong_one
from dossiers.errors import DrewUpTheWrongOne, MayNotApply, MayNotHold
from dossiers.models import Dossier
from dossiers.parties import check_in_force, is_concerned
from dossiers.roles import APPLICANT_ROLE, ONE_STOP_ROLES
from procedures.definition import FROM_OFFICE, FROM_RESULT, IDENTITY_LEVELS, ProcedureDefinition
from workflows.models import WorkItem

CITIZEN, ORGANISATION = "citizen", "organisation"
CORRECTORS = (APPRAISE_DOSSIER, APPROVE_APPRAISAL, SIGN_DOCUMENT, KEEP_REGISTER)
"""Who reads the content for the agency that decides, and so may find a fault in what it issued."""

LEADERS = (APPROVE_APPRAISAL, SIGN_DOCUMENT)
"""Who directs the work of an office, and so may give a step of it to somebody else."""

APOLOGY = "04"
"""The statutory form that extends a term, as a kind of document a delegation may name."""


def check_may_apply(
    person: Person, procedure: ProcedureDefinition, at: datetime, representation: Representation | None = None
) -> None:
    """Raises MayNotApply where the identity is not certain enough, nobody is there to receive, or the party may not;
    RepresentationOver where the person no longer acts for it.
    """
    if procedure.begins in (FROM_RESULT, FROM_OFFICE):
        raise MayNotApply("from_result")
    check_in_force(representation, person, at)
    check_party(procedure, representation)
    needed = procedure.identity_level
    if IDENTITY_LEVELS.index(person.identity_level) < IDENTITY_LEVELS.index(needed):
        raise MayNotApply("identity_level", needed)
    receiving_agency(procedure, at)


def party_reaches(procedure: ProcedureDefinition, representation: Representation | None) -> bool:
    """Say whether somebody may apply for a procedure by a representation, or as themselves."""
    try:
        check_party(procedure, representation)
    except MayNotApply:
        return False
    return True


def check_party(procedure: ProcedureDefinition, representation: Representation | None) -> None:
    """Raises MayNotApply for a kind of applicant the procedure is not for, or a power that does not reach it."""
    kind = ORGANISATION if representation and representation.is_of_organisation else CITIZEN
    if kind not in procedure.applicant_kinds:
        raise MayNotApply("applicant_kind", kind)
    if representation and not representation.covers(procedure.name):
        raise MayNotApply("not_covered", representation.party_name)


def receiving_agency(procedure: ProcedureDefinition, at: datetime) -> Agency:
    """Return the agency that receives, or its successor. Raises MayNotApply("not_open") where none is in office."""
    agency = in_office(procedure.receiving_agency, at)
    if agency is None:
        raise MayNotApply("not_open", procedure.receiving_agency)
    return agency


def may_hold(person: Person, dossier: Dossier, at: datetime) -> bool:
    """Say whether a person handles the incidents of an agency that receives or decides the dossier."""
    agencies = {dossier.receiving_agency_id, dossier.deciding_agency_id}
    return dossier.run_id is not None and bool(agencies & agencies_where(person, ADMINISTER_INCIDENTS, at))


def check_may_hold(person: Person, dossier: Dossier, at: datetime) -> None:
    """Raises MayNotHold."""
    if not may_hold(person, dossier, at):
        raise MayNotHold(dossier.pk)


def agencies_led(person: Person, at: datetime) -> set[int]:
    """Return the agencies whose work a person directs: where they approve what others drew up, or sign."""
    return set().union(*(agencies_where(person, each, at) for each in LEADERS))


def may_reassign(person: Person, dossier: Dossier, item: WorkItem, at: datetime) -> bool:
    """Say whether a person may give a step of the office to somebody else; not where the dossier is their own."""
    if item.role == APPLICANT_ROLE or is_concerned(person, dossier, at):
        return False
    return item.agency_id in agencies_led(person, at) or directs_reception(person, item, at)


def directs_reception(person: Person, item: WorkItem, at: datetime) -> bool:
    """Say whether a step is of the one-stop centre a person heads: of its roles, held by an officer who sits there or by nobody."""
    if item.role not in ONE_STOP_ROLES or item.agency_id not in agencies_where(person, DIRECT_RECEPTION, at):
        return False
    return (
        item.owner_id is None
        or seated_with(person, item.role, item.agency_id, at).filter(pk=item.owner_id).exists()
    )


def may_extend(person: Person, dossier: Dossier, at: datetime) -> bool:
    """Say whether a person signs Mẫu 04 for the agency that decides the dossier, so may extend its term."""
    deciding = dossier.deciding_agency_id or dossier.receiving_agency_id
    if dossier.due_at is None or deciding not in agencies_where(person, SIGN_DOCUMENT, at):
        return False
    return appointment_to_extend(person, dossier, at) is not None


def appointment_to_extend(person: Person, dossier: Dossier, at: datetime) -> Appointment | None:
    """Return the appointment by which a person signs the apology; one limited to other kinds of document is none."""
    deciding = dossier.deciding_agency_id or dossier.receiving_agency_id
    return appointment_to_sign(person, deciding, APOLOGY, at)


def may_correct(person: Person, dossier: Dossier, at: datetime) -> bool:
    """Say whether a person works on the content for the agency that decided a finished dossier, so may begin to correct it.

    Whose own dossier it is asks as an applicant.
    """
    if dossier.status not in FINISHED or is_concerned(person, dossier, at):
        return False
    agency = dossier.deciding_agency or dossier.receiving_agency
    deciding = agency if agency.valid_to is None else in_office(agency.code, at)
    return deciding is not None and any(
        deciding.pk in agencies_where(person, each, at) for each in CORRECTORS
    )


def check_may_judge(person: Person, item: WorkItem, at: datetime, reason: str | None = None) -> bool:
    """Raise DrewUpTheWrongOne where one's own wrong document is corrected and this step checks others.

    Returns whether that was waived: an agency of two may allow it, and the step is completed with a reason.
    reason  why one person had to do, needed to complete the step; None while it is only taken
    """
    if not drew_up_the_wrong_one(item, person.pk):
        return False
    if (reason is None or reason.strip()) and four_eyes_waivers(item.agency_id, at).exists():
        return True
    raise DrewUpTheWrongOne(item.pk, person_id=person.pk)
