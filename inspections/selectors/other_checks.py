"""Other checks of an institution in the same year, as far as this system knows of them: the warning before the outcome (Đ4.2).

Of another agency's inspections only those are told that the institution was told of itself.
"""

from datetime import date, datetime

from django.db.models import Q

from accounts.localdays import local_day, moments_of
from inspections.models import NOT_INSPECTED, Target
from inspections.sight import TOLD
from inspections.status import NOT_A_CHECK


def other_checks(target: Target, at: datetime) -> list[Target]:
    """Return the parts of other inspections about the same institution that were announced this year, or are to come."""
    year = local_day(at).year
    begin, end = moments_of(date(year, 1, 1), date(year, 12, 31))
    own = Q(inspection__agency_id=target.inspection.agency_id)
    when = Q(announced_at__gte=begin, announced_at__lt=end) | Q(announced_at=None, closed_at=None)
    rows = Target.objects.filter(own | TOLD, when, institution_id=target.institution_id)
    rows = rows.exclude(inspection_id=target.inspection_id).exclude(overlap__in=NOT_INSPECTED)
    return list(rows.exclude(status__in=NOT_A_CHECK).select_related("inspection__agency").order_by("pk"))
