"""Publish a package: store its files under their hashes, as an edition of its rules."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from audit.services import record
from procedures.cases import case_kinds
from procedures.catalogue import catalogue, option_sources, prefill_sources, register_checks
from procedures.errors import Fault, PackageFaults
from procedures.judging import Judgement, judge
from procedures.models import Edition, PackageFile, Procedure, RulesVersion
from procedures.package import Files, Package
from procedures.people import holders_at
from procedures.selectors import begun_by_messages
from workflows.services import offer_messages


@dataclass(frozen=True)
class Published:
    """What a publication came to."""

    edition: Edition
    is_new_edition: bool
    are_new_rules: bool


def publish(name: str, files: Files, *, at: datetime, actor_id: int | None, reason: str = "") -> Published:
    """Check and store a package; publishing the same bytes again changes nothing.

    name    the folder's name
    files   path → bytes
    reason  why the warnings are accepted; required where there are any

    Raises PackageFaults.
    """
    newest = Edition.objects.filter(rules__procedure__name=name).order_by("-pk").first()
    if newest is not None and newest.manifest == manifest_of(files):
        return Published(newest, False, False)
    package = publishable(name, files, reason, at)
    with transaction.atomic():
        procedure, _ = Procedure.objects.update_or_create(
            name=name, defaults={"code": package.definition.code}
        )
        rules, are_new_rules = RulesVersion.objects.get_or_create(
            procedure=procedure,
            version_hash=package.rules_hash,
            defaults={
                "valid_from": package.definition.valid_from,
                "valid_to": package.definition.valid_to,
                "published_at": at,
            },
        )
        edition, is_new = store_edition(rules, package, at=at, actor_id=actor_id, reason=reason)
        if is_new:
            record(
                action="procedure.published",
                actor_id=actor_id,
                target="procedures.Edition",
                target_id=edition.pk,
                at=at,
                values={"procedure": name, "rules": rules.version_hash, "edition": edition.edition_hash},
            )
            offer_messages([start.message.name for start in package.flow.message_starts if start.message], at)
    return Published(edition, is_new, are_new_rules)


def publishable(name: str, files: Files, reason: str, at: datetime) -> Package:
    """Return the package. Raises PackageFaults for what forbids publishing and for warnings without a reason.

    What is published already asks for no reason again, whoever has left the office since.
    """
    judgement = judge(
        name,
        files,
        operations=catalogue(),
        sources=option_sources(),
        prefills=prefill_sources(),
        checks=register_checks(),
        messages=settings.FLOW_MESSAGES,
        holders=holders_at(at),
        begun=begun_by_messages(at),
        cases=case_kinds(),
    )
    unexplained = () if reason.strip() or is_published(name, judgement) else judgement.warnings
    if judgement.faults or unexplained:
        asking = [
            Fault(each.file, each.line, f"{each.message} (cần lý do để công bố)") for each in unexplained
        ]
        raise PackageFaults([*judgement.faults, *asking])
    return judgement.package()


def is_published(name: str, judgement: Judgement) -> bool:
    """Whether exactly these files are an edition already."""
    if judgement.faults:
        return False
    same = Edition.objects.filter(rules__procedure__name=name, edition_hash=judgement.package().edition_hash)
    return same.exists()


def manifest_of(files: Files) -> dict[str, str]:
    """Return path → SHA-256."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def store_edition(
    rules: RulesVersion, package: Package, *, at: datetime, actor_id: int | None, reason: str
) -> tuple[Edition, bool]:
    """Keep the files and the manifest of one edition; an edition already there stays as it is."""
    manifest = manifest_of(package.files)
    known = set(PackageFile.objects.filter(sha256__in=manifest.values()).values_list("sha256", flat=True))
    contents = {manifest[path]: content for path, content in package.files.items()}
    PackageFile.objects.bulk_create(
        PackageFile(sha256=sha256, content=content)
        for sha256, content in contents.items()
        if sha256 not in known
    )
    return Edition.objects.get_or_create(
        rules=rules,
        edition_hash=package.edition_hash,
        defaults={
            "manifest": manifest,
            "published_at": at,
            "published_by_id": actor_id,
            "warnings_accepted": reason,
        },
    )
