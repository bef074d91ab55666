"""Appointments give rights; nothing else does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.errors import (
    BasisMissing,
    DatesInvalid,
    DelegationInvalid,
    EmailNotVerified,
    NotAllowed,
    PersonClosed,
    UnknownRole,
)
from accounts.models import Appointment, Person
from accounts.selectors import (
    Standing,
    agencies_where,
    appointment_to_sign,
    holders,
    may,
    permissions_anywhere,
    standings,
)
from accounts.services import (
    appoint,
    change_agency,
    close_person,
    create_role,
    delegate,
    end_appointment,
    retire_agency,
    revoke_appointment,
)
from tests.integration.accounts.people import (
    AT,
    TODAY,
    Administration,
    make_agency,
    make_officer,
    make_person,
)


class TestAnAppointment:
    def test_gives_the_role_at_the_agency_acted_for(self, administration: Administration) -> None:
        officer = make_officer(
            "tn@example.vn", "tiep_nhan", administration.department, sits_at=administration.one_stop
        )

        held = standings(officer, AT)

        assert held == {Standing("tiep_nhan", administration.department.pk)}

    def test_gives_rights_there_and_nowhere_else(self, administration: Administration) -> None:
        officer = make_officer(
            "tn@example.vn", "tiep_nhan", administration.department, sits_at=administration.one_stop
        )

        assert agencies_where(officer, "receive_dossier", AT) == {administration.department.pk}
        assert may(officer, "work_item_tiep_nhan", administration.department, AT)
        assert not may(officer, "receive_dossier", administration.one_stop, AT)
        assert not may(officer, "sign_document", administration.department, AT)

    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            pytest.param(datetime(2026, 3, 1, 16, 59, tzinfo=UTC), False, id="the evening before"),
            pytest.param(datetime(2026, 3, 1, 17, 0, tzinfo=UTC), True, id="from local midnight"),
            pytest.param(datetime(2026, 3, 31, 16, 59, tzinfo=UTC), True, id="to the end of the last day"),
            pytest.param(datetime(2026, 3, 31, 17, 0, tzinfo=UTC), False, id="not the day after"),
        ],
    )
    def test_holds_on_its_local_days(
        self, administration: Administration, moment: datetime, expected: bool
    ) -> None:
        officer = make_officer(
            "cv@example.vn",
            "chuyen_vien",
            administration.department,
            starts_on=date(2026, 3, 2),
            ends_on=date(2026, 3, 31),
        )

        assert may(officer, "appraise_dossier", administration.department, moment) is expected
        assert officer.is_officer(moment) is expected

    def test_of_a_closed_person_gives_nothing(self, administration: Administration) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.department)
        close_person(officer, reason="Nghỉ hưu", actor=administration.administrator, at=AT)

        assert standings(officer, AT) == frozenset()
        assert not may(officer, "appraise_dossier", administration.department, AT)
        assert not holders("chuyen_vien", administration.department.pk, AT).exists()

    def test_that_is_revoked_gives_nothing_from_that_moment(self, administration: Administration) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.department)
        appointment = officer.appointments.get()

        revoke_appointment(appointment, reason="Nhầm người", actor=administration.administrator, at=AT)

        assert standings(officer, AT) == frozenset()

    def test_ends_on_the_day_given(self, administration: Administration) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.department)

        end_appointment(
            officer.appointments.get(),
            ends_on=TODAY,
            reason="QĐ 9/QĐ",
            actor=administration.administrator,
            at=AT,
        )

        assert standings(officer, AT)
        assert not standings(officer, AT + timedelta(days=1))

    def test_needs_the_right_to_administer_there(self, administration: Administration) -> None:
        local = make_officer("qt@example.vn", "quan_tri", administration.school)
        person = make_person("moi@example.vn")

        with pytest.raises(NotAllowed):
            appoint(
                person=person,
                role="lanh_dao_so",
                acts_for=administration.department,
                starts_on=TODAY,
                basis="x",
                actor=local,
                at=AT,
            )

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            pytest.param({"role": "khong_co"}, UnknownRole, id="to an unknown role"),
            pytest.param({"basis": "  "}, BasisMissing, id="without basis"),
            pytest.param({"ends_on": date(2020, 1, 1)}, DatesInvalid, id="that ends before it begins"),
        ],
    )
    def test_is_refused(self, administration: Administration, facts: dict, error: type[Exception]) -> None:
        given = {"role": "van_thu", "basis": "QĐ", "starts_on": TODAY, **facts}

        with pytest.raises(error):
            appoint(
                person=make_person("moi@example.vn"),
                acts_for=administration.department,
                actor=administration.administrator,
                at=AT,
                **given,
            )

    def test_of_a_closed_account_is_refused(self, administration: Administration) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.department)
        close_person(officer, reason="Nghỉ hưu", actor=None, at=AT)

        with pytest.raises(PersonClosed):
            appoint(
                person=officer,
                role="van_thu",
                acts_for=administration.department,
                starts_on=TODAY,
                basis="QĐ",
                actor=None,
                at=AT,
            )

    def test_waits_until_the_owner_of_the_address_is_known(self, administration: Administration) -> None:
        impostor = Person.objects.create_user("gd.moi@example.vn", "x", full_name="Giám Đốc Mới")

        with pytest.raises(EmailNotVerified):
            appoint(
                person=impostor,
                role="lanh_dao_so",
                acts_for=administration.department,
                starts_on=TODAY,
                basis="QĐ",
                actor=administration.administrator,
                at=AT,
            )


class TestAnOfficeThatReachesBelow:
    def test_covers_every_agency_under_its_own(self, administration: Administration) -> None:
        everywhere = agencies_where(administration.administrator, "administer_people", AT)

        assert everywhere == {
            administration.province.pk,
            administration.department.pk,
            administration.school.pk,
            administration.one_stop.pk,
        }

    def test_covers_an_agency_made_or_moved_later(self, administration: Administration) -> None:
        local = make_officer("qt@example.vn", "quan_tri", administration.department)
        division = make_agency("H61.12.5", "Phòng GDNN", administration.department)
        change_agency(administration.school, parent=administration.department, actor=None, at=AT)

        reached = agencies_where(local, "administer_people", AT)

        assert reached == {administration.department.pk, division.pk, administration.school.pk}

    def test_no_longer_covers_what_moved_away(self, administration: Administration) -> None:
        local = make_officer("qt@example.vn", "quan_tri", administration.department)
        division = make_agency("H61.12.5", "Phòng GDNN", administration.department)
        change_agency(division, parent=administration.school, actor=None, at=AT)

        assert not may(local, "administer_people", division, AT)

    def test_handles_work_items_of_its_own_agency_alone(self, administration: Administration) -> None:
        administrator = administration.administrator

        assert agencies_where(administrator, "work_item_quan_tri", AT) == {administration.province.pk}


class TestADelegation:
    def make(
        self, administration: Administration, **facts: object
    ) -> tuple[Appointment, Person, Appointment]:
        director = make_officer("gd@example.vn", "lanh_dao_so", administration.department)
        deputy = make_person("pgd@example.vn", "Phó Giám Đốc")
        own = director.appointments.get()
        given = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=6), **facts}
        delegation = delegate(appointment=own, to=deputy, basis="GUQ 1", actor=director, at=AT, **given)
        return own, deputy, delegation

    def test_lets_the_other_act_in_the_time_given(self, administration: Administration) -> None:
        _own, deputy, _delegation = self.make(administration)

        assert may(deputy, "sign_document", administration.department, AT)
        assert not may(deputy, "sign_document", administration.department, AT + timedelta(days=7))

    def test_is_limited_to_kinds_of_document(self, administration: Administration) -> None:
        _own, deputy, delegation = self.make(administration, document_kinds=["ban_sao"])
        department = administration.department.pk

        assert appointment_to_sign(deputy, department, "ban_sao", AT) == delegation
        assert appointment_to_sign(deputy, department, "quyet_dinh", AT) is None

    @pytest.mark.parametrize("how", ["ended", "revoked", "closed"])
    def test_falls_with_what_it_stands_on(self, administration: Administration, how: str) -> None:
        own, deputy, _delegation = self.make(administration)
        if how == "ended":
            end_appointment(own, ends_on=TODAY, reason="x", actor=None, at=AT)
        elif how == "revoked":
            revoke_appointment(own, reason="x", actor=None, at=AT)
        else:
            close_person(own.person, reason="x", actor=None, at=AT)

        assert not may(deputy, "sign_document", administration.department, AT + timedelta(days=1))

    def test_cannot_be_delegated_on(self, administration: Administration) -> None:
        _own, deputy, delegation = self.make(administration)

        with pytest.raises(DelegationInvalid):
            delegate(
                appointment=delegation,
                to=make_person("ba@example.vn"),
                starts_on=TODAY,
                ends_on=TODAY,
                basis="x",
                actor=deputy,
                at=AT,
            )

    def test_of_somebody_elses_role_is_not_allowed(self, administration: Administration) -> None:
        own, deputy, _delegation = self.make(administration)

        with pytest.raises(NotAllowed):
            delegate(
                appointment=own,
                to=make_person("ba@example.vn"),
                starts_on=TODAY,
                ends_on=TODAY,
                basis="x",
                actor=deputy,
                at=AT,
            )

    def test_cannot_outlast_its_ground(self, administration: Administration) -> None:
        with pytest.raises(DatesInvalid):
            self.make(administration, starts_on=date(2025, 1, 1))


class TestTheRightToSign:
    def test_comes_from_ones_own_appointment_first(self, administration: Administration) -> None:
        director = make_officer("gd@example.vn", "lanh_dao_so", administration.department)

        found = appointment_to_sign(director, administration.department.pk, "ban_sao", AT)

        assert found == director.appointments.get()

    def test_is_not_a_clerks(self, administration: Administration) -> None:
        clerk = make_officer("vt@example.vn", "van_thu", administration.department)

        assert appointment_to_sign(clerk, administration.department.pk, "ban_sao", AT) is None


class TestARoleOfANewPackage:
    def test_handles_the_work_items_of_its_lane(self, administration: Administration) -> None:
        create_role(code="ke_toan", name="Kế toán", actor=administration.administrator, at=AT)
        accountant = make_officer("kt@example.vn", "ke_toan", administration.department)

        assert permissions_anywhere(accountant, AT) == {"work_item_ke_toan"}

    def test_cannot_have_unknown_rights(self, administration: Administration) -> None:
        with pytest.raises(ValueError, match="bay"):
            create_role(code="phi_cong", name="Phi công", permissions=["bay"], actor=None, at=AT)


class TestAnAgencyThatEnds:
    def test_takes_its_appointments_with_it(self, administration: Administration) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.school)

        retire_agency(
            administration.school,
            last_day=TODAY,
            successor=administration.department,
            actor=administration.administrator,
            at=AT,
        )

        assert not standings(officer, AT + timedelta(days=1))
        assert administration.school.successor == administration.department


class TestNobody:
    def test_has_rights_for_being_a_superuser(self, administration: Administration) -> None:
        technician = Person.objects.create_superuser("kt@example.vn", "x", full_name="Kỹ Thuật")

        assert agencies_where(technician, "view_dossiers", AT) == set()
