"""An administrator lets one person do both steps at an agency too small for four eyes, and takes it back."""

from datetime import date, datetime

from django.db import transaction

from accounts.errors import BasisMissing, DatesInvalid, WaiverOver
from accounts.models import Agency, FourEyesWaiver, Person
from accounts.permissions import ADMINISTER_AGENCIES
from accounts.policies import check_may
from audit.services import record


def waive_four_eyes(
    agency: Agency, *, starts_on: date, ends_on: date, reason: str, actor: Person, at: datetime
) -> FourEyesWaiver:
    """Return a new permission, of both days inclusive, by which one person may do a step and check it.

    Raises NotAllowed, BasisMissing without a reason, DatesInvalid.
    """
    with transaction.atomic():
        check_may(actor, ADMINISTER_AGENCIES, agency, at)
        if not reason.strip():
            raise BasisMissing
        if ends_on < starts_on:
            raise DatesInvalid(starts_on, ends_on)
        waiver = FourEyesWaiver.objects.create(
            agency=agency, starts_on=starts_on, ends_on=ends_on, reason=reason.strip(), allowed_by=actor, allowed_at=at
        )  # fmt: skip
        _record("accounts.four_eyes_waived", waiver, reason, actor, at)
        return waiver


def restore_four_eyes(waiver: FourEyesWaiver, *, reason: str, actor: Person, at: datetime) -> FourEyesWaiver:
    """Take a permission back at once. Raises NotAllowed, BasisMissing, WaiverOver."""
    with transaction.atomic():
        waiver = FourEyesWaiver.objects.select_for_update().get(pk=waiver.pk)
        check_may(actor, ADMINISTER_AGENCIES, waiver.agency, at)
        if not reason.strip():
            raise BasisMissing
        if waiver.revoked_at is not None:
            raise WaiverOver(waiver.pk)
        waiver.revoked_at = at
        waiver.save(update_fields=["revoked_at"])
        _record("accounts.four_eyes_restored", waiver, reason, actor, at)
        return waiver


def _record(action: str, waiver: FourEyesWaiver, reason: str, actor: Person, at: datetime) -> None:
    record(
        action=action,
        actor_id=actor.pk,
        target="accounts.FourEyesWaiver",
        target_id=waiver.pk,
        at=at,
        values={
            "starts_on": waiver.starts_on.isoformat(),
            "ends_on": waiver.ends_on.isoformat(),
            "reason": reason.strip(),
        },
        agency_id=waiver.agency_id,
    )
