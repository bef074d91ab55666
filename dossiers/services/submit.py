"""Send a dossier: check, store, start its flow, give the sending receipt. Sent twice, it exists once."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Person, Representation
from audit.services import record
from dossiers.codes import new_receipt_no
from dossiers.effects import DossierEffects
from dossiers.models import Channel, Dossier, DossierFile, DossierWord, Draft
from dossiers.news import tell_applicant
from dossiers.numbers import keep_numbers
from dossiers.parties import behalf_of, check_in_force, represented_by
from dossiers.policies import check_may_apply, receiving_agency
from dossiers.prefill import Asked, provided_for
from dossiers.register_checks import keep_register_warnings
from dossiers.search import words_of_dossier
from dossiers.selectors import dossier_sent_with
from forms.services import Accepted, accept, reference, texts_in
from procedures.errors import NotInForce
from procedures.selectors import in_force, package_of
from workflows.services import start


def submit(
    person: Person,
    procedure: str,
    *,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
    idempotency_key: uuid.UUID,
    at: datetime,
    channel: str = Channel.ONLINE,
    source_system: str = "motcua",
    external_id: str = "",
    representation: Representation | None = None,
    message: str = "",
    variables: Mapping[str, Any] | None = None,
) -> Dossier:
    """Return the dossier that was sent, or the one this key sent before.

    data, files      what the form's page posted
    idempotency_key  of the page: a double click or a re-sent request finds the first dossier
    external_id      the code another system (the national portal) already gave; kept as it is
    message          the message that brings it and begins its flow; "" where a person sends it
    variables        what the flow begins with, of a message
    representation   by which it is sent for another party; None for oneself

    Raises NotInForce, MayNotApply, RepresentationOver, forms.Invalid.
    """
    sent_before = dossier_sent_with(person, idempotency_key)
    if sent_before:
        return sent_before
    edition = in_force(procedure, at)
    package = package_of(edition)
    if package.flow.begins_by_message_alone and not message:
        raise NotInForce(procedure)
    check_may_apply(person, package.definition, at, representation)
    form = package.forms[package.definition.form]
    provided = provided_for(form, Asked(person, procedure, at, representation.pk if representation else None))
    accepted = accept(form, data=data, files=files, owner_id=person.pk, at=at, provided=provided)
    dossier = Dossier(
        receipt_no=new_receipt_no(),
        procedure=procedure,
        rules_hash=edition.rules.version_hash,
        applicant=person,
        applicant_name=str(accepted.answers.get(package.definition.applicant_name) or person.full_name),
        representation=representation,
        represented_name=representation.party_name if representation else "",
        channel=channel,
        source_system=source_system,
        external_id=external_id,
        receiving_agency=receiving_agency(package.definition, at),
        answers=accepted.answers,
        idempotency_key=idempotency_key,
        submitted_at=at,
    )
    try:
        return store(dossier, accepted, package.flow, at=at, message=message, variables=variables)
    except IntegrityError:
        sent_meanwhile = dossier_sent_with(person, idempotency_key)
        if sent_meanwhile is None:
            raise
        return sent_meanwhile


def store(
    dossier: Dossier,
    accepted: Accepted,
    flow: Any,
    *,
    at: datetime,
    sender: Person | None = None,
    news: str = "dossier.submitted",
    message: str = "",
    variables: Mapping[str, Any] | None = None,
) -> Dossier:
    """Write the dossier, its papers and its run in one transaction.

    sender              who sends it, where that is not the applicant
    news                the kind of message that tells the applicant
    message, variables  what the run begins with, where a message brings the dossier: then no person sends it
    """
    sender_id = None if message else sender.pk if sender else dossier.applicant_id
    with transaction.atomic():
        if sender is None:
            check_still_acts(dossier, at)
        dossier.save()
        DossierWord.objects.bulk_create(words_of_dossier(dossier))
        keep_numbers(dossier)
        keep_register_warnings(dossier, at)
        keep_files(dossier, accepted, node_id="", at=at)
        Draft.objects.filter(person=dossier.applicant, idempotency_key=dossier.idempotency_key).delete()
        record(
            action="dossier.submitted",
            actor_id=sender_id,
            on_behalf_of_id=represented_by(sender or dossier.applicant, dossier),
            target="dossiers.Dossier",
            target_id=dossier.pk,
            at=at,
            values={
                "receipt_no": dossier.receipt_no,
                "procedure": dossier.procedure,
                "channel": dossier.channel,
                **({"message": message} if message else {}),
                **behalf_of(dossier),
            },
            agency_id=dossier.receiving_agency_id,
        )
        dossier.run = start(
            flow_key=dossier.procedure,
            version_hash=dossier.rules_hash,
            bpmn=flow,
            subject=f"dossiers.Dossier:{dossier.pk}",
            facts=DossierEffects().facts(dossier.pk),
            actor_id=sender_id,
            on_behalf_of_id=represented_by(sender or dossier.applicant, dossier) if sender_id else None,
            at=at,
            variables=variables,
            message=message,
        )
        dossier.save(update_fields=["run"])
        tell_applicant(dossier, news, at)
    return dossier


def check_still_acts(dossier: Dossier, at: datetime) -> None:
    """Raises RepresentationOver where the power was taken back while the dossier was being checked; it holds now till the commit."""
    if dossier.representation_id is not None:
        held = Representation.objects.select_for_update().get(pk=dossier.representation_id)
        check_in_force(held, dossier.applicant, at)


def keep_files(dossier: Dossier, accepted: Accepted, *, node_id: str, at: datetime) -> None:
    """Make the accepted uploads papers of the dossier; one that already is stays where it was."""
    reference(accepted.attachments, at=at)
    known = set(DossierFile.objects.filter(dossier=dossier).values_list("attachment_id", flat=True))
    field_of = {
        public_id: field for field, answer in accepted.answers.items() for public_id in texts_in(answer)
    }
    DossierFile.objects.bulk_create(
        DossierFile(
            dossier=dossier,
            attachment=attachment,
            field=field_of.get(str(attachment.public_id), ""),
            node_id=node_id,
            added_at=at,
        )
        for attachment in accepted.attachments
        if attachment.pk not in known
    )
