"""What one may not administer does not exist."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from tests.integration.accounts.people import Administration, make_officer, make_person
from tests.integration.administration.conftest import browser_of

LISTS = ["index", "people", "agencies", "calendar", "registers", "certificates", "incidents"]
FORMS = ["appoint", "new_agency", "new_certificate", "delegate"]


class TestEveryPage:
    @pytest.mark.parametrize("name", [*LISTS, *FORMS])
    def test_opens_for_the_administrator(self, as_administrator: Client, name: str) -> None:
        assert as_administrator.get(reverse(f"administration:{name}")).status_code == 200

    @pytest.mark.parametrize("name", [*LISTS, *FORMS, "delegations"])
    def test_does_not_exist_for_a_citizen(self, administration: Administration, name: str) -> None:
        citizen = browser_of(make_person("dan@example.vn"))

        assert citizen.get(reverse(f"administration:{name}")).status_code == 404

    @pytest.mark.parametrize("name", LISTS)
    def test_does_not_exist_for_a_case_officer(self, administration: Administration, name: str) -> None:
        officer = browser_of(make_officer("cv@example.vn", "chuyen_vien", administration.department))

        assert officer.get(reverse(f"administration:{name}")).status_code == 404

    @pytest.mark.parametrize("name", [*LISTS, *FORMS, "delegations"])
    def test_asks_a_stranger_to_sign_in(self, client: Client, db: None, name: str) -> None:
        answer = client.get(reverse(f"administration:{name}"))

        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


class TestALocalAdministrator:
    def test_sees_no_incidents_which_are_nobodys_agencys(self, local: Person) -> None:
        browser = browser_of(local)

        assert browser.get(reverse("administration:incidents")).status_code == 404
        assert (
            reverse("administration:incidents")
            not in browser.get(reverse("administration:index")).content.decode()
        )

    def test_sees_only_the_people_of_the_own_agency(self, local: Person, leader: Person) -> None:
        page = browser_of(local).get(reverse("administration:people")).content.decode()

        assert "qt-truong@example.vn" in page
        assert "gd@example.vn" not in page

    @pytest.mark.parametrize("name", ["person", "close_person", "reset_factor"])
    def test_finds_no_page_of_others(self, local: Person, leader: Person, name: str) -> None:
        url = reverse(f"administration:{name}", args=[leader.public_id])

        assert browser_of(local).get(url).status_code == 404

    @pytest.mark.parametrize("name", ["end_appointment", "revoke_appointment"])
    def test_cannot_touch_others_appointments(self, local: Person, leader: Person, name: str) -> None:
        url = reverse(f"administration:{name}", args=[leader.appointments.get().public_id])

        assert browser_of(local).post(url, {"reason": "x"}).status_code == 404

    @pytest.mark.parametrize("name", ["agency", "edit_agency", "retire_agency"])
    def test_finds_no_other_agency(self, administration: Administration, local: Person, name: str) -> None:
        url = reverse(f"administration:{name}", args=[administration.department.public_id])

        assert browser_of(local).get(url).status_code == 404

    def test_cannot_change_the_common_calendar(self, local: Person) -> None:
        browser = browser_of(local)
        day = {"what": "day", "day-on": "2026-12-01", "day-kind": "holiday", "day-note": ""}

        assert browser.post(reverse("administration:calendar"), day).status_code == 404
        assert browser.post(reverse("administration:propose_days", args=[2027])).status_code == 404

    @pytest.mark.parametrize("name", ["register", "void_number"])
    def test_gets_404_for_what_is_not_there(self, local: Person, name: str) -> None:
        assert (
            browser_of(local).get(reverse(f"administration:{name}", args=[uuid.uuid4()])).status_code == 404
        )
