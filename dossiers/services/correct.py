"""Begin to correct, replace or revoke an issued document, in a dossier of its own; the old one is not opened again.

An officer of the agency that decided begins it, or the applicant whose result it is says what is wrong.
Two who begin at once: the second learns who was first.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Agency, Person
from accounts.selectors import in_office
from documents.models import IssuedDocument
from dossiers.codes import new_receipt_no
from dossiers.corrections import CHANGEABLE, PROCEDURE, open_correction
from dossiers.errors import CannotCorrect, CorrectionUnderWay, MayNotApply, NotVisible
from dossiers.models import Channel, Dossier, ResultCorrection
from dossiers.notes import note
from dossiers.parties import behalf_of, represented_by
from dossiers.selectors.corrections import correctable_dossier, results_of
from dossiers.services.submit import store
from forms.services import accept
from procedures.models import Edition
from procedures.selectors import in_force, package_of

NEWS_BY_OFFICE = "dossier.correction_begun"


def begin_correction(
    person: Person,
    dossier_id: UUID | str,
    document_id: UUID | str,
    *,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
    idempotency_key: UUID,
    at: datetime,
) -> Dossier:
    """Return the dossier of the work that was begun, or the one this page began before.

    dossier_id, document_id  public ids of the finished dossier and of the document that is wrong
    data, files              what the page posted: what is wrong, what it should say

    Raises NotVisible, CannotCorrect, CorrectionUnderWay, MayNotApply, NotInForce, forms.Invalid.
    """
    origin, by_office = correctable_dossier(person, dossier_id, at)
    begun = begun_with(person, idempotency_key)
    if begun is not None:
        return begun
    document = results_of(origin).filter(public_id=document_id).first()
    if document is None:
        raise NotVisible
    edition = in_force(PROCEDURE, at)
    package = package_of(edition)
    form = package.forms[package.definition.form]
    owner_id = papers_owner(origin, person, by_office=by_office)
    accepted = accept(form, data=data, files=files, owner_id=owner_id, at=at)
    with transaction.atomic():
        Dossier.objects.select_for_update().only("pk").get(pk=origin.pk)
        begun_meanwhile = begun_with(person, idempotency_key)
        if begun_meanwhile is not None:
            return begun_meanwhile
        check_can_be_corrected(document)
        work = work_on(origin, edition, by_office=by_office, at=at)
        work.answers, work.idempotency_key = accepted.answers, idempotency_key
        news = NEWS_BY_OFFICE if by_office else "dossier.submitted"
        store(work, accepted, package.flow, at=at, sender=person, news=news)
        ResultCorrection.objects.create(
            dossier=work, origin=origin, document=document, begun_by=person, by_office=by_office, begun_at=at
        )
        note(
            origin, "dossier.correction_begun", person.pk, at, **acting_for(person, origin, by_office=by_office),
            document=document.number, work=work.receipt_no,
        )  # fmt: skip
    return work


def papers_owner(origin: Dossier, person: Person, *, by_office: bool) -> int:
    """Return whose the papers of a work are: of who sent the old dossier, whoever of the party begins it.

    A supplement looks for them there; nobody is asked for more where the office itself began.
    """
    return person.pk if by_office else origin.applicant_id


def acting_for(person: Person, origin: Dossier, *, by_office: bool) -> dict[str, Any]:
    """Return what the audit row says of whom an applicant's side asks for; an officer asks for the office."""
    return {} if by_office else {"for_id": represented_by(person, origin), **behalf_of(origin)}


def begun_with(person: Person, idempotency_key: UUID) -> Dossier | None:
    """Return the work that a person's page began before; None for none."""
    begun = ResultCorrection.objects.filter(begun_by=person, dossier__idempotency_key=idempotency_key).first()
    return begun.dossier if begun else None


def check_can_be_corrected(document: IssuedDocument) -> None:
    """Raise CannotCorrect for a document that is replaced or revoked, CorrectionUnderWay where somebody was first.

    Asked in this order: a work that ends between the two questions leaves a document that is read as it then stands.
    """
    under_way = open_correction(document)
    if under_way is not None:
        raise CorrectionUnderWay(under_way)
    document.refresh_from_db(fields=["state", "replaced_by", "revoked_by", "replaced_on", "revoked_on"])
    if document.state not in CHANGEABLE:
        raise CannotCorrect(document, getattr(document, f"{document.state}_by"))


def work_on(origin: Dossier, edition: Edition, *, by_office: bool, at: datetime) -> Dossier:
    """Return the new dossier: of the old applicant and party, received and decided where the old one was.

    Raises MayNotApply where nobody is in office any more.
    """
    return Dossier(
        receipt_no=new_receipt_no(),
        procedure=PROCEDURE,
        rules_hash=edition.rules.version_hash,
        applicant=origin.applicant,
        applicant_name=origin.applicant_name,
        representation=origin.representation,
        represented_name=origin.represented_name,
        channel=Channel.COUNTER if by_office else Channel.ONLINE,
        receiving_agency=still_in_office(origin.receiving_agency, at),
        deciding_agency=still_in_office(origin.deciding_agency or origin.receiving_agency, at),
        submitted_at=at,
    )


def still_in_office(agency: Agency, at: datetime) -> Agency:
    """Return an agency or its successor. Raises MayNotApply where there is none."""
    found = in_office(agency.code, at)
    if found is None:
        raise MayNotApply("not_open", agency.code)
    return found
