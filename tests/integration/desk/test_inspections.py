"""Inspections on the desk: the list, a new one, its pages, its steps in the inbox; who gets in, and what stays hidden."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.models import StepDraft
from inspections.models import ConfidentialSource, Inspection
from inspections.selectors.other_checks import other_checks
from inspections.services import add_target, propose, settle_overlap
from inspections.status import TargetStatus
from tests.integration.browsers import browser_of
from tests.integration.inspections.chain import Chain, open_item
from tests.integration.inspections.conftest import chain  # noqa: F401 fixture by name
from tests.integration.inspections.visit_world import build_visit
from workflows.models import WorkItem

Browse = Callable[[str], Client]


@pytest.fixture
def browse(chain) -> Browse:  # noqa: F811
    """Return a maker of browsers in which somebody of the demonstration is signed in."""

    return lambda name: browser_of(chain.people[name])


def page(name: str, public_id: object = None) -> str:
    """Return an address of inspections."""
    return reverse(f"desk:inspections:{name}", args=[public_id] if public_id else [])


def answers(chain: Chain, **more: object) -> dict[str, object]:  # noqa: F811
    """Return what the form of a new inspection sends."""
    return {
        "agency": chain.agency.pk,
        "ground_kind": "signs",
        "ground_text": "Phản ánh của người học",
        "source": "Ông Nguyễn Văn Kín",
        "title": "Kiểm tra việc tuyển sinh",
        "institutions": [str(each.public_id) for each in chain.institutions],
        "contents": "Tuyển sinh\n\nCấp văn bằng",
        "variant": "B",
        "mode": "onsite",
        "term_days": 7,
        "day_kind": "working",
        "key": str(uuid4()),
        **more,
    }


class TestANewInspection:
    def test_begins_with_its_institutions_and_keeps_the_source_apart(self, chain, browse):  # noqa: F811
        response = browse("chuyen-vien").post(page("propose"), answers(chain))

        inspection = Inspection.objects.get()
        assert response.url == page("inspection", inspection.public_id)
        assert inspection.contents == ["Tuyển sinh", "Cấp văn bằng"]
        assert inspection.targets.count() == 2
        assert ConfidentialSource.objects.get(inspection=inspection).text == "Ông Nguyễn Văn Kín"

    def test_sent_twice_begins_once(self, chain, browse):  # noqa: F811
        said, drafter = answers(chain), browse("chuyen-vien")
        drafter.post(page("propose"), said)

        drafter.post(page("propose"), said)

        assert Inspection.objects.count() == 1

    def test_shows_what_is_missing_and_keeps_what_was_typed(self, chain, browse):  # noqa: F811
        response = browse("chuyen-vien").post(page("propose"), answers(chain, title="", term_days=11))

        assert response.status_code == 422
        assert "Phản ánh của người học" in response.content.decode()
        assert not Inspection.objects.exists()

    @pytest.mark.parametrize("who", ["lanh-dao", "van-thu", "tiep-nhan", "cong-dan", "co-so"])
    def test_is_not_for_who_organises_none(self, chain, browse, who):  # noqa: F811
        assert browse(who).get(page("propose")).status_code == 404


class TestACheckOnPaper:
    def test_is_written_down_closed_and_announced(self, chain, browse):  # noqa: F811
        said = answers(
            chain, decision_number="12/QĐ-SGDĐT", decision_on="2026-03-02", announced_on="2026-03-05", ended_on="2026-03-06"
        )  # fmt: skip

        response = browse("chuyen-vien").post(page("record_paper"), said)

        inspection = Inspection.objects.get()
        assert response.url == page("inspection", inspection.public_id)
        assert (inspection.origin, inspection.status) == ("on_paper", "closed")
        assert [each.announced_at.isoformat() for each in inspection.targets.all()] == [
            "2026-03-05T01:00:00+00:00"
        ] * 2
        assert browse("chuyen-vien").get(response.url).status_code == 200

    def test_is_refused_where_its_days_do_not_follow(self, chain, browse):  # noqa: F811
        said = answers(
            chain, decision_number="12/QĐ-SGDĐT", decision_on="2026-03-02", announced_on="2026-03-01"
        )

        response = browse("chuyen-vien").post(page("record_paper"), said)

        assert response.status_code == 422
        assert "không được trước ngày quyết định" in response.content.decode()
        assert not Inspection.objects.exists()


class TestTheList:
    def test_shows_an_inspection_to_its_office_and_to_nobody_else(self, chain, browse):  # noqa: F811
        inspection = chain.proposed()

        seen = {
            who: inspection.code in browse(who).get(page("inspections")).content.decode()
            for who in ("chuyen-vien", "lanh-dao", "truong-doan", "tiep-nhan")
        }

        assert seen == {"chuyen-vien": True, "lanh-dao": True, "truong-doan": True, "tiep-nhan": False}

    def test_does_not_exist_for_citizens_and_institutions(self, chain, browse):  # noqa: F811
        assert [browse(who).get(page("inspections")).status_code for who in ("cong-dan", "co-so")] == [
            404,
            404,
        ]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            pytest.param({"words": "mường hoa"}, True, id="a word of an institution's name"),
            pytest.param({"words": "không có đâu"}, False, id="other words"),
            pytest.param({"variant": "B"}, True, id="its variant"),
            pytest.param({"variant": "A"}, False, id="another variant"),
            pytest.param({"standing": "over"}, False, id="those that are over"),
            pytest.param({"year": "2019"}, False, id="another year"),
            pytest.param(
                {"status": "nonsense", "year": "²²²²", "late": "no"}, True, id="nothing that is offered"
            ),
        ],
    )
    def test_is_narrowed(self, chain, browse, asked, found):  # noqa: F811
        inspection = chain.drafted(variant="B")

        content = browse("chuyen-vien").get(page("inspections"), asked).content.decode()

        assert (inspection.code in content) is found

    def test_costs_the_same_however_long(self, chain, browse, django_assert_max_num_queries):  # noqa: F811
        for _ in range(4):
            chain.proposed()
        drafter = browse("chuyen-vien")
        drafter.get(page("inspections"))

        with django_assert_max_num_queries(12):
            drafter.get(page("inspections"))


class TestThePageOfAnInspection:
    def test_shows_terms_institutions_team_and_the_way(self, chain, browse):  # noqa: F811
        inspection = chain.drafted()

        content = browse("chuyen-vien").get(page("inspection", inspection.public_id)).content.decode()

        assert "Trường Trung cấp nghề Mường Hoa Mẫu" in content
        assert "Vàng Seo Pao" in content
        assert page("terms", inspection.public_id) in content
        assert page("inspection_flow", inspection.public_id) in content

    def test_is_not_there_for_who_stands_outside(self, chain, browse):  # noqa: F811
        inspection = chain.drafted()
        target = inspection.targets.first()

        outside = ("tiep-nhan", "truong-giu-so", "hieu-truong", "co-so", "cong-dan")
        answers_got = {
            browse(who).get(address).status_code
            for who in outside
            for address in (page("inspection", inspection.public_id), page("target", target.public_id))
        }

        assert answers_got == {404}

    def test_shows_the_source_to_the_issuer_alone(self, chain, browse):  # noqa: F811
        inspection = propose(
            chain.people["chuyen-vien"], chain.agency, title="Kiểm tra", ground_kind="signs", ground_text="x",
            source="Ông Nguyễn Văn Kín", idempotency_key=uuid4(), at=chain.at,
        )  # fmt: skip
        addresses = [page("source", inspection.public_id), page("inspection", inspection.public_id)]

        seen = {
            who: any("Ông Nguyễn Văn Kín" in browse(who).get(each).content.decode() for each in addresses)
            for who in ("lanh-dao", "chuyen-vien", "truong-doan", "truong-phong")
        }

        assert seen == {"lanh-dao": True, "chuyen-vien": False, "truong-doan": False, "truong-phong": False}

    def test_costs_a_fixed_number_of_queries(self, chain, browse, django_assert_max_num_queries):  # noqa: F811
        inspection = chain.drafted()
        drafter = browse("chuyen-vien")
        drafter.get(page("inspection", inspection.public_id))

        with django_assert_max_num_queries(32):
            drafter.get(page("inspection", inspection.public_id))

    def test_lets_the_drafter_settle_the_overlap(self, chain, browse):  # noqa: F811
        inspection = chain.do(chain.people["chuyen-vien"], chain.proposed(), "k1", "mo")
        drafter = browse("chuyen-vien")
        drafter.post(
            page("add_target", inspection.public_id), {"institution": chain.institutions[0].public_id}
        )
        target = inspection.targets.get()

        unexplained = drafter.post(page("overlap", target.public_id), {"overlap": "joint"})
        drafter.post(
            page("overlap", target.public_id), {"overlap": "joint", "note_text": "Với Thanh tra tỉnh"}
        )

        target.refresh_from_db()
        assert unexplained.status_code == 422
        assert (target.overlap, target.overlap_note) == ("joint", "Với Thanh tra tỉnh")

    def test_takes_no_change_once_the_decision_is_signed(self, chain, browse):  # noqa: F811
        inspection = chain.decided()

        response = browse("chuyen-vien").post(
            page("terms", inspection.public_id), {**answers(chain), "title": "Tên khác"}
        )

        inspection.refresh_from_db()
        assert response.status_code == 422
        assert inspection.title != "Tên khác"

    def test_lets_a_member_alone_declare_for_themselves(self, chain, browse):  # noqa: F811
        inspection = chain.drafted()
        member = inspection.team.get(person=chain.people["thanh-vien"])

        others = [
            browse(who).get(page("declare", member.public_id)).status_code
            for who in ("lanh-dao", "truong-doan")
        ]
        browse("thanh-vien").post(
            page("declare", member.public_id), {"is_conflict": "yes", "reason": "Vợ dạy ở trường"}
        )

        member.refresh_from_db()
        assert others == [404, 404]
        assert member.is_conflict_declared is True
        shown = browse("truong-doan").get(page("inspection", inspection.public_id)).content.decode()
        assert "Có xung đột" in shown and "Vợ dạy ở trường" not in shown


class TestTheLookForOverlaps:
    def test_begins_with_the_checks_of_the_year_that_the_system_knows(self, chain, browse):  # noqa: F811
        known = chain.announced().inspection
        inspection = chain.do(chain.people["chuyen-vien"], chain.proposed(), "k1", "mo")
        first, second = (
            add_target(chain.people["chuyen-vien"], inspection, each, at=chain.at)
            for each in chain.institutions
        )
        settle_overlap(
            chain.people["chuyen-vien"], second, overlap="dropped", note_text="Đã kiểm tra", at=chain.at
        )

        shown = browse("chuyen-vien").get(page("overlap", first.public_id)).content.decode()

        assert f"Hệ thống biết trong năm: {known.code}" in shown
        assert [
            each.inspection
            for each in other_checks(known.targets.get(institution=second.institution), chain.at)
        ] == []

    def test_says_of_another_agencys_check_that_it_is_and_not_what_came_of_it(self, chain, browse):  # noqa: F811
        theirs = build_visit(chain.at).target
        theirs.institution, theirs.status = chain.institutions[0], TargetStatus.HANDED_TO_POLICE
        theirs.save()
        inspection = chain.do(chain.people["chuyen-vien"], chain.proposed(), "k1", "mo")
        target = add_target(chain.people["chuyen-vien"], inspection, chain.institutions[0], at=chain.at)

        shown = browse("chuyen-vien").get(page("overlap", target.public_id)).content.decode()

        assert f"{theirs.inspection.code} ({theirs.inspection.agency.name})" in shown
        assert str(TargetStatus.HANDED_TO_POLICE.label) not in shown


class TestThePageOfAnInstitution:
    def test_shows_the_clock_with_its_ledger(self, chain, browse):  # noqa: F811
        target = chain.announced()

        content = browse("truong-doan").get(page("target", target.public_id)).content.decode()

        assert "Sổ thời hạn" in content
        assert f"{target.due_on:%d/%m/%Y}" in content

    def test_lets_the_team_write_findings_and_the_lead_ask_for_days(self, chain, browse):  # noqa: F811
        target, lead = chain.announced(), browse("truong-doan")
        form = lead.get(page("add_finding", target.public_id)).context["form"]
        key = form["idempotency_key"].value()
        for _ in range(2):
            lead.post(
                page("add_finding", target.public_id),
                {"text": "Thiếu sổ gốc", "nature": "duty", "severity": "major", "idempotency_key": key},
            )
        lead.post(page("extension", target.public_id), {"days": 3, "reason": "Mưa lũ"})

        content = lead.get(page("target", target.public_id)).content.decode()

        assert "Thiếu sổ gốc" in content
        assert "Mưa lũ" in content
        assert target.decisions.get().days == 3
        assert target.findings.count() == 1

    def test_lets_the_office_write_no_finding(self, chain, browse):  # noqa: F811
        target = chain.announced()

        assert browse("chuyen-vien").get(page("add_finding", target.public_id)).status_code == 404

    def test_shows_the_drawing_of_its_own_flow(self, chain, browse):  # noqa: F811
        target = chain.announced()

        response = browse("truong-doan").get(page("target_flow", target.public_id))

        assert response["Content-Type"].startswith("application/xml") and b"definitions" in response.content


class TestAStepOfAnInspection:
    def test_waits_in_a_queue_of_its_own_in_the_inbox(self, chain, browse):  # noqa: F811
        inspection = chain.proposed()
        officer = browse("chuyen-vien")
        inbox = officer.get("/desk/").content.decode()

        [queue] = set(re.findall(r"queue=(inspections\.chuyen_vien\.\d+)", inbox))
        content = officer.get("/desk/", {"queue": queue}).content.decode()

        assert inspection.code in content
        assert inspection.code not in officer.get("/desk/").content.decode()

    def test_is_taken_answered_and_sent_on_at_the_desk(self, chain, browse):  # noqa: F811
        inspection, officer = chain.proposed(), browse("chuyen-vien")
        item = open_item(inspection, "k1")
        officer.post(reverse("desk:claim", args=[item.public_id]), {"version": item.version})
        item.refresh_from_db()

        shown = officer.get(reverse("desk:work_item", args=[item.public_id])).content.decode()
        response = officer.post(
            reverse("desk:work_item", args=[item.public_id]), {"version": item.version, "outcome": "mo"}
        )

        assert 'name="outcome" value="mo"' in shown
        assert response.status_code == 302
        assert WorkItem.objects.filter(process=inspection.run, node_id="k2", completed_at=None).exists()

    def test_that_is_not_ready_says_what_is_missing(self, chain, browse):  # noqa: F811
        inspection = chain.do(chain.people["chuyen-vien"], chain.proposed(), "k1", "mo")
        officer, item = browse("chuyen-vien"), open_item(inspection, "k2")
        officer.post(reverse("desk:claim", args=[item.public_id]), {"version": item.version})
        item.refresh_from_db()

        response = officer.post(
            reverse("desk:work_item", args=[item.public_id]), {"version": item.version, "outcome": "xong"}
        )

        assert response.status_code == 422
        assert "Đã chọn ít nhất một đối tượng kiểm tra." in response.content.decode()

    def test_keeps_what_was_typed_as_a_draft_until_it_is_sent_on(self, chain, browse):  # noqa: F811
        inspection, officer = chain.proposed(), browse("chuyen-vien")
        item = open_item(inspection, "k1")
        officer.post(reverse("desk:claim", args=[item.public_id]), {"version": item.version})
        item.refresh_from_db()
        address = reverse("desk:work_item", args=[item.public_id])

        officer.post(address, {"version": item.version, "action": "draft", "reason": "Hỏi thêm phòng"})

        assert "Bản nháp lưu lúc" in officer.get(address).content.decode()
        officer.post(address, {"version": item.version, "outcome": "mo"})
        assert not StepDraft.objects.exists()

    def test_is_nobody_elses(self, chain, browse):  # noqa: F811
        item = open_item(chain.proposed(), "k1")

        answers_got = [
            browse(who).get(reverse("desk:work_item", args=[item.public_id])).status_code
            for who in ("tiep-nhan", "lanh-dao", "co-so")
        ]

        assert answers_got == [404, 404, 404]
