"""Fill in the demonstration of inspections through the same services as everybody; named in settings.DEMO_LOADERS.

An inspection whose decision was signed on paper is under way at two institutions, announced at the first; another is
being prepared. The checklist is the one published last.
"""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.localdays import local_day
from accounts.models import Agency, Person
from accounts.services import register_organisation, verify_representation
from documents.services import give_demo_certificates
from dossiers.demo.accounts import DEPARTMENT
from dossiers.demo.load import create_person
from inspections.demo.accounts import (
    COORDINATES,
    DRAFTER,
    HEAD,
    INSPECTION_ACCOUNTS,
    INSTITUTIONS,
    LEAD,
    MEMBER,
    SECRETARY,
)
from inspections.models import Inspection, Target, TeamRole
from inspections.parties import team_now
from inspections.services import claim, complete, plan_session, propose, register_on_paper
from registry.models import Institution
from workflows.models import WorkItem

FOUNDED = date(2018, 8, 1)
TEAM = ((LEAD, TeamRole.LEAD), (MEMBER, TeamRole.MEMBER), (SECRETARY, TeamRole.SECRETARY))
CONTENTS = [
    "Tuyển sinh và tổ chức đào tạo",
    "Nhà giáo, cán bộ quản lý",
    "Cơ sở vật chất, thiết bị đào tạo",
    "Quản lý, cấp phát văn bằng, chứng chỉ",
]


def load_inspections(at: datetime) -> None:
    """Create the people, the institutions and their inspections. The agencies of the demonstration are there already."""
    with transaction.atomic():
        department = Agency.objects.get(code=DEPARTMENT)
        for account in INSPECTION_ACCOUNTS:
            create_person(account, {DEPARTMENT: department}, at)
        institutions = [create_institution(facts, department, at) for facts in INSTITUTIONS]
        people = {person.email: person for person in Person.objects.all()}
        register_head(people[HEAD], institutions[0], at)
        inspection = under_way(people, department, institutions, at)
        in_preparation(people[DRAFTER], department, at)
    give_demo_certificates(at)
    announce(people[LEAD], inspection.targets.first(), at)


def create_institution(facts: dict[str, object], keeper: Agency, at: datetime) -> Institution:
    """Return an institution of the register."""
    return Institution.objects.create(**facts, keeper=keeper, valid_from=FOUNDED)


def register_head(person: Person, institution: Institution, at: datetime) -> None:
    """Let a person act for an institution: known by its tax code."""
    organisation = register_organisation(
        name=institution.name,
        tax_code=institution.tax_code,
        actor=None,
        at=at,
        address=institution.address_line,
    )
    verify_representation(
        person=person, organisation=organisation, basis="Quyết định bổ nhiệm (bản trình diễn)", starts_on=FOUNDED,
        actor=None, at=at,
    )  # fmt: skip


def under_way(
    people: dict[str, Person], agency: Agency, institutions: list[Institution], at: datetime
) -> Inspection:
    """Return an inspection of two institutions, with sessions today, tomorrow and next week."""
    inspection = register_on_paper(
        people[DRAFTER],
        agency,
        title="kiểm tra việc tổ chức đào tạo và cấp phát văn bằng năm 2026",
        ground_kind="order",
        ground_text="Kế hoạch công tác năm 2026 của Sở Giáo dục và Đào tạo",
        decision_number="1050/QĐ-SGDĐT",
        decision_on=local_day(at) - timedelta(days=3),
        team=[(people[email], role) for email, role in TEAM],
        institutions=institutions,
        idempotency_key=uuid.uuid4(),
        at=at,
        scope="Việc chấp hành pháp luật về giáo dục nghề nghiệp",
        contents=CONTENTS,
        variant="B",
        day_kind="working",
        term_days=10,
        period_from=date(2025, 9, 1),
        period_to=local_day(at),
        is_report_wanted=True,
    )
    members = list(team_now(inspection))
    for number, (target, place) in enumerate(
        zip(inspection.targets.order_by("pk"), COORDINATES, strict=True)
    ):
        target.coordinates, target.place = place, f"Trụ sở {target.institution.name}"
        target.save(update_fields=["coordinates", "place"])
        for days in (number, number + 1, number + 7):
            starts_at = at + timedelta(days=days, hours=1)
            plan_session(
                people[LEAD], target, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), at=at,
                members=members, idempotency_key=uuid.uuid4(),
            )  # fmt: skip
    return inspection


def in_preparation(person: Person, agency: Agency, at: datetime) -> None:
    """Propose another inspection, whose institutions are still to be chosen."""
    inspection = propose(
        person,
        agency,
        title="kiểm tra công tác tuyển sinh trình độ trung cấp",
        ground_kind="signs",
        ground_text="Phản ánh tuyển sinh vượt quy mô ghi trong giấy chứng nhận",
        source="Người phản ánh đề nghị giữ kín tên",
        idempotency_key=uuid.uuid4(),
        at=at,
        contents=["Tuyển sinh so với quy mô được cấp phép"],
    )
    answer(person, inspection.run_id, "k1", "mo", {}, at)


def announce(lead: Person, target: Target, at: datetime) -> None:
    """Announce the decision to an institution."""
    said = {"cong_bo_luc": at.isoformat(), "hinh_thuc": "truc_tiep", "dai_dien": "Hoàng Thị Sen, Hiệu trưởng"}
    answer(lead, target.run_id, "k7", "cong_bo", said, at)


def answer(
    person: Person, run_id: int, node_id: str, outcome: str, data: dict[str, str], at: datetime
) -> None:
    """Take a step and answer it."""
    item = WorkItem.objects.get(process_id=run_id, node_id=node_id, completed_at=None)
    item = claim(person, item.public_id, version=item.version, at=at)
    complete(person, item.public_id, outcome=outcome, version=item.version, at=at, data=data, files={})
