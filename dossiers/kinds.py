"""The kinds of document a dossier may have, and which of its documents a reader may know of.

A result is for everybody who may see the dossier's documents. A submission or report that goes from
office to office (`internal` in procedure.yaml) is for officers who read opinions and for the clerks:
the applicant and the one-stop do not see it. Source: PROCEDURES 0.1, column "thấy gì".
"""

from collections.abc import Mapping

from documents.models import DocumentDraft, IssuedDocument
from documents.selectors import documents_of, drafts_in_hand
from dossiers.models import Dossier
from dossiers.sight import SUBJECT, Sight
from procedures.definition import DocumentKind
from procedures.selectors import package_for


def kinds_of(dossier: Dossier) -> dict[str, DocumentKind]:
    """Return the kinds of document of the rules a dossier was sent under."""
    return dict(package_for(dossier.procedure, dossier.rules_hash).definition.documents)


def internal_kinds(dossier: Dossier) -> list[str]:
    """Return the kinds of its documents that go from office to office."""
    return internal_among(kinds_of(dossier))


def internal_among(kinds: Mapping[str, DocumentKind]) -> list[str]:
    """Return which kinds of document go from office to office."""
    return sorted(key for key, kind in kinds.items() if kind.internal)


def issued_within(dossier: Dossier, sight: Sight, kinds: Mapping[str, DocumentKind]) -> list[IssuedDocument]:
    """Return the issued documents a reader may open, newest first."""
    if not sight.documents:
        return []
    hidden = [] if sight.submissions else internal_among(kinds)
    return [each for each in documents_of(SUBJECT, str(dossier.pk)) if each.kind not in hidden]


def drafts_within(dossier: Dossier, sight: Sight, kinds: Mapping[str, DocumentKind]) -> list[DocumentDraft]:
    """Return the drafts on their way that a reader may know of; an applicant knows of none."""
    if not sight.documents or sight.is_applicant:
        return []
    hidden = [] if sight.submissions else internal_among(kinds)
    return [each for each in drafts_in_hand(SUBJECT, str(dossier.pk)) if each.kind not in hidden]


def may_open(document: IssuedDocument, dossier: Dossier, sight: Sight) -> bool:
    """Say whether a reader may open one issued document of a dossier."""
    return sight.documents and (sight.submissions or document.kind not in internal_kinds(dossier))
