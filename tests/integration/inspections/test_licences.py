"""A licence after an inspection: suspended, then allowed again or revoked, each by a document of its own (k17)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents import storage
from documents.models import IssuedDocument
from forms.errors import Invalid
from inspections.models import Target
from jobs.testing import run_all_jobs
from registry.models import Licence
from registry.selectors import licence_in_force
from registry.services import Granted, record_licence
from tests.integration.inspections.chain import later, open_item, open_nodes
from workflows.services import fire_timers

pytestmark = pytest.mark.django_db(transaction=True)

MAJORS = [{"level": "trung_cap", "code": "5480202", "name": "Tin học", "place": "", "yearly_quota": 100}]
SUSPENSION = {"ly_do": "Không đủ nhà giáo", "nguoi_hoc": "Chuyển lớp"}
DAYS_SUSPENDED = 60


@pytest.fixture
def licence(chain) -> Licence:
    """The licence of the first institution."""
    institution = {"code": chain.institutions[0].code, "name": chain.institutions[0].name}
    granted = Granted(institution, "12/GCN-SGDĐT", chain.at.date(), MAJORS)
    return record_licence(chain.agency, granted, actor_id=None, at=chain.at)


@pytest.fixture
def certificate(chain) -> IssuedDocument:
    """A document issued here that granted the licence of the first institution."""
    chain.decided()
    document = IssuedDocument.objects.get(kind="decision")
    institution = {"code": chain.institutions[0].code, "name": chain.institutions[0].name}
    granted = Granted(institution, document.number, document.issued_on, MAJORS)
    record_licence(chain.agency, granted, actor_id=None, at=chain.at)
    return document


def suspended(chain, *, until: date | None = None) -> Target:
    """Return a part whose institution's licence has just been suspended."""
    target = chain.minuted(chain.announced())
    target = chain.do(chain.people["truong-doan"], target, "k11", "xong", {"nhanh": ["suspension"]})
    chain.nothing_found_at(target.inspection.targets.exclude(pk=target.pk).get())
    inspection = target.inspection
    chain.do(chain.people["truong-doan"], inspection, "k14", "trinh", {"ket_qua": "I", "nhan_xet": "II"})
    chain.do(chain.people["van-thu"], inspection, "k14xd", "xong")
    chain.do(chain.people["lanh-dao"], inspection, "k14b", "ban_hanh")
    chain.do(chain.people["lanh-dao"], target, "k14s", "ky", {"ket_luan": "Vi phạm"})
    chain.do(chain.people["van-thu"], target, "k14xd", "xong")
    said = said_day("den_ngay", until or chain.at.date() + timedelta(days=DAYS_SUSPENDED))
    chain.do(chain.people["chuyen-vien"], target, "l1", "trinh", {**SUSPENSION, **said})
    chain.do(chain.people["lanh-dao"], target, "l2", "ky")
    return chain.do(chain.people["van-thu"], target, "l2xd", "xong")


def said_day(name: str, day: date) -> dict[str, str]:
    """Return a day as a form posts it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def checked(chain, target: Target, outcome: str, step: str, *, at_step: str = "l4") -> Target:
    """Go on from the check of the cure to the end."""
    said = {"ket_qua": "Đã kiểm tra", **said_day("nhan_ket_qua", chain.at.date())}
    chain.do(chain.people["chuyen-vien"], target, at_step, outcome, said, reason="Kết quả kiểm tra")
    chain.do(chain.people["lanh-dao"], target, step, "ky")
    return chain.do(chain.people["van-thu"], target, f"{step}xd", "xong")


class TestASuspendedLicence:
    def test_allows_nothing_and_comes_back_once_cured(self, chain, licence):
        target = suspended(chain)
        licence.refresh_from_db()
        assert licence.state == "suspended"
        assert licence_in_force(target.institution, chain.at.date()) is None

        target = checked(chain, target, "khac_phuc", "l5")

        licence.refresh_from_db()
        assert (licence.state, target.status) == ("valid", "closed")
        assert [each.state for each in licence.versions.all()] == ["valid", "suspended", "valid"]

    def test_is_revoked_where_it_was_not_cured(self, chain, licence):
        target = suspended(chain)

        target = checked(chain, target, "khong_khac_phuc", "l7")
        due_at = open_item(target, "l9").due_at
        target = chain.do(
            chain.people["chuyen-vien"], target, "l9", "da_nhan", said_day("nhan_lai", chain.at.date())
        )

        assert due_at > later(chain.at, days=4)
        licence.refresh_from_db()
        assert (licence.state, target.status) == ("revoked", "closed")
        assert "Quyết định thu hồi" in licence.versions.last().note

    def test_is_judged_when_its_time_is_over_and_nobody_has_done_so(self, chain, licence):
        target = suspended(chain)
        fire_timers(later(chain.at, days=DAYS_SUSPENDED - 1))
        run_all_jobs()
        before = open_nodes(target)

        fire_timers(later(chain.at, days=DAYS_SUSPENDED + 2))
        run_all_jobs()

        assert (before, open_nodes(target)) == (["l4"], ["l4h"])
        target = checked(chain, target, "khac_phuc", "l5", at_step="l4h")
        licence.refresh_from_db()
        assert (licence.state, target.status) == ("valid", "closed")

    def test_tells_whoever_verifies_its_certificate(self, chain, certificate, client):
        page = reverse("portal:verification", args=[certificate.verify_code])
        target = suspended(chain)
        while_suspended = client.get(page).content.decode()
        file = SimpleUploadedFile("giay.pdf", storage.get(certificate.storage_key), "application/pdf")
        by_its_file = client.post(reverse("portal:verify"), {"file": file}).content.decode()

        checked(chain, target, "khong_khac_phuc", "l7")

        certificate.refresh_from_db()
        assert "hoạt động đang bị đình chỉ" in while_suspended
        assert "hoạt động đang bị đình chỉ" in by_its_file
        assert certificate.state == "revoked"
        assert "Văn bản đã bị thu hồi" in client.get(page).content.decode()

    def test_cannot_be_suspended_into_the_past(self, chain):
        with pytest.raises(Invalid):
            suspended(chain, until=chain.at.date() - timedelta(days=1))
