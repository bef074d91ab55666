"""A diploma copy from sending to handing over, through the services alone."""

import uuid

import pytest

from accounts.localdays import local_day
from documents.models import IssuedDocument, RegisterEntry
from dossiers.models import Dossier, StatusChange
from dossiers.selectors.register_of_dossiers import received_between, register_rows
from dossiers.services import submit
from dossiers.status import Status
from forms.errors import Invalid
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


class TestHandingOver:
    """Who took the result, by what paper, or the number of the postal item: what proves it stays with the step."""

    @pytest.fixture
    def issued(self, people, now):
        return walk(send(people["cong-dan"], now), people, now, until="b6")

    @pytest.mark.parametrize(
        "unproved",
        [{}, {"cach_tra": "tai_quay"}, {"cach_tra": "buu_chinh"}],
        ids=["nothing said", "nobody named at the counter", "no number of the postal item"],
    )
    def test_needs_what_proves_it(self, issued, people, now, unproved):
        with pytest.raises(Invalid):
            do(people["tiep-nhan"], issued, "b6", "da_tra", unproved, now)

    def test_at_the_counter_keeps_who_took_it_and_shows_them_in_the_register(self, issued, people, now):
        taken = {
            "cach_tra": "tai_quay",
            "nguoi_nhan": "Nguyễn Văn Con",
            "nguoi_nhan_so_dinh_danh": "086301000123",
        }

        dossier = do(people["tiep-nhan"], issued, "b6", "da_tra", taken, now)

        day = local_day(now)
        [row] = register_rows(received_between(people["lanh-dao"], day, day, now), people["lanh-dao"], now)
        assert (row.how, row.received_by) == ("Trực tiếp", "Nguyễn Văn Con")
        assert dossier.step_answers.get(node_id="b6").answers["nguoi_nhan_so_dinh_danh"] == "086301000123"

    def test_by_post_keeps_the_number_of_the_item(self, issued, people, now):
        sent = {"cach_tra": "buu_chinh", "so_buu_gui": "EB123456789VN"}

        dossier = do(people["tiep-nhan"], issued, "b6", "da_tra", sent, now)

        assert dossier.step_answers.get(node_id="b6").answers["so_buu_gui"] == "EB123456789VN"
