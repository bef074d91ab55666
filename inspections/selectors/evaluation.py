"""How an institution stands against the checklist of its inspection, as the server judges it."""

from functools import lru_cache

from django.utils import timezone

from inspections.checklists import Checklist, Evaluation, Facts, evaluate, from_json
from inspections.models import ChecklistVersion, Target
from registry.models import Institution


@lru_cache(maxsize=32)
def checklist_of(version_hash: str) -> Checklist:
    """Return a published checklist, read; kept, since a version never changes. Raises ChecklistVersion.DoesNotExist."""
    return from_json(ChecklistVersion.objects.get(version_hash=version_hash).content)


def facts_of(target: Target) -> Facts:
    """Return what is known of a visit before the first answer; before the announcement, by today's law."""
    institution, announced_at = target.institution, target.announced_at or timezone.now()
    return Facts(
        visit_on=timezone.localdate(announced_at),
        kind_of_institution=institution.kind,
        institution=facts_of_institution(institution),
        samples={each.code: tuple(each.drawn) for each in target.samples.all()},
    )


def facts_of_institution(institution: Institution) -> dict[str, str]:
    """Return what a checklist may read of an institution."""
    return {"name": institution.name, "code": institution.code, "kind": institution.kind}


def evaluation_of(target: Target) -> Evaluation | None:
    """Return everything that can be said about the answers as they stand; None where no checklist was chosen."""
    version = target.inspection.checklist_version
    if version is None:
        return None
    answers = {each.item_key: each.values for each in target.answers.all()}
    return evaluate(checklist_of(version.version_hash), answers, facts_of(target))
