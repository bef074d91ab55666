"""A registration of vocational activity from sending to the licence in the register, appraised in three branches."""

import uuid
from datetime import date

import pytest

from documents.models import IssuedDocument
from dossiers.services import submit
from dossiers.status import Status
from forms.lists.known import reference_list
from procedures.package import read_folder
from procedures.services import publish
from registry.models import Licence
from registry.selectors import yearly_quota
from tests.integration.dossiers.conftest import library
from tests.integration.dossiers.diploma_copy import do

COMMUNE = next(iter(reference_list("communes").valid(date(2026, 11, 24), "86"))).code
ANSWERS = {
    "tu_cach_nop": "dung_dau",
    "loai_co_so": "truong_trung_cap",
    "ten_co_so": "Trường Trung cấp nghề Cửu Long Mẫu",
    "loai_hinh": "cong_lap",
    "co_quan_chu_quan": "Ủy ban nhân dân tỉnh",
    "tru_so": {"province": "86", "commune": COMMUNE, "street": "Số 1 đường Mẫu"},
    "tinh_khac": False,
    "dien_thoai": "0912345678",
    "email": "truong@example.vn",
    "qd_so": "12/QĐ-UBND",
    "qd_ngay": "2010-05-04",
    "qd_co_quan": "UBND tỉnh",
    "chuc_nang": "Đào tạo nghề.",
    "nguoi_dung_dau": "Lâm Quốc Bảo",
    "nguoi_dung_dau_chuc_vu": "Hiệu trưởng",
    "nguoi_dung_dau_so": "086301000123",
    "dia_diem": [
        {
            "loai": "tru_so",
            "dia_chi": "Số 1 đường Mẫu",
            "quyen_su_dung": "so_huu",
            "dien_tich_dat": "12000",
            "ma": "ĐĐ1",
        }
    ],
    "nganh": [
        {
            "ma_dong": "N1",
            "trinh_do": "trung_cap",
            "ma_nganh": "5520123",
            "ten_nganh": "Hàn",
            "quy_mo_nam": "60",
            "thoi_gian_nam": "2",
            "dia_diem": "ĐĐ1",
            "so_cho_hoc": "30",
        },
        {
            "ma_dong": "N2",
            "trinh_do": "so_cap",
            "ten_nganh": "May",
            "quy_mo_nam": "40",
            "thoi_gian_nam": "0,5",
            "dia_diem": "ĐĐ1",
            "so_cho_hoc": "20",
        },
    ],
    "chuong_trinh": [
        {"nganh": "N1", "ten": "Hàn trung cấp", "so_qd_ban_hanh": "5/QĐ", "tong_gio": "1800"},
        {"nganh": "N2", "ten": "May sơ cấp", "so_qd_ban_hanh": "6/QĐ", "tong_gio": "600"},
    ],
    "nhan_kq": "truc_tuyen",
    "cam_ket": True,
    "dong_y_dlcn": True,
}
SEEN = {"nhan_xet": "Đã xem từng ngành."}
STEPS = (
    ("tiep-nhan", "n1", "tiep_nhan", {}),
    ("truong-phong", "n3", "phan_cong", {}),
    ("chuyen-vien", "n4", "du", {"can_lay_y_kien": "false"}),
    ("phoi-hop", "n5b", "khong_dat", SEEN),
    ("giu-so", "n5c", "dat", SEEN),
    ("phoi-hop", "n5a", "dat", SEEN),
    (
        "chuyen-vien",
        "n6",
        "de_nghi_cap_mot_phan",
        {
            "to_trinh": "Nghề May thiếu nhà giáo.",
            "danh_sach_nganh": "Hàn, trung cấp, 50 học sinh một năm",
            "nganh_duoc_cap": [{"dong": "N1", "quy_mo": "50"}],
        },
    ),
    ("truong-phong", "n7", "dong_y", {}),
    ("van-phong", "n8", "dat", {}),
    ("lanh-dao", "n9", "ky", {}),
    ("van-thu", "n10", "xong", {}),
    ("tiep-nhan", "n12", "da_tra", {"cach_tra": "truc_tuyen"}),
)


@pytest.fixture
def at(people, now):
    """The moment of the test, the procedure published."""
    name = "vocational_activity_registration"
    publish(name, read_folder(library() / name), at=now, actor_id=None)
    return now


class TestARegistration:
    def test_granted_in_part_writes_what_was_granted_into_the_register(self, people, at):
        dossier = submit(
            people["cong-dan"], "vocational_activity_registration", data=ANSWERS, files={},
            idempotency_key=uuid.uuid4(), at=at,
        )  # fmt: skip

        for who, node, outcome, answers in STEPS:
            dossier = do(people[who], dossier, node, outcome, answers, at, reason="Theo tờ trình.")

        assert (dossier.status, dossier.result) == (Status.RETURNED, "cap_mot_phan")
        decision = IssuedDocument.objects.get(subject_id=str(dossier.pk))
        assert decision.kind == "licence_decision"
        licence = Licence.objects.get()
        assert licence.number == decision.number
        assert [(major.name, major.yearly_quota) for major in licence.majors.all()] == [("Hàn", 50)]
        assert yearly_quota(licence.institution, "5520123", licence.issued_on) == 50
