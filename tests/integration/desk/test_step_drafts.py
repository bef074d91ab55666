"""What an officer has typed into a step is kept until the step goes out; after it comes the next of the queue."""

import pytest

from dossiers.errors import NotVisible
from dossiers.models import StepDraft
from dossiers.services import claim, release, save_step_draft
from tests.integration.dossiers.diploma_copy import open_item, send
from workflows.models import WorkItem


@pytest.fixture
def held(people, now) -> WorkItem:
    """A step of reception, held by the first officer."""
    item = open_item(send(people["cong-dan"], now), "b1")
    return claim(people["tiep-nhan"], item.public_id, version=item.version, at=now)


@pytest.fixture
def officer(browser_of):
    """The browser of who holds it."""
    return browser_of("tiep-nhan")


def post(browser, item, **data):
    """Post a step's form."""
    return browser.post(f"/desk/work/{item.public_id}/", {"version": item.version, **data})


class TestADraftOfAStep:
    def test_is_there_again_with_the_reason(self, officer, held):
        post(officer, held, action="draft", ghi_chu="Gọi điện trước", reason="Thiếu giấy")

        page = officer.get(f"/desk/work/{held.public_id}/").content.decode()

        assert "Gọi điện trước" in page
        assert "Thiếu giấy</textarea>" in page
        assert "Bản nháp lưu lúc" in page

    def test_takes_half_an_answer_and_judges_nothing(self, officer, held):
        answer = post(officer, held, action="draft", noi_giu_so_goc="no such place")

        assert answer.status_code == 302
        assert StepDraft.objects.get().values["noi_giu_so_goc"] == "no such place"

    def test_goes_with_the_step(self, officer, held):
        post(officer, held, action="draft", ghi_chu="x")

        post(officer, held, outcome="tiep_nhan", noi_giu_so_goc="H61.12")

        assert not StepDraft.objects.exists()

    def test_goes_with_a_dossier_that_is_taken_back(self, officer, citizen, held):
        post(officer, held, action="draft", ghi_chu="x")

        citizen.post(f"/dossiers/{held.run.dossier.public_id}/withdraw/")

        assert not StepDraft.objects.exists()

    def test_keeps_a_long_reason_whole(self, officer, held):
        post(officer, held, action="draft", reason="x" * 4001)

        assert len(StepDraft.objects.get().reason) == 4001

    def test_stays_when_the_step_is_given_back_and_taken_again(self, officer, people, held, now):
        post(officer, held, action="draft", ghi_chu="Gọi điện trước")
        release(people["tiep-nhan"], held.public_id, version=held.version, at=now)
        held.refresh_from_db()

        claim(people["tiep-nhan"], held.public_id, version=held.version, at=now)

        assert "Gọi điện trước" in officer.get(f"/desk/work/{held.public_id}/").content.decode()

    def test_is_nobody_elses_to_read(self, officer, browser_of, people, held, now):
        post(officer, held, action="draft", ghi_chu="Gọi điện trước")
        release(people["tiep-nhan"], held.public_id, version=held.version, at=now)
        held.refresh_from_db()

        claim(people["tiep-nhan-2"], held.public_id, version=held.version, at=now)

        page = browser_of("tiep-nhan-2").get(f"/desk/work/{held.public_id}/").content.decode()
        assert "Gọi điện trước" not in page

    def test_is_dropped_on_a_press(self, officer, held):
        post(officer, held, action="draft", ghi_chu="Gọi điện trước")

        post(officer, held, action="drop")

        assert not StepDraft.objects.exists()

    def test_of_a_step_somebody_else_holds_is_a_conflict(self, browser_of, held):
        answer = post(browser_of("tiep-nhan-2"), held, action="draft", ghi_chu="Của tôi")

        assert answer.status_code == 409
        assert "Của tôi" in answer.content.decode()
        assert not StepDraft.objects.exists()

    @pytest.mark.parametrize("who", ["van-thu", "cong-dan", "hieu-truong"])
    def test_is_not_there_for_who_may_not_work_on_it(self, people, held, now, who):
        with pytest.raises(NotVisible):
            save_step_draft(people[who], held.public_id, values={}, reason="", at=now)

    def test_of_a_step_that_is_done_is_refused(self, officer, held):
        post(officer, held, outcome="tiep_nhan", noi_giu_so_goc="H61.12")

        assert post(officer, held, action="draft", ghi_chu="x").status_code == 409

    def test_is_saved_by_itself_where_scripts_run(self, officer, held):
        page = officer.get(f"/desk/work/{held.public_id}/").content.decode()

        assert "data-autosave " in page and "data-autosave-state" in page and "js/draft.js" in page


class TestAfterAStep:
    def test_comes_the_next_of_the_same_queue(self, officer, people, held, now):
        following = open_item(send(people["cong-dan"], now), "b1")

        answer = post(officer, held, outcome="tiep_nhan", noi_giu_so_goc="H61.12")

        assert answer.url == f"/desk/?queue=tiep_nhan.{following.agency_id}&item={following.public_id}"
        assert str(following.public_id) in officer.get(answer.url).content.decode()

    def test_comes_nothing_that_a_colleague_holds_or_that_is_ones_own(self, officer, people, held, now):
        taken = open_item(send(people["cong-dan"], now), "b1")
        claim(people["tiep-nhan-2"], taken.public_id, version=taken.version, at=now)
        send(people["tiep-nhan"], now)

        answer = post(officer, held, outcome="tiep_nhan", noi_giu_so_goc="H61.12")

        assert answer.url == "/desk/"
