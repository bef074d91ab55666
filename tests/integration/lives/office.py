"""The office a life passes through: its people, what each step may be answered with, its clock and its workers.

The clock stands until it is set, so that a life depends on nothing but its own steps. Drawing a page takes a fifth
of a second and is not what is tried here: the first page drawn is every page; signatures on it are real.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Person
from dossiers.errors import NotVisible
from dossiers.models import Dossier, SupplementItem
from dossiers.services import Excuse, Mark, claim, complete, judge, mark, submit
from jobs.models import Job, JobState
from jobs.running import run
from jobs.transport import dispatch
from tests.integration.dossiers import diploma_copy
from tests.integration.dossiers.test_vocational_activity import ANSWERS as REGISTRATION
from tests.integration.uploads import PIXEL
from workflows.errors import FourEyes
from workflows.models import WorkItem

START = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
LAST = START + timedelta(days=240)
COPY, ACTIVITY = "diploma_copy", "vocational_activity_registration"
PROCEDURES = (COPY, ACTIVITY)
APPLICANT = "cong-dan"
APPLICANTS_STEP = "nguoi_nop"
MAIL = "outside"

WHO: Mapping[str, tuple[str, ...]] = {
    "nguoi_nop": (APPLICANT,),
    "tiep_nhan": ("tiep-nhan", "tiep-nhan-2"),
    "tra_ket_qua": ("tiep-nhan",),
    "lanh_dao_phong": ("truong-phong",),
    "chuyen_vien": ("chuyen-vien", "giu-so"),
    "giu_so_goc": ("giu-so", "giu-so-2"),
    "phoi_hop": ("phoi-hop",),
    "van_phong_so": ("van-phong",),
    "lanh_dao_so": ("lanh-dao",),
    "van_thu": ("van-thu",),
}
STRANGERS = ("cong-dan-2", "truong-giu-so", "hieu-truong", "truong-van-thu")
"""Another citizen, and people of another agency."""
LEAVERS = (("giu-so-2", "giu_so_goc"), ("chuyen-vien", "chuyen_vien"), ("tiep-nhan-2", "tiep_nhan"))
"""Who may leave the office: somebody else holds the role too."""

MARKS: Mapping[str, Mapping[str, Any]] = {
    COPY: {"nganh": "Kế toán", "truong_cap": "Trường Trung cấp nghề Trà Cú Mẫu", "nam_tn": "2021"},
    ACTIVITY: {
        "chuc_nang": "Đào tạo nghề và bồi dưỡng.",
        "qd_co_quan": "Ủy ban nhân dân tỉnh",
        "qd_so": "12/QĐ",
    },
}
"""Fields that may be marked, and what the applicant corrects them to."""

SEEN = {"nhan_xet": "Đã xem từng ngành."}
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "b1": {"noi_giu_so_goc": "H61.12"},
    "b3": {"da_doi_chieu": "true"},
    "b3k": {"noi_dung": "Không có trong sổ gốc."},
    "n4": {"can_lay_y_kien": "true", "noi_dung_y_kien": "Về địa điểm"},
    "n5a": SEEN,
    "n5b": SEEN,
    "n5c": SEEN,
    "n5d": {"y_kien": "Đồng ý."},
    "n5x": {"thanh_phan": "Hai chuyên viên", "noi_dung": "Đúng như khai."},
    "n6": {
        "to_trinh": "Đủ điều kiện.",
        "danh_sach_nganh": "Hàn, trung cấp, 50 học sinh một năm",
        "nganh_duoc_cap": [{"dong": "N1", "quy_mo": "50"}],
        "noi_dung_tra_loi": "Chưa đủ điều kiện.",
    },
    "n13": {"noi_cong_khai": "Trang của Sở", "da_gui_bo": "true"},
}
PAPER_LINE = {
    "so_ho_ten": "Nguyễn Thị Mai", "so_ngay_sinh-day": "8", "so_ngay_sinh-month": "3", "so_ngay_sinh-year": "2001",
    "so_vao_so": "512/2021", "so_nganh": "Kế toán", "so_nam_tn": "2021",
}  # fmt: skip


class Clock:
    """The house's clock: it says what it was set to."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self.at += time


@dataclass
class Case:
    """One dossier in the office, and what a page shown earlier would still send.

    old_pages  (person, step, version, way out) of pages that people may have open
    """

    people: Mapping[str, Person]
    clock: Clock
    dossier: Dossier
    old_pages: list[tuple[Person, uuid.UUID, int, str]] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """What the clock says."""
        return self.clock.at

    @property
    def applicant(self) -> Person:
        """Whose dossier it is."""
        return self.people[APPLICANT]

    def refresh(self) -> Dossier:
        """Read the dossier again."""
        self.dossier = Dossier.objects.select_related("run", "receiving_agency").get(pk=self.dossier.pk)
        return self.dossier

    def open_items(self) -> list[WorkItem]:
        """Return the open steps, the oldest first."""
        open_now = self.dossier.run.work_items.filter(completed_at=None)
        return list(open_now.select_related("process", "owner").order_by("pk"))

    def workers(self, item: WorkItem) -> Iterator[Person]:
        """Give those who may do a step, whoever holds it already first."""
        candidates = [self.people[who] for who in WHO[item.role]]
        yield from sorted(candidates, key=lambda person: person.pk != item.owner_id)


