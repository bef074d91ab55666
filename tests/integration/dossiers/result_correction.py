"""The way of one correction of a result, for tests that start somewhere along it."""

import subprocess
import uuid
from collections.abc import Mapping
from datetime import datetime

from accounts.models import Person
from documents.models import IssuedDocument
from documents.selectors import file_of
from dossiers.models import Dossier
from dossiers.services import begin_correction
from jobs.testing import run_all_jobs
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do
from tests.integration.ways import remembered

FAULT = {"noi_dung_sai": "Năm tốt nghiệp in là 2021.", "noi_dung_dung": "2020"}
LETTER = {
    "sai_sot": "Sai dấu ở địa danh.",
    "noi_dung_dinh_chinh": "Tại phần đầu, “Vỉnh Long” sửa thành “Vĩnh Long”.",
}
REPLACEMENT = {
    "sai_sot": "In nhầm năm tốt nghiệp.",
    "sua": [{"muc": "record.graduation_year", "de_nghi": "2020"}],
}
REVOCATION = {
    "sai_sot": "Cấp cho người không có tên trong sổ gốc.",
    "can_cu": "Biên bản xác minh ngày 20/11/2026",
}
REPLY = {"tra_loi": "Văn bản đúng với sổ gốc."}
ANSWERS = {"dinh_chinh": LETTER, "thay_the": REPLACEMENT, "thu_hoi": REVOCATION, "khong_sua": REPLY}
HANDED_OVER = {"cach_tra": "truc_tuyen"}


def publish_correction(at: datetime) -> None:
    """Publish the package."""
    publish_from_library("result_correction", at=at)


def document_of(dossier: Dossier) -> IssuedDocument:
    """Return the newest document of a dossier."""
    return IssuedDocument.objects.filter(subject_id=str(dossier.pk)).latest("issued_at", "pk")


@remembered
def begin(person: Person, origin: Dossier, at: datetime, **more: object) -> Dossier:
    """Begin to correct the newest document of a finished dossier."""
    key = more.pop("idempotency_key", None) or uuid.uuid4()
    return begin_correction(
        person, origin.public_id, document_of(origin).public_id, data={**FAULT, **more}, files={},
        idempotency_key=key, at=at,
    )  # fmt: skip


@remembered
def propose(work: Dossier, people: Mapping[str, Person], at: datetime, way: str, **more: object) -> Dossier:
    """Examine and propose one way; the request of an applicant is received first."""
    run_all_jobs()
    work.refresh_from_db()
    if work.run.work_items.filter(node_id="r1", completed_at=None).exists():
        work = do(people["tiep-nhan"], work, "r1", "tiep_nhan", {}, at)
    return do(people["chuyen-vien"], work, "x1", way, {**ANSWERS[way], **more}, at, reason="Đã xác minh.")


@remembered
def issue(work: Dossier, people: Mapping[str, Person], at: datetime) -> Dossier:
    """Approve, sign and seal what was proposed."""
    work = do(people["truong-phong"], work, "x2", "dong_y", {}, at)
    work = do(people["lanh-dao"], work, "x3", "ky", {}, at)
    return do(people["van-thu"], work, "x4", "xong", {}, at)


@remembered
def hand_over(work: Dossier, people: Mapping[str, Person], at: datetime) -> Dossier:
    """Hand the new document over."""
    return do(people["tiep-nhan"], work, "x7", "da_tra", HANDED_OVER, at)


def words_of(document: IssuedDocument) -> str:
    """Return the text of a signed file on one line."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=file_of(document), capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())
