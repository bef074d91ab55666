"""Reads of published procedures: what is in force, and the parts of a version by name.

Opened packages are kept per edition: an edition never changes, so neither does what it opens to.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from forms.definition import FormDefinition
from procedures.definition import ProcedureDefinition
from procedures.errors import NotInForce, UnknownVersion
from procedures.models import Edition, PackageFile, Procedure
from procedures.package import Package, open_package
from workflows.model import FlowDefinition


def in_force(name: str, at: datetime) -> Edition:
    """Return the newest edition of the rules in force at a moment. Raises NotInForce."""
    on = timezone.localtime(at).date()
    edition = (
        Edition.objects.select_related("rules__procedure")
        .filter(rules__procedure__name=name, rules__valid_from__lte=on, published_at__lte=at)
        .exclude(rules__valid_to__lt=on)
        .order_by("-rules__published_at", "-published_at", "-pk")
        .first()
    )
    if edition is None:
        raise NotInForce(name)
    return edition


def all_in_force(at: datetime) -> list[Edition]:
    """Return the edition in force of every procedure that has one, by name: one query."""
    on = timezone.localtime(at).date()
    editions = (
        Edition.objects.select_related("rules__procedure")
        .filter(rules__valid_from__lte=on, published_at__lte=at)
        .exclude(rules__valid_to__lt=on)
        .order_by("rules__procedure__name", "rules__published_at", "published_at", "pk")
    )
    return list({edition.rules.procedure_id: edition for edition in editions}.values())


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
    names = Procedure.objects.order_by("name").values_list("name", flat=True)
    definitions = []
    for name in names:
        try:
            definitions.append(package_of(in_force(name, at)).definition)
        except NotInForce:
            continue
    return definitions


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


def flow_definition(flow_key: str, version_hash: str) -> FlowDefinition:
    """Return the flow of a version: the source the flow compiler reads from."""
    return package_for(flow_key, version_hash).flow


def form_definition(name: str, version_hash: str, form: str) -> FormDefinition:
    """Return a form of a version by its name."""
    return package_for(name, version_hash).forms[form]
