"""The way of one change of name, department to people's committee and back, for tests that start along it."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from accounts.models import Person
from dossiers.models import Dossier
from dossiers.services import submit
from forms.lists.known import reference_list
from tests.integration.dossiers.diploma_copy import do
from tests.integration.ways import remembered

COMMUNE = next(iter(reference_list("communes").valid(date(2026, 11, 24), "86"))).code
PLACE = {"province": "86", "commune": COMMUNE, "street": "Số 1 đường Mẫu"}
OLD_NAME, NEW_NAME = "Trường Trung cấp nghề Sông Tiền Mẫu", "Trường Trung cấp Kỹ thuật Sông Tiền Mẫu"
ANSWERS = {
    "tu_cach_nop": "chu_so_huu",
    "ten_co_quan": "Công ty Cổ phần Giáo dục Sông Tiền Mẫu",
    "nguoi_dai_dien": "Lê Văn Phước",
    "nguoi_dai_dien_chuc_vu": "Giám đốc",
    "dia_chi": PLACE,
    "dien_thoai": "0912345678",
    "email": "songtien@example.vn",
    "ten_hien_tai": OLD_NAME,
    "loai_co_so": "truong_trung_cap",
    "tru_so": PLACE,
    "noi_thanh_lap": "ubnd_tinh",
    "qd_so": "115/QĐ-UBND",
    "qd_ngay": "2012-03-09",
    "truong_hop": "to_chuc_lai",
    "can_cu": "Quyết định sáp nhập số 45/QĐ-UBND ngày 05/5/2026",
    "ten_moi": NEW_NAME,
    "ten_moi_nuoc_ngoai": "Song Tien Technical School",
    "ly_do": "Sáp nhập hai trường thành một.",
    "nhan_kq": "truc_tuyen",
    "cam_ket": True,
    "dong_y_dlcn": True,
}
DEPARTMENT_STEPS = (
    ("tiep-nhan", "n1", "tiep_nhan", {}),
    ("truong-phong", "n3", "phan_cong", {}),
    ("chuyen-vien", "n4", "du_dieu_kien", {"trung_ten": "false"}),
    ("chuyen-vien", "n6", "trinh", {"ket_qua_tham_dinh": "Hồ sơ hợp lệ.\nTên mới không trùng.", "can_cu_them": ""}),
    ("truong-phong", "n7", "dong_y", {}),
    ("van-phong", "n8", "dat", {}),
    ("lanh-dao", "n9", "ky", {}),
    ("van-thu", "n10", "xong", {}),
)  # fmt: skip
COMMITTEE_STEPS = (
    ("ubnd-van-thu", "u1", "tiep_nhan", {}),
    ("ubnd-chuyen-vien", "u2", "trinh_ky", {"y_kien": "Đủ căn cứ."}),
    ("chu-tich", "u3", "ky", {}),
    ("ubnd-van-thu", "u4", "xong", {}),
)
LAST_STEPS = (
    ("tiep-nhan", "n12", "da_tra", {"cach_tra": "truc_tuyen"}),
    ("chuyen-vien", "n14", "xong", {"noi_cong_khai": "Cổng thông tin của Sở", "da_cap_nhat": "true"}),
)
STEPS = (*DEPARTMENT_STEPS, *COMMITTEE_STEPS, *LAST_STEPS)


@remembered
def apply(applicant: Person, at: datetime, **answers: object) -> Dossier:
    """Send an application."""
    return submit(
        applicant, "institution_rename", data={**ANSWERS, **answers}, files={}, idempotency_key=uuid.uuid4(), at=at
    )  # fmt: skip


@remembered
def walk_on(
    dossier: Dossier, people: Mapping[str, Person], at: datetime, *, until: str = "", steps: tuple = STEPS
) -> Dossier:
    """Go the straight way over these steps, up to one, which is left open."""
    for who, node_id, outcome, answers in steps:
        if node_id == until:
            return dossier
        dossier = do(people[who], dossier, node_id, outcome, answers, at)
    return dossier
