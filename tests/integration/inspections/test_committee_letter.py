"""What an institution did not remedy goes to the people's committee by a letter of its own, numbered and internal (k15x)."""

import subprocess
import uuid

import pytest

from documents import storage
from documents.models import IssuedDocument, RegisterEntry
from inspections.errors import NotVisible
from inspections.models import Outcome, Remedy, Target
from inspections.selectors import visible_document
from inspections.selectors.own_part import documents_for
from inspections.services import add_finding, give_up_remedy, sort_finding
from jobs.testing import run_all_jobs
from tests.integration.inspections.chain import later, open_nodes

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "committee_letter"


def demanded(chain, *texts: str) -> Target:
    """Return a part that was asked to remedy these findings."""
    inspection, targets = chain.opened(variant="B", is_report_wanted=False)
    lead, leader, clerk = (chain.people[who] for who in ("truong-doan", "lanh-dao", "van-thu"))
    first, second = (chain.announce(target, chain.at) for target in targets)
    first = chain.do(lead, first, "k8", "xong")
    for text in texts:
        finding = add_finding(
            lead, first, text=text, clause="TT 05 Điều 4", recommendation="Tuyển thêm", idempotency_key=uuid.uuid4(),
            at=chain.at,
        )  # fmt: skip
        sort_finding(lead, finding, outcomes=[Outcome.REMEDY], at=chain.at)
    first = chain.do(chain.people["co-so"], first, "k9", "dong_y", {"y_kien": "Không"})
    chain.sign_minutes(first)
    first = chain.do(lead, first, "k10", "ky_du")
    first = chain.do(lead, first, "k11", "xong", {"nhanh": ["remedy"]})
    second = chain.do(lead, chain.without_answer(second), "k11", "xong", {"nhanh": ["nothing"]})
    inspection.refresh_from_db()
    chain.do(lead, inspection, "k14", "trinh", {"ket_qua": "I", "nhan_xet": "II"})
    chain.do(clerk, inspection, "k14xd", "xong")
    chain.do(leader, inspection, "k14b", "ban_hanh")
    chain.do(leader, first, "k14s", "ky", {"ket_luan": "Đã kiểm tra"})
    chain.do(clerk, first, "k14xd", "xong")
    chain.do(leader, first, "k15s", "ky")
    return chain.do(clerk, first, "k15yd", "xong")


def given_up(chain, target: Target) -> Target:
    """Return the part after every remedy was found not carried out."""
    for remedy in Remedy.objects.filter(finding__target=target):
        give_up_remedy(
            chain.people["chuyen-vien"], remedy, reason="Không nộp minh chứng", at=later(chain.at, days=60)
        )
    run_all_jobs()
    return Target.objects.get(pk=target.pk)


def words_of(pdf: bytes) -> str:
    """Return what a PDF says, on one line."""
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


class TestWhatWasNotRemedied:
    def test_goes_to_the_committee_by_a_numbered_letter_that_lists_it(self, chain):
        target = given_up(chain, demanded(chain, "Thiếu nhà giáo", "Thiếu xưởng"))
        leader, clerk = chain.people["lanh-dao"], chain.people["van-thu"]

        target = chain.do(leader, target, "k15x", "kien_nghi", reason="Quá hạn hai lần")
        waiting = open_nodes(target)
        chain.do(leader, target, "k15t", "ky")
        target = chain.do(clerk, target, "k15td", "xong")

        letter = IssuedDocument.objects.get(kind=KIND)
        words = words_of(storage.get(letter.storage_key))
        request = IssuedDocument.objects.get(kind="remedy_request")
        assert (waiting, target.status) == (["k15t"], "closed")
        assert (request.number, letter.number) == ("01/SGDĐT-GDNN", "02/SGDĐT-GDNN")
        assert [each["text"] for each in letter.draft.context["refused"]] == ["Thiếu nhà giáo", "Thiếu xưởng"]
        for expected in (
            "Kính gửi: Ủy ban nhân dân tỉnh", f"tại văn bản số {request.number}", "Quá hạn hai lần",
            "Không nộp minh chứng",
        ):  # fmt: skip
            assert expected in words

    def test_stays_between_the_offices(self, chain):
        target = given_up(chain, demanded(chain, "Thiếu nhà giáo"))
        chain.do(chain.people["lanh-dao"], target, "k15x", "kien_nghi", reason="Quá hạn")
        chain.do(chain.people["lanh-dao"], target, "k15t", "ky")
        target = chain.do(chain.people["van-thu"], target, "k15td", "xong")

        kinds = {each.kind for each in documents_for(target)}

        assert "remedy_request" in kinds
        assert KIND not in kinds
        with pytest.raises(NotVisible):
            visible_document(chain.people["co-so"], IssuedDocument.objects.get(kind=KIND).public_id, chain.at)

    def test_whose_number_the_clerk_voids_is_signed_anew_under_another(self, chain):
        target = given_up(chain, demanded(chain, "Thiếu nhà giáo"))
        leader, clerk = chain.people["lanh-dao"], chain.people["van-thu"]
        target = chain.do(leader, target, "k15x", "kien_nghi", reason="Quá hạn")
        chain.do(leader, target, "k15t", "ky")
        chain.do(clerk, target, "k15td", "huy_so", reason="Sai nơi nhận")
        again = open_nodes(target)
        chain.do(leader, target, "k15t", "ky")
        chain.do(clerk, target, "k15td", "xong")

        assert again == ["k15t"]
        assert IssuedDocument.objects.get(kind=KIND).number == "03/SGDĐT-GDNN"
        assert RegisterEntry.objects.filter(void_reason="Sai nơi nhận").count() == 1

    def test_needs_no_letter_where_the_activity_is_suspended_instead(self, chain):
        target = given_up(chain, demanded(chain, "Thiếu nhà giáo"))

        target = chain.do(chain.people["lanh-dao"], target, "k15x", "dinh_chi", reason="Không thực hiện")

        assert "l1" in open_nodes(target)
        assert not IssuedDocument.objects.filter(kind=KIND).exists()
