"""What is written about a dossier: who writes to whom, who reads what, once, for ever, and not too much."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from audit.models import AuditEntry, AuditValues
from dossiers.conversation import MOST_A_DAY, MOST_AN_HOUR
from dossiers.errors import CannotWrite, NotVisible
from dossiers.models import Conversation, Dossier, Message
from dossiers.selectors.conversation import (
    conversation_page,
    visible_message_file,
    waiting_conversations,
)
from dossiers.services import claim, pass_on, settle, withdraw, write_message
from forms.attachments.scanners import Infected
from forms.errors import Invalid
from notifications.models import Delivery, Notification, WakeUp
from tests.integration.dossiers.diploma_copy import open_item, send, walk
from tests.integration.uploads import PIXEL


def say(person, dossier, at, text="Bao giờ có kết quả?", *, key=None, files=()):
    """Write a message."""
    return write_message(
        person, dossier.public_id, data={"text": text}, files={"files": list(files)},
        idempotency_key=key or uuid.uuid4(), at=at,
    )  # fmt: skip


def picture(name="anh.png"):
    """Return an upload."""
    return SimpleUploadedFile(name, PIXEL, content_type="image/png")


@pytest.fixture
def dossier(people, now):
    """A dossier that the keeper of the register has in hand."""
    return walk(send(people["cong-dan"], now), people, now, until="b2")


class TestAMessageOfTheApplicant:
    def test_reaches_the_one_stop_and_waits_for_it(self, people, dossier, now):
        message = say(people["cong-dan"], dossier, now)

        told = Notification.objects.filter(kind="message.to_office")
        assert (message.direction, message.agency) == ("to_office", None)
        assert {each.recipient for each in told} == {people["tiep-nhan"], people["tiep-nhan-2"]}
        assert [each.dossier for each in waiting_conversations(people["tiep-nhan"], now)] == [dossier]

    def test_wakes_the_open_pages_and_orders_an_email_without_a_word_of_it(
        self, people, dossier, now, wake_ups_in_rows
    ):
        say(people["cong-dan"], dossier, now, "Tôi tên là Mai")

        told = Notification.objects.get(kind="message.to_office", recipient=people["tiep-nhan"])
        woken = set(WakeUp.objects.values_list("topic", flat=True))
        assert woken >= {f"dossier.{dossier.public_id}", f"person.{people['tiep-nhan'].pk}"}
        assert f"inbox.tiep_nhan.{dossier.receiving_agency_id}" in woken
        assert Delivery.objects.filter(notification=told, channel="email").exists()
        assert "Mai" not in f"{told.title} {told.text} {told.params}"

    def test_tells_who_of_the_deciding_office_has_it_in_hand(self, people, dossier, now):
        item = open_item(dossier, "b2")
        claim(people["giu-so"], item.public_id, version=item.version, at=now)

        say(people["cong-dan"], dossier, now)

        assert Notification.objects.filter(kind="message.to_office", recipient=people["giu-so"]).exists()

    def test_is_written_once_however_often_it_is_sent(self, people, dossier, now):
        key = uuid.uuid4()

        first = say(people["cong-dan"], dossier, now, key=key)
        again = say(people["cong-dan"], dossier, now, "khác", key=key)

        assert again == first
        assert Message.objects.count() == 1

    def test_is_on_record_without_its_words(self, people, dossier, now):
        say(people["cong-dan"], dossier, now, "bí mật")

        entry = AuditEntry.objects.get(action="dossier.message_written")
        assert (entry.target_id, entry.actor_id) == (str(dossier.pk), people["cong-dan"].pk)
        assert "bí mật" not in str(AuditValues.objects.get(entry=entry).values)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "text", ["", "   ", "\u200b\n", "x" * 4001], ids=["none", "spaces", "invisible", "too long"]
    )
    def test_a_text_that_says_nothing_or_too_much(self, people, dossier, now, text):
        with pytest.raises(Invalid) as refused:
            say(people["cong-dan"], dossier, now, text)

        assert list(refused.value.errors) == ["text"]
        assert not Conversation.objects.exists()

    @pytest.mark.parametrize(
        "upload",
        [
            SimpleUploadedFile("virus.pdf", b"MZ\x90\x00", content_type="application/pdf"),
            SimpleUploadedFile("rong.pdf", b"", content_type="application/pdf"),
        ],
        ids=["another content than its name", "empty"],
    )
    def test_a_file_the_house_does_not_take(self, people, dossier, now, upload):
        with pytest.raises(Invalid) as refused:
            say(people["cong-dan"], dossier, now, files=[upload])

        assert list(refused.value.errors) == ["files"]
        assert not Message.objects.exists()

    def test_a_sixth_file(self, people, dossier, now):
        with pytest.raises(Invalid):
            say(people["cong-dan"], dossier, now, files=[picture(f"{n}.png") for n in range(6)])

    def test_a_file_that_the_scanner_knows(self, people, dossier, now, settings):
        settings.MOTCUA_SCANNER = "tests.integration.dossiers.test_conversation.infected"

        with pytest.raises(Invalid):
            say(people["cong-dan"], dossier, now, files=[picture()])

    @pytest.mark.parametrize("who", ["cong-dan-2", "van-thu", "phoi-hop", "hieu-truong", "quan-tri"])
    def test_who_takes_no_part(self, people, dossier, now, who):
        with pytest.raises(NotVisible):
            say(people[who], dossier, now)

    def test_an_eleventh_message_within_an_hour(self, people, dossier, now):
        for _ in range(MOST_AN_HOUR):
            say(people["cong-dan"], dossier, now)

        with pytest.raises(CannotWrite) as refused:
            say(people["cong-dan"], dossier, now + timedelta(minutes=59))

        assert refused.value.reason == "too_many"
        assert say(people["cong-dan"], dossier, now + timedelta(minutes=61))

    def test_more_questions_than_a_day_takes(self, people, dossier, now):
        for number in range(MOST_A_DAY):
            say(people["cong-dan"], dossier, now + timedelta(minutes=20 * number))

        with pytest.raises(CannotWrite):
            say(people["cong-dan"], dossier, now + timedelta(hours=20))


def infected(data):
    """Know every file as harmful."""
    raise Infected("Test")


class TestAnAnswer:
    def test_of_the_one_stop_reaches_the_applicant_and_ends_the_waiting(self, people, dossier, now):
        say(people["cong-dan"], dossier, now)

        answer = say(people["tiep-nhan"], dossier, now, "Ngày mai")

        told = Notification.objects.get(kind="message.to_applicant")
        assert (answer.direction, answer.agency) == ("to_applicant", dossier.receiving_agency)
        assert (told.recipient, told.url) == (people["cong-dan"], f"/dossiers/{dossier.public_id}/messages/")
        assert not waiting_conversations(people["tiep-nhan"], now).exists()

    def test_of_the_deciding_office_stays_with_the_one_stop(self, people, dossier, now):
        handed = say(people["giu-so"], dossier, now, "Sổ còn ở kho")

        read = conversation_page(people["cong-dan"], dossier.public_id, now)
        assert handed.direction == "to_one_stop"
        assert list(read.messages) == []
        assert not Notification.objects.filter(
            kind__startswith="message", recipient=people["cong-dan"]
        ).exists()
        assert [each.dossier for each in waiting_conversations(people["tiep-nhan"], now)] == [dossier]

    def test_of_the_deciding_office_is_passed_on_once_as_it_is_with_its_files(self, people, dossier, now):
        handed = say(people["giu-so"], dossier, now, "Sổ còn ở kho", files=[picture()])

        passed = [pass_on(people["tiep-nhan"], handed.public_id, at=now) for _ in range(2)]

        read = conversation_page(people["cong-dan"], dossier.public_id, now).messages
        assert passed[0] == passed[1]
        assert [each.text for each in read] == ["Sổ còn ở kho"]
        file = read[0].files.get().attachment
        assert visible_message_file(people["cong-dan"], file.public_id, now) == file

    def test_is_passed_on_by_the_one_stop_alone(self, people, dossier, now):
        handed = say(people["giu-so"], dossier, now)

        with pytest.raises(NotVisible):
            pass_on(people["giu-so"], handed.public_id, at=now)

    def test_is_not_needed_where_the_one_stop_says_so(self, people, dossier, now):
        say(people["cong-dan"], dossier, now, "Cảm ơn")

        assert settle(people["tiep-nhan"], dossier.public_id, written=1, at=now)

        assert not waiting_conversations(people["tiep-nhan"], now).exists()
        assert AuditEntry.objects.filter(action="dossier.conversation_settled").exists()

    def test_still_waits_where_a_message_came_meanwhile(self, people, dossier, now):
        say(people["cong-dan"], dossier, now)
        say(people["cong-dan"], dossier, now, "À, còn nữa")

        assert not settle(people["tiep-nhan"], dossier.public_id, written=1, at=now)

        assert waiting_conversations(people["tiep-nhan"], now).exists()

    def test_is_not_for_the_deciding_office_to_settle(self, people, dossier, now):
        say(people["cong-dan"], dossier, now)

        with pytest.raises(NotVisible):
            settle(people["giu-so"], dossier.public_id, written=1, at=now)


class TestAFile:
    def test_handed_to_the_one_stop_is_not_there_for_the_applicant(self, people, dossier, now):
        file = say(people["giu-so"], dossier, now, files=[picture()]).files.get().attachment

        with pytest.raises(NotVisible):
            visible_message_file(people["cong-dan"], file.public_id, now)
        assert visible_message_file(people["tiep-nhan"], file.public_id, now) == file

    @pytest.mark.parametrize("who", ["cong-dan-2", "van-thu", "phoi-hop", "hieu-truong", "quan-tri"])
    def test_is_not_there_for_who_takes_no_part(self, people, dossier, now, who):
        file = say(people["cong-dan"], dossier, now, files=[picture()]).files.get().attachment

        with pytest.raises(NotVisible):
            visible_message_file(people[who], file.public_id, now)

    def test_of_somebody_else_cannot_be_sent(self, people, dossier, now):
        file = say(people["giu-so"], dossier, now, files=[picture()]).files.get().attachment

        with pytest.raises(Invalid):
            write_message(
                people["cong-dan"], dossier.public_id, data={"text": "x", "files-kept": str(file.public_id)},
                files={}, idempotency_key=uuid.uuid4(), at=now,
            )  # fmt: skip


class TestADossierThatIsOver:
    def test_takes_no_question_more(self, people, dossier, now):
        withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=now)

        with pytest.raises(CannotWrite) as refused:
            say(people["cong-dan"], dossier, now)

        assert refused.value.reason == "over"

    def test_still_gets_the_answer_to_what_was_asked_before_and_no_more(self, people, dossier, now):
        say(people["cong-dan"], dossier, now)
        withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=now)

        assert say(people["tiep-nhan"], dossier, now, "Đã rút theo ý bạn")

        with pytest.raises(CannotWrite):
            say(people["tiep-nhan"], dossier, now, "Và nữa")


class TestWhatWasWritten:
    def test_is_not_changed(self, people, dossier, now):
        message = Message.objects.filter(pk=say(people["cong-dan"], dossier, now).pk)

        with pytest.raises(DatabaseError), transaction.atomic():
            message.update(text="khác")

        assert message.get().text == "Bao giờ có kết quả?"

    def test_is_not_deleted_and_neither_are_its_files(self, people, dossier, now):
        message = say(people["cong-dan"], dossier, now, files=[picture()])

        with pytest.raises(DatabaseError), transaction.atomic():
            message.files.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Message.objects.filter(pk=say(people["cong-dan"], dossier, now).pk).delete()

        assert message.files.count() == 1

    def test_of_ones_own_dossier_waits_for_a_colleague(self, people, now):
        own = send(people["tiep-nhan"], now)

        say(people["tiep-nhan"], own, now)

        assert not waiting_conversations(people["tiep-nhan"], now).exists()
        assert [each.dossier for each in waiting_conversations(people["tiep-nhan-2"], now)] == [own]
        assert not Notification.objects.filter(
            kind="message.to_office", recipient=people["tiep-nhan"]
        ).exists()

    def test_is_read_a_page_at_a_time(self, people, dossier, now):
        first = say(people["cong-dan"], dossier, now)
        Message.objects.bulk_create(
            Message(
                dossier=dossier, direction="to_office", sender=people["cong-dan"], text=str(number),
                idempotency_key=uuid.uuid4(), sent_at=now,
            )
            for number in range(60)
        )  # fmt: skip

        latest = conversation_page(people["cong-dan"], dossier.public_id, now)
        earlier = conversation_page(people["cong-dan"], dossier.public_id, now, before=latest.earlier)

        assert len(latest.messages) == 50
        assert earlier.messages[0] == first
        assert earlier.earlier is None


def test_the_dossier_itself_is_not_touched(people, dossier, now):
    before = Dossier.objects.filter(pk=dossier.pk).values().get()

    say(people["cong-dan"], dossier, now)

    assert Dossier.objects.filter(pk=dossier.pk).values().get() == before
