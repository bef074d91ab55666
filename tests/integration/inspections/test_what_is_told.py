"""Who is told what: the decision that names others, the source, steps of a lead in conflict, what was found before."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Agency
from documents.models import IssuedDocument
from inspections.errors import NotVisible
from inspections.models import Finding, Inspection, Target, TeamRole
from inspections.selectors import visible_document, visible_inspection, visible_source, work_item
from inspections.selectors.bundles import earlier_findings
from inspections.selectors.own_part import documents_for
from inspections.services import declare_conflict, entrust_source
from tests.integration.inspections.chain import open_item
from tests.integration.inspections.visit_world import build_visit

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
