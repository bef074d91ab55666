"""Files of a complaint: checked as any upload is, read by whoever reads the complaint and by nobody else."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dossiers.errors import CannotComplain
from dossiers.models import Complaint, ComplaintFile
from dossiers.services import complain, take_back
from dossiers.services.export_own import export_own
from forms.errors import Invalid
from forms.models import Attachment
from tests.integration.dossiers.diploma_copy import send, walk
from tests.integration.dossiers.test_complaints import object_to
from tests.integration.dossiers.test_representation import power, send_by
from tests.integration.uploads import PIXEL

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = {"about": "conduct", "text": "Cán bộ nói nặng lời."}


def picture(name: str = "anh.png", content: bytes = PIXEL) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def sent_with_a_file(person, dossier, at, **changed) -> Complaint:
    """Send a complaint with a picture."""
    return complain(
        person, dossier.public_id, data={**TYPED, **changed}, files={"files": [picture()]},
        idempotency_key=uuid.uuid4(), at=at,
    )  # fmt: skip


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def opens(person, file: ComplaintFile) -> int:
    return browser_of(person).get(reverse("portal:file", args=[file.attachment.public_id])).status_code


@pytest.fixture
def dossier(people, now):
    """A dossier the keeper of the register has in hand."""
    return walk(send(people["cong-dan"], now), people, now, until="b3")


class TestAFileOfAComplaint:
    def test_is_read_by_its_sender_and_who_answers_and_by_nobody_who_handled_the_dossier(
        self, people, dossier, now
    ):
        file = sent_with_a_file(people["cong-dan"], dossier, now).files.get()

        assert {who: opens(people[who], file) for who in ("cong-dan", "lanh-dao", "tiep-nhan", "giu-so", "cong-dan-2")} == {
            "cong-dan": 200, "lanh-dao": 200, "tiep-nhan": 404, "giu-so": 404, "cong-dan-2": 404,
        }  # fmt: skip
        assert file.attachment.referenced_at == now

    def test_stands_on_both_pages_and_in_what_the_sender_exports(self, people, dossier, now):
        complaint = sent_with_a_file(people["cong-dan"], dossier, now)

        own = browser_of(people["cong-dan"]).get(reverse("portal:complaints", args=[dossier.public_id]))
        desk = browser_of(people["lanh-dao"]).get(reverse("desk:complaint", args=[complaint.public_id]))

        assert "anh.png" in own.content.decode() and "anh.png" in desk.content.decode()
        (found,) = export_own(people["cong-dan"], at=now)["dossiers"][0]["complaints"]
        assert [each["name"] for each in found["files"]] == ["anh.png"]

    def test_that_is_no_picture_or_pdf_sends_nothing(self, people, dossier, now):
        with pytest.raises(Invalid) as refusal:
            complain(
                people["cong-dan"], dossier.public_id, data=TYPED,
                files={"files": [picture("a.png", b"MZ\x90\x00 not a picture")]}, idempotency_key=uuid.uuid4(), at=now,
            )  # fmt: skip

        assert "files" in refusal.value.errors
        assert not Complaint.objects.exists()

    def test_of_a_party_is_its_uploaders_no_longer_once_the_power_is_over(self, people, now):
        granted = power(people, now)
        file = sent_with_a_file(people["cong-dan-2"], send_by(people, granted, now), now).files.get()
        before = opens(people["cong-dan-2"], file)

        take_back(granted, reason="Đổi ý", actor=people["cong-dan"], at=now)

        assert (before, opens(people["cong-dan-2"], file), opens(people["cong-dan"], file)) == (200, 404, 200)


class TestThePage:
    def test_keeps_an_upload_with_the_mistake_beside_it(self, people, dossier, now):
        address = reverse("portal:complaints", args=[dossier.public_id])

        answer = browser_of(people["cong-dan"]).post(
            address, {"text": "", "about": "conduct", "files": picture()}
        )

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert 'name="files-kept"' in shown and "anh.png" in shown

    def test_keeps_an_upload_where_another_complaint_waits(self, people, dossier, now):
        object_to(people["cong-dan"], dossier, now)
        address = reverse("portal:complaints", args=[dossier.public_id])

        answer = browser_of(people["cong-dan"]).post(address, {**TYPED, "files": picture()})

        assert answer.status_code == 409
        assert "anh.png" in answer.content.decode()
        assert Attachment.objects.get().referenced_at is None

    def test_sends_file_and_complaint_together_once(self, people, dossier, now):
        key = uuid.uuid4()
        for _press in range(2):
            complain(
                people["cong-dan"], dossier.public_id, data=TYPED, files={"files": [picture()]},
                idempotency_key=key, at=now,
            )  # fmt: skip

        assert Complaint.objects.count() == ComplaintFile.objects.count() == 1
        with pytest.raises(CannotComplain):
            sent_with_a_file(people["cong-dan"], dossier, now)
