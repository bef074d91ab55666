"""Which results a person may have corrected, and how far each correction has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from documents.models import IssuedDocument
from documents.selectors import documents_of
from dossiers.corrections import CHANGEABLE, DOSSIERS, FINISHED, PROCEDURE
from dossiers.errors import NotVisible
from dossiers.kinds import internal_kinds
from dossiers.models import Dossier, ResultCorrection
from dossiers.policies import may_correct
from dossiers.selectors.visible import visible_dossier
from procedures.package import Package
from procedures.selectors import in_force, package_of


@dataclass(frozen=True)
class Correctable:
    """An issued document one may want corrected.

    under_way  the work on it, if somebody began one
    """

    document: IssuedDocument
    under_way: ResultCorrection | None

    @property
    def is_open(self) -> bool:
        """Whether a work on it may begin now."""
        return self.under_way is None and self.document.state in CHANGEABLE


def correctable_dossier(person: Person, public_id: UUID | str, at: datetime) -> tuple[Dossier, bool]:
    """Return a finished dossier whose results the person may have corrected, and whether as an officer.

    Raises NotVisible.
    """
    dossier, sight = visible_dossier(person, public_id, at)
    by_office = not sight.is_applicant
    if dossier.status not in FINISHED or (by_office and not may_correct(person, dossier, at)):
        raise NotVisible
    return dossier, by_office


def results_of(dossier: Dossier) -> "QuerySet[IssuedDocument]":
    """Return what a dossier gave its applicant, newest first; a submission between offices is none of it."""
    return documents_of(DOSSIERS, str(dossier.pk)).exclude(kind__in=internal_kinds(dossier))


def correctable_documents(dossier: Dossier) -> list[Correctable]:
    """Return a dossier's results, each with the work that is under way on it."""
    open_ones = ResultCorrection.objects.filter(origin=dossier, closed_at=None)
    under_way = {each.document_id: each for each in open_ones.select_related("begun_by", "dossier")}
    return [Correctable(each, under_way.get(each.pk)) for each in results_of(dossier)]


def corrections_of(dossier: Dossier) -> Sequence[ResultCorrection]:
    """Return the works on a finished dossier's results, the oldest first."""
    if dossier.status not in FINISHED:
        return ()
    related = dossier.corrections.select_related("dossier", "document", "begun_by")
    return list(related.order_by("pk"))


def correction_package(at: datetime) -> Package:
    """Return the package by which results are corrected. Raises NotInForce where none is published."""
    return package_of(in_force(PROCEDURE, at))
