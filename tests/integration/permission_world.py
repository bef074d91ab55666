"""Everybody at every address: the world of the permission matrix and the way to walk it.

`tests/permissions.csv` has a row an address and state, a column a person, in each cell the answer
expected (an HTTP status, or yes/no for a socket's topic). It is read by people; nothing in it is
computed when the tests run.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.localdays import local_day
from accounts.models import Agency, Appointment, CalendarDay, Person
from accounts.services import delegate, waive_four_eyes
from config.topics import may_listen
from documents.models import Certificate, IssuedDocument, NumberRegister, RegisterEntry
from dossiers.inbox_filter import InboxFilter
from dossiers.models import Complaint, ComplaintFile, Dossier, Message, MessageFile
from dossiers.services import Wish, ask_to_represent, complain, keep_view, name_attorney, write_message
from inspections.models import Device, Evidence, TeamRole
from jobs.models import Incident
from jobs.services import enqueue
from jobs.testing import run_all_jobs
from notifications.models import Notification
from registry.models import Institution, RegisterImport
from registry.services import Granted, record_licence, stage_import
from tests.integration.desk.inspection_world import of_desk, received_paper
from tests.integration.dossiers.diploma_copy import do, send, walk
from tests.integration.dossiers.result_correction import publish_correction
from tests.integration.inspections.visit_world import build_visit, visit_of
from tests.integration.portal.institution_world import acting_for, asked_paper, begun_at, remedy_of
from tests.integration.uploads import PIXEL, paper_of, upload_of
from workflows.models import WorkItem

MATRIX = Path(__file__).resolve().parent.parent / "permissions.csv"
ANONYMOUS = "anonymous"
PEOPLE = (
    ANONYMOUS,
    "cong-dan",  # the applicant
    "cong-dan-2",  # another citizen
    "tiep-nhan",  # receives and hands over for the receiving agency
    "giu-so",  # keeper and case officer of the deciding agency
    "giu-so-2",  # keeper of the deciding agency
    "lanh-dao",  # leader of the deciding agency
    "van-thu",  # clerk of the deciding agency
    "truong-giu-so",  # keeper of another agency
    "hieu-truong",  # leader of another agency
    "quan-tri",  # administrator
)
STATES = {
    "new": "b1",
    "searching": "b2",
    "comparing": "b3",
    "signing": "b4",
    "sealing": "b5",
    "done": "b6",
    "returned": "",
}
SOCKET = "socket"
LATER = timedelta(days=30)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class World:
    """The objects addresses may name, by kind and state."""

    people: Mapping[str, Person]
    at: datetime
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """Return a person's browser, signed in once; it says which tablet it is, where the person has one."""
        if who not in self.clients:
            tablet = {"X-Device": str(self.devices[who].public_id)} if who in self.devices else {}
            self.clients[who] = Client(raise_request_exception=False, headers=tablet)
            if who != ANONYMOUS:
                self.clients[who].force_login(self.people[who], backend=BACKEND)
        return self.clients[who]


def build(people: Mapping[str, Person], at: datetime) -> World:
    """Make a dossier in each state, and one of everything an administrator sees."""
    world = World(people, at)
    publish_correction(at)
    for state, until in STATES.items():
        world.dossiers[state] = walk(send(people["cong-dan"], at), people, at, until=until)
    world.dossiers["supplement"] = do(
        people["tiep-nhan"], send(people["cong-dan"], at), "b1", "bo_sung", {}, at, reason="Thiếu giấy tờ"
    )
    world.arguments = named_objects(world) | tablets(world)
    return world


