"""A licence after an inspection: suspended, then allowed again or revoked, each by a document of its own (k17)."""

import pytest

from inspections.models import Target
from registry.models import Licence
from registry.selectors import licence_in_force
from registry.services import Granted, record_licence

pytestmark = pytest.mark.django_db(transaction=True)

MAJORS = [{"level": "trung_cap", "code": "5480202", "name": "Tin học", "place": "", "yearly_quota": 100}]
SUSPENSION = {"ly_do": "Không đủ nhà giáo", "thoi_han": "06 tháng", "nguoi_hoc": "Chuyển lớp"}


@pytest.fixture
def licence(chain) -> Licence:
    """The licence of the first institution."""
    institution = {"code": chain.institutions[0].code, "name": chain.institutions[0].name}
    granted = Granted(institution, "12/GCN-SGDĐT", chain.at.date(), MAJORS)
    return record_licence(chain.agency, granted, actor_id=None, at=chain.at)


def suspended(chain) -> Target:
    """Return a part whose institution's licence has just been suspended."""
    target = chain.minuted(chain.announced())
    target = chain.do(chain.people["truong-doan"], target, "k11", "xong", {"nhanh": ["suspension"]})
    other = chain.announce(target.inspection.targets.exclude(pk=target.pk).get(), chain.at)
    other = chain.without_answer(other)
    chain.do(chain.people["truong-doan"], other, "k11", "xong", {"nhanh": ["nothing"]})
    inspection = target.inspection
    chain.do(chain.people["truong-doan"], inspection, "k14", "trinh", {"ket_qua": "I", "nhan_xet": "II"})
    chain.do(chain.people["van-thu"], inspection, "k14xd", "xong")
    chain.do(chain.people["lanh-dao"], inspection, "k14b", "ban_hanh")
    chain.do(chain.people["lanh-dao"], target, "k14s", "ky", {"ket_luan": "Vi phạm"})
    chain.do(chain.people["van-thu"], target, "k14xd", "xong")
    chain.do(chain.people["chuyen-vien"], target, "l1", "trinh", SUSPENSION)
    chain.do(chain.people["lanh-dao"], target, "l2", "ky")
    return chain.do(chain.people["van-thu"], target, "l2xd", "xong")


def checked(chain, target: Target, outcome: str, step: str) -> Target:
    """Go on from the check of the cure to the end."""
    day = chain.at.date()
    received = {"nhan_ket_qua-day": day.day, "nhan_ket_qua-month": day.month, "nhan_ket_qua-year": day.year}
    said = {"ket_qua": "Đã kiểm tra", **{key: str(value) for key, value in received.items()}}
    chain.do(chain.people["chuyen-vien"], target, "l4", outcome, said, reason="Kết quả kiểm tra")
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

        licence.refresh_from_db()
        assert (licence.state, target.status) == ("revoked", "closed")
        assert "Quyết định thu hồi" in licence.versions.last().note
