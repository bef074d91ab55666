"""Who is told what: the decision that names others, the source, steps of a lead in conflict, what was found before."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Agency
from documents.models import IssuedDocument
from inspections.errors import NotVisible
from inspections.models import Finding, Inspection, Target, TeamMember, TeamRole
from inspections.selectors import visible_document, visible_inspection, visible_source, work_item
from inspections.selectors.bundles import earlier_findings
from inspections.selectors.own_part import documents_for
from inspections.services import declare_conflict, entrust_source, propose_extension
from tests.integration.inspections.chain import open_item
from tests.integration.inspections.test_decisions import issue
from tests.integration.inspections.visit_world import BACKEND, build_visit

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheDecision:
    def test_is_read_by_an_institution_once_nobody_it_names_is_to_be_surprised(self, chain):
        target, head = chain.announced(), chain.people["co-so"]
        other = target.inspection.targets.exclude(pk=target.pk).get()
        decision = IssuedDocument.objects.get(kind="decision")

        before = documents_for(target)
        with pytest.raises(NotVisible):
            visible_document(head, decision.public_id, chain.at)
        chain.announce(other, chain.at)

        assert (before, documents_for(target)) == ([], [decision])
        assert visible_document(head, decision.public_id, chain.at) == decision


class TestADecisionOnTheWay:
    def test_about_its_part_is_listed_for_the_institution_and_one_about_another_is_not(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        other = chain.announce(target.inspection.targets.exclude(pk=target.pk).get(), chain.at)
        mine, theirs = (
            issue(chain, propose_extension(lead, each, days=2, reason="Xa", at=chain.at))
            for each in (target, other)
        )

        listed = [(each.kind, each.subject_id) for each in documents_for(target)]

        assert ("course_decision", str(mine.pk)) in listed
        assert ("course_decision", str(theirs.pk)) not in listed

    def test_waits_for_its_signature_unseen(self, chain):
        target = chain.announced()
        propose_extension(chain.people["truong-doan"], target, days=2, reason="Xa", at=chain.at)

        assert not [each for each in documents_for(target) if each.kind == "course_decision"]


class TestTheSource:
    def test_is_opened_by_whom_the_issuer_entrusts_though_the_rest_is_not(self, chain):
        inspection, outsider = chain.proposed(source="Bà N."), chain.people["van-thu"]
        with pytest.raises(NotVisible):
            visible_source(outsider, inspection.public_id, chain.at)

        entrust_source(chain.people["lanh-dao"], inspection, outsider, at=chain.at)

        assert visible_source(outsider, inspection.public_id, chain.at).text == "Bà N."
        with pytest.raises(NotVisible):
            visible_inspection(outsider, inspection.public_id, chain.at)


class TestALeadInConflict:
    def test_has_no_step_of_the_inspection_any_more(self, chain):
        target, lead = chain.announced(), chain.people["truong-doan"]
        item = open_item(target, "k8")
        assert work_item(lead, item.public_id, chain.at) == item

        member = target.inspection.team.get(role=TeamRole.LEAD)
        declare_conflict(lead, member, is_conflict=True, reason="Anh họ", at=chain.at)

        with pytest.raises(NotVisible):
            work_item(lead, item.public_id, chain.at)


class TestEarlierFindings:
    def test_are_the_agencys_own(self):
        visit = build_visit(timezone.now())
        (other,) = Agency.objects.bulk_create(
            [Agency(code=f"K-{uuid4().hex[:8]}", name="Phường", valid_from=date(2020, 1, 1))]
        )
        ours, _theirs = (found_before(visit, agency) for agency in (visit.inspection.agency, other))

        assert list(earlier_findings(visit.target)) == [ours]


def found_before(visit, agency: Agency) -> Finding:
    """Return what an agency found at the institution of a visit last year."""
    told, lead = visit.at - timedelta(days=300), visit.people["lead"]
    inspection = Inspection.objects.create(
        code=f"KT-{uuid4().hex[:8]}", agency=agency, ground_kind="signs", title="Năm trước", rules_hash="0" * 64,
        procedure="sector_inspection", created_by=lead, created_at=told,
    )  # fmt: skip
    target = Target.objects.create(
        inspection=inspection, institution=visit.target.institution, announced_at=told, ended_at=told
    )
    return Finding.objects.create(target=target, text="Tuyển vượt", found_by=lead, found_at=told)


class TestWhyAMemberHasAConflict:
    @pytest.fixture
    def team(self, chain):
        """An inspection whose member declared a conflict, and of whom the registers know a tie."""
        target = chain.announced()
        member = target.inspection.team.get(role=TeamRole.MEMBER)
        TeamMember.objects.filter(pk=member.pk).update(
            machine_findings=[{"kind": "teaches", "text": "Đang dạy ở đó"}]
        )
        declare_conflict(member.person, member, is_conflict=True, reason="Em dâu là kế toán", at=chain.at)
        TeamMember.objects.filter(pk=member.pk).update(
            machine_findings=[{"kind": "teaches", "text": "Đang dạy ở đó"}]
        )
        return target.inspection

    @pytest.mark.parametrize(
        ("who", "reason", "tie"),
        [
            pytest.param("lanh-dao", True, True, id="the issuer"),
            pytest.param("chuyen-vien", False, True, id="the drafter"),
            pytest.param("truong-doan", False, False, id="the lead"),
            pytest.param("thanh-vien", True, False, id="the member"),
            pytest.param("thu-ky-doan", False, False, id="the rest of the team"),
        ],
    )
    def test_is_told_to_the_member_and_the_issuer_alone(self, chain, team, who, reason, tie):
        browser = Client()
        browser.force_login(chain.people[who], backend=BACKEND)

        shown = browser.get(reverse("desk:inspections:inspection", args=[team.public_id])).content.decode()

        assert ("Em dâu là kế toán" in shown, "Đang dạy ở đó" in shown) == (reason, tie)
