"""Reads of published procedures: what is in force, and the parts of a version by name.

Opened packages are kept per edition: an edition never changes, so neither does what it opens to.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from forms.definition import FormDefinition
from procedures.definition import ProcedureDefinition
from procedures.errors import NotInForce, UnknownVersion
from procedures.models import Edition, PackageFile, RulesVersion
from procedures.package import Package, open_package
from workflows.model import FlowDefinition


def in_force(name: str, at: datetime) -> Edition:
    """Return the newest edition of the rules in force at a moment. Raises NotInForce."""
    edition = editions_in_force(at).filter(rules__procedure__name=name).last()
    if edition is None:
        raise NotInForce(name)
    return edition


def all_in_force(at: datetime) -> list[Edition]:
    """Return the edition in force of every procedure that has one, by name: one query."""
    return list({edition.rules.procedure_id: edition for edition in editions_in_force(at)}.values())


def editions_in_force(at: datetime) -> "QuerySet[Edition]":
    """Return what may be applied for at a moment, of each procedure the one in force last.

    Rules that have ended do not give way to those they took the place of: a procedure ends with its newest rules.
    Only rules that begin after their last day follow them.
    """
    on = timezone.localtime(at).date()
    ended_since = RulesVersion.objects.filter(
        procedure=OuterRef("rules__procedure"),
        pk__gt=OuterRef("rules_id"),
        published_at__lte=at,
        valid_from__lte=on,
        valid_to__lt=on,
        valid_to__gte=OuterRef("rules__valid_from"),
    )
    return (
        Edition.objects.select_related("rules__procedure")
        .filter(~Exists(ended_since), rules__valid_from__lte=on, published_at__lte=at)
        .exclude(rules__valid_to__lt=on)
        .order_by("rules__procedure__name", "rules__published_at", "published_at", "pk")
    )


def begun_by_messages(at: datetime) -> dict[str, str]:
    """Return the messages that begin a dossier now, and the procedure each begins."""
    begun: dict[str, str] = {}
    for edition in all_in_force(at):
        for start in package_of(edition).flow.message_starts:
            if start.message is not None:
                begun.setdefault(start.message.name, edition.rules.procedure.name)
    return begun


def begun_by(message: str, at: datetime) -> str | None:
    """Return the procedure that a message begins now; None where it begins none."""
    return begun_by_messages(at).get(message)


def offered(at: datetime) -> list[ProcedureDefinition]:
    """Return every procedure that can be applied for at a moment, by name."""
    return [package_of(edition).definition for edition in all_in_force(at)]


def edition_of(name: str, version_hash: str) -> Edition:
    """Return the newest edition of one set of rules. Raises UnknownVersion."""
    edition = (
        Edition.objects.select_related("rules__procedure")
        .filter(rules__procedure__name=name, rules__version_hash=version_hash)
        .order_by("-published_at", "-pk")
        .first()
    )
    if edition is None:
        raise UnknownVersion(name, version_hash)
    return edition


def package_of(edition: Edition) -> Package:
    """Return the opened package of an edition."""
    return opened(edition.edition_hash, edition.rules.procedure.name)


@lru_cache(maxsize=128)
def opened(edition_hash: str, name: str) -> Package:
    """Open an edition's files; kept, since neither ever changes."""
    edition = Edition.objects.filter(edition_hash=edition_hash, rules__procedure__name=name).first()
    if edition is None:
        raise UnknownVersion(name, edition_hash)
    return open_package(name, files_of(edition.manifest))


def files_of(manifest: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bytes behind a manifest."""
    contents = dict(PackageFile.objects.filter(sha256__in=manifest.values()).values_list("sha256", "content"))
    return {path: bytes(contents[sha256]) for path, sha256 in manifest.items()}


def package_for(name: str, version_hash: str) -> Package:
    """Return the package a dossier pinned to these rules reads its forms and texts from."""
    return package_of(edition_of(name, version_hash))


def packages_for(versions: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Package]:
    """Return the packages of many (name, version hash) in one query; a version nobody knows is left out."""
    wanted = set(versions)
    hashes = {version_hash for _, version_hash in wanted}
    editions = (
        Edition.objects.select_related("rules__procedure")
        .filter(rules__version_hash__in=hashes)
        .order_by("published_at", "pk")
    )
    newest = {(each.rules.procedure.name, each.rules.version_hash): each for each in editions}
    return {version: package_of(edition) for version, edition in newest.items() if version in wanted}


def package_to_draw(name: str, version_hash: str, document: str, at: datetime) -> Package:
    """Return the package that a document of a dossier is drawn by: the one in force, so that a letterhead reaches all.

    version_hash  of the dossier's own rules, whose newest edition draws it where the procedure has ended or
                  knows no such document any more: what was sent before is still finished

    Raises UnknownVersion.
    """
    try:
        newest = package_of(in_force(name, at))
    except NotInForce:
        return package_for(name, version_hash)
    return newest if document in newest.definition.documents else package_for(name, version_hash)


def flow_definition(flow_key: str, version_hash: str) -> FlowDefinition:
    """Return the flow of a version: the source the flow compiler reads from."""
    return package_for(flow_key, version_hash).flow


def form_definition(name: str, version_hash: str, form: str) -> FormDefinition:
    """Return a form of a version by its name."""
    return package_for(name, version_hash).forms[form]