def apply(procedure: str, people: Mapping[str, Person], clock: Clock) -> Case:
    """Send an application; a copy is asked for with a paper."""
    data: Mapping[str, Any] = REGISTRATION
    files: Mapping[str, Any] = {}
    if procedure == COPY:
        data = {**diploma_copy.ANSWERS, "tu_cach": "uy_quyen"}
        files = {"giay_chung_minh": [SimpleUploadedFile("uy-quyen.png", PIXEL, content_type="image/png")]}
    dossier = submit(
        people[APPLICANT], procedure, data=data, files=files, idempotency_key=uuid.uuid4(), at=clock.at
    )
    case = Case(people, clock, dossier)
    case.refresh()
    return case


def take(case: Case, item: WorkItem) -> Person | None:
    """Let the first who may take a step do so; None where four eyes or the office leave nobody."""
    for person in case.workers(item):
        if item.owner_id == person.pk:
            return person
        if item.owner_id is not None:
            continue
        try:
            claim(person, item.public_id, version=item.version, at=case.at)
        except (FourEyes, NotVisible):
            continue
        item.refresh_from_db()
        return person
    return None


def end(case: Case, person: Person, item: WorkItem, outcome: str) -> None:
    """Send a held step out on one of its ways, with answers that are good for it."""
    case.old_pages.append((person, item.public_id, item.version, outcome))
    complete(
        person, item.public_id, outcome=outcome, version=item.version, at=case.at,
        data=answers_for(case, item, outcome), files=papers_for(item, outcome), reason="Theo quy định.",
        excuse=Excuse("qua_tai"),
    )  # fmt: skip
    case.refresh()


def answers_for(case: Case, item: WorkItem, outcome: str) -> Mapping[str, Any]:
    """Return what a step is answered with."""
    if item.node_id == "b2":
        if outcome == "so_goc_giay":
            return PAPER_LINE
        return {"ban_ghi": diploma_copy.record_of(case.dossier)}
    if item.node_id == "n5x":
        return {**GIVEN["n5x"], "ngay": case.at.date().isoformat()}
    return {"cach_tra": "truc_tuyen"} if item.role == "tra_ket_qua" else GIVEN.get(item.node_id, {})


def papers_for(item: WorkItem, outcome: str) -> Mapping[str, Any]:
    """Return the papers a step is answered with."""
    if item.node_id == "b2" and outcome == "so_goc_giay":
        return {"anh_trang_so": [SimpleUploadedFile("so.png", PIXEL, content_type="image/png")]}
    return {}


def marks_of(case: Case, number: int) -> list[Mark]:
    """Return the first so many marks that may be made."""
    return [Mark(key, "Xem lại.", basis="NĐ 61/2018") for key in list(MARKS[case.dossier.procedure])[:number]]


def make_marks(case: Case, person: Person, item: WorkItem, number: int) -> None:
    """Mark fields at a step; none are the words of the way out alone."""
    if number:
        mark(person, item.public_id, marks_of(case, number), at=case.at)


def answered_items(
    case: Case, items: Sequence[SupplementItem], corrected: Callable[[int], bool]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the applicant's page posts, and the answers the application has afterwards."""
    posted: dict[str, Any] = {}
    expected = dict(case.dossier.answers)
    for number, item in enumerate(items):
        if corrected(number) and item.field:
            posted[f"answer-{item.pk}"] = "corrected"
            posted[item.field] = MARKS[case.dossier.procedure][item.field]
            expected[item.field] = int(posted[item.field]) if item.field == "nam_tn" else posted[item.field]
        else:
            posted[f"answer-{item.pk}"] = "impossible"
            posted[f"explanation-{item.pk}"] = "Không còn giấy tờ."
    return posted, expected


def judge_all(case: Case, person: Person, item: WorkItem, met: Callable[[int], bool]) -> bool:
    """Judge what was answered at the checking step; return whether everything is there."""
    answered = case.dossier.supplement_rounds.get(state="answered")
    found = {each.pk: met(number) for number, each in enumerate(answered.items.all())}
    judge(person, item.public_id, found, at=case.at)
    return all(found.values())


def run_jobs() -> int:
    """Let the workers do what is due, mail aside; return how many jobs ran."""
    count = 0
    ready = Job.objects.filter(state=JobState.READY).exclude(queue=MAIL).order_by("run_at", "pk")
    while job := ready.filter(run_at__lte=timezone.now()).first():
        run(job.pk, send_again=dispatch, renew=False, raise_errors=True)
        count += 1
    return count
