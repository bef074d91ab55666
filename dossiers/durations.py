"""How long a procedure really takes: measured on the latest finished dossiers, said beside the promise.

Working time from the moment the promise counts from (reception, or sending where the procedure says
so) to the result, by the calendar of who decided; time the applicant took for a supplement after that moment
counts too, since the reader waits through it. Two plain numbers and no person: the median and what nine
in ten did not exceed. Under ten dossiers nothing is said.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.core.cache import cache
from django.db.models import F

from dossiers.models import Dossier
from procedures.definition import ProcedureDefinition, Term
from workdays import working_hours_between
from workflows.calendars import kept_calendar

LATEST = 100
FEWEST = 10
MOST = Decimal("0.9")
KEPT_SECONDS = 600
NOTHING_TO_SAY = "nothing"


@dataclass(frozen=True)
class Usual:
    """What the latest finished dossiers took, in working hours.

    dossiers      how many were measured, FEWEST to LATEST
    median_hours  half of them took no longer
    most_hours    nine in ten took no longer
    """

    dossiers: int
    median_hours: Decimal
    most_hours: Decimal


def usual_duration(procedure: ProcedureDefinition) -> Usual | None:
    """Return what a procedure usually takes, at most ten minutes old; None while too few are finished."""
    key = f"dossiers.usual_duration:{procedure.name}"
    kept = cache.get(key)
    if kept is None:
        kept = measured(working_hours_taken(procedure.name, procedure.term)) or NOTHING_TO_SAY
        cache.set(key, kept, KEPT_SECONDS)
    return None if kept == NOTHING_TO_SAY else kept


def working_hours_taken(procedure: str, term: Term) -> list[Decimal]:
    """Return the working hours that each of the latest finished dossiers took, the latest first."""
    counts_from_sending = term.kind == "same_day" and term.cut_off_counts == "submitted"
    rows = (
        Dossier.objects.filter(procedure=procedure, decided_at__isnull=False)
        .order_by(F("decided_at").desc())
        .values_list("submitted_at", "received_at", "decided_at", "deciding_agency_id", "receiving_agency_id")
    )
    return [
        working_hours_between(
            sent if counts_from_sending or received is None else received,
            decided,
            kept_calendar(deciding or receiving),
        )
        for sent, received, decided, deciding, receiving in rows[:LATEST]
    ]


def measured(hours: Sequence[Decimal]) -> Usual | None:
    """Return the median and the 90th percentile (nearest rank); None under FEWEST."""
    if len(hours) < FEWEST:
        return None
    ordered = sorted(hours)
    rank = math.ceil(MOST * len(ordered))
    return Usual(len(ordered), Decimal(median(ordered)), ordered[rank - 1])
