"""Who may apply, who may hold a dossier, and what stands in the way, as facts."""

from datetime import datetime

from accounts.models import Agency, Appointment, Person
from accounts.permissions import ADMINISTER_INCIDENTS, SIGN_DOCUMENT
from accounts.selectors import agencies_where, appointment_to_sign, in_office
from dossiers.errors import MayNotApply, MayNotHold
from dossiers.models import Dossier
from procedures.definition import IDENTITY_LEVELS, ProcedureDefinition

APOLOGY = "04"
"""The statutory form that extends a term, as a kind of document a delegation may name."""


def check_may_apply(person: Person, procedure: ProcedureDefinition, at: datetime) -> None:
    """Raises MayNotApply where the identity is not certain enough for the procedure, or nobody is there to receive."""
    needed = procedure.identity_level
    if IDENTITY_LEVELS.index(person.identity_level) < IDENTITY_LEVELS.index(needed):
        raise MayNotApply("identity_level", needed)
    receiving_agency(procedure, at)


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
