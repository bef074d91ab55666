"""A registration of vocational activity from sending to the licence in the register, appraised in three branches."""

import copy
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from documents.models import IssuedDocument
from dossiers.errors import NotVisible
from dossiers.models import StepAnswer
from dossiers.selectors import desk_dossier, work_item_page
from dossiers.services import submit
from dossiers.status import Status
from forms.lists.known import reference_list
from registry.models import Licence
from registry.selectors import yearly_quota
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do, open_item

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
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
    publish_from_library(name, at=now)
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


class TestAConsultedOffice:
    @pytest.fixture
    def consulted(self, people, at):
        """A registration about which an office is asked something, while others appraise it."""
        dossier = submit(
            people["cong-dan"], "vocational_activity_registration", data=ANSWERS, files={},
            idempotency_key=uuid.uuid4(), at=at,
        )  # fmt: skip
        asking = {
            "can_lay_y_kien": "true",
            "noi_dung_y_kien": "Đất có tranh chấp không?",
            "nhan_xet": "Nghi vấn",
        }
        for who, node, outcome, answers in STEPS[:2]:
            dossier = do(people[who], dossier, node, outcome, answers, at)
        dossier = do(people["chuyen-vien"], dossier, "n4", "du", asking, at, reason="Đủ")
        return do(
            people["chuyen-vien"], dossier, "n5c", "dat", {"nhan_xet": "Nội bộ n5c"}, at, reason="Kín n5c"
        )

    def test_reads_the_application_and_what_it_is_asked_and_no_opinion(self, consulted, people, at):
        page = desk_dossier(people["phoi-hop"], consulted.public_id, at)

        assert page.answers
        assert [(step.node_id, step.answers, step.outcome, step.reason) for step in page.steps] == [
            ("n4", {"noi_dung_y_kien": "Đất có tranh chấp không?"}, "", "")
        ]
        assert not page.reasons
        assert not (page.issued or page.drafts or page.papers)

    def test_is_shown_the_question_beside_its_form_and_no_opinion_anywhere(self, consulted, people, at):
        client = Client()
        client.force_login(people["phoi-hop"], backend=BACKEND)
        step = reverse("desk:work_item", args=[open_item(consulted, "n5d").public_id])

        shown = client.get(step).content.decode()

        assert "Đất có tranh chấp không?" in shown
        assert not [each for each in ("Nghi vấn", "Nội bộ n5c", "Kín n5c") if each in shown]

    def test_reads_its_own_answer_and_why_it_came_back_and_nothing_else(self, consulted, people, at):
        for node in ("n5a", "n5b"):
            consulted = do(people["phoi-hop"], consulted, node, "dat", {"nhan_xet": f"Của {node}"}, at)
        consulted = do(people["phoi-hop"], consulted, "n5d", "dong_y", {"y_kien": "Không"}, at)
        summary = next(answers for _, node, _, answers in STEPS if node == "n6")
        consulted = do(
            people["chuyen-vien"], consulted, "n6", "de_nghi_cap_mot_phan", summary, at, reason="Kín n6"
        )
        consulted = do(
            people["truong-phong"], consulted, "n7", "tra_lai_csvc", {}, at, reason="Xem lại xưởng"
        )

        page = desk_dossier(people["phoi-hop"], consulted.public_id, at)

        assert [(step.node_id, step.reason) for step in page.steps] == [("n5a", ""), ("n7", "Xem lại xưởng")]

    def test_reads_nothing_that_another_office_answered_at_the_same_step(self, consulted, people, at):
        own = open_item(consulted, "n5d")
        other = copy.copy(own)
        other.pk, other.public_id, other.token_id = None, uuid.uuid4(), "other"
        other.agency = Agency.objects.get(code="H61.12.31")
        other.status, other.owner, other.completed_at = "DONE", people["hieu-truong"], at
        other.save(force_insert=True)
        StepAnswer.objects.create(
            dossier=consulted, work_item=other, node_id="n5d", answers={"y_kien": "Kín"}, outcome="dong_y",
            answered_by=people["hieu-truong"], answered_at=at,
        )  # fmt: skip

        work = work_item_page(people["phoi-hop"], own.public_id, at)

        assert [step.node_id for step in work.page.steps] == ["n4"]
        assert work.values == {}

    def test_sees_nothing_once_it_has_answered(self, consulted, people, at):
        for node, outcome, answers in (
            ("n5a", "dat", SEEN), ("n5b", "dat", SEEN), ("n5d", "dong_y", {"y_kien": "Không"}),
        ):  # fmt: skip
            consulted = do(people["phoi-hop"], consulted, node, outcome, answers, at)

        with pytest.raises(NotVisible):
            desk_dossier(people["phoi-hop"], consulted.public_id, at)

    def test_of_the_department_itself_reads_opinions_as_before(self, consulted, people, at):
        page = desk_dossier(people["chuyen-vien"], consulted.public_id, at)

        assert {"n4", "n5c"} <= {step.node_id for step in page.steps}
