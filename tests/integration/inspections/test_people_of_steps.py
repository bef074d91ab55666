"""Who holds the steps of an inspection: the lead of now, four eyes with a reason, the queue after who left."""

from datetime import timedelta

import pytest

from accounts.localdays import local_day
from accounts.models import Appointment
from inspections.models import Inspection, Minutes, Origin, Target, TeamRole
from inspections.parties import declarations_awaited
from inspections.selectors import visible_work_items
from inspections.services import claim, free_work, release
from tests.integration.inspections.chain import later, open_item, open_nodes
from workflows.errors import FourEyes

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheLeadsStep:
    def test_stays_the_lead_s_when_given_back(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        item = open_item(target, "k8")

        release(lead, item.public_id, version=item.version, at=chain.at)

        seen = visible_work_items(lead, later(chain.at, hours=1))
        assert [each.node_id for each in seen.filter(process_id=target.run_id)] == ["k8"]
        assert (
            not visible_work_items(chain.people["truong-phong"], later(chain.at, hours=1))
            .filter(pk=item.pk)
            .exists()
        )


class TestMinutesSignedEarly:
    def test_are_followed_when_their_step_opens(self, chain):
        target = chain.do(chain.people["truong-doan"], chain.announced(), "k8", "xong")
        Minutes.objects.filter(pk=chain.sign_minutes(target).pk).update(complete_at=chain.at)

        chain.do(chain.people["co-so"], target, "k9", "dong_y", {"y_kien": "Không có ý kiến"})

        assert open_nodes(target) == ["k11"]


class TestALeadWhoAlsoSigns:
    """A deputy director who leads the team signs the notice of results as well (INSPECTION §0.7)."""

    @pytest.fixture
    def waiting(self, chain) -> Target:
        """A part whose notice waits for a signature, sorted by the deputy director as lead."""
        inspection, (first, second) = chain.opened(variant="B", is_report_wanted=True)
        leader = chain.people["lanh-dao"]
        inspection.team.filter(role=TeamRole.LEAD).update(person=leader)
        for target in (first, second):
            chain.people["truong-doan"] = leader
            chain.nothing_found_at(target)
        chain.do(leader, inspection, "k14", "trinh", {"ket_qua": "I", "nhan_xet": "II"})
        chain.do(chain.people["van-thu"], inspection, "k14xd", "xong")
        chain.do(
            leader, inspection, "k14b", "ban_hanh", four_eyes_reason="Sở chỉ có một phó giám đốc phụ trách"
        )
        return first

    def test_must_say_why(self, chain, waiting):
        with pytest.raises(FourEyes):
            chain.do(chain.people["lanh-dao"], waiting, "k14s", "ky", {"ket_luan": "Đạt"})

    def test_goes_on_with_a_reason(self, chain, waiting):
        target = chain.do(
            chain.people["lanh-dao"], waiting, "k14s", "ky", {"ket_luan": "Đạt"}, four_eyes_reason="Như trên"
        )

        assert open_item(target, "k14xd").role == "van_thu"


class TestWorkOfWhoLeft:
    def test_goes_back_to_its_queue_once(self, chain):
        inspection, drafter = chain.proposed(), chain.people["chuyen-vien"]
        item = open_item(inspection, "k1")
        claim(drafter, item.public_id, version=item.version, at=chain.at)
        yesterday = local_day(chain.at) - timedelta(days=1)
        Appointment.objects.filter(person=drafter).update(ends_on=yesterday)

        freed = [free_work(chain.at), free_work(chain.at)]

        item.refresh_from_db()
        assert (freed, item.owner) == ([1, 0], None)


class TestADeclarationOfConflicts:
    def test_is_awaited_of_a_team_here_and_not_of_one_registered_from_paper(self, visit):
        lead = visit.people["lead"]
        here = declarations_awaited(lead).count()

        Inspection.objects.filter(pk=visit.inspection.pk).update(origin=Origin.ON_PAPER)

        assert (here, declarations_awaited(lead).count()) == (1, 0)
