"""The session store: Django's database store, each row marked with the person it belongs to."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.models import PersonSession

TABLET = "tablet"
"""In a session: public id of the tablet it is used from."""
TABLET_SIGNED_OUT = "tablet_signed_out"
"""In a session: its tablet was signed out from afar; nothing but that is told to it any more."""


class SessionStore(DatabaseStore):
    """Keeps sessions in PersonSession."""

    @classmethod
    def get_model_class(cls) -> type[PersonSession]:
        """Return the table of sessions."""
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> PersonSession:
        """Return the row of this session, its person taken from the signed-in key."""
        row: PersonSession = super().create_model_instance(data)
        signed_in = data.get(SESSION_KEY)
        row.person_id = int(signed_in) if signed_in else None
        return row
