"""Takes what a person sent for one section of a form, over the answers that stand already."""

from collections.abc import Mapping
from datetime import datetime

from forms import actions
from forms.definition import Field, FormDefinition
from forms.fields.files import File
from forms.prefill import Sources
from forms.services.accept import Collected, collect
from forms.services.sent_papers import kept_before
from forms.submission import Submission


def collect_page(
    definition: FormDefinition,
    asked: tuple[Field, ...],
    *,
    before: Mapping[str, object],
    data: Mapping[str, object],
    files: Mapping[str, object],
    owner_id: int,
    at: datetime,
    context: Mapping[str, object] | None = None,
    provided: Sources | None = None,
) -> tuple[Collected, dict[str, object]]:
    """Return the whole form checked, and the raw answers of this page alone, to be stored.

    asked        the questions of the page; nothing else is read from what was sent
    before       raw answers of the whole form as they stood
    data, files  what the page posted
    """
    submission = Submission(data)
    sent = {each.key: raw_of(each, submission) for each in asked}
    uploads = {each.key: Submission(files).values(each.key) for each in asked if isinstance(each.kind, File)}
    cells = tuple(f"{each.key}-" for each in asked if each.kind.acts)
    uploads |= {name: Submission(files).values(name) for name in files if cells and name.startswith(cells)}
    collected = collect(
        definition,
        data={**before, **sent, **actions.asked_of(definition, data)},
        files=uploads,
        owner_id=owner_id,
        at=at,
        context=context,
        provided=provided,
    )
    return collected, {each.key: collected.values[each.key] for each in asked}


def raw_of(each: Field, submission: Submission) -> object:
    """Return what was sent for a question; of a file question, the uploads that are kept."""
    if isinstance(each.kind, File):
        return kept_before(each.key, submission, None)
    return each.kind.read(each.key, submission)
