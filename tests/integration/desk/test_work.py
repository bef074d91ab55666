"""A step on the desk: claim, answer, grave outcomes, stale pages, faster colleagues."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.presenting import CaseView
from dossiers.models import Dossier, StepAnswer
from dossiers.selectors import desk_dossier
from dossiers.services import claim
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk
from tests.integration.uploads import paper_of
from workflows.models import WorkItem


@pytest.fixture
def item(people, now) -> WorkItem:
    """A free step of reception."""
    return open_item(send(people["cong-dan"], now), "b1")


@pytest.fixture
def held(item, people, now) -> WorkItem:
    """The same step, held by the first officer."""
    return claim(people["tiep-nhan"], item.public_id, version=item.version, at=now)


def answer(browser, item, outcome, **data):
    """Post a step's form."""
    return browser.post(
        f"/desk/work/{item.public_id}/", {"version": item.version, "outcome": outcome, **data}
    )


class TestClaiming:
    def test_makes_the_step_mine(self, browser_of, people, item):
        response = browser_of("tiep-nhan").post(
            f"/desk/work/{item.public_id}/claim/", {"version": item.version}
        )

        item.refresh_from_db()
        assert response.url == f"/desk/work/{item.public_id}/"
        assert item.owner == people["tiep-nhan"]

    def test_after_a_faster_colleague_is_a_conflict_with_the_holders_name(
        self, browser_of, people, item, held
    ):
        response = browser_of("tiep-nhan-2").post(
            f"/desk/work/{item.public_id}/claim/", {"version": item.version}
        )

        assert response.status_code == 409
        assert people["tiep-nhan"].full_name in response.content.decode()

    def test_of_a_step_that_is_not_mine_to_do_does_not_exist(self, browser_of, item):
        response = browser_of("van-thu").post(
            f"/desk/work/{item.public_id}/claim/", {"version": item.version}
        )

        assert response.status_code == 404

    def test_by_address_alone_does_nothing(self, browser_of, item):
        assert browser_of("tiep-nhan").get(f"/desk/work/{item.public_id}/claim/").status_code == 405


