"""Begin a dossier with a message of another system: what a run that a message begins is about.

The hook settings.FLOW_BEGINNER. A procedure whose flow has a start event of the message's name gets a dossier as
if its applicant had sent the form: the same checks of identity and answers, the same record, then the run,
at that start event. The message says

    applicant      the personal number of a proven identity, else the verified e-mail address of the account
    answers        what the application's form is answered, by question
    source_system  the sender, "motcua" where it is left out
    external_id    the code that the sender has given the dossier already; may be left out

and whatever else it says is what the run begins with. One message id begins one dossier, for ever: the
dossier remembers it when the message itself is long forgotten.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Person
from accounts.models.people import IdentityLevel
from dossiers.errors import MessageUnfit
from dossiers.services.submit import submit
from procedures.json_lines import plain
from procedures.selectors import begun_by
from workflows.handlers import Arrived
from workflows.models import Run

OF_THE_DOSSIER = ("applicant", "answers", "source_system", "external_id")


def begin_with_message(message: Arrived, at: datetime) -> Run | None:
    """Return the run of the dossier that a message begins, or has begun before; None where no procedure begins so.

    Raises MessageUnfit for a message without a known applicant or answers; MayNotApply, forms.Invalid.
    """
    procedure = begun_by(message.name, at)
    if procedure is None:
        return None
    says = message.values
    answers = says.get("answers")
    if not isinstance(answers, Mapping):
        raise MessageUnfit(message.name, "answers")
    dossier = submit(
        applicant_of(message),
        procedure,
        data=plain(answers),
        files={},
        idempotency_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{message.name}:{message.message_id}"),
        at=at,
        source_system=str(says.get("source_system") or "motcua"),
        external_id=str(says.get("external_id") or ""),
        message=message.name,
        variables={name: value for name, value in says.items() if name not in OF_THE_DOSSIER},
    )
    return dossier.run


def applicant_of(message: Arrived) -> Person:
    """Return who applies. Raises MessageUnfit for nobody, or somebody whose account is closed.

    Whoever signs up with somebody else's number or address has not proven it: dossiers meant for
    that person would be theirs.
    """
    named: Any = str(message.values.get("applicant") or "").strip()
    open_accounts = Person.objects.filter(is_active=True)
    proven = open_accounts.exclude(identity_level=IdentityLevel.SELF_ASSERTED)
    address = named.lower()
    verified = open_accounts.filter(emailaddress__email=address, emailaddress__verified=True)
    found = proven.filter(national_id=named) if named.isdigit() else verified.filter(email=address)
    person = found.first() if named else None
    if person is None:
        raise MessageUnfit(message.name, "applicant")
    return person
