"""How well a person is known, and for whom he may apply."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.errors import (
    AdministratorExists,
    BasisMissing,
    EmailTaken,
    IdentityLevelInvalid,
    NationalIdTaken,
    NotAllowed,
)
from accounts.folding import fold
from accounts.models import Agency, Person
from accounts.selectors import people_administered_by, valid_representations
from accounts.services import (
    close_person,
    create_first_administrator,
    end_representation,
    raise_identity_level,
    register_organisation,
    verify_representation,
)
from tests.integration.accounts.people import AT, TODAY, Administration, make_officer, make_person

NUMBER = "084190000001"


@pytest.mark.django_db
class TestAnIdentity:
    def raise_to(
        self, person: Person, level: str, number: str = NUMBER, actor: Person | None = None
    ) -> Person:
        return raise_identity_level(
            person, level=level, national_id=number, evidence="CCCD", actor=actor, at=AT
        )

    def test_is_raised_at_a_counter(self, administration: Administration) -> None:
        officer = make_officer("tn@example.vn", "tiep_nhan", administration.department)
        citizen = make_person("dan@example.vn")

        self.raise_to(citizen, "counter", actor=officer)

        assert (citizen.identity_level, citizen.national_id) == ("counter", NUMBER)

    def test_is_not_raised_by_just_anybody(self, administration: Administration) -> None:
        citizen = make_person("dan@example.vn")

        with pytest.raises(NotAllowed):
            self.raise_to(citizen, "counter", actor=citizen)

    @pytest.mark.parametrize("number", ["123", "08419000000a", "０８４１９０００００01"])
    def test_needs_a_number_of_twelve_digits(self, number: str) -> None:
        with pytest.raises(IdentityLevelInvalid):
            self.raise_to(make_person("dan@example.vn"), "counter", number)

    def test_never_sinks(self) -> None:
        citizen = self.raise_to(make_person("dan@example.vn"), "national_eid")

        with pytest.raises(IdentityLevelInvalid):
            self.raise_to(citizen, "counter")

    def test_belongs_to_one_person(self) -> None:
        self.raise_to(make_person("dan@example.vn"), "counter")

        with pytest.raises(NationalIdTaken):
            self.raise_to(make_person("khac@example.vn"), "counter")

    def test_cannot_be_occupied_by_typing_it(self) -> None:
        stranger = make_person("ke@example.vn")
        Person.objects.filter(pk=stranger.pk).update(national_id=NUMBER)

        owner = self.raise_to(make_person("dan@example.vn"), "counter")

        assert owner.national_id == NUMBER


@pytest.mark.django_db
class TestAnAccount:
    def test_is_opened_once_an_address(self) -> None:
        make_person("dan@example.vn")

        with pytest.raises(EmailTaken):
            make_person("Dan@example.vn")

    def test_is_closed_not_deleted(self) -> None:
        person = make_person("dan@example.vn")

        close_person(person, reason="Xin đóng", actor=person, at=AT)

        assert Person.objects.get(pk=person.pk).closed_at == AT

    def test_is_not_closed_without_a_reason(self) -> None:
        with pytest.raises(BasisMissing):
            close_person(make_person("dan@example.vn"), reason=" ", actor=None, at=AT)

    def test_of_a_director_is_out_of_a_schools_reach(self, administration: Administration) -> None:
        director = make_officer("gd@example.vn", "lanh_dao_so", administration.department)
        local = make_officer("qt@example.vn", "quan_tri", administration.school)

        with pytest.raises(NotAllowed):
            close_person(director, reason="x", actor=local, at=AT)

    def test_is_found_by_folded_words_in_ones_own_agencies(self, administration: Administration) -> None:
        make_officer("gd@example.vn", "lanh_dao_so", administration.department)
        local = make_officer("qt@example.vn", "quan_tri", administration.school)

        assert people_administered_by(administration.administrator, AT, "DAO gd").count() == 1
        assert people_administered_by(local, AT, "gd").count() == 0


class TestFolding:
    @pytest.mark.parametrize("text", ["ĐẶNG Đình", "đặng  đình", "\u0110a\u0323\u0306ng \u0111i\u0300nh"])
    def test_makes_every_way_of_writing_one(self, text: str) -> None:
        assert fold(text) == "dang dinh"


@pytest.mark.django_db
class TestARepresentation:
    def test_holds_while_verified_and_in_its_days(self, administration: Administration) -> None:
        officer = make_officer("tn@example.vn", "tiep_nhan", administration.department)
        person = make_person("dan@example.vn")
        school = register_organisation(name="Trường TC", tax_code="1500000001", actor=officer, at=AT)
        representation = verify_representation(
            person=person, organisation=school, basis="GGT 1", starts_on=TODAY, actor=officer, at=AT
        )
        end_representation(representation, ends_on=TODAY, actor=officer, at=AT)

        assert valid_representations(person, AT).get() == representation
        assert not valid_representations(person, AT + timedelta(days=1)).exists()

    def test_is_of_one_party(self) -> None:
        with pytest.raises(ValueError, match="One party"):
            verify_representation(
                person=make_person("dan@example.vn"), basis="x", starts_on=TODAY, actor=None, at=AT
            )


@pytest.mark.django_db
class TestTheFirstAdministrator:
    def test_is_made_by_a_command_once(self, tmp_path) -> None:
        secret = tmp_path / "mat-khau"
        secret.write_text("mat-khau-rat-dai\n")
        words = [
            "create_first_administrator",
            "--email=qt@example.vn",
            "--name=Quản Trị",
            "--agency-code=H61",
            "--agency-name=UBND tỉnh",
            f"--password-file={secret}",
        ]

        call_command(*words)

        assert Person.objects.get().check_password("mat-khau-rat-dai")
        assert Agency.objects.get().code == "H61"
        with pytest.raises(CommandError):
            call_command(*words)

    def test_is_made_once(self, administration: Administration) -> None:
        with pytest.raises(AdministratorExists):
            create_first_administrator(
                email="b@example.vn", full_name="B", password=None, agency_code="H61", agency_name="x", at=AT
            )

    def test_has_an_appointment_from_today(self, administration: Administration) -> None:
        assert administration.administrator.appointments.get().starts_on == date(2026, 11, 23)