def named_objects(world: World) -> dict[str, dict[str, Any]]:
    """Return the arguments of every address that names an object outside a dossier."""
    enqueue_failure(world.at)
    appointment = Appointment.objects.get(person=world.people["giu-so-2"])
    leader = Appointment.objects.get(person=world.people["lanh-dao"])
    delegation = delegate(
        appointment=leader, to=world.people["giu-so-2"], starts_on=local_day(world.at) + LATER, ends_on=local_day(world.at) + LATER,
        basis="Giấy ủy quyền", actor=world.people["quan-tri"], at=world.at,
    )  # fmt: skip
    today, administrator = local_day(world.at), world.people["quan-tri"]
    waiver = waive_four_eyes(
        Agency.objects.get(code="H61.12.31"), starts_on=today, ends_on=today, reason="Hai người", actor=administrator, at=world.at
    )  # fmt: skip
    return {
        "person": {"public_id": world.people["giu-so-2"].public_id},
        "appointment": {"public_id": appointment.public_id},
        "delegation": {"public_id": delegation.public_id},
        "agency": {"public_id": Agency.objects.get(code="H61.12.31").public_id},
        "waiver": {"public_id": waiver.public_id},
        "day": {"pk": CalendarDay.objects.order_by("pk").first().pk},
        "register": {"public_id": NumberRegister.objects.first().public_id},
        "number": {"public_id": RegisterEntry.objects.filter(state="reserved").first().public_id},
        "certificate": {"public_id": Certificate.objects.filter(agency__code="H61.12").first().public_id},
        "incident": {"public_id": Incident.objects.first().public_id},
        "operation_incident": {"public_id": operation_incident(world.at).public_id},
        "notification": {
            "public_id": Notification.objects.filter(recipient=world.people["cong-dan"]).first().public_id
        },
        "document": {"public_id": IssuedDocument.objects.first().public_id},
        "paper": {
            "public_id": paper_of(world.dossiers["searching"], world.people["cong-dan"], world.at).public_id
        },
        "receipt": {"public_id": world.dossiers["searching"].statutory_papers.get(form="01").public_id},
        "control_slip": {"public_id": world.dossiers["returned"].statutory_papers.get(form="06").public_id},
        **representation(world),
        "handed_over": {"public_id": handed_over(world).public_id},
        "message_file": {"public_id": MessageFile.objects.get().attachment.public_id},
        "complaint": {"public_id": complaint(world).public_id},
        "no_drawn": {"public_id": world.dossiers["searching"].public_id, "key": "giay_chung_minh"},
        "no_drawn_supplement": {
            "public_id": world.dossiers["supplement"].public_id,
            "item_id": open_step(world.dossiers["supplement"]).public_id,
            "key": "giay_chung_minh",
        },
        "complaint_file": {"public_id": ComplaintFile.objects.get().attachment.public_id},
        "view": {
            "public_id": keep_view(
                world.people["giu-so"], "Muộn", InboxFilter(due="late"), at=world.at
            ).public_id
        },
        "verify_code": {"code": IssuedDocument.objects.first().verify_code},
        "institution": {"public_id": institution(world.at).public_id},
        "import": {"public_id": staged_file(world).public_id},
        "texts": {"language": "en"},
        **own_inspection(world),
    }


def own_inspection(world: World) -> dict[str, dict[str, Any]]:
    """Return an inspection of the institution that the first citizen acts for, with all it has to do."""
    visit = build_visit(world.at, parent=Agency.objects.get(code="H61"))
    acting_for(visit.target.institution, world.people["cong-dan"], "5300100009", world.at)
    remedy, asked, step = remedy_of(visit), asked_paper(visit), begun_at("k9", visit)
    own = {"public_id": visit.target.public_id}
    return {
        "own_part": own,
        "inspection_of_own_part": {"public_id": visit.inspection.public_id},
        "own_section": {**own, "code": "TS"},
        "own_remedy": {**own, "remedy_id": remedy.public_id},
        "own_asked": {**own, "paper_id": asked.public_id},
        "own_received": {
            "public_id": received_paper(visit.target, world.people["cong-dan"], world.at).public_id
        },
        "own_step": {**own, "item_id": step.public_id},
    }


def tablets(world: World) -> dict[str, dict[str, Any]]:
    """Return a visit the department's keepers inspect, with a photo of the first; everybody has a tablet."""
    at, keeper = world.at, world.people["giu-so"]
    for who, person in world.people.items():
        world.devices[who] = Device.objects.create(
            public_id=uuid4(), person=person, name="Tab", registered_at=at, last_seen_at=at
        )
    member = world.people["giu-so-2"]
    roles = {keeper: TeamRole.LEAD, member: TeamRole.MEMBER}
    target = visit_of(Agency.objects.get(code="H61.12"), roles, at)
    photo = Evidence.objects.create(
        id=uuid4(), target=target, item_key="TS.01", kind="photo", content_type="image/png", sha256="0" * 64, size=len(PIXEL),
        received_bytes=len(PIXEL), by=keeper, announced_at=at, completed_at=at,
        storage_name=default_storage.save("evidence/photo", ContentFile(PIXEL)),
    )  # fmt: skip
    return {
        "visit": {"public_id": target.public_id},
        "checklist": {"version_hash": target.inspection.checklist_version.version_hash},
        "photo": {"number": photo.pk},
        "tablet": {"public_id": world.devices["giu-so"].public_id},
        "persons_tablet": {
            "public_id": world.people["giu-so-2"].public_id,
            "device": world.devices["giu-so-2"].public_id,
        },
        **of_desk(target, member, keeper, at),
    }


