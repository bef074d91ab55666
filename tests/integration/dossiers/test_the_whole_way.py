"""A diploma copy from sending to handing over, through the services alone."""

import uuid

import pytest

from documents.models import IssuedDocument, RegisterEntry
from dossiers.models import Dossier, StatusChange
from dossiers.services import submit
from dossiers.status import Status
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import ANSWERS, do, open_item, send, walk

pytestmark = pytest.mark.services


class TestADiplomaCopy:
    def test_goes_from_sending_to_handing_over(self, people, now):
        dossier = send(people["cong-dan"], now)

        dossier = walk(dossier, people, now)

        assert dossier.status == Status.RETURNED
        assert dossier.code.startswith("H61.12-")
        assert dossier.due_at is not None
        document = IssuedDocument.objects.get(subject_id=str(dossier.pk))
        assert document.number.startswith("01/BS-SGD")
        assert RegisterEntry.objects.get().state == "issued"

    def test_shows_the_applicant_every_status(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now)

        seen = list(
            StatusChange.objects.filter(dossier=dossier).order_by("pk").values_list("status", flat=True)
        )

        assert seen == [Status.NEW, Status.RECEIVED, Status.IN_PROGRESS, Status.DONE, Status.RETURNED]
        kinds = Notification.objects.filter(recipient=people["cong-dan"]).values_list("kind", flat=True)
        assert {"dossier.submitted", "dossier.status.2", "dossier.status.9"} <= set(kinds)

    def test_comes_back_to_the_applicant_for_a_supplement(self, people, now):
        dossier = send(people["cong-dan"], now)
        dossier = do(people["tiep-nhan"], dossier, "b1", "bo_sung", {}, now, reason="Ảnh mờ, chụp lại")

        item = open_item(dossier, "s4")

        assert dossier.status == Status.SUPPLEMENT_REQUIRED
        assert item.holder_id == people["cong-dan"].pk

    def test_ends_when_it_is_refused_at_reception(self, people, now):
        dossier = send(people["cong-dan"], now)

        dossier = do(people["tiep-nhan"], dossier, "b1", "khong_tiep_nhan", {}, now, reason="Sai nơi giữ sổ")

        assert dossier.status == Status.REFUSED_AT_INTAKE
        assert dossier.code is None

    def test_keeps_the_code_another_system_gave(self, people, now):
        dossier = submit(
            people["cong-dan"],
            "diploma_copy",
            data=ANSWERS,
            files={},
            idempotency_key=uuid.uuid4(),
            at=now,
            channel="counter",
            source_system="dvcqg",
            external_id="000.00.12.H61-261125-0007",
        )

        dossier = do(people["tiep-nhan"], dossier, "b1", "tiep_nhan", {"noi_giu_so_goc": "H61.12"}, now)

        assert dossier.code == "000.00.12.H61-261125-0007"
        assert (dossier.channel, dossier.source_system) == ("counter", "dvcqg")

    def test_exists_once_when_it_is_sent_twice(self, people, now):
        key = uuid.uuid4()

        first, second = (
            submit(people["cong-dan"], "diploma_copy", data=ANSWERS, files={}, idempotency_key=key, at=now)
            for _ in range(2)
        )

        assert first.pk == second.pk
        assert Dossier.objects.count() == 1
