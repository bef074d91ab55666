"""A diploma copy from sending to handing over, through the services alone."""

import pytest

from documents.models import IssuedDocument, RegisterEntry
from dossiers.models import StatusChange
from dossiers.status import Status
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk

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

        seen = list(StatusChange.objects.filter(dossier=dossier).order_by("pk").values_list("status", flat=True))

        assert seen == [Status.NEW, Status.RECEIVED, Status.IN_PROGRESS, Status.DONE, Status.RETURNED]
        kinds = Notification.objects.filter(recipient=people["cong-dan"]).values_list("kind", flat=True)
        assert {"dossier.submitted", "dossier.status.2", "dossier.status.9"} <= set(kinds)

    def test_comes_back_to_the_applicant_for_a_supplement(self, people, now):
        dossier = send(people["cong-dan"], now)
        dossier = do(people["tiep-nhan"], dossier, "b1", "bo_sung", {}, now, reason="Ảnh mờ, chụp lại")

        item = open_item(dossier, "b1s")

        assert dossier.status == Status.SUPPLEMENT_REQUIRED
        assert item.holder_id == people["cong-dan"].pk

    def test_ends_when_it_is_refused_at_reception(self, people, now):
        dossier = send(people["cong-dan"], now)

        dossier = do(people["tiep-nhan"], dossier, "b1", "khong_tiep_nhan", {}, now, reason="Sai nơi giữ sổ")

        assert dossier.status == Status.REFUSED_AT_INTAKE
        assert dossier.code is None
