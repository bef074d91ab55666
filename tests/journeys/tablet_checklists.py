"""Checklists of the tests in the place of the one a visit began with."""

from tests.journeys.tablet_world import Visit

PIN = """
from importlib import import_module
from inspections.checklists import load, to_json
content = to_json(load(import_module("{module}").files()))
checklist, _ = Checklist.objects.get_or_create(name="{name}", defaults={{"code": content["code"]}})
version, _ = ChecklistVersion.objects.get_or_create(version_hash=content["hash"], defaults={{
    "checklist": checklist, "content": content, "valid_from": timezone.localdate(), "published_at": timezone.now()}})
Inspection.objects.filter(pk=target.inspection_id).update(checklist_version=version)
print("0")
"""


def pin_checklist(visit: Visit, module: str) -> None:
    """Let a visit be of a checklist that a module of the tests makes; before a tablet takes it along."""
    visit.ask(PIN.format(module=module, name=module.rpartition(".")[2]))
