"""Who bears a name, and where a teacher is permanent: likeness, former names, licences in force alone."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEntry
from registry.bearers import bearers, meant, permanent_at
from registry.models import Licence
from registry.services import Granted, Renaming, keep_teachers, record_licence, rename_institution

pytestmark = [pytest.mark.django_db, pytest.mark.services]
MAJOR = {"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60}
NAME = "Trung tâm GDNN – GDTX Hòa Bình Mẫu"
TEACHER = {"number": "086090000001", "name": "Trần Thị Lan"}


@pytest.fixture
def licence(keeper) -> Licence:
    facts = {"name": NAME, "code": "86.TT.01", "tax_code": "0100112437"}
    return record_licence(
        keeper, Granted(facts, "7/QĐ", date(2020, 5, 4), [MAJOR]), actor_id=None, at=timezone.now()
    )


class TestAName:
    @pytest.mark.parametrize(
        ("asked", "is_borne"),
        [
            pytest.param(NAME, True, id="as it stands"),
            pytest.param("TRUNG TÂM GDNN-GDTX HOÀ BÌNH MẪU", True, id="other case, dash and place of the tone"),
            pytest.param("Trung tam GDNN GDTX Hoa Binh Mau", True, id="without diacritics"),
            pytest.param("Trung tâm GDNN – GDTX Hòa Bình", False, id="another"),
        ],
    )  # fmt: skip
    def test_is_borne_by_whoever_it_would_be_taken_for(self, licence, asked, is_borne):
        assert bearers({asked}) == ({asked: {licence.institution_id}} if is_borne else {})

    def test_stays_borne_after_another_was_given(self, keeper, licence):
        renaming = Renaming("86.TT.01", NAME, "Trung tâm Sông Hậu Mẫu", "QĐ số 01/QĐ-UBND", date(2026, 9, 1))
        rename_institution(keeper, renaming, actor_id=None, at=timezone.now())

        found = bearers({NAME, "Trung tâm sông hậu mẫu"})

        assert set(found) == {NAME, "Trung tâm sông hậu mẫu"}


class TestWhoIsMeant:
    @pytest.mark.parametrize(
        "facts", [{"code": "86.TT.01"}, {"tax_code": "0100112437"}, {"name": NAME.upper()}], ids=str
    )
    def test_is_found_by_code_tax_code_or_name(self, licence, facts):
        assert meant(**facts) == {licence.institution_id}

    def test_is_nobody_where_nothing_is_said(self, licence):
        assert meant() == set()


class TestAPermanentTeacher:
    def test_is_permanent_where_a_licence_in_force_says_so(self, licence):
        keep_teachers(licence, [TEACHER], actor_id=None, at=timezone.now())

        found = permanent_at({TEACHER["number"], "086090000009"})

        assert found == {TEACHER["number"]: {licence.institution_id: NAME}}

    def test_is_so_no_longer_once_the_licence_is_revoked(self, licence):
        keep_teachers(licence, [TEACHER], actor_id=None, at=timezone.now())
        Licence.objects.update(state=Licence.State.REVOKED)

        assert permanent_at({TEACHER["number"]}) == {}

    def test_is_kept_once_and_recorded_without_the_number(self, licence):
        for _time in range(2):
            keep_teachers(
                licence, [TEACHER, TEACHER, {"number": "", "name": "x"}], actor_id=None, at=timezone.now()
            )

        assert licence.teachers.count() == 1
        (entry,) = AuditEntry.objects.filter(action="registry.teachers_kept")
        assert "teachers" in str(entry.stored.values)
        assert TEACHER["number"] not in str(entry.stored.values)
