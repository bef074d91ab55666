"""Giving and taking roles on the desk."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.localdays import local_day
from accounts.models import Appointment, Person
from accounts.selectors import may, standings
from audit.models import AuditEntry
from tests.integration.accounts.people import Administration, make_officer, make_person
from tests.integration.administration.conftest import browser_of


def appointing(**changes: str) -> dict[str, str]:
    """Return a filled form."""
    today = local_day(timezone.now())
    return {
        "email": "moi@example.vn",
        "full_name": "Lê Văn Mới",
        "role": "van_thu",
        "acts_for": "H61.12",
        "starts_on": today.isoformat(),
        "basis": "QĐ 5/QĐ-SGDĐT",
        "signing_form": "",
        **changes,
    }


class TestAppointing:
    def test_opens_an_account_for_a_new_person(
        self, as_administrator: Client, administration: Administration
    ) -> None:
        answer = as_administrator.post(reverse("administration:appoint"), appointing())

        person = Person.objects.get(email="moi@example.vn")
        assert answer.status_code == 302
        assert may(person, "seal_document", administration.department, timezone.now())
        entry = AuditEntry.objects.get(action="accounts.appointed", agency_id=administration.department.pk)
        assert entry.actor_id == administration.administrator.pk

    def test_takes_a_person_who_has_an_account(self, as_administrator: Client) -> None:
        known = make_person("moi@example.vn", "Tên Cũ")

        as_administrator.post(reverse("administration:appoint"), appointing(full_name=""))

        assert known.appointments.count() == 1
        assert Person.objects.get(pk=known.pk).full_name == "Tên Cũ"

    def test_says_every_fault_and_keeps_what_was_typed(self, as_administrator: Client) -> None:
        faulty = appointing(full_name="", basis="", ends_on="2020-01-01")

        answer = as_administrator.post(reverse("administration:appoint"), faulty)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Người này chưa có tài khoản" in page
        assert "Ngày cuối phải bằng hoặc sau ngày đầu." in page
        assert 'value="moi@example.vn"' in page
        assert not Person.objects.filter(email="moi@example.vn").exists()

    def test_at_an_agency_out_of_reach_is_no_choice(self, local: Person) -> None:
        answer = browser_of(local).post(reverse("administration:appoint"), appointing())

        assert answer.status_code == 422
        assert not Person.objects.filter(email="moi@example.vn").exists()


class TestAPersonsPage:
    def test_shows_roles_with_their_basis(self, as_administrator: Client, leader: Person) -> None:
        page = as_administrator.get(
            reverse("administration:person", args=[leader.public_id])
        ).content.decode()

        assert "Lãnh đạo cơ quan, Sở Giáo dục và Đào tạo" in page
        assert "QĐ 01/QĐ-SGDĐT" in page

    def test_ends_a_role(self, as_administrator: Client, leader: Person) -> None:
        appointment = leader.appointments.get()
        url = reverse("administration:end_appointment", args=[appointment.public_id])
        today = local_day(timezone.now())

        as_administrator.post(url, {"ends_on": today.isoformat(), "reason": "QĐ 9"})

        assert Appointment.objects.get(pk=appointment.pk).ends_on == today

    def test_revokes_a_role_and_ends_the_session(self, as_administrator: Client, leader: Person) -> None:
        browser = browser_of(leader)
        url = reverse("administration:revoke_appointment", args=[leader.appointments.get().public_id])

        as_administrator.post(url, {"reason": "Nhầm người"})

        assert standings(leader, timezone.now()) == frozenset()
        assert "_auth_user_id" not in browser.session

    def test_closes_the_account_with_a_reason(self, as_administrator: Client, leader: Person) -> None:
        url = reverse("administration:close_person", args=[leader.public_id])
        refused = as_administrator.post(url, {"reason": ""})

        as_administrator.post(url, {"reason": "Nghỉ hưu"})

        assert refused.status_code == 422
        assert not Person.objects.get(pk=leader.pk).is_active
        assert as_administrator.get(url).status_code == 404


class TestDelegations:
    def form(self, leader: Person, **changes: str) -> dict[str, str]:
        today = local_day(timezone.now())
        return {
            "appointment": str(leader.appointments.get().public_id),
            "email": "pgd@example.vn",
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=3)).isoformat(),
            "signing_form": "TUQ.",
            "basis": "GUQ 3",
            "document_kinds": "ban_sao, thong_bao",
            **changes,
        }

    def test_are_made_and_taken_back_by_the_holder(
        self, administration: Administration, leader: Person
    ) -> None:
        deputy = make_person("pgd@example.vn")
        browser = browser_of(leader)
        browser.post(reverse("administration:delegate"), self.form(leader))
        delegation = deputy.appointments.get()
        held = may(deputy, "sign_document", administration.department, timezone.now())

        browser.post(
            reverse("administration:end_delegation", args=[delegation.public_id]), {"reason": "Đã về"}
        )

        assert held
        assert delegation.document_kinds == ["ban_sao", "thong_bao"]
        assert not may(deputy, "sign_document", administration.department, timezone.now())

    def test_are_seen_by_who_acts(self, leader: Person) -> None:
        deputy = make_person("pgd@example.vn", "Phó Giám Đốc")
        browser_of(leader).post(reverse("administration:delegate"), self.form(leader))

        page = browser_of(deputy).get(reverse("administration:delegations"))

        assert page.status_code == 200
        assert "GUQ 3" in page.content.decode()

    def test_of_somebody_elses_role_are_no_choice(
        self, administration: Administration, leader: Person
    ) -> None:
        make_person("pgd@example.vn")
        clerk = make_officer("vt@example.vn", "van_thu", administration.department)

        answer = browser_of(clerk).post(reverse("administration:delegate"), self.form(leader))

        assert answer.status_code == 422

    def test_to_nobody_are_refused(self, leader: Person) -> None:
        answer = browser_of(leader).post(reverse("administration:delegate"), self.form(leader))

        assert "Không có tài khoản đang hoạt động" in answer.content.decode()
