"""The way of an inspection, from its ground to its closing, for tests that start along it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Agency, Person
from accounts.services import register_organisation, verify_representation
from documents.services import give_demo_certificates
from dossiers.demo.accounts import DEPARTMENT
from dossiers.demo.load import create_person
from inspections.demo.accounts import HEAD, INSPECTION_ACCOUNTS, INSTITUTIONS
from inspections.models import Inspection, InspectionDecision, Minutes, MinutesSignature, Target, TeamRole
from inspections.services import (
    add_member,
    add_target,
    claim,
    complete,
    declare_conflict,
    propose,
    settle_overlap,
)
from jobs.testing import run_all_jobs
from registry.models import Institution
from tests.integration.uploads import PIXEL
from tests.integration.ways import remembered
from workflows.models import WorkItem
from workflows.services import fire_timers

Case = Inspection | Target | InspectionDecision
TEAM = {"truong-doan": TeamRole.LEAD, "thanh-vien": TeamRole.MEMBER, "thu-ky-doan": TeamRole.SECRETARY}
PLAN = {"muc_dich": "Đánh giá", "noi_dung": "Theo phiếu", "lich": "02 ngày/đơn vị", "phan_cong": "Theo phiếu"}
TO_DECISION = (
    ("truong-phong", "k4p", "dong_y", {}),
    ("van-phong", "k4v", "dat", {}),
    ("lanh-dao", "k4s", "ky", {}),
    ("van-thu", "k4xd", "xong", {}),
)
TO_PLAN = (
    ("truong-doan", "k5", "trinh", PLAN),
    ("van-thu", "k5xd", "xong", {}),
    ("lanh-dao", "k5a", "phe_duyet", {}),
    ("van-thu", "k5yd", "xong", {}),
)


@dataclass
class Chain:
    """An office, its team and two institutions, the first of which has a head with an account."""

    people: Mapping[str, Person]
    agency: Agency
    institutions: list[Institution]
    at: datetime

    @remembered
    def proposed(self, **terms: Any) -> Inspection:
        """Return an inspection that waits at its first step."""
        return propose(
            self.people["chuyen-vien"], self.agency, title="kiểm tra đào tạo", ground_kind="signs",
            ground_text="Phản ánh", idempotency_key=uuid.uuid4(), at=self.at,
            **{"contents": ["Tuyển sinh"], "scope": "Đào tạo", **terms},
        )  # fmt: skip

    @remembered
    def drafted(self, **terms: Any) -> Inspection:
        """Return an inspection whose institutions and team are settled, and whose decision waits to go up."""
        inspection, drafter = self.proposed(**terms), self.people["chuyen-vien"]
        inspection = self.do(drafter, inspection, "k1", "mo")
        for institution in self.institutions:
            target = add_target(drafter, inspection, institution, at=self.at)
            settle_overlap(drafter, target, overlap="none", at=self.at)
        inspection = self.do(drafter, inspection, "k2", "xong")
        for who, role in TEAM.items():
            member = add_member(drafter, inspection, self.people[who], role=role, at=self.at)
            until = self.at.date() + timedelta(days=400) if role == TeamRole.LEAD else None
            declare_conflict(self.people[who], member, is_conflict=False, certified_until=until, at=self.at)
        return self.do(drafter, inspection, "k3", "du")

    @remembered
    def decided(self, **terms: Any) -> Inspection:
        """Return an inspection whose decision is issued."""
        inspection = self.do(self.people["chuyen-vien"], self.drafted(**terms), "k4", "trinh")
        return self.walk(inspection, TO_DECISION)

    @remembered
    def opened(self, **terms: Any) -> tuple[Inspection, list[Target]]:
        """Return an inspection under way and its institutions' parts."""
        inspection = self.decided(**terms)
        if inspection.variant != "C":
            inspection = self.walk(inspection, TO_PLAN)
        return inspection, list(inspection.targets.order_by("pk"))

    @remembered
    def announced(self, **terms: Any) -> Target:
        """Return the first institution's part, announced without notice now."""
        _, (target, _) = self.opened(**{"variant": "B", **terms})
        return self.announce(target, self.at)

    @remembered
    def announce(self, target: Target, announced_at: datetime, at: datetime | None = None) -> Target:
        """Announce the decision to an institution."""
        said = {
            "cong_bo_luc": announced_at.isoformat(),
            "hinh_thuc": "truc_tiep",
            "dai_dien": "Hoàng Thị Sen",
        }
        scan = {"bien_ban": [SimpleUploadedFile("bien-ban.png", PIXEL, content_type="image/png")]}
        return self.do(self.people["truong-doan"], target, "k7", "cong_bo", said, at=at, files=scan)

    @remembered
    def minuted(self, target: Target) -> Target:
        """Go on to where the results are sorted."""
        lead, head = self.people["truong-doan"], self.people["co-so"]
        target = self.do(lead, target, "k8", "xong")
        target = self.do(head, target, "k9", "dong_y", {"y_kien": "Không có ý kiến"})
        self.sign_minutes(target)
        return self.do(lead, target, "k10", "ky_du")

    @remembered
    def without_answer(self, target: Target) -> Target:
        """Go on to where the results are sorted, the time to explain being over; the institution signs."""
        lead = self.people["truong-doan"]
        target = self.do(lead, target, "k8", "xong")
        fire_timers(later(self.at, days=9))
        run_all_jobs()
        self.sign_minutes(target)
        return self.do(lead, target, "k10", "ky_du")

    def nothing_found_at(self, target: Target) -> Target:
        """Go the whole way at an institution where nothing has to be done afterwards."""
        target = self.without_answer(self.announce(target, self.at))
        return self.do(self.people["truong-doan"], target, "k11", "xong", {"nhanh": ["nothing"]})

    def sign_minutes(self, target: Target, *sides: str) -> Minutes:
        """Make minutes of the inspection, signed by both sides or these."""
        return sign(target, self.people["truong-doan"], self.at, *(sides or ("team", "institution")))

    def walk(self, case: Case, steps: tuple[tuple[str, str, str, dict[str, str]], ...]) -> Any:
        """Go over these steps."""
        for who, node_id, outcome, answers in steps:
            case = self.do(self.people[who], case, node_id, outcome, answers)
        return case

    @remembered
    def do(
        self,
        person: Person,
        case: Case,
        node_id: str,
        outcome: str,
        answers: Mapping[str, Any] | None = None,
        *,
        reason: str = "",
        four_eyes_reason: str = "",
        at: datetime | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> Any:
        """Claim a step, complete it, let the jobs run; return the case as it then is."""
        at = at or self.at
        item = open_item(case, node_id)
        item = claim(person, item.public_id, version=item.version, at=at)
        complete(
            person, item.public_id, outcome=outcome, version=item.version, at=at, data=dict(answers or {}),
            files=dict(files or {}),
            reason=reason, four_eyes_reason=four_eyes_reason,
        )  # fmt: skip
        run_all_jobs()
        return type(case).objects.get(pk=case.pk)


@remembered
def build_chain(people: Mapping[str, Person], at: datetime) -> Chain:
    """Add inspectors, institutions and the head of the first to a demonstration office."""
    agency = Agency.objects.get(code=DEPARTMENT)
    for account in INSPECTION_ACCOUNTS:
        create_person(account, {DEPARTMENT: agency}, at)
    since = date(2018, 8, 1)
    institutions = [
        Institution.objects.create(**facts, keeper=agency, valid_from=since) for facts in INSTITUTIONS
    ]
    everybody = {person.email.split("@")[0]: person for person in Person.objects.all()}
    organisation = register_organisation(
        name=institutions[0].name, tax_code=institutions[0].tax_code, actor=None, at=at
    )
    verify_representation(
        person=everybody[HEAD.split("@")[0]], organisation=organisation, basis="Bổ nhiệm", starts_on=since,
        actor=None, at=at,
    )  # fmt: skip
    give_demo_certificates(at)
    return Chain(everybody, agency, institutions, at)


def open_item(case: Case, node_id: str) -> WorkItem:
    """Return the open step of a node."""
    return WorkItem.objects.get(process_id=case.run_id, node_id=node_id, completed_at=None)


def open_nodes(case: Case) -> list[str]:
    """Return the steps of people at which a case waits."""
    return sorted(
        WorkItem.objects.filter(process_id=case.run_id, completed_at=None).values_list("node_id", flat=True)
    )


def sign(target: Target, person: Person, at: datetime, *sides: str) -> Minutes:
    """Make minutes of the inspection with these names under them."""
    minutes = Minutes.objects.create(
        target=target, kind="inspection", content={"text": "x"}, content_digest="a" * 64, made_on="server",
        made_by=person, made_at=at,
    )  # fmt: skip
    for side in sides:
        MinutesSignature.objects.create(
            minutes=minutes, side=side, name=side, method="drawn", content_digest="a" * 64, server_at=at
        )
    return minutes


def later(at: datetime, **more: int) -> datetime:
    """Return a moment after another."""
    return at + timedelta(**more)
