"""Before the decision: who may change what, conflicts against the registers, who told the authority, overlap."""

import uuid

import pytest

from inspections.errors import MayNot, NotFit, NotVisible, WrongMoment
from inspections.models import Inspection
from inspections.selectors import confidential_source, conflict_reasons, visible_inspections
from inspections.services import (
    add_member,
    add_target,
    declare_conflict,
    entrust_source,
    propose,
    register_on_paper,
    set_terms,
    settle_overlap,
)
from registry.models import PermanentTeacher
from registry.services import Granted, record_licence
from tests.integration.inspections.chain import TO_DECISION, TO_PLAN, open_nodes

pytestmark = pytest.mark.django_db(transaction=True)
MAJORS = [{"level": "trung_cap", "code": "5480202", "name": "Tin học", "place": "", "yearly_quota": 100}]


def choosing(chain) -> Inspection:
    """Return an inspection whose institutions are being chosen."""
    return chain.do(chain.people["chuyen-vien"], chain.proposed(source="Bà N."), "k1", "mo")


class TestWhoToldTheAuthority:
    def test_is_for_the_issuer_and_whom_the_issuer_entrusts_not_for_the_drafter(self, chain):
        inspection = choosing(chain)

        seen = confidential_source(chain.people["lanh-dao"], inspection, chain.at)

        assert seen.text == "Bà N."
        with pytest.raises(NotVisible):
            confidential_source(chain.people["truong-phong"], inspection, chain.at)
        entrust_source(chain.people["lanh-dao"], inspection, chain.people["truong-phong"], at=chain.at)
        assert confidential_source(chain.people["truong-phong"], inspection, chain.at) == seen

    def test_is_not_for_a_head_who_is_in_the_team_unless_another_entrusts_it(self, chain):
        inspection, head = choosing(chain), chain.people["lanh-dao"]
        add_member(chain.people["chuyen-vien"], inspection, head, role="lead", at=chain.at)

        with pytest.raises(NotVisible):
            confidential_source(head, inspection, chain.at)
        with pytest.raises(MayNot):
            entrust_source(head, inspection, head, at=chain.at)

        inspection.confidential_source.entrusted.add(head)
        assert confidential_source(head, inspection, chain.at).text == "Bà N."

    def test_is_entrusted_by_nobody_else(self, chain):
        with pytest.raises(MayNot):
            entrust_source(
                chain.people["chuyen-vien"], choosing(chain), chain.people["chuyen-vien"], at=chain.at
            )


class TestTheTeam:
    def test_is_looked_up_among_the_teachers_of_the_institutions(self, chain):
        inspection, member = choosing(chain), chain.people["thanh-vien"]
        type(member).objects.filter(pk=member.pk).update(national_id="010099000777")
        member.refresh_from_db()
        granted = Granted(
            {"code": chain.institutions[0].code, "name": chain.institutions[0].name},
            "9/GCN",
            chain.at.date(),
            MAJORS,
        )
        licence = record_licence(chain.agency, granted, actor_id=None, at=chain.at)
        PermanentTeacher.objects.create(licence=licence, number="010099000777", full_name="Giàng Thị Mỷ")
        add_target(chain.people["chuyen-vien"], inspection, chain.institutions[0], at=chain.at)

        added = add_member(chain.people["chuyen-vien"], inspection, member, role="member", at=chain.at)

        assert [each["kind"] for each in added.machine_findings] == ["teaches"]
        assert "010099000777" not in str(added.machine_findings)

    def test_keeps_the_reason_of_a_conflict_from_the_team(self, chain):
        inspection = choosing(chain)
        member = add_member(
            chain.people["chuyen-vien"], inspection, chain.people["thanh-vien"], role="member", at=chain.at
        )
        declare_conflict(chain.people["thanh-vien"], member, is_conflict=True, reason="Anh họ", at=chain.at)

        told = {
            who: conflict_reasons(chain.people[who], inspection, chain.at)
            for who in ("lanh-dao", "chuyen-vien")
        }

        assert told == {"lanh-dao": {member.pk: "Anh họ"}, "chuyen-vien": {}}

    def test_keeps_the_reason_of_a_conflict_from_a_head_who_leads_it(self, chain):
        inspection, drafter = choosing(chain), chain.people["chuyen-vien"]
        member = add_member(drafter, inspection, chain.people["thanh-vien"], role="member", at=chain.at)
        declare_conflict(chain.people["thanh-vien"], member, is_conflict=True, reason="Anh họ", at=chain.at)

        add_member(drafter, inspection, chain.people["lanh-dao"], role="lead", at=chain.at)

        told = {
            who: conflict_reasons(chain.people[who], inspection, chain.at)
            for who in ("lanh-dao", "thanh-vien")
        }
        assert told == {"lanh-dao": {}, "thanh-vien": {member.pk: "Anh họ"}}

    def test_is_declared_for_by_nobody_else(self, chain):
        member = add_member(
            chain.people["chuyen-vien"],
            choosing(chain),
            chain.people["thanh-vien"],
            role="member",
            at=chain.at,
        )

        with pytest.raises(MayNot):
            declare_conflict(chain.people["truong-doan"], member, is_conflict=False, at=chain.at)


