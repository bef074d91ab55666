"""A person chooses the language of the pages; messages and e-mails follow it from then on."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.errors import UnknownLanguage
from accounts.models import Person
from audit.services import record


def choose_language(person: Person, locale: str, *, at: datetime) -> None:
    """Remember the language a person reads. Raises UnknownLanguage."""
    if locale not in dict(settings.LANGUAGES):
        raise UnknownLanguage(locale)
    if person.locale == locale:
        return
    with transaction.atomic():
        before, person.locale = person.locale, locale
        person.save(update_fields=["locale"])
        record(
            action="accounts.language_chosen",
            actor_id=person.pk,
            target="accounts.Person",
            target_id=person.pk,
            at=at,
            values={"before": before, "after": locale},
        )
