"""The way of one amendment of a diploma, for tests that start somewhere along it."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Person
from dossiers.models import Dossier
from dossiers.services import submit
from registry.models import DiplomaRecord
from tests.integration.dossiers.diploma_copy import do
from tests.integration.uploads import PIXEL
from tests.integration.ways import remembered

ANSWERS = {
    "tinh_huong": "cai_chinh",
    "tu_cach": "chinh_chu",
    "nguoi_ho_ten": "Nguyễn Thị Mai Anh",
    "nguoi_so_dinh_danh": "086301000123",
    "nguoi_dien_thoai": "0912345678",
    "loai_vbcc": "trung_cap",
    "truong_cap": "Trường Trung cấp nghề Trà Cú Mẫu",
    "nam_tn": "2021",
    "khong_nho": True,
    "so_hieu": "TC 004512",
    "nganh": "Kế toán doanh nghiệp",
    "chu_bang_ho_ten": "Nguyễn Thị Mai",
    "chu_bang_ngay_sinh": {"year": "2001", "month": "3", "day": "8"},
    "sua": [
        {
            "muc": "ho_ten",
            "dang_ghi": "Nguyễn Thị Mai",
            "de_nghi": "Nguyễn Thị Mai Anh",
            "can_cu_so": "12/TLCC",
            "can_cu_ngay": "2026-05-05",
            "can_cu_co_quan": "UBND phường Long Châu",
        },
        {
            "muc": "ngay_sinh",
            "dang_ghi": "08/3/2001",
            "de_nghi": "18/3/2001",
            "can_cu_so": "12/TLCC",
            "can_cu_ngay": "2026-05-05",
            "can_cu_co_quan": "UBND phường Long Châu",
        },
    ],
    "nhan_kq": "truc_tuyen",
    "so_ban_giay": "0",
    "cam_doan": True,
    "dong_y_dlcn": True,
}
DRAFT = {
    "can_cu": "Trích lục cải chính hộ tịch số 12/TLCC ngày 05/5/2026 của UBND phường Long Châu",
    "noi_dung_sua": "Họ và tên: Nguyễn Thị Mai thành Nguyễn Thị Mai Anh\nNgày sinh: 08/3/2001 thành 18/3/2001",
}
STEPS = (
    ("tiep-nhan", "c1", "tiep_nhan", {"noi_giu_so_goc": "H61.12"}),
    ("truong-phong", "c3", "phan_cong", {}),
    ("giu-so", "c4", "khop_mot", {}),
    ("chuyen-vien", "c5", "de_nghi_chinh_sua", DRAFT),
    ("truong-phong", "c6", "dong_y", {}),
    ("lanh-dao", "c7", "ky", {}),
    ("van-thu", "c8", "xong", {}),
    ("giu-so-2", "c9", "da_ghi", {"da_ghi": "true", "trang": "Quyển 2, trang 15"}),
    ("tiep-nhan", "c10", "da_tra", {"cach_tra": "tai_quay", "nguoi_nhan": "Nguyễn Thị Mai Anh"}),
)


@remembered
def apply(applicant: Person, at: datetime, **answers: object) -> Dossier:
    """Send an application with its papers."""
    papers = {
        key: [SimpleUploadedFile(f"{key}.png", PIXEL, content_type="image/png")]
        for key in ("van_bang_ban_chup", "can_cu_ho_tich")
    }
    return submit(
        applicant, "diploma_reissue", data={**ANSWERS, **answers}, files=papers,
        idempotency_key=uuid.uuid4(), at=at,
    )  # fmt: skip


@remembered
def walk_on(dossier: Dossier, people: Mapping[str, Person], at: datetime, *, until: str = "") -> Dossier:
    """Go the straight way from where the dossier is, up to a step, which is left open."""
    done = set(dossier.step_answers.values_list("node_id", flat=True))
    for who, node_id, outcome, answers in STEPS:
        if node_id == until:
            return dossier
        if node_id in done:
            continue
        data = dict(answers)
        if node_id == "c4":
            data["ban_ghi"] = str(DiplomaRecord.objects.get(serial_no="TC 004512").public_id)
        dossier = do(people[who], dossier, node_id, outcome, data, at)
    return dossier
