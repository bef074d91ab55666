"""A visit with its team and tablets, for tests: one institution, one decided inspection, the checklist of 63 items."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client

from accounts.models import Agency, Appointment, Person, Role
from accounts.services import open_office
from inspections.canonical import canonical
from inspections.checklists import load, to_json
from inspections.models import (
    Checklist,
    ChecklistVersion,
    Inspection,
    Session,
    Target,
    TeamMember,
    TeamRole,
)
from inspections.status import InspectionStatus, TargetStatus
from registry.models import Institution

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIBRARY = Path(settings.BASE_DIR) / "inspections" / "library" / "gdnn_2026"
KEYS = ("TS.01", "TS.02", "TS.04", "DT.01", "DT.02")
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a1c"
    "1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f0000010501010101010100"
    "000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d0102030004110512213141061351610722711432"
    "8191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768"
    "696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5"
    "d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbd5ffd9"
)


@cache
def compiled() -> dict[str, Any]:
    """Return the checklist of vocational education, compiled."""
    files = {str(path.relative_to(LIBRARY)): path.read_bytes() for path in LIBRARY.rglob("*.yaml")}
    return to_json(load(files))


@dataclass
class World:
    """A visit and the people around it."""

    at: datetime
    target: Target
    people: dict[str, Person]
    tablets: dict[str, "Tablet"] = field(default_factory=dict)

    @property
    def inspection(self) -> Inspection:
        """The inspection of the visit."""
        return self.target.inspection

    def tablet(self, who: str, name: str = "") -> "Tablet":
        """Return somebody's tablet, registered at first use."""
        name = name or who
        if name not in self.tablets:
            self.tablets[name] = Tablet(self, self.people[who])
            self.tablets[name].register()
        return self.tablets[name]

    def member(self, who: str) -> TeamMember:
        """Return somebody's place in the team."""
        return TeamMember.objects.get(inspection=self.inspection, person=self.people[who])


class Tablet:
    """One person's application on one tablet, as far as the server sees it."""

    def __init__(self, world: World, person: Person) -> None:
        self.world, self.person = world, person
        self.id = uuid4()
        self.sent = 0
        self.client = Client()
        self.client.force_login(person, backend=BACKEND)

    def register(self, key: dict[str, str] | None = None) -> Any:
        """Make the tablet known."""
        body = {"id": str(self.id), "name": "Tab A9", "public_key": key}
        return self.client.post("/tablet/api/devices/", body, content_type="application/json")

    def get(self, path: str, **headers: str) -> Any:
        """Ask for something below the API."""
        return self.client.get(f"/tablet/api/{path}", headers={"X-Device": str(self.id), **headers})

    def operation(self, kind: str, payload: dict[str, Any], *, seq: int | None = None) -> dict[str, Any]:
        """Return the next operation; it takes a number, sent or not."""
        self.sent = seq or self.sent + 1
        return {
            "id": str(uuid4()),
            "seq": self.sent,
            "at": self.world.at.isoformat(),
            "kind": kind,
            "payload": payload,
        }

    def answer(self, key: str, base: int = 0, **values: Any) -> dict[str, Any]:
        """Return the next operation, which answers a key."""
        return self.operation(
            "answer.set", {"key": key, "values": values or {"verdict": "pass"}, "base": base}
        )

    def post(self, *operations: dict[str, Any], **changes: Any) -> Any:
        """Send operations; return the answer of HTTP."""
        body = {
            "device": str(self.id),
            "sent_at": self.world.at.isoformat(),
            "operations": operations,
            **changes,
        }
        return self.client.post(
            f"/tablet/api/visits/{self.world.target.public_id}/operations/",
            body,
            content_type="application/json",
            headers={"X-Device": str(self.id)},
        )

    def send(self, *operations: dict[str, Any], **changes: Any) -> list[dict[str, Any]]:
        """Send operations; return the answer of each."""
        response = self.post(*operations, **changes)
        assert response.status_code == 200, response.content
        return response.json()["results"]

    def patch(self, number: UUID | str, offset: int, data: bytes, **headers: str) -> Any:
        """Send a stretch of a file."""
        return self.client.patch(
            f"/tablet/api/evidence/{number}/",
            data,
            content_type="application/offset+octet-stream",
            headers={"X-Device": str(self.id), "Upload-Offset": str(offset), **headers},
        )

    def photo(self, data: bytes = JPEG, *, key: str = "TS.01", **changes: Any) -> dict[str, Any]:
        """Return the next operation, which announces a photo."""
        payload = {
            "id": str(uuid4()),
            "key": key,
            "kind": "photo",
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "content_type": "image/jpeg",
            "taken_at": self.world.at.isoformat(),
        }
        return self.operation("evidence.add", payload | changes)


