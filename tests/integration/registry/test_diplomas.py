"""The original register: rows, their versions, and finding them."""

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError

from accounts.models import Agency
from audit.models import AuditEntry
from registry.errors import FactsInvalid, ReasonMissing, RecordChanged, RecordRevoked
from registry.models import DiplomaRecord
from registry.selectors import find_candidates, history, record_in
from registry.services import add_record, revise_record, revoke_record
from tests.integration.registry.conftest import AT

pytestmark = pytest.mark.django_db

FACTS = {
    "holder_name": "Thạch Thị  Đào",
    "birth_year": 1999,
    "birth_month": 2,
    "birth_day": 4,
    "national_id": "086199001234",
    "kind": "trung_cap",
    "institution": "Trường Trung cấp nghề Trà Vinh",
    "major": "Điện công nghiệp",
    "graduation_year": 2019,
    "classification": "Khá",
    "serial_no": "B 0012/CĐ",
    "register_no": "TV-2019/045",
    "issued_on": date(2019, 7, 15),
}


@pytest.fixture
def add(keeper, officer):
    def add(**changes):
        return add_record(changes.pop("keeper", keeper), actor_id=officer.pk, at=AT, **{**FACTS, **changes})

    return add


def actions():
    wanted = AuditEntry.objects.filter(action__startswith="registry.")
    return list(wanted.order_by("pk").values_list("action", flat=True))


class TestAdding:
    def test_writes_the_row_its_version_and_the_audit(self, add):
        row = add()

        assert row.holder_name == "Thạch Thị Đào"
        assert [each.content["issued_on"] for each in history(row)] == ["2019-07-15"]
        assert actions() == ["registry.add_record"]

    @pytest.mark.parametrize(
        ("changes", "faults"),
        [
            ({"holder_name": " "}, {"holder_name"}),
            ({"kind": "doctor"}, {"kind"}),
            ({"birth_month": 13}, {"birth_day"}),
            ({"birth_month": None}, {"birth_day"}),
            ({"birth_day": 31}, {"birth_day"}),
            ({"graduation_year": "2019"}, {"graduation_year"}),
            ({"serial_no": "9" * 61}, {"serial_no"}),
            ({"favourite_colour": "red"}, {"favourite_colour"}),
            ({"holder_name": "", "institution": ""}, {"holder_name", "institution"}),
        ],
        ids=lambda value: " ".join(sorted(map(str, value))),
    )
    def test_refuses_what_cannot_stand_in_a_register(self, add, changes, faults):
        with pytest.raises(FactsInvalid) as caught:
            add(**changes)

        assert caught.value.faults.keys() == faults
        assert not DiplomaRecord.objects.exists()

    def test_keeps_a_birth_of_which_only_the_year_is_known(self, add):
        row = add(birth_month=None, birth_day=None)

        assert row.birth_date == "1999"
        assert row.as_written()["birth_date"] == "1999"


class TestRevising:
    def test_adds_a_version_and_leaves_the_old_content(self, add, officer):
        row = add()

        revised = revise_record(
            row, expected_version=1, note="Đã chỉnh sửa theo Quyết định số 12/QĐ-SGDĐT ngày 20/11/2026",
            actor_id=officer.pk, at=AT + timedelta(days=1), holder_name="Thạch Thị Hoa",
        )  # fmt: skip

        assert [each.content["holder_name"] for each in history(revised)] == [
            "Thạch Thị Hoa",
            "Thạch Thị Đào",
        ]
        assert revised.as_written()["amendment"].startswith("Đã chỉnh sửa theo")
        assert actions() == ["registry.add_record", "registry.revise_record"]

    def test_needs_the_version_the_writer_has_seen(self, add, officer):
        row = add()
        revise_record(row, expected_version=1, note="QĐ 1", actor_id=officer.pk, at=AT, major="Hàn")

        with pytest.raises(RecordChanged) as caught:
            revise_record(row, expected_version=1, note="QĐ 2", actor_id=officer.pk, at=AT, major="Tiện")

        assert caught.value.version == 2

    def test_needs_grounds(self, add, officer):
        with pytest.raises(ReasonMissing):
            revise_record(add(), expected_version=1, note=" ", actor_id=officer.pk, at=AT, major="Hàn")

    def test_of_a_revoked_diploma_is_refused(self, add, officer):
        row = revoke_record(add(), expected_version=1, note="QĐ thu hồi 3", actor_id=officer.pk, at=AT)

        with pytest.raises(RecordRevoked):
            revise_record(row, expected_version=2, note="QĐ", actor_id=officer.pk, at=AT, major="Hàn")

        assert "Đã thu hồi" in row.summary()


class TestFinding:
    @pytest.mark.parametrize(
        "asked",
        [
            {"holder_name": "THACH THI DAO"},
            {"holder_name": "Thạch  thị đào"},
            {"national_id": "086199001234"},
            {"number": "b0012 cd"},
            {"number": "TV 2019-045"},
        ],
        ids=str,
    )
    def test_by_name_number_or_id_however_it_is_typed(self, add, keeper, asked):
        row = add()
        add(holder_name="Người Khác", serial_no="X", register_no="Y", national_id="")

        assert find_candidates(keeper_ids=[keeper.pk], **asked) == [row]

    def test_asks_nothing_without_a_fact(self, add, keeper):
        add()

        assert find_candidates(keeper_ids=[keeper.pk], born_on="1999-02-04") == []

    def test_looks_only_into_the_given_registers(self, add, other_keeper):
        add()

        assert find_candidates(keeper_ids=[other_keeper.pk, None], holder_name="Thạch Thị Đào") == []

    @pytest.mark.parametrize(
        "born_on", ["1999-02-04", date(1999, 2, 4), {"year": 1999, "month": None, "day": None}], ids=str
    )
    def test_lists_all_of_one_name_the_matching_birth_first(self, add, keeper, born_on):
        other = add(birth_year=1978, national_id="")
        row = add()

        found = find_candidates(keeper_ids=[keeper.pk], holder_name="Thạch Thị Đào", born_on=born_on)

        assert found == [row, other]

    def test_one_row_is_found_by_its_public_id_in_its_register_alone(self, add, keeper, other_keeper):
        row = add()

        assert record_in([keeper.pk], str(row.public_id)) == row
        assert record_in([other_keeper.pk], str(row.public_id)) is None
        assert record_in([keeper.pk], "no id") is None


def test_an_agency_with_a_register_cannot_be_deleted(add, keeper):
    add()

    with pytest.raises(ProtectedError):
        Agency.objects.get(pk=keeper.pk).delete()
