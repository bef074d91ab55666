"""Who may apply, and what stands in the way, as facts."""

from datetime import datetime

from accounts.models import Person
from dossiers.errors import MayNotApply
from procedures.definition import IDENTITY_LEVELS, ProcedureDefinition


def check_may_apply(person: Person, procedure: ProcedureDefinition, at: datetime) -> None:
    """Raises MayNotApply where the person's identity is not certain enough for the procedure."""
    needed = procedure.identity_level
    if IDENTITY_LEVELS.index(person.identity_level) < IDENTITY_LEVELS.index(needed):
        raise MayNotApply("identity_level", needed)
