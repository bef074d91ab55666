"""An agency publishes its own rules of risk, or its own definition of "digital": checked whole, numbered, kept for good."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.localdays import local_day
from accounts.models import Agency, Person
from accounts.permissions import SIGN_DOCUMENT
from accounts.selectors import stands_in_for
from audit.services import record
from forms.errors import Fault
from inspections.canonical import digest
from inspections.errors import NotFit, RulesRefused
from inspections.indicators import read_definition
from inspections.models import PublishedRules
from inspections.policies import check_may_publish_rules
from inspections.risk_rules import read_rules
from inspections.selectors.rules import as_bytes, files_of_library

LONGEST = 200_000


def publish_rules(
    person: Person,
    agency: Agency,
    kind: str,
    files: Mapping[str, str],
    *,
    valid_from: date,
    reason: str,
    at: datetime,
) -> PublishedRules:
    """Store a new version of an agency's rules.

    files       every file of the kind, by name
    valid_from  today or later: figures already given keep their definition

    Raises MayNot, NotFit ("reason": required; "valid_from": past), RulesRefused with every fault.
    """
    check_may_publish_rules(person, agency, at)
    if not reason.strip():
        raise NotFit("reason", "required")
    if valid_from < local_day(at):
        raise NotFit("valid_from", "past")
    texts = {name: files.get(name, "") for name in files_of_library(kind)}
    if found := faults_of(kind, texts):
        raise RulesRefused(found)
    with transaction.atomic():
        Agency.objects.select_for_update().only("pk").get(pk=agency.pk)
        last = PublishedRules.objects.filter(agency=agency, kind=kind).aggregate(last=Max("number"))["last"]
        version = PublishedRules.objects.create(
            agency=agency, kind=kind, number=(last or 0) + 1, files=texts, version_hash=digest(texts),
            valid_from=valid_from, reason=reason.strip(), published_by=person, published_at=at,
        )  # fmt: skip
        record(
            action="inspection.rules_published", actor_id=person.pk, target="inspections.PublishedRules",
            on_behalf_of_id=stands_in_for(person, SIGN_DOCUMENT, agency.pk, at),
            target_id=version.pk, at=at, agency_id=agency.pk,
            values={"kind": kind, "number": version.number, "hash": version.version_hash, "reason": reason.strip()},
        )  # fmt: skip
    return version


def faults_of(kind: str, texts: Mapping[str, str]) -> list[Fault]:
    """Return everything wrong with the files of a version, scenarios that do not hold among them."""
    long = [
        Fault(name, 1, f"longer than {LONGEST} characters")
        for name, text in texts.items()
        if len(text) > LONGEST
    ]
    if long:
        return long
    read = read_rules if kind == PublishedRules.Kind.RISK else read_definition
    return list(read(as_bytes(dict(texts))).faults)