class TestAnswering:
    def test_moves_the_dossier_on(self, browser_of, held):
        response = answer(browser_of("tiep-nhan"), held, "tiep_nhan", noi_giu_so_goc="H61.12")

        assert response.url == "/desk/"
        assert StepAnswer.objects.get().outcome == "tiep_nhan"

    def test_shows_what_the_outcome_asks_for_and_keeps_what_was_typed(self, browser_of, held):
        response = answer(browser_of("tiep-nhan"), held, "tiep_nhan", ghi_chu="Gọi điện trước")

        page = response.content.decode()
        assert response.status_code == 422
        assert "govuk-error-summary" in page
        assert "Gọi điện trước" in page

    def test_asks_for_the_reason_a_grave_outcome_needs(self, browser_of, held):
        response = answer(browser_of("tiep-nhan"), held, "khong_tiep_nhan")

        assert response.status_code == 422
        assert 'href="#reason"' in response.content.decode()

    def test_asks_once_more_before_a_grave_outcome_and_carries_everything_along(self, browser_of, held):
        officer = browser_of("tiep-nhan")

        asked = answer(officer, held, "khong_tiep_nhan", reason="Không đúng thẩm quyền", ghi_chu="x")
        page = asked.content.decode()
        assert "Chắc chắn" in page
        assert 'value="Không đúng thẩm quyền"' in page
        assert not StepAnswer.objects.exists()

        answer(officer, held, "khong_tiep_nhan", reason="Không đúng thẩm quyền", confirmed="yes")
        assert Dossier.objects.get().is_over

    def test_from_a_stale_page_is_a_conflict_that_shows_what_changed_and_what_was_typed(
        self, browser_of, held
    ):
        officer = browser_of("tiep-nhan")
        answer(officer, held, "tiep_nhan", noi_giu_so_goc="H61.12")

        response = answer(officer, held, "tiep_nhan", noi_giu_so_goc="H61.12", ghi_chu="Ghi chú của tôi")

        page = response.content.decode()
        assert response.status_code == 409
        assert "Ghi chú của tôi" in page
        assert "đã xong" in page

    @pytest.mark.parametrize(
        "seen_at", ["2026-11-24T00:00", "2026-99-99T00:00+07:00"], ids=["of no zone", "none"]
    )
    def test_from_a_page_of_no_known_moment_is_a_conflict_too(self, browser_of, held, seen_at):
        officer = browser_of("tiep-nhan")
        answer(officer, held, "tiep_nhan", noi_giu_so_goc="H61.12")

        response = answer(officer, held, "tiep_nhan", noi_giu_so_goc="H61.12", seen_at=seen_at)

        assert response.status_code == 409

    def test_of_a_colleagues_step_is_a_conflict(self, browser_of, people, held):
        response = answer(browser_of("tiep-nhan-2"), held, "tiep_nhan", noi_giu_so_goc="H61.12")

        assert response.status_code == 409
        assert people["tiep-nhan"].full_name in response.content.decode()

    def test_with_an_unknown_outcome_shows_the_step_again(self, browser_of, held):
        assert answer(browser_of("tiep-nhan"), held, "bay").url == f"/desk/work/{held.public_id}/"

    def test_tells_after_a_button_inside_the_form_what_was_uploaded_in_vain(self, browser_of, people, now):
        item = open_item(walk(send(people["cong-dan"], now), people, now, until="b2"), "b2")
        item = claim(people["giu-so"], item.public_id, version=item.version, at=now)
        lie = SimpleUploadedFile("trang.png", b"MZ not a picture")

        response = answer(browser_of("giu-so"), item, "", form_action="compute", anh_trang_so=lie)

        assert response.status_code == 200
        assert 'id="f-anh_trang_so-error"' in response.content.decode()

    def test_of_a_step_one_must_check_is_refused_with_its_reason(self, browser_of, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")
        item = open_item(dossier, "b3")

        response = browser_of("giu-so").post(f"/desk/work/{item.public_id}/claim/", {"version": item.version})

        assert response.status_code == 409
        assert "một người khác" in response.content.decode()


class TestTheDraft:
    def test_is_a_plain_link_before_the_way_out(self, browser_of, people, now):
        item = open_item(walk(send(people["cong-dan"], now), people, now, until="b4"), "b4")

        page = browser_of("lanh-dao").get(f"/desk/work/{item.public_id}/").content.decode()

        assert f'href="/desk/work/{item.public_id}/draft.pdf?kind=certified_copy"' in page
        assert page.index("draft.pdf") < page.index('id="step-title"')

    def test_is_not_offered_where_a_step_is_about_no_document(self, browser_of, item):
        page = browser_of("tiep-nhan").get(f"/desk/work/{item.public_id}/").content.decode()

        assert "draft.pdf" not in page


class TestGivingBack:
    def test_frees_the_step(self, browser_of, held):
        browser_of("tiep-nhan").post(f"/desk/work/{held.public_id}/release/", {"version": held.version})

        held.refresh_from_db()
        assert held.owner is None


class TestADossiersPage:
    def test_shows_the_parts_an_officer_may_see(self, browser_of, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")

        page = browser_of("giu-so-2").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert "Kế toán doanh nghiệp" in page
        assert f"/desk/dossiers/{dossier.public_id}/flow.bpmn" in page
        assert '"here": [{"id": "b3"' in page

    def test_tells_at_the_drawing_how_long_each_step_took_over_its_rounds(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")
        later, still_later = now + timedelta(hours=3, seconds=30), now + timedelta(hours=8)
        do(people["giu-so-2"], dossier, "b3", "sai", {}, later, reason="Nhầm năm")
        do(people["giu-so"], dossier, "b2", "khop_mot", {}, later + timedelta(minutes=50, seconds=30))

        walk_of_it = CaseView(
            desk_dossier(people["giu-so"], dossier.public_id, still_later), still_later
        ).walk

        assert walk_of_it["took"]["b3"] == "3 giờ"
        assert walk_of_it["took"]["b2"] == "50 phút, 2 lần"
        assert walk_of_it["here"] == [{"id": "b3", "label": "Đang ở đây: 4 giờ"}]

    def test_opens_papers_in_a_pane_and_without_scripts_in_a_tab(self, browser_of, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")
        paper = paper_of(dossier, people["cong-dan"], now)

        page = browser_of("giu-so-2").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert (
            f'href="/files/{paper.public_id}/" target="_blank" rel="noopener" data-paper="image/png"' in page
        )
        assert 'id="papers-pane"' in page

    def test_gives_the_drawing_of_its_own_version(self, browser_of, people, item):
        response = browser_of("tiep-nhan").get(f"/desk/dossiers/{item.run.dossier.public_id}/flow.bpmn")

        assert response["Content-Type"].startswith("application/xml")
        assert b"definitions" in response.content

    def test_does_not_exist_for_another_agency(self, browser_of, item):
        dossier = item.run.dossier

        assert browser_of("hieu-truong").get(f"/desk/dossiers/{dossier.public_id}/").status_code == 404
        assert (
            browser_of("hieu-truong").get(f"/desk/dossiers/{dossier.public_id}/flow.bpmn").status_code == 404
        )

    @pytest.mark.parametrize(
        ("kind", "most"),
        [("dossiers", 16), ("work", 20)],
        ids=["a dossier", "a step: one of them the access log's, which is written in batches outside tests"],
    )
    def test_costs_a_fixed_number_of_queries(
        self, browser_of, held, kind, most, django_assert_max_num_queries, warm_calendars
    ):
        officer = browser_of("tiep-nhan")
        public_id = held.public_id if kind == "work" else held.run.dossier.public_id
        officer.get(f"/desk/{kind}/{public_id}/")

        with django_assert_max_num_queries(most):
            officer.get(f"/desk/{kind}/{public_id}/")
