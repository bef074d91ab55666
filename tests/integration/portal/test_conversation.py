"""The pages of a conversation, on both sides, without scripts."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Message
from dossiers.services import write_message
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import send, walk
from tests.integration.uploads import PIXEL


@pytest.fixture
def dossier(people, now):
    """A dossier that the keeper of the register is to look for."""
    return walk(send(people["cong-dan"], now), people, now, until="b2")


def say(person, dossier, at, text="Bao giờ có kết quả?"):
    """Write a message."""
    return write_message(
        person, dossier.public_id, data={"text": text}, files={}, idempotency_key=uuid.uuid4(), at=at
    )


def key_on(page):
    """Return the key a page carries."""
    return re.search(r'name="idempotency_key" value="([0-9a-f-]{36})"', page).group(1)


class TestTheApplicantsPage:
    def test_sends_a_message_with_a_file_once_for_two_presses(self, citizen, dossier):
        address = f"/dossiers/{dossier.public_id}/messages/"
        key = key_on(citizen.get(address).content.decode())
        picture = SimpleUploadedFile("anh.png", PIXEL, content_type="image/png")

        answer = citizen.post(address, {"text": "Xin hỏi", "files": picture, "idempotency_key": key})
        citizen.post(address, {"text": "Xin hỏi", "idempotency_key": key})

        page = citizen.get(answer.url).content.decode()
        assert page.count("Xin hỏi") == 1
        assert "anh.png" in page
        assert Message.objects.get().files.count() == 1

    def test_shows_what_was_typed_and_uploaded_with_the_fault(self, citizen, dossier):
        address = f"/dossiers/{dossier.public_id}/messages/"
        picture = SimpleUploadedFile("anh.png", PIXEL, content_type="image/png")

        answer = citizen.post(address, {"text": "", "files": picture})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Viết nội dung tin nhắn." in page
        assert 'name="files-kept"' in page

    def test_never_names_an_officer(self, citizen, people, dossier, now):
        say(people["tiep-nhan"], dossier, now, "Ngày mai")

        page = citizen.get(f"/dossiers/{dossier.public_id}/messages/").content.decode()

        assert "Ngày mai" in page
        assert people["tiep-nhan"].full_name not in page

    def test_escapes_what_was_written(self, citizen, people, dossier, now):
        say(people["tiep-nhan"], dossier, now, "<script>alert(1)</script>")

        page = citizen.get(f"/dossiers/{dossier.public_id}/messages/").content.decode()

        assert "<script>alert(1)" not in page

    def test_counts_the_news_as_read_when_it_is_open(self, citizen, people, dossier, now):
        say(people["tiep-nhan"], dossier, now)

        citizen.get(f"/dossiers/{dossier.public_id}/messages/")

        assert Notification.objects.get(kind="message.to_applicant").read_at is not None

    def test_leaves_other_news_unread(self, citizen, people, dossier, now):
        citizen.get(f"/dossiers/{dossier.public_id}/messages/")

        assert Notification.objects.filter(recipient=people["cong-dan"], read_at=None).exists()

    def test_is_read_only_when_the_dossier_is_over(self, citizen, people, dossier, now):
        say(people["cong-dan"], dossier, now)
        citizen.post(f"/dossiers/{dossier.public_id}/withdraw/")

        page = citizen.get(f"/dossiers/{dossier.public_id}/messages/").content.decode()
        answer = citizen.post(f"/dossiers/{dossier.public_id}/messages/", {"text": "Nữa"})

        assert "<textarea" not in page
        assert answer.status_code == 409
        assert "gửi phản ánh, kiến nghị" in answer.content.decode()

    def test_keeps_what_was_typed_when_it_was_too_much(self, citizen, dossier):
        address = f"/dossiers/{dossier.public_id}/messages/"
        for number in range(10):
            citizen.post(address, {"text": f"Câu {number}"})

        answer = citizen.post(address, {"text": "Câu cuối"})

        assert answer.status_code == 429
        assert "Câu cuối</textarea>" in answer.content.decode()

    @pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 30], ids=repr)
    def test_takes_no_nonsense_for_a_place(self, citizen, dossier, before):
        assert citizen.get(f"/dossiers/{dossier.public_id}/messages/", {"before": before}).status_code == 200

    def test_is_led_to_from_the_dossier(self, citizen, people, dossier, now):
        say(people["tiep-nhan"], dossier, now, "Ngày mai")

        page = citizen.get(f"/dossiers/{dossier.public_id}/").content.decode()

        assert "Ngày mai" in page
        assert f"/dossiers/{dossier.public_id}/messages/" in page


class TestTheDesk:
    def test_answers_from_the_one_stop(self, browser_of, citizen, people, dossier, now):
        say(people["cong-dan"], dossier, now)

        browser_of("tiep-nhan").post(f"/desk/dossiers/{dossier.public_id}/messages/", {"text": "Ngày mai"})

        assert "Ngày mai" in citizen.get(f"/dossiers/{dossier.public_id}/messages/").content.decode()

    def test_lists_what_waits_and_leaves_the_list_with_the_answer(self, browser_of, people, dossier, now):
        say(people["cong-dan"], dossier, now)
        officer = browser_of("tiep-nhan")
        waiting = officer.get("/desk/messages/").content.decode()

        officer.post(f"/desk/dossiers/{dossier.public_id}/messages/", {"text": "Ngày mai"})

        assert dossier.code in waiting
        assert dossier.code not in officer.get("/desk/messages/").content.decode()

    def test_passes_on_what_the_deciding_office_wrote(self, browser_of, citizen, people, dossier, now):
        browser_of("giu-so").post(f"/desk/dossiers/{dossier.public_id}/messages/", {"text": "Sổ ở kho"})
        handed = Message.objects.get()
        before = citizen.get(f"/dossiers/{dossier.public_id}/messages/").content.decode()

        browser_of("tiep-nhan").post(f"/desk/messages/{handed.public_id}/pass-on/")

        assert "Sổ ở kho" not in before
        assert "Sổ ở kho" in citizen.get(f"/dossiers/{dossier.public_id}/messages/").content.decode()

    def test_says_beside_the_dossier_that_a_message_waits(self, browser_of, people, dossier, now):
        say(people["cong-dan"], dossier, now)

        page = browser_of("tiep-nhan").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert f"/desk/dossiers/{dossier.public_id}/messages/" in page
        assert "chờ trả lời" in page

    def test_counts_it_beside_the_queues(self, browser_of, people, dossier, now):
        say(people["cong-dan"], dossier, now)

        page = browser_of("tiep-nhan").get("/desk/").content.decode()

        assert "Tin nhắn chờ trả lời" in page

    def test_sends_the_files_of_messages_to_those_who_read_them(self, browser_of, citizen, dossier):
        picture = SimpleUploadedFile("anh.png", PIXEL, content_type="image/png")
        citizen.post(f"/dossiers/{dossier.public_id}/messages/", {"text": "Xem ảnh", "files": picture})
        file = Message.objects.get().files.get().attachment

        answers = {
            who: browser_of(who).get(f"/files/{file.public_id}/").status_code
            for who in ("tiep-nhan", "van-thu")
        }

        assert answers == {"tiep-nhan": 200, "van-thu": 404}


class TestTheDataHandedToAPerson:
    def test_holds_what_was_said_to_them_and_nothing_that_was_not(self, citizen, people, dossier, now):
        say(people["cong-dan"], dossier, now, "Bao giờ?")
        say(people["giu-so"], dossier, now, "Nội bộ")
        say(people["tiep-nhan"], dossier, now, "Ngày mai")

        data = citizen.post("/account/data/").json()["dossiers"][0]

        assert [each["text"] for each in data["conversation"]] == ["Bao giờ?", "Ngày mai"]
