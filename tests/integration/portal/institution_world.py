"""The institution of a visit: who acts for it, what it has to do, and the flow begun at one of its steps."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from accounts.services import register_organisation, verify_representation
from inspections.models import Finding, PaperRequest, Remedy, Variant
from inspections.opening import open_one
from inspections.status import TargetStatus
from procedures.package import read_folder
from procedures.services import publish
from registry.models import Institution
from tests.integration.inspections.visit_world import World
from workflows.models import WorkItem


def acting_for(institution: Institution, who: Person, tax_code: str, at: datetime) -> None:
    """Let a person act for an institution, verified."""
    institution.tax_code = tax_code
    institution.save()
    organisation = register_organisation(
        name=institution.name, tax_code=tax_code, actor=None, at=at, address="Sa Pa"
    )
    verify_representation(
        person=who, organisation=organisation, basis="Quyết định bổ nhiệm", starts_on=date(2020, 1, 1), actor=None, at=at
    )  # fmt: skip


def notified(world: World) -> None:
    """Put the part back to where it is declared: notified, not announced."""
    world.target.status, world.target.announced_at = TargetStatus.NOTIFIED, None
    world.target.notified_at = world.at - timedelta(hours=2)
    world.target.save()


def remedy_of(world: World) -> Remedy:
    """Return something that must be remedied."""
    finding = Finding.objects.create(
        target=world.target, item_key="TS.01", text="Chưa công khai quy chế", recommendation="Công khai quy chế",
        evidence_demanded="Ảnh chụp trang web", outcomes=["remedy"], found_by=world.people["lead"], found_at=world.at,
    )  # fmt: skip
    due_on = timezone.localdate(world.at) + timedelta(days=20)
    return Remedy.objects.create(finding=finding, due_on=due_on, first_due_on=due_on)


def asked_paper(world: World) -> PaperRequest:
    """Return a paper the team asked for."""
    return PaperRequest.objects.create(
        target=world.target, title="Sổ lương năm 2025", asked_by=world.people["lead"], asked_at=world.at
    )


def begun_at(step: str, world: World) -> WorkItem:
    """Start the part's flow at a step of the institution, where the flow caught in the act begins; return its work item."""
    files = read_folder(settings.MOTCUA_PROCEDURES_DIR / "sector_inspection_target")
    flow = files.pop("flow.bpmn").decode()
    del files["scenarios.yaml"]
    arrow = "<bpmn:incoming>f_g6_k8</bpmn:incoming>"
    flow = flow.replace('sourceRef="g6" targetRef="k8"', f'sourceRef="g6" targetRef="{step}"').replace(
        arrow, "", 1
    )
    place = flow.index("<bpmn:outgoing>", flow.index(f'<bpmn:userTask id="{step}"'))
    flow = f"{flow[:place]}{arrow}{flow[place:]}"
    changed = {**files, "flow.bpmn": flow.encode()}
    publish("sector_inspection_target", changed, at=world.at, actor_id=None, reason="thử")
    world.inspection.variant = Variant.IN_THE_ACT
    world.inspection.save()
    with transaction.atomic():
        open_one(world.target, timezone.now())
    return WorkItem.objects.get(process=world.target.run, completed_at=None)
