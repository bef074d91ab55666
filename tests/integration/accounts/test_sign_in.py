"""Signing up, in and out; the lock-out; the second factor; sessions that end."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.adapters import NationalIdentityAdapter, SecondFactorAdapter
from accounts.models import Person, PersonSession
from accounts.services import appoint, end_appointment, reset_second_factor
from audit.models import AuditEntry
from tests.integration.accounts.people import (
    AT,
    TODAY,
    Administration,
    make_agency,
    make_officer,
    make_person,
)

PASSWORD = "mat-khau-rat-dai"
closed_sockets: list[int] = []


def note_closed_sockets(person_id: int, at: object) -> None:
    """Stand in for the faces' hook."""
    closed_sockets.append(person_id)


@pytest.fixture(autouse=True)
def sockets(settings):
    """Send the hook here and forget earlier calls."""
    closed_sockets.clear()
    settings.SOCKET_CLOSER = f"{__name__}.note_closed_sockets"
    settings.MOTCUA_REQUIRE_SECOND_FACTOR = False


def sign_in(client: Client, email: str, password: str = PASSWORD):
    """Post the sign-in form."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def current_code(secret: str) -> str:
    """Return the code an application would show now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.django_db
class TestACitizen:
    def test_signs_up_as_self_asserted(self, client: Client) -> None:
        answer = client.post(
            reverse("account_signup"),
            {
                "full_name": "Thạch Thị Sa Rây",
                "email": "Saray@Example.vn",
                "phone": "0912 345 678",
                "password1": PASSWORD,
                "password2": PASSWORD,
            },
        )

        person = Person.objects.get(email="saray@example.vn")
        assert answer.status_code == 302
        assert (person.full_name, person.identity_level) == ("Thạch Thị Sa Rây", "self_asserted")
        assert AuditEntry.objects.filter(action="accounts.signed_up", actor_id=person.pk).exists()
        assert "Xác nhận địa chỉ" in mail.outbox[0].subject

    def test_reads_what_to_mend_in_vietnamese(self, client: Client) -> None:
        answer = client.post(
            reverse("account_signup"),
            {"full_name": "", "email": "x", "password1": PASSWORD, "password2": "khac-hoan-toan"},
        )

        page = answer.content.decode()
        assert "Cần sửa những chỗ sau" in page
        assert "Hai lần nhập mật khẩu không giống nhau." in page
        assert "Địa chỉ thư điện tử không đúng dạng" in page

    def test_signs_in_whatever_the_case_of_the_address(self, client: Client) -> None:
        make_person("dan@example.vn")

        answer = sign_in(client, "Dan@Example.VN")

        assert answer.status_code == 302

    def test_gets_a_way_back_by_mail(self, client: Client) -> None:
        make_person("dan@example.vn")

        client.post(reverse("account_reset_password"), {"email": "dan@example.vn"})

        assert "Đặt mật khẩu mới" in mail.outbox[0].subject
        assert "/accounts/password/reset/key/" in mail.outbox[0].body


@pytest.mark.django_db
class TestWrongPasswords:
    def test_lock_the_account_from_that_place(self, client: Client) -> None:
        make_person("dan@example.vn")

        codes = [sign_in(client, "dan@example.vn", "sai").status_code for _ in range(6)]

        assert codes == [200, 200, 200, 200, 429, 429]

    def test_lock_nobody_else_out_at_that_place(self, client: Client) -> None:
        make_person("dan@example.vn")
        make_person("ban@example.vn")
        for _ in range(5):
            sign_in(client, "dan@example.vn", "sai")

        assert sign_in(client, "ban@example.vn").status_code == 302

    def test_are_counted_however_the_address_is_spelt(self, client: Client) -> None:
        make_person("dan@example.vn")

        spellings = (
            "dan@example.vn",
            "Dan@example.vn",
            "DAN@EXAMPLE.VN",
            " dan@example.vn",
            "dan@Example.vn",
        )
        codes = [sign_in(client, spelling, "sai").status_code for spelling in spellings]

        assert codes[-1] == 429

    def test_are_forgotten_after_the_right_one(self, client: Client) -> None:
        make_person("dan@example.vn")
        for _ in range(4):
            sign_in(client, "dan@example.vn", "sai")
        sign_in(client, "dan@example.vn")
        client.logout()

        assert sign_in(client, "dan@example.vn", "sai").status_code == 200

    def test_are_explained(self, client: Client) -> None:
        make_person("dan@example.vn")
        first = sign_in(client, "dan@example.vn", "sai").content.decode()
        for _ in range(4):
            last = sign_in(client, "dan@example.vn", "sai")

        assert "Địa chỉ thư điện tử hoặc mật khẩu không đúng." in first
        assert "Tạm khóa đăng nhập" in last.content.decode()

    def test_keep_even_the_right_one_out_until_the_lock_ends(self, client: Client) -> None:
        make_person("dan@example.vn")
        for _ in range(5):
            sign_in(client, "dan@example.vn", "sai")

        answer = sign_in(client, "dan@example.vn")

        assert answer.status_code == 429
        assert not PersonSession.objects.filter(person__isnull=False).exists()


