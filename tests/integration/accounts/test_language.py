"""The language a person chose: kept, and spoken in every message, whichever page asks for it."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from audit.models import AuditEntry
from jobs.testing import run_all_jobs
from notifications.services import notify
from tests.integration.accounts.people import make_person

PASSWORD = "mat-khau-rat-dai"
SWITCH = "/i18n/setlang/"


@pytest.fixture
def reader(db: None) -> Person:
    """Somebody who has not chosen yet."""
    return make_person("dan@example.vn")


@pytest.fixture
def browser(client: Client, reader: Person) -> Client:
    """The reader's browser, signed in."""
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def tell(person: Person) -> None:
    """Tell a person that a dossier was received, and carry the e-mail out."""
    notify(
        recipients=[person], kind="dossier.submitted", params={"code": "H61", "procedure": {"vi": "Bản sao", "en": "Copy"}},
        url="/dossiers/1/", subject="dossiers.Dossier:12", at=timezone.now(),
    )  # fmt: skip
    run_all_jobs()


class TestTheSwitch:
    def test_is_remembered_for_who_is_signed_in(self, browser: Client, reader: Person) -> None:
        browser.post(SWITCH, {"language": "en", "next": "/"})

        reader.refresh_from_db()
        assert reader.locale == "en"
        assert AuditEntry.objects.filter(action="accounts.language_chosen", actor_id=reader.pk).count() == 1

    def test_to_the_same_language_writes_nothing(self, browser: Client) -> None:
        browser.post(SWITCH, {"language": "vi", "next": "/"})

        assert not AuditEntry.objects.filter(action="accounts.language_chosen").exists()

    @pytest.mark.parametrize("language", ["fr", "", "x" * 50], ids=["not spoken", "none", "too long"])
    def test_to_what_nobody_speaks_changes_nothing(
        self, browser: Client, reader: Person, language: str
    ) -> None:
        answer = browser.post(SWITCH, {"language": language, "next": "/"})

        reader.refresh_from_db()
        assert answer.status_code == 302
        assert reader.locale == "vi"

    def test_leads_to_no_other_site(self, browser: Client) -> None:
        answer = browser.post(SWITCH, {"language": "en", "next": "https://elsewhere.example/"})

        assert answer.url == "/"

    def test_works_for_a_stranger(self, client: Client, db: None) -> None:
        client.post(SWITCH, {"language": "en", "next": "/"})

        assert '<html lang="en"' in client.get("/lookup/").content.decode()


class TestAnEnglishReader:
    def test_gets_e_mails_about_dossiers_in_english(self, browser: Client, reader: Person) -> None:
        browser.post(SWITCH, {"language": "en", "next": "/"})

        tell(reader)

        assert mail.outbox[0].subject == "We received the dossier you sent: H61"

    def test_gets_e_mails_about_the_account_in_english_from_a_vietnamese_page(self, reader: Person) -> None:
        Person.objects.filter(pk=reader.pk).update(locale="en")

        Client().post(reverse("account_reset_password"), {"email": "DAN@example.vn"})

        assert mail.outbox[0].subject == "Set a new password"

    def test_signs_up_in_english_and_is_written_to_in_english(self, client: Client, db: None) -> None:
        client.post(SWITCH, {"language": "en", "next": "/"})

        client.post(
            reverse("account_signup"),
            {"full_name": "Ann Reader", "email": "ann@example.vn", "phone": "0912345678",
             "password1": PASSWORD, "password2": PASSWORD},
        )  # fmt: skip

        assert Person.objects.get(email="ann@example.vn").locale == "en"
        assert "Confirm" in mail.outbox[0].subject


class TestAVietnameseReader:
    def test_is_written_to_in_vietnamese_from_an_english_page(self, reader: Person) -> None:
        stranger = Client()
        stranger.post(SWITCH, {"language": "en", "next": "/"})

        stranger.post(reverse("account_reset_password"), {"email": "dan@example.vn"})

        assert mail.outbox[0].subject == "Đặt mật khẩu mới"
