"""Who must have a second factor: officers and administrators, where the installation asks it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import Person


def lacks_second_factor(person: Person, at: datetime) -> bool:
    """Tell whether this person must set up a second factor before going on."""
    if not getattr(settings, "MOTCUA_REQUIRE_SECOND_FACTOR", True) or not person.is_authenticated:
        return False
    if not (person.is_staff or person.is_officer(at)):
        return False
    return not Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()
