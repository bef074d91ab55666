"""Publishes a checklist: the compiled form under its hash, for inspections that begin from now on.

A visit keeps the version its inspection was pinned to; nothing here touches one. Publishing what is published
already changes nothing. A checklist that extends another is compiled with the newest published version of it, so that
it stays as it is when the other changes: it must then be published again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.localdays import local_day
from audit.services import record
from inspections.checklists import Checklist as Definition
from inspections.checklists import extends_of, from_json, load, to_json
from inspections.models import Checklist, ChecklistVersion


@dataclass(frozen=True)
class PublishedChecklist:
    """What a publication came to."""

    version: ChecklistVersion
    is_new: bool


def publish_checklist(
    name: str, files: Mapping[str, bytes], *, at: datetime, actor_id: int | None
) -> PublishedChecklist:
    """Check and store a checklist.

    name   the folder's name
    files  path → bytes

    Raises ChecklistFaults with everything that is wrong.
    """
    definition = load(files, base=published_base(files))
    content = to_json(definition)
    with transaction.atomic():
        checklist, _ = Checklist.objects.update_or_create(name=name, defaults={"code": definition.code})
        version, is_new = ChecklistVersion.objects.get_or_create(
            version_hash=content["hash"],
            defaults={
                "checklist": checklist,
                "content": content,
                "manifest": {path: hashlib.sha256(each).hexdigest() for path, each in files.items()},
                "valid_from": definition.valid_from or local_day(at),
                "published_at": at,
                "published_by_id": actor_id,
            },
        )
        if is_new:
            record(
                action="inspection.checklist_published",
                actor_id=actor_id,
                target="inspections.ChecklistVersion",
                target_id=str(version.pk),
                at=at,
                values={"checklist": name, "hash": version.version_hash},
            )
    return PublishedChecklist(version, is_new)


def published_base(files: Mapping[str, bytes]) -> Definition | None:
    """Return the newest published version of the checklist that these files extend; None where there is none."""
    code = extends_of(files)
    newest = ChecklistVersion.objects.filter(checklist__code=code).order_by("-published_at", "-pk").first()
    return from_json(newest.content) if code and newest else None
