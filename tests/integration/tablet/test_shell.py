"""The shell of the tablet application: the same for everybody, whole, and never stale."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from accounts.models import Person
from tablet.precache import application

pytestmark = pytest.mark.django_db


def listed(client):
    """Return what the service worker is told to keep."""
    text = client.get("/tablet/worker.js").content.decode()
    return json.loads(re.match(r"self\.SHELL = (\{.*?\});\n", text)[1])


class TestTheServiceWorker:
    def test_is_looked_for_anew_each_time(self, client):
        answer = client.get("/tablet/worker.js")

        assert "no-cache" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"].startswith("text/javascript")

    def test_keeps_every_file_the_shell_names(self, client):
        shell = client.get("/tablet/").content.decode()

        named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', shell))

        assert named
        assert named <= set(listed(client)["addresses"])

    def test_lists_only_files_that_are_there(self, client):
        addresses = listed(client)["addresses"]

        files = [address.removeprefix("/static/") for address in addresses if address.startswith("/static/")]

        assert len(files) > 10
        assert [name for name in files if not finders.find(name)] == []

    def test_belongs_to_the_version_the_shell_names(self, client):
        shell = client.get("/tablet/").content.decode()

        assert f'data-version="{listed(client)["version"]}"' in shell

    def test_has_another_version_when_a_file_has_changed(self, client, tmp_path, monkeypatch):
        before = application().version
        changed = json.loads((finders_folder() / "precache.json").read_text()) | {
            "dist/tablet/app.js": "0" * 64
        }
        (tmp_path / "precache.json").write_text(json.dumps(changed))
        (tmp_path / "worker.js").write_text("")
        monkeypatch.setattr("tablet.precache.BUILT", tmp_path)

        after = application.__wrapped__().version

        assert after != before


def finders_folder():
    """Return where the build put the application."""
    return Path(finders.find("dist/tablet/precache.json")).parent


class TestTheShell:
    def test_holds_nothing_of_who_asks(self, client):
        nobody = client.get("/tablet/").content
        client.force_login(person())

        somebody = client.get("/tablet/").content

        assert somebody == nobody

    def test_opens_no_microphone(self, client):
        assert "microphone=()" in client.get("/tablet/").headers["Permissions-Policy"]


class TestWhoIsSignedIn:
    def test_is_nobody_without_a_session(self, client):
        answer = client.get("/tablet/me/").json()

        assert answer["person"] is None

    def test_is_named_with_the_moment_and_a_token_for_sending(self, client):
        inspector = person()
        client.force_login(inspector)

        answer = client.get("/tablet/me/")

        assert answer.json()["person"] == {"id": str(inspector.public_id), "name": "Lê Thị Kiểm"}
        assert answer.json()["now"].endswith("+00:00")
        assert answer.cookies["csrftoken"].value


class TestTheTexts:
    def test_come_in_the_language_asked_for_whatever_the_browser_prefers(self, client):
        answer = client.get("/tablet/texts/en.json", HTTP_ACCEPT_LANGUAGE="vi")

        assert "catalog" in answer.json()

    def test_of_a_language_nobody_offers_do_not_exist(self, client):
        assert client.get("/tablet/texts/fr.json").status_code == 404


def person():
    """Return somebody with an account."""
    return Person.objects.create_user("kiem@vi.du", full_name="Lê Thị Kiểm")
