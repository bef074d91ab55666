"""Complaints on the citizen's page and on the leaders' desk, without scripts."""

import re

import pytest

from dossiers.models import Complaint
from tests.integration.dossiers.diploma_copy import send, walk

SENT = {"about": "conduct", "text": "Cán bộ nói nặng lời."}
ANSWER = {"finding": "partly", "answer": "Chúng tôi đã nhắc nhở."}


@pytest.fixture
def dossier(people, now):
    """A dossier that was received."""
    return walk(send(people["cong-dan"], now), people, now, until="b2")


@pytest.fixture
def complaint(citizen, dossier):
    """A complaint about conduct."""
    citizen.post(f"/dossiers/{dossier.public_id}/complaints/", SENT)
    return Complaint.objects.get()


class TestTheCitizensPage:
    def test_gives_a_code_and_a_promised_day_at_once(self, citizen, dossier):
        answer = citizen.post(f"/dossiers/{dossier.public_id}/complaints/", SENT, follow=True)

        page = answer.content.decode()
        complaint = Complaint.objects.get()
        assert complaint.code in page
        assert "hẹn trả lời trước" in page
        assert "<textarea" not in page

    def test_sends_once_for_two_presses(self, citizen, dossier):
        address = f"/dossiers/{dossier.public_id}/complaints/"
        found = re.search(
            r'name="idempotency_key" value="([0-9a-f-]{36})"', citizen.get(address).content.decode()
        )

        answers = [citizen.post(address, {**SENT, "idempotency_key": found.group(1)}) for _ in range(2)]

        assert [each.status_code for each in answers] == [302, 302]
        assert Complaint.objects.count() == 1

    def test_shows_what_was_typed_with_the_fault(self, citizen, dossier):
        answer = citizen.post(f"/dossiers/{dossier.public_id}/complaints/", {"text": "Chờ lâu"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Chọn điều bạn phản ánh." in page
        assert "Chờ lâu</textarea>" in page

    def test_says_that_one_waits_already(self, citizen, complaint, dossier):
        answer = citizen.post(f"/dossiers/{dossier.public_id}/complaints/", {**SENT, "text": "Thêm nữa"})

        assert answer.status_code == 409
        assert "Thêm nữa</textarea>" in answer.content.decode()

    def test_takes_it_back(self, citizen, complaint):
        citizen.post(f"/complaints/{complaint.public_id}/withdraw/")

        complaint.refresh_from_db()
        assert complaint.state == "withdrawn"

    def test_is_there_for_a_dossier_that_is_over(self, citizen, dossier):
        citizen.post(f"/dossiers/{dossier.public_id}/withdraw/")

        answer = citizen.post(f"/dossiers/{dossier.public_id}/complaints/", SENT)

        assert answer.status_code == 302

    def test_shows_the_answer_and_names_no_officer(self, browser_of, citizen, people, complaint, dossier):
        leader = browser_of("lanh-dao")
        leader.post(f"/desk/complaints/{complaint.public_id}/take/")
        leader.post(f"/desk/complaints/{complaint.public_id}/", ANSWER)

        page = citizen.get(f"/dossiers/{dossier.public_id}/complaints/").content.decode()

        assert "Chúng tôi đã nhắc nhở." in page
        assert people["lanh-dao"].full_name not in page


class TestTheDesk:
    def test_lists_it_for_the_leaders(self, browser_of, complaint):
        pages = [
            browser_of(who).get("/desk/complaints/").content.decode()
            for who in ("lanh-dao", "lanh-dao-mot-cua")
        ]

        assert all(complaint.code in page for page in pages)

    def test_counts_it_beside_the_leaders_queues(self, browser_of, complaint):
        assert "/desk/complaints/" in browser_of("lanh-dao").get("/desk/").content.decode()

    @pytest.mark.parametrize("who", ["tiep-nhan", "giu-so", "van-thu", "quan-tri"])
    def test_has_none_for_others(self, browser_of, complaint, who):
        officer = browser_of(who)

        assert officer.get("/desk/complaints/").status_code == 404
        assert officer.get(f"/desk/complaints/{complaint.public_id}/").status_code == 404
        assert "/desk/complaints/" not in officer.get("/desk/").content.decode()

    def test_does_not_show_it_on_the_dossier(self, browser_of, complaint, dossier):
        page = browser_of("tiep-nhan").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert complaint.code not in page

    def test_asks_for_a_finding_and_keeps_what_was_typed(self, browser_of, complaint):
        leader = browser_of("lanh-dao")
        leader.post(f"/desk/complaints/{complaint.public_id}/take/")

        answer = leader.post(f"/desk/complaints/{complaint.public_id}/", {"answer": "Đã nhắc"})

        assert answer.status_code == 422
        assert "Đã nhắc</textarea>" in answer.content.decode()

    def test_says_to_take_it_up_first(self, browser_of, complaint):
        answer = browser_of("lanh-dao").post(f"/desk/complaints/{complaint.public_id}/", ANSWER)

        assert answer.status_code == 409
        assert "Nhận xem xét phản ánh này trước khi trả lời." in answer.content.decode()

    @pytest.mark.parametrize("meanwhile", ["taken over", "withdrawn"])
    def test_keeps_in_sight_what_was_typed_where_it_moved_on_meanwhile(
        self, browser_of, citizen, complaint, meanwhile
    ):
        leader = browser_of("lanh-dao")
        leader.post(f"/desk/complaints/{complaint.public_id}/take/")
        if meanwhile == "withdrawn":
            citizen.post(f"/complaints/{complaint.public_id}/withdraw/")
        else:
            browser_of("lanh-dao-mot-cua").post(f"/desk/complaints/{complaint.public_id}/take/")

        answer = leader.post(f"/desk/complaints/{complaint.public_id}/", ANSWER)

        assert answer.status_code == 409
        assert ANSWER["answer"] in answer.content.decode()

    def test_links_to_the_dossier_only_for_who_may_open_it(self, browser_of, complaint, dossier):
        page = browser_of("lanh-dao-mot-cua").get(f"/desk/complaints/{complaint.public_id}/").content.decode()

        assert f"/desk/dossiers/{dossier.public_id}/" in page


class TestTheDataHandedToAPerson:
    def test_holds_the_complaint(self, citizen, complaint):
        data = citizen.post("/account/data/").json()["dossiers"][0]

        assert [each["code"] for each in data["complaints"]] == [complaint.code]
