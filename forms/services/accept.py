"""Takes what a person sent for a form: uploads first, then every answer, by the rules of the definition.

To be called before the transaction of the use case. An upload that is fine is stored at once and
survives a mistake elsewhere in the form; it stays unreferenced until `reference` is called inside
the transaction that needs it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language, gettext

from accounts.localdays import local_day
from forms import actions, engine
from forms.actions import View
from forms.definition import FormDefinition
from forms.errors import Invalid
from forms.fields.files import File
from forms.fields.kind import Kind
from forms.messages import Message, Told
from forms.models import Attachment
from forms.prefill import Sources, is_locked, locked_answers
from forms.services.import_rows import import_rows
from forms.services.sent_papers import Papers
from forms.signed_papers import judged, merged
from forms.tables import papers_in

Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """Answers that may be stored, the attachments they name, and what the officer should see."""

    answers: dict[str, object]
    attachments: list[Attachment]
    warnings: Errors


@dataclass(frozen=True, slots=True)
class Collected:
    """Whatever was sent, checked but not refused: for drafts and for showing a page again.

    view   how the form was being looked at, and which button inside it was pressed
    told   what is said even while nothing is judged, by field: what that button could not do, what was uploaded in vain
    asked  keys of the questions that are asked
    is_signature_read  whether a paper came whose signatures were looked at: the person should see what was found
    """

    values: dict[str, object]
    answers: dict[str, object]
    attachments: list[Attachment]
    errors: Errors
    warnings: Errors
    view: View = View()
    told: Errors = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    is_signature_read: bool = False

    @property
    def acted(self) -> bool:
        """Whether a button inside the form was pressed: the page is shown again, and nothing is sent on."""
        return self.view.action is not None

    @property
    def only_computed(self) -> bool:
        """Whether that button changed no answer, so that there is nothing new to keep."""
        return self.view.action is not None and self.view.action.verb == actions.COMPUTE


def accept(
    definition: FormDefinition,
    *,
    data: Mapping[str, object],
    owner_id: int,
    at: datetime,
    files: Mapping[str, object] | None = None,
    kept: Mapping[str, Iterable[str]] | None = None,
    context: Mapping[str, object] | None = None,
    provided: Sources | None = None,
) -> Accepted:
    """Return the accepted answers.

    data      request.POST, or plain answers
    files     request.FILES, or {key: [upload]}
    kept      attachments uploaded before, by field; without it the form's own `key-kept` less `key-remove`
    owner_id  whose attachments these are; nobody else's are taken
    context   further facts for conditions
    provided  what the form's sources know: locked answers are theirs, whatever was sent

    Raises Invalid with messages by field and everything typed and uploaded.
    """
    collected = collect(
        definition,
        data=data,
        files=files,
        kept=kept,
        owner_id=owner_id,
        at=at,
        context=context,
        provided=provided,
    )
    if collected.errors:
        raise Invalid(collected.errors, collected.values)
    return Accepted(collected.answers, collected.attachments, collected.warnings)


def collect(
    definition: FormDefinition,
    *,
    data: Mapping[str, object],
    owner_id: int,
    at: datetime,
    files: Mapping[str, object] | None = None,
    kept: Mapping[str, Iterable[str]] | None = None,
    context: Mapping[str, object] | None = None,
    provided: Sources | None = None,
) -> Collected:
    """Return whatever was sent, good uploads stored, every fault by field; takes what `accept` takes.

    A button inside the form (`form_action`) has done its work on the values.
    """
    papers = Papers(definition, data, files or {}, kept, owner_id=owner_id, at=at)
    action = actions.requested(data)
    today = local_day(at)
    locked = engine.read(definition, locked_answers(definition, provided or {}, today))
    sent = papers.into_rows(engine.read(definition, data) | papers.ids)
    sent |= {each.key: locked[each.key] for each in definition if is_locked(each, provided or {}, today)}
    values = actions.performed(definition, sent, action)
    told: dict[str, list[Message]] = {}
    if action is not None and action.verb == actions.IMPORT:
        values, told = import_rows(definition, values, action.key, files or {}, today=today, context=context)
    outcome = engine.check(definition, values, today=today, context=context)
    unsigned, doubtful = judged(definition, outcome.answers, papers.signatures)
    wrong = merged(outcome.errors, unsigned)
    errors = wrong | {
        key: papers.judged(key, wrong.get(key, [])) for key in papers.faults if key in outcome.visible
    }
    in_vain = papers.in_vain(errors, values)
    told = {key: [*told.get(key, []), *in_vain.get(key, [])] for key in told | in_vain}
    named = {public_id for _, public_id in papers_in(definition, outcome.answers)}
    attachments = [each for public_id, each in papers.stored.items() if public_id in named]
    return Collected(
        outcome.values,
        outcome.answers,
        attachments,
        in_words(errors),
        in_words(merged(outcome.warnings, doubtful)),
        actions.view_of(definition, data, action),
        in_words(told),
        outcome.visible,
        any(is_to_be_signed(definition.by_key[place.key].kind) for place in papers.uploaded),
    )


def is_to_be_signed(kind: Kind) -> bool:
    """Say whether a question asks for signed papers."""
    return isinstance(kind, File) and bool(kind.signed)


def in_words(messages: Mapping[str, list[Message]]) -> Errors:
    """Return messages in the language of the one who is being served."""
    language = get_language() or "vi"
    return {
        key: [Told(message.render(gettext, language), message.at) for message in each]
        for key, each in messages.items()
    }
