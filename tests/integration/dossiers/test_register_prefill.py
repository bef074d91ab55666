"""What registers give an applicant beforehand: by proof alone, and with words for where it is from."""

from datetime import timedelta

import pytest

from accounts.localdays import local_day
from accounts.models import Organisation, Representation
from dossiers.prefill import Asked
from dossiers.register_prefill import diploma, institution
from registry.models import DiplomaRecord, Institution
from registry.services import add_record, revoke_record

REGISTRATION, COPY = "vocational_activity_registration", "diploma_copy"


@pytest.fixture
def acting(people, now):
    """By what the citizen acts for an organisation."""
    organisation = Organisation.objects.create(name="Trường Trung cấp Mẫu", tax_code="1500000000")
    return Representation.objects.create(
        person=people["cong-dan"], organisation=organisation, basis="QĐ 1", starts_on=local_day(now),
        verified_at=now, verified_by=people["quan-tri"],
    )  # fmt: skip


@pytest.fixture
def school(people, now):
    """The organisation's institution in the register."""
    return institution_row(
        name="Trường Trung cấp Mẫu", code="CS01", kind="truong_trung_cap", tax_code="1500000000",
        valid_from=local_day(now), address={"province": "86", "commune": "29287", "street": "Số 1"}, phone="0270",
    )  # fmt: skip


def institution_row(**facts: object) -> Institution:
    """Write an institution past the services, as a migration from another system would."""
    return Institution.objects.bulk_create([Institution(**facts)])[0]


def asked(people, now, representation=None, who="cong-dan", procedure=REGISTRATION) -> Asked:
    """Return who asks."""
    return Asked(people[who], procedure, now, representation.pk if representation else None)


class TestAnInstitution:
    def test_is_that_of_the_organisation_the_person_acts_for(self, people, now, acting, school):
        given = institution(asked(people, now, acting))

        assert (given.values["code"], given.values["name"]) == ("CS01", "Trường Trung cấp Mẫu")
        assert given.values["address"] == {"province": "86", "commune": "29287", "street": "Số 1"}
        assert "email" not in given.values

    def test_is_nobodys_who_asks_for_oneself_or_by_anothers_representation(self, people, now, acting, school):
        assert institution(asked(people, now)) is None
        assert institution(asked(people, now, acting, who="cong-dan-2")) is None

    def test_is_not_given_by_a_representation_that_is_over(self, people, now, acting, school):
        acting.ends_on = local_day(now)
        acting.save()

        assert institution(asked(people, now + timedelta(days=2), acting)) is None

    def test_is_not_guessed_between_two(self, people, now, acting, school):
        institution_row(name="Cơ sở hai", tax_code="1500000000", valid_from=local_day(now))

        assert institution(asked(people, now, acting)) is None


class TestADiploma:
    def test_is_the_one_bound_to_the_proven_number(self, people, now):
        given = diploma(asked(people, now, procedure=COPY))

        assert given.values["number"] == "TC 004512"
        assert (given.values["born_on"], given.values["has_number"]) == ("2001-03-08", True)

    def test_is_not_given_to_who_has_only_asserted_the_number(self, people, now):
        person = people["cong-dan"]
        person.identity_level = "self_asserted"

        assert diploma(Asked(person, COPY, now)) is None

    def test_is_not_given_while_one_applies_for_another(self, people, now, acting):
        assert diploma(asked(people, now, acting, procedure=COPY)) is None

    def test_is_not_guessed_between_two_nor_given_where_it_was_revoked(self, people, now):
        record = DiplomaRecord.objects.get(national_id="086301000123")
        facts = {
            "holder_name": "Nguyễn Thị Mai",
            "kind": "so_cap",
            "institution": "X",
            "national_id": "086301000123",
        }
        other = add_record(record.keeper, actor_id=None, at=now, **facts)
        between_two = diploma(asked(people, now, procedure=COPY))

        revoke_record(record, expected_version=1, note="QĐ", actor_id=None, at=now)

        assert between_two is None
        assert diploma(asked(people, now, procedure=COPY)).values["kind"] == other.kind


class TestTheForms:
    def test_begin_with_it_and_say_where_it_is_from(self, people, client, now):
        client.force_login(people["cong-dan"], backend="allauth.account.auth_backends.AuthenticationBackend")

        page = client.get(f"/apply/{COPY}/van_bang/").content.decode()

        assert 'value="TC 004512"' in page
        assert "sổ gốc văn bằng, chứng chỉ" in page
