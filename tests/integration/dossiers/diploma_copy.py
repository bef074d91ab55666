"""The way of one diploma copy, step by step, for tests that start somewhere along it."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from accounts.models import Person
from dossiers.models import Dossier
from dossiers.services import Excuse, claim, complete, submit
from dossiers.sources import diploma_candidates
from jobs.testing import run_all_jobs
from tests.integration.ways import remembered
from workflows.models import WorkItem

ANSWERS = {
    "tu_cach": "chinh_chu",
    "nguoi_ho_ten": "Nguyễn Thị Mai",
    "nguoi_so_dinh_danh": "086301000123",
    "nguoi_dien_thoai": "0912345678",
    "chu_bang_ho_ten": "Nguyễn Thị Mai",
    "chu_bang_ngay_sinh-day": "8",
    "chu_bang_ngay_sinh-month": "3",
    "chu_bang_ngay_sinh-year": "2001",
    "loai_vbcc": "trung_cap",
    "truong_cap": "Trường Trung cấp nghề Trà Cú Mẫu",
    "nam_tn": "2021",
    "nganh": "Kế toán doanh nghiệp",
    "khong_nho": "true",
    "so_hieu": "TC 004512",
    "ban_dien_tu": "true",
    "so_ban_giay": "0",
    "cam_doan": "true",
    "dong_y_dlcn": "true",
}

STEPS = (
    ("tiep-nhan", "b1", "tiep_nhan", {"noi_giu_so_goc": "H61.12"}),
    ("giu-so", "b2", "khop_mot", {}),
    ("giu-so-2", "b3", "dung", {"da_doi_chieu": "true"}),
    ("lanh-dao", "b4", "ky", {}),
    ("van-thu", "b5", "xong", {}),
    ("tiep-nhan", "b6", "da_tra", {"cach_tra": "tai_quay", "nguoi_nhan": "Nguyễn Thị Mai"}),
)


@remembered
def send(applicant: Person, at: datetime, **answers: str) -> Dossier:
    """Send an application."""
    return submit(
        applicant, "diploma_copy", data={**ANSWERS, **answers}, files={}, idempotency_key=uuid.uuid4(), at=at
    )


def open_item(dossier: Dossier, node_id: str) -> WorkItem:
    """Return the open step of a node."""
    return WorkItem.objects.get(process_id=dossier.run_id, node_id=node_id, completed_at=None)


def record_of(dossier: Dossier) -> str:
    """Return the first record of the register that the search offers for a dossier."""
    asked = {"holder_name": "chu_bang_ho_ten", "born_on": "chu_bang_ngay_sinh", "number": "so_hieu"}
    return diploma_candidates(dossier, {name: dossier.answers.get(key) for name, key in asked.items()})[
        0
    ].value


@remembered
def do(
    person: Person,
    dossier: Dossier,
    node_id: str,
    outcome: str,
    answers: Mapping[str, str],
    at: datetime,
    reason: str = "",
) -> Dossier:
    """Claim a step, complete it, let the jobs run."""
    item = open_item(dossier, node_id)
    item = claim(person, item.public_id, version=item.version, at=at)
    data = dict(answers)
    if node_id == "b2" and outcome == "khop_mot":
        data.setdefault("ban_ghi", record_of(dossier))
    dossier = complete(
        person,
        item.public_id,
        outcome=outcome,
        version=item.version,
        at=at,
        data=data,
        files={},
        reason=reason,
        excuse=Excuse("qua_tai"),
    )
    run_all_jobs()
    dossier.refresh_from_db()
    return dossier


@remembered
def walk(dossier: Dossier, people: Mapping[str, Person], at: datetime, *, until: str = "") -> Dossier:
    """Go the straight way up to a step, which is left open."""
    for who, node_id, outcome, answers in STEPS:
        if node_id == until:
            return dossier
        dossier = do(people[who], dossier, node_id, outcome, answers, at)
    return dossier
