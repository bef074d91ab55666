"""Tells who may answer for the agency that a complaint of an institution was not answered within its days (k18)."""

from datetime import datetime

from django.db import transaction

from inspections.effects import TargetEffects
from inspections.models import InspectionComplaint
from inspections.news import tell_answerers
from inspections.notes import note

WAITING = InspectionComplaint.State.RECEIVED


def remind_of_complaints(at: datetime) -> int:
    """Tell of every complaint whose promised moment has passed, each person once; return how many were told."""
    late = InspectionComplaint.objects.filter(state=WAITING, answer_by__lt=at).order_by("pk")
    return sum(remind(pk, at) for pk in list(late.values_list("pk", flat=True)))


def remind(complaint_id: int, at: datetime) -> int:
    """Tell who has not been told; an answer meanwhile ends it."""
    with transaction.atomic():
        rows = InspectionComplaint.objects.select_for_update().filter(pk=complaint_id, state=WAITING)
        complaint = rows.first()
        if complaint is None:
            return 0
        target = TargetEffects().case(complaint.target_id)
        told = tell_answerers(complaint, target, at)
        if told:
            note(target.inspection, "complaint_reminded", None, at, target, complaint=complaint.public_id)
    return told