class TestAnOverlap:
    def test_is_explained_unless_there_is_none(self, chain):
        target = add_target(chain.people["chuyen-vien"], choosing(chain), chain.institutions[0], at=chain.at)

        with pytest.raises(NotFit):
            settle_overlap(chain.people["chuyen-vien"], target, overlap="dropped", at=chain.at)

    def test_that_drops_an_institution_leaves_it_without_a_part(self, chain):
        inspection, drafter = chain.drafted(), chain.people["chuyen-vien"]
        inspection = chain.do(drafter, inspection, "k4", "doi_doan", reason="Rà lại")
        inspection = chain.do(drafter, inspection, "k3", "chon_lai", reason="Rà lại")
        first, second = inspection.targets.order_by("pk")
        settle_overlap(drafter, first, overlap="dropped", note_text="Đã thanh tra", at=chain.at)
        for step, outcome in (("k2", "xong"), ("k3", "du"), ("k4", "trinh")):
            inspection = chain.do(drafter, inspection, step, outcome)
        inspection = chain.walk(inspection, TO_DECISION)
        chain.walk(inspection, TO_PLAN)
        first.refresh_from_db()
        second.refresh_from_db()

        assert first.run is None
        assert open_nodes(second) == ["k6"]


class TestTheTerms:
    def test_are_not_changed_once_they_go_up_for_approval(self, chain):
        inspection = chain.do(chain.people["chuyen-vien"], chain.drafted(), "k4", "trinh")

        with pytest.raises(WrongMoment):
            set_terms(chain.people["chuyen-vien"], inspection, term_days=9, at=chain.at)

    def test_hold_the_law_s_ten_days(self, chain):
        with pytest.raises(NotFit):
            set_terms(chain.people["chuyen-vien"], choosing(chain), term_days=11, at=chain.at)


class TestAProposal:
    def test_is_made_by_who_organises_inspections(self, chain):
        with pytest.raises(MayNot):
            propose(
                chain.people["tiep-nhan"], chain.agency, title="x", ground_kind="signs", ground_text="y",
                idempotency_key=uuid.uuid4(), at=chain.at,
            )  # fmt: skip

    def test_that_comes_twice_is_one(self, chain):
        key = uuid.uuid4()
        said = {
            "title": "x",
            "ground_kind": "signs",
            "ground_text": "y",
            "idempotency_key": key,
            "at": chain.at,
        }

        first = propose(chain.people["chuyen-vien"], chain.agency, **said)
        second = propose(chain.people["chuyen-vien"], chain.agency, **said)

        assert first == second
        assert Inspection.objects.count() == 1

    def test_is_unknown_to_other_offices(self, chain):
        choosing(chain)

        assert not visible_inspections(chain.people["tiep-nhan"], chain.at).exists()
        assert not visible_inspections(chain.people["hieu-truong"], chain.at).exists()
        assert visible_inspections(chain.people["truong-phong"], chain.at).count() == 1


class TestAnInspectionOnPaper:
    def test_is_open_for_announcement_at_once(self, chain):
        inspection = register_on_paper(
            chain.people["chuyen-vien"], chain.agency, title="x", ground_kind="order", ground_text="y",
            decision_number="12/QĐ", decision_on=chain.at.date(),
            team=[(chain.people["truong-doan"], "lead"), (chain.people["thanh-vien"], "member")],
            institutions=chain.institutions, variant="B", idempotency_key=uuid.uuid4(), at=chain.at,
        )  # fmt: skip

        assert inspection.status == "in_progress"
        assert [open_nodes(target) for target in inspection.targets.all()] == [["k7"], ["k7"]]