def institution(at: datetime) -> Institution:
    """Return an institution the department licensed."""
    major = {"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "", "yearly_quota": 60}
    granted = Granted({"name": "Trường Trung cấp Mẫu"}, "01/QĐ", local_day(at), [major])
    return record_licence(Agency.objects.get(code="H61.12"), granted, actor_id=None, at=at).institution


def staged_file(world: World) -> RegisterImport:
    """Return a file the department's keeper uploaded for its register of diplomas."""
    content = b"holder_name,kind,institution\nA,trung_cap,B\n"
    return stage_import(
        "diplomas", Agency.objects.get(code="H61.12"), content, name="so.csv", actor=world.people["giu-so"], at=world.at
    )  # fmt: skip


def representation(world: World) -> dict[str, dict[str, Any]]:
    """Return a power the second citizen will have from the first, and a request of the second with its paper."""
    citizen, other, later = world.people["cong-dan"], world.people["cong-dan-2"], local_day(world.at) + LATER
    power = name_attorney(
        citizen, national_id=other.national_id, full_name=other.full_name, procedures=["diploma_copy"],
        starts_on=later, ends_on=later, at=world.at,
    )  # fmt: skip
    paper = upload_of(other, world.at)
    wish = Wish("organisation", "Trường Mẫu", "1500000001", "QĐ 1", later)
    asked = ask_to_represent(other, wish, [paper], at=world.at)
    return {
        "power": {"public_id": power.public_id},
        "wish": {"public_id": asked.public_id},
        "evidence": {"public_id": paper.public_id},
    }


def handed_over(world: World) -> Message:
    """Return what the deciding office wrote for the one-stop to pass on, with a file; and let a question wait."""
    dossier = world.dossiers["searching"]
    picture = SimpleUploadedFile("so.png", PIXEL, content_type="image/png")
    for who, files in (("cong-dan", []), ("giu-so", [picture])):
        message = write_message(
            world.people[who], dossier.public_id, data={"text": "Khi nào?"}, files={"files": files},
            idempotency_key=uuid4(), at=world.at,
        )  # fmt: skip
    return message


def complaint(world: World) -> Complaint:
    """Return a complaint of the applicant about how a dossier is handled."""
    return complain(
        world.people["cong-dan"], world.dossiers["done"].public_id,
        data={"about": "handling", "text": "Chậm"}, idempotency_key=uuid4(), at=world.at,
        files={"files": [SimpleUploadedFile("anh.png", PIXEL, content_type="image/png")]},
    )  # fmt: skip


def enqueue_failure(at: datetime) -> None:
    """Make one job fail for good, so that there is an incident."""
    with transaction.atomic():
        enqueue(
            "dossiers.codes_exhausted", key="matrix", payload={"unit_code": "H61.12", "day": "2026-11-24"}
        )
    run_all_jobs(raise_errors=False)


def operation_incident(at: datetime) -> Incident:
    """Return the incident of a flow's operation."""
    with transaction.atomic():
        job = enqueue(
            "workflows.call_operation",
            key="matrix-operation",
            payload={"run_id": 0, "token": "t1"},
            run_at=at + LATER,
        )
    return Incident.objects.create(job=job, place="operation", cause="?", opened_at=at)


def open_step(dossier: Dossier) -> WorkItem:
    """Return the dossier's latest step."""
    return (
        WorkItem.objects.filter(process_id=dossier.run_id)
        .order_by(F("completed_at").asc(nulls_first=True), "-pk")
        .first()
    )


def url_names() -> set[str]:
    """Return the name of every address the product answers at."""
    return {name for name in names_below(get_resolver(), "") if name}


def names_below(resolver: URLResolver, prefix: str) -> Iterator[str]:
    """Walk the tree of addresses."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}" if entry.name else ""
        else:
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names_below(entry, inner)


def rows() -> list[dict[str, str]]:
    """Return the matrix as it was written by hand."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def arguments_of(row: Mapping[str, str], world: World) -> dict[str, Any]:
    """Return what to put into an address: of the row's object, in the row's state."""
    wanted, state = row["object"], row["state"]
    if wanted == "dossier":
        return {"public_id": world.dossiers[state].public_id}
    if wanted == "step":
        return {"public_id": open_step(world.dossiers[state]).public_id}
    if wanted == "supplement":
        dossier = world.dossiers[state]
        return {"public_id": dossier.public_id, "item_id": open_step(dossier).public_id}
    if wanted in world.arguments:
        return {
            **world.arguments[wanted],
            **dict(pair.split("=") for pair in state.split(",") if "=" in pair),
        }
    return dict(pair.split("=") for pair in wanted.split(",") if "=" in pair)


def answer(world: World, row: Mapping[str, str], who: str) -> str:
    """Ask as one person, change nothing, return the answer."""
    if row["method"] == SOCKET:
        return socket_answer(world, row, who)
    client = world.client(who)
    address = reverse(row["url"], kwargs=arguments_of(row, world))
    with transaction.atomic():
        response = getattr(client, row["method"].lower())(address)
        transaction.set_rollback(True)
    return str(response.status_code)


def socket_answer(world: World, row: Mapping[str, str], who: str) -> str:
    """Say whether a person may listen to a topic."""
    if who == ANONYMOUS:
        return "no"
    topic = row["url"]
    if row["object"] == "dossier":
        topic = f"dossier.{world.dossiers[row['state']].public_id}"
    elif row["object"]:
        topic = f"{row['url']}.{world.arguments[row['object']]['public_id']}"
    return "yes" if may_listen(world.people[who], topic, world.at) else "no"
