"""Registers are asked when an application is sent: the officer reads a hit, the applicant only what is public."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from dossiers.models import RegisterWarning
from dossiers.services import save_draft, submit
from dossiers.services.export_own import export_own
from registry.models import Institution, Licence, PermanentTeacher
from registry.services import Granted, keep_teachers, record_licence
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do
from tests.integration.dossiers.institution_rename import ANSWERS as RENAME
from tests.integration.dossiers.institution_rename import NEW_NAME, OLD_NAME, apply
from tests.integration.dossiers.test_vocational_activity import ANSWERS as REGISTRATION
from tests.integration.dossiers.test_vocational_activity import STEPS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MAJOR = {"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60}
BORNE = "trùng tên đang dùng hoặc đã dùng"
ELSEWHERE = "cơ hữu ở một cơ sở khác"
PERMANENT = {
    "ho_ten": "Trần Thị Lan", "so_dinh_danh": "086190000013", "trinh_do_cm": "Kỹ sư", "nganh": "N1",
    "gio_giang_nam": "430", "hinh_thuc": "co_huu",
}  # fmt: skip


@pytest.fixture
def at(people, now):
    """The moment of the test, both procedures published."""
    for name in ("institution_rename", "vocational_activity_registration"):
        publish_from_library(name, at=now)
    return now


def licensed(name: str, at, *teachers: str, number: str = "7/QĐ") -> Institution:
    """A school of the register with a licence, and its permanent teachers."""
    granted = Granted({"name": name}, number, date(2024, 5, 4), [MAJOR])
    licence = record_licence(Agency.objects.get(code="H61.12"), granted, actor_id=None, at=at)
    rows = [{"number": each, "name": "Trần Thị Lan"} for each in teachers]
    keep_teachers(licence, rows, actor_id=None, at=at)
    return licence.institution


def register(people, at, **answers):
    """Send a registration."""
    data = {**REGISTRATION, **answers}
    return submit(
        people["cong-dan"], "vocational_activity_registration", data=data, files={},
        idempotency_key=uuid.uuid4(), at=at,
    )  # fmt: skip


def page(person, name: str, *args) -> str:
    """What a person reads at an address."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.get(reverse(name, args=args)).content.decode()


class TestANameThatIsBorne:
    def test_is_said_to_the_officer_with_who_bears_it_and_to_the_applicant_without(self, people, at):
        licensed(NEW_NAME.upper(), at)

        dossier = apply(people["cong-dan"], at)

        desk = page(people["tiep-nhan"], "desk:dossier", dossier.public_id)
        assert BORNE in desk and f"({NEW_NAME.upper()})" in desk
        own = page(people["cong-dan"], "portal:dossier", dossier.public_id)
        assert BORNE in own and NEW_NAME.upper() not in own

    def test_is_said_before_sending_too_and_blocks_nothing(self, people, at):
        licensed(NEW_NAME, at)
        save_draft(people["cong-dan"], "institution_rename", RENAME, at=at)

        shown = page(people["cong-dan"], "portal:review", "institution_rename")

        assert BORNE in shown and 'name="idempotency_key"' in shown

    def test_by_the_institution_itself_is_no_hit(self, people, at):
        licensed(OLD_NAME, at)

        dossier = apply(people["cong-dan"], at, ten_moi=OLD_NAME.upper())

        assert not dossier.register_warnings.exists()

    def test_stays_as_it_was_found_whatever_the_register_says_later(self, people, at):
        school = licensed(NEW_NAME, at)
        dossier = apply(people["cong-dan"], at)

        school.name = "Tên khác"
        school.save()

        assert [each.field for each in dossier.register_warnings.all()] == ["ten_moi"]


class TestATeacherWhoIsPermanentElsewhere:
    def test_is_the_officers_to_read_alone(self, people, at):
        licensed("Trường Trung cấp Tây Đô Mẫu", at, PERMANENT["so_dinh_danh"])

        dossier = register(people, at, nha_giao=[PERMANENT])

        desk = page(people["tiep-nhan"], "desk:dossier", dossier.public_id)
        assert ELSEWHERE in desk and "Dòng 1" in desk and "Tây Đô Mẫu" in desk
        own = page(people["cong-dan"], "portal:dossier", dossier.public_id)
        assert ELSEWHERE not in own and "Tây Đô Mẫu" not in own

    def test_leaves_the_review_of_the_applicant_as_it_is_for_a_miss(self, people, at):
        save_draft(
            people["cong-dan"], "vocational_activity_registration",
            {**REGISTRATION, "nha_giao": [PERMANENT]}, at=at,
        )  # fmt: skip
        before = page(people["cong-dan"], "portal:review", "vocational_activity_registration")

        licensed("Trường Trung cấp Tây Đô Mẫu", at, PERMANENT["so_dinh_danh"])

        after = page(people["cong-dan"], "portal:review", "vocational_activity_registration")
        assert without_tokens(after) == without_tokens(before)

    def test_who_visits_is_not_asked_about(self, people, at):
        licensed("Trường Trung cấp Tây Đô Mẫu", at, PERMANENT["so_dinh_danh"])

        dossier = register(people, at, nha_giao=[{**PERMANENT, "hinh_thuc": "thinh_giang"}])

        assert not dossier.register_warnings.exists()

    def test_stays_out_of_what_the_applicant_exports(self, people, at):
        licensed("Trường Trung cấp Tây Đô Mẫu", at, PERMANENT["so_dinh_danh"])
        register(people, at, nha_giao=[PERMANENT])

        exported = export_own(people["cong-dan"], at=at)

        assert exported["dossiers"] and ELSEWHERE not in str(exported)

    def test_of_who_is_licensed_now_goes_into_the_register_for_the_next(self, people, at):
        dossier = register(
            people, at, nha_giao=[PERMANENT, {**PERMANENT, "nganh": "N2", "so_dinh_danh": "086190000014"}]
        )

        for who, node, outcome, answers in STEPS:
            dossier = do(people[who], dossier, node, outcome, answers, at, reason="Theo tờ trình.")

        kept = PermanentTeacher.objects.filter(licence=Licence.objects.get())
        assert [each.number for each in kept] == [PERMANENT["so_dinh_danh"]]


class TestManyTeachers:
    def test_cost_as_many_queries_as_one(self, people, at, django_assert_max_num_queries):
        licensed("Trường Trung cấp Tây Đô Mẫu", at, PERMANENT["so_dinh_danh"])
        rows = [{**PERMANENT, "so_dinh_danh": f"0861900{number:05}"} for number in range(100, 300)]

        with django_assert_max_num_queries(120):
            register(people, at, nha_giao=[*rows, PERMANENT])

        assert RegisterWarning.objects.count() == 1


def without_tokens(text: str) -> str:
    """A page without what differs each time it is shown."""
    return "\n".join(
        line for line in text.splitlines() if "csrf" not in line and "idempotency_key" not in line
    )