@pytest.mark.django_db
class TestTheSecondFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings) -> None:
        settings.MOTCUA_REQUIRE_SECOND_FACTOR = True

    def test_is_asked_of_an_officer_without_one(self, client: Client, administration: Administration) -> None:
        make_officer("cv@example.vn", "chuyen_vien", administration.department)
        sign_in(client, "cv@example.vn")

        answer = client.get("/desk/admin/")

        assert answer.status_code == 302
        assert answer.url == reverse("mfa_activate_totp")

    def test_is_not_asked_of_a_citizen(self, client: Client) -> None:
        make_person("dan@example.vn")
        sign_in(client, "dan@example.vn")

        assert client.get("/desk/admin/").status_code == 404

    def test_is_set_up_with_recovery_codes_and_opens_the_desk(
        self, client: Client, administration: Administration
    ) -> None:
        sign_in(client, "quantri@example.vn")
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret

        answer = client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})

        types = set(Authenticator.objects.values_list("type", flat=True))
        assert answer.status_code == 302
        assert types == {"totp", "recovery_codes"}
        assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
        assert client.get("/desk/admin/").status_code == 200

    def test_is_asked_at_the_next_sign_in(self, client: Client, administration: Administration) -> None:
        TOTP.activate(administration.administrator, "JBSWY3DPEHPK3PXP")
        answer = sign_in(client, "quantri@example.vn")
        assert answer.url == reverse("mfa_authenticate")
        assert client.get("/desk/admin/").url.startswith(reverse("account_login"))

        client.post(reverse("mfa_authenticate"), {"code": current_code("JBSWY3DPEHPK3PXP")})

        assert client.get("/desk/admin/").status_code == 200

    def test_cannot_be_guessed_for_ever(self, client: Client, administration: Administration) -> None:
        TOTP.activate(administration.administrator, "JBSWY3DPEHPK3PXP")
        sign_in(client, "quantri@example.vn")

        pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(6)]

        assert "Nhập sai quá nhiều lần" in pages[-1].content.decode()

    def test_is_not_stored_in_the_clear(self) -> None:
        adapter = SecondFactorAdapter()

        stored = adapter.encrypt("JBSWY3DPEHPK3PXP")

        assert "JBSWY3" not in stored
        assert adapter.decrypt(stored) == "JBSWY3DPEHPK3PXP"

    def test_is_reset_by_an_administrator(self, administration: Administration) -> None:
        officer = make_officer("cv@example.vn", "chuyen_vien", administration.department)
        TOTP.activate(officer, "JBSWY3DPEHPK3PXP")

        reset_second_factor(officer, reason="Mất điện thoại", actor=administration.administrator, at=AT)

        assert not Authenticator.objects.filter(user=officer).exists()


@pytest.mark.django_db(transaction=True)
class TestASession:
    def test_belongs_to_its_person(self, client: Client) -> None:
        person = make_person("dan@example.vn")

        sign_in(client, "dan@example.vn")

        assert PersonSession.objects.filter(person=person).count() == 1

    def test_ends_on_sign_out_and_closes_sockets(self, client: Client) -> None:
        person = make_person("dan@example.vn")
        sign_in(client, "dan@example.vn")

        client.post(reverse("account_logout"))

        assert not PersonSession.objects.filter(person=person).exists()
        assert closed_sockets == [person.pk]

    def test_ends_when_a_role_comes_or_goes(self, client: Client) -> None:
        person = make_person("dan@example.vn")
        agency = make_agency("X1", "Sở", None)
        sign_in(client, "dan@example.vn")
        appointment = appoint(
            person=person, role="van_thu", acts_for=agency, starts_on=TODAY, basis="x", actor=None, at=AT
        )
        after_appointing = PersonSession.objects.filter(person=person).count()
        sign_in(client, "dan@example.vn")

        end_appointment(appointment, ends_on=TODAY, reason="x", actor=None, at=AT)

        assert after_appointing == 0
        assert not PersonSession.objects.filter(person=person).exists()
        assert closed_sockets == [person.pk, person.pk]


@pytest.mark.django_db
class TestTheNationalIdentity:
    def login(self, **claims: object) -> SocialLogin:
        account = SocialAccount(provider="national-eid", uid="sub-1", extra_data={"userinfo": claims})
        return SocialLogin(account=account, user=Person(email="dan@example.vn"))

    def test_proves_number_name_and_birthday_of_whoever_comes_back(self) -> None:
        person = make_person("dan@example.vn")
        login = self.login(national_id="084190000001", name="NGUYỄN THỊ ĐÀO", birthdate="1990-05-02")
        login.account.user = login.user = person
        login.account.save()

        NationalIdentityAdapter().pre_social_login(RequestFactory().get("/"), login)

        person.refresh_from_db()
        assert (person.identity_level, person.national_id) == ("national_eid", "084190000001")
        assert str(person.born_on) == "1990-05-02"

    def test_recognises_who_was_proven_at_a_counter(self, rf: RequestFactory, settings) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{"provider_id": "national-eid", "client_id": "x", "name": "eID"}]}
        }
        known = make_person("dan@example.vn")
        Person.objects.filter(pk=known.pk).update(identity_level="counter", national_id="084190000001")
        request = rf.get("/")
        request.session = Client().session
        login = self.login(national_id="084190000001")

        NationalIdentityAdapter().pre_social_login(request, login)

        assert login.user.pk == known.pk
        assert SocialAccount.objects.get().user_id == known.pk
