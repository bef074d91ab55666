"""The document that takes the place of a wrong one: the same form, title, series and words, but for what was wrong.

Everything a document's page shows was frozen when it was drawn up; here those values are taken again, the
named ones changed, and the template of that day draws them, with one line that says what is replaced.
Source: Decree 30/2020/NĐ-CP, article 18 (a fault of content: a document of equivalent form).
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accounts.models import Agency
from documents.models import DocumentDraft, IssuedDocument
from documents.services import Content, Series
from dossiers.corrections import correction_of, drawn_up_in
from dossiers.errors import NothingToReplace
from dossiers.kinds import kinds_of
from dossiers.models import Dossier, ResultCorrection, StepAnswer
from procedures.definition import DocumentKind

COMMON = frozenset({"document", "agency", "signer", "verify"})
REPLACED = "replaced"
NOTHING_OF_STEPS: Mapping[str, Any] = {"steps": {}, "issued": {}}
Values = Mapping[str, Any]


def replacement_content(dossier: Dossier, kind: DocumentKind, files: Mapping[str, str]) -> Content:
    """Return what the new document will show.

    files  the package's templates; its own one for a replacement is drawn around the old document's

    Raises NothingToReplace for a dossier that corrects nothing.
    """
    old = corrected_document(dossier)
    draft = DocumentDraft.objects.select_related("source").get(pk=old.draft_id)
    own = own_values(draft.context)
    earlier = draft.context.get(REPLACED)
    template = earlier["template"] if earlier else draft.template
    return Content(
        kind=draft.kind,
        title=draft.title,
        template=kind.template,
        files={**draft.source.files, kind.template: files[kind.template]},
        values={
            **NOTHING_OF_STEPS,
            **with_changes(own, changes_in(dossier, kind.replaces_with)),
            REPLACED: {"template": template, "citation": old.citation},
        },
        recipients=tuple(draft.context["document"]["recipients"]),
    )


def replacement_series(dossier: Dossier, issuer: Agency) -> Series:
    """Return the series of the old document; the symbol is its kind's, with the issuer's letters of today.

    Raises NothingToReplace.
    """
    correction = being_corrected(dossier)
    old, register = correction.document, correction.document.entry.register
    kind = kinds_of(drawn_up_in(correction)).get(old.kind)
    former = old.number.partition("/")[2].rpartition("-")[0]
    symbol = kind.symbol_of(issuer.abbreviation) if kind else f"{former}-{issuer.abbreviation}"
    return Series(register.series, register.name, symbol)


def corrected_document(dossier: Dossier) -> IssuedDocument:
    """Return the document a dossier corrects. Raises NothingToReplace."""
    return being_corrected(dossier).document


def being_corrected(dossier: Dossier) -> ResultCorrection:
    """Return the work a dossier is. Raises NothingToReplace for a dossier that corrects nothing."""
    correction = correction_of(dossier)
    if correction is None:
        raise NothingToReplace(dossier.pk)
    return correction


def own_values(context: Values) -> dict[str, Any]:
    """Return the values a document has besides those of every document."""
    own = {key: value for key, value in context.items() if key not in COMMON and key != REPLACED}
    return copy.deepcopy(own)


def printed_values(document: IssuedDocument) -> dict[str, str]:
    """Return the words a document was drawn from, by the name its template has for them: record.full_name."""
    context = DocumentDraft.objects.values_list("context", flat=True).get(pk=document.draft_id)
    return dict(leaves(own_values(context)))


def leaves(values: Values, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text below a map with its dotted name."""
    for key, value in values.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            yield from leaves(value, f"{name}.")
        elif isinstance(value, str):
            yield name, value


def with_changes(values: dict[str, Any], changes: Iterable[Values]) -> dict[str, Any]:
    """Return the values with some changed; a name that leads to no text is left alone.

    changes  each {muc: dotted name, de_nghi: what it says from now on}
    """
    changed = copy.deepcopy(values)
    for change in changes:
        *way, last = str(change["muc"]).split(".")
        holder: Any = changed
        for key in way:
            holder = holder.get(key) if isinstance(holder, Mapping) else None
        if isinstance(holder, dict) and isinstance(holder.get(last), str):
            holder[last] = str(change["de_nghi"])
    return changed


def changes_in(dossier: Dossier, field: str) -> list[Values]:
    """Return the rows of the latest step that has that table."""
    answers = StepAnswer.objects.filter(dossier=dossier).order_by("-answered_at", "-pk")
    return next((each.answers[field] for each in answers if each.answers.get(field)), [])
