"""Reception asks for more before a result is looked at again, as the reception of any other procedure does."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Dossier, ResultCorrection, StatutoryPaper, SupplementRound
from dossiers.selectors.corrections import correctable_documents
from dossiers.services import Mark, begin_correction, claim, complete, mark
from dossiers.status import Status
from forms.models import Attachment
from jobs.testing import run_all_jobs
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk
from tests.integration.dossiers.result_correction import (
    FAULT,
    begin,
    document_of,
    issue,
    propose,
    publish_correction,
)
from tests.integration.dossiers.test_representation import power, send_by
from tests.integration.uploads import PIXEL
from workflows.services import fire_timers

EVIDENCE = Mark("giay_to", "Gửi bản chụp trang học bạ.")


@pytest.fixture
def at(people, now):
    """The moment of the test, the package published."""
    publish_correction(now)
    return now


@pytest.fixture
def origin(people, at) -> Dossier:
    """A finished dossier with its certified copy."""
    return walk(send(people["cong-dan"], at), people, at)


def asked(work: Dossier, people, at, *marks: Mark) -> Dossier:
    """Reception marks what is missing and asks for it."""
    run_all_jobs()
    item, officer = open_item(work, "r1"), people["tiep-nhan"]
    claim(officer, item.public_id, version=item.version, at=at)
    mark(officer, item.public_id, marks, at=at)
    item.refresh_from_db()
    complete(
        officer, item.public_id, outcome="bo_sung", version=item.version, at=at, data={}, files={},
        reason="Xem mục đánh dấu.",
    )  # fmt: skip
    run_all_jobs()
    work.refresh_from_db()
    return work


def answer(work: Dossier, person, at, *, files=None, **data: str) -> Dossier:
    """Send the applicant's answer to what was asked."""
    item = open_item(work, "s4")
    complete(person, item.public_id, outcome="gui", version=item.version, at=at, data=data, files=files or {})
    run_all_jobs()
    work.refresh_from_db()
    return work


class TestReceptionOfARequest:
    def test_asks_for_more_and_goes_on_with_what_came(self, people, origin, at):
        work = asked(begin(people["cong-dan"], origin, at), people, at, EVIDENCE)
        before = (work.status, StatutoryPaper.objects.filter(dossier=work, form="02").exists())
        item = work.supplement_rounds.get().items.get()
        photo = SimpleUploadedFile("hoc-ba.png", PIXEL, content_type="image/png")

        work = answer(
            work, people["cong-dan"], at, files={"giay_to": [photo]}, **{f"answer-{item.pk}": "corrected"}
        )

        assert before == (Status.SUPPLEMENT_REQUIRED, True)
        assert work.supplement_rounds.get().state == SupplementRound.State.SUPPLIED
        assert [Attachment.objects.get(public_id=each).original_name for each in work.answers["giay_to"]] == [
            "hoc-ba.png"
        ]
        assert work.answers["noi_dung_sai"] == FAULT["noi_dung_sai"]
        work = issue(propose(work, people, at, "dinh_chinh"), people, at)
        assert document_of(origin).state == "corrected"

    def test_keeps_the_papers_that_another_of_the_party_sent_with_the_request(self, people, at):
        origin, other = walk(send_by(people, power(people, at), at), people, at), people["cong-dan"]
        photo = SimpleUploadedFile("bia.png", PIXEL, content_type="image/png")
        work = begin_correction(
            other, origin.public_id, document_of(origin).public_id, data=FAULT, files={"giay_to": [photo]},
            idempotency_key=uuid.uuid4(), at=at,
        )  # fmt: skip
        work = asked(work, people, at, Mark("noi_dung_sai", "Ghi rõ dòng nào."))
        item = work.supplement_rounds.get().items.get()

        work = answer(work, other, at, noi_dung_sai="Dòng 3: 2021.", **{f"answer-{item.pk}": "corrected"})

        kept = [Attachment.objects.get(public_id=each).original_name for each in work.answers["giay_to"]]
        assert (kept, work.answers["noi_dung_sai"]) == (["bia.png"], "Dòng 3: 2021.")

    def test_stops_when_nothing_comes_and_lets_the_next_request_begin(self, people, origin, at):
        work = asked(begin(people["cong-dan"], origin, at), people, at, EVIDENCE)
        late = at + timedelta(days=31)
        fire_timers(at=late)
        run_all_jobs()

        work = do(people["truong-phong"], work, "s6", "dung", {}, late, reason="Quá hạn bổ sung.")

        assert work.status == Status.STOPPED
        assert StatutoryPaper.objects.filter(dossier=work, form="05").exists()
        assert not ResultCorrection.objects.filter(closed_at=None).exists()
        assert [each.is_open for each in correctable_documents(origin)] == [True]

    def test_of_the_offices_own_work_does_not_happen(self, people, origin, at):
        work = begin(people["chuyen-vien"], origin, at)
        run_all_jobs()

        nodes = list(work.run.work_items.filter(completed_at=None).values_list("node_id", flat=True))

        assert nodes == ["x1"]