def build_visit(at: datetime, *, parent: Agency | None = None) -> World:
    """Make a decided inspection of one institution, announced yesterday, with a lead and two members, and a stranger.

    parent  the agency above the one that inspects
    """
    name, code = "Sở Giáo dục và Đào tạo", f"SYNC-{uuid4().hex[:8]}"
    (agency,) = Agency.objects.bulk_create(
        [Agency(code=code, name=name, parent=parent, valid_from=date(2020, 1, 1))]
    )
    people = {
        who: Person.objects.create_user(f"{who}@dong.bo", "mat-khau-dai", full_name=name)
        for who, name in {
            "lead": "Trần Trưởng",
            "an": "Nguyễn An",
            "binh": "Lê Bình",
            "stranger": "Người Lạ",
        }.items()
    }
    roles = {people["lead"]: TeamRole.LEAD, people["an"]: TeamRole.MEMBER, people["binh"]: TeamRole.MEMBER}
    return World(at, visit_of(agency, roles, at), people)


def seat(person: Person, agency: Agency, at: datetime, role: str = "phoi_hop") -> None:
    """Give somebody a seat at the desk of an agency; a consulted unit's sees nothing of inspections by itself."""
    Appointment.objects.create(
        person=person, role=Role.objects.get_or_create(code=role, defaults={"name": role})[0], sits_at=agency, acts_for=agency,
        starts_on=at.date() - timedelta(days=30), basis="Quyết định phân công",
    )  # fmt: skip


def lead_department(person: Person, name: str, at: datetime) -> Agency:
    """Return a new department, led by somebody, who sees its inspections."""
    code = f"SYNC-{uuid4().hex[:8]}"
    (agency,) = Agency.objects.bulk_create([Agency(code=code, name=name, valid_from=date(2020, 1, 1))])
    open_office("lanh_dao_so", agency, at=at)
    seat(person, agency, at, "lanh_dao_so")
    return agency


def visit_of(agency: Agency, roles: dict[Person, str], at: datetime) -> Target:
    """Return a visit under way, announced yesterday, of an inspection with this team."""
    inspection = Inspection.objects.create(
        code=f"KT-{uuid4().hex[:8]}",
        agency=agency,
        ground_kind="signs",
        title="Kiểm tra tuyển sinh",
        checklist_version=version(at),
        procedure="sector_inspection",
        rules_hash="0" * 64,
        status=InspectionStatus.IN_PROGRESS,
        created_by=next(iter(roles)),
        created_at=at - timedelta(days=9),
    )
    institution = Institution.objects.create(
        name="Trường Trung cấp Mẫu", kind="truong_trung_cap", valid_from=date(2020, 1, 1)
    )
    target = Target.objects.create(
        inspection=inspection,
        institution=institution,
        status=TargetStatus.IN_PROGRESS,
        announced_at=at - timedelta(days=1),
    )
    for person, role in roles.items():
        TeamMember.objects.create(
            inspection=inspection, person=person, role=role, joined_at=at - timedelta(days=5)
        )
    Session.objects.create(target=target, starts_at=at - timedelta(hours=1), ends_at=at + timedelta(hours=3))
    return target


def version(at: datetime) -> ChecklistVersion:
    """Return the published checklist."""
    content = json.loads(json.dumps(compiled()))
    version_hash = content.get("hash") or hashlib.sha256(canonical(content)).hexdigest()
    found = ChecklistVersion.objects.filter(version_hash=version_hash).first()
    if found is not None:
        return found
    checklist, _ = Checklist.objects.get_or_create(name="gdnn_2026", defaults={"code": content["code"]})
    return ChecklistVersion.objects.create(
        checklist=checklist,
        version_hash=version_hash,
        content=content,
        valid_from=at.date(),
        published_at=at,
    )
