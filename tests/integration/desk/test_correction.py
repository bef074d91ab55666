"""The way in to đính chính, thay thế, thu hồi on the desk, and the applicant's, without scripts."""

import re
import uuid
from datetime import date

import pytest

from accounts.models import Agency
from accounts.services import appoint
from dossiers.models import Dossier, ResultCorrection
from jobs.testing import run_all_jobs
from tests.integration.dossiers.diploma_copy import open_item, send, walk
from tests.integration.dossiers.result_correction import (
    FAULT,
    begin,
    document_of,
    issue,
    propose,
    publish_correction,
)


@pytest.fixture
def origin(people, now) -> Dossier:
    """A finished dossier with its certified copy, and the package published."""
    publish_correction(now)
    return walk(send(people["cong-dan"], now), people, now)


@pytest.fixture
def head(people, now) -> None:
    """Let who compared the copy be a head of division meanwhile."""
    department = Agency.objects.get(code="H61.12")
    appoint(
        person=people["giu-so-2"], role="lanh_dao_phong", acts_for=department, sits_at=department,
        starts_on=date(2025, 7, 1), basis="Quyết định", title="Phó Trưởng phòng", signing_form="",
        actor=None, at=now,
    )  # fmt: skip


def desk_address(origin: Dossier) -> str:
    return f"/desk/dossiers/{origin.public_id}/correction/"


def sent(origin: Dossier, **more: str) -> dict[str, str]:
    """Return what the page posts."""
    return {
        "document": str(document_of(origin).public_id), "idempotency_key": str(uuid.uuid4()), **FAULT, **more,
    }  # fmt: skip


class TestTheWayIn:
    def test_stands_on_the_dossiers_page_for_who_may(self, browser_of, origin):
        pages = {
            who: browser_of(who).get(f"/desk/dossiers/{origin.public_id}/").content.decode()
            for who in ("chuyen-vien", "tiep-nhan")
        }

        assert desk_address(origin) in pages["chuyen-vien"]
        assert desk_address(origin) not in pages["tiep-nhan"]

    def test_is_not_there_for_reception(self, browser_of, origin):
        response = browser_of("tiep-nhan").post(desk_address(origin), sent(origin))

        assert response.status_code == 404
        assert not ResultCorrection.objects.exists()

    def test_lists_the_issued_documents_and_begins(self, browser_of, people, origin):
        browser = browser_of("chuyen-vien")
        page = browser.get(desk_address(origin)).content.decode()
        assert document_of(origin).number in page

        response = browser.post(desk_address(origin), sent(origin), follow=True)

        correction = ResultCorrection.objects.get()
        assert response.redirect_chain[-1][0] == f"/desk/dossiers/{correction.dossier.public_id}/"
        assert (correction.begun_by, correction.by_office) == (people["chuyen-vien"], True)
        assert document_of(origin).number in response.content.decode()

    def test_keeps_what_was_typed_where_the_document_is_not_chosen(self, browser_of, origin):
        response = browser_of("chuyen-vien").post(desk_address(origin), sent(origin, document=""))

        page = response.content.decode()
        assert response.status_code == 422
        assert "Chọn văn bản có sai sót." in page
        assert FAULT["noi_dung_sai"] in page

    def test_says_what_is_missing_at_its_field(self, browser_of, origin):
        response = browser_of("chuyen-vien").post(desk_address(origin), sent(origin, noi_dung_sai=""))

        assert response.status_code == 422
        assert 'href="#f-noi_dung_sai"' in response.content.decode()

    def test_tells_the_second_officer_who_was_first(self, browser_of, people, origin, now):
        work = begin(people["chuyen-vien"], origin, now)

        browser = browser_of("giu-so")
        assert "Lý Hoàng Nam đã bắt đầu" in browser.get(desk_address(origin)).content.decode()
        response = browser.post(desk_address(origin), sent(origin))

        page = response.content.decode()
        assert response.status_code == 409
        assert "Lý Hoàng Nam đã bắt đầu sửa văn bản này" in page
        assert f"/desk/dossiers/{work.public_id}/" in page

    def test_says_what_revoked_a_document(self, browser_of, people, origin, now):
        work = issue(propose(begin(people["chuyen-vien"], origin, now), people, now, "thu_hoi"), people, now)

        response = browser_of("giu-so").post(desk_address(origin), sent(origin))

        page = response.content.decode()
        assert response.status_code == 409
        assert f"Văn bản số {document_of(origin).number} đã bị thu hồi" in page
        assert document_of(work).number in page

    def test_says_to_who_drew_it_up_that_a_colleague_decides(self, browser_of, people, origin, now, head):
        work = propose(begin(people["chuyen-vien"], origin, now), people, now, "dinh_chinh")
        item = open_item(work, "x2")

        response = browser_of("giu-so-2").post(
            f"/desk/work/{item.public_id}/claim/", {"version": item.version}
        )

        assert response.status_code == 409
        assert "Bạn đã soạn văn bản đang được sửa" in response.content.decode()


class TestTheWorkOnTheDesk:
    def test_offers_the_words_of_the_wrong_document_to_choose_from(self, browser_of, people, origin, now):
        work = begin(people["chuyen-vien"], origin, now)
        browser = browser_of("chuyen-vien")
        run_all_jobs()
        item = open_item(work, "x1")
        browser.post(f"/desk/work/{item.public_id}/claim/", {"version": item.version})

        page = browser.post(
            f"/desk/work/{item.public_id}/", {"version": item.version + 1, "form_action": "add:sua"}
        ).content.decode()

        assert re.search(r'value="record\.graduation_year"[^>]*>\s*Năm tốt nghiệp: 2021', page)

    def test_shows_the_draft_of_what_would_be_issued(self, browser_of, people, origin, now):
        work = propose(begin(people["chuyen-vien"], origin, now), people, now, "thay_the")
        from_head = open_item(work, "x2")
        browser_of("truong-phong").post(
            f"/desk/work/{from_head.public_id}/claim/", {"version": from_head.version}
        )
        browser_of("truong-phong").post(
            f"/desk/work/{from_head.public_id}/", {"version": from_head.version + 1, "outcome": "dong_y"}
        )
        item = open_item(work, "x3")

        draft = browser_of("lanh-dao").get(f"/desk/work/{item.public_id}/draft.pdf")

        assert draft.status_code == 200
        assert draft["Content-Type"] == "application/pdf"


class TestTheApplicant:
    def test_finds_both_documents_on_the_old_dossiers_page(self, browser_of, people, origin, now):
        work = issue(propose(begin(people["chuyen-vien"], origin, now), people, now, "thay_the"), people, now)

        page = browser_of("cong-dan").get(f"/dossiers/{origin.public_id}/").content.decode()

        assert "Đã được thay thế" in page
        assert f"/files/{document_of(work).public_id}/" in page
        assert f"/files/{document_of(origin).public_id}/" in page
        assert f"/dossiers/{work.public_id}/" in page

    def test_keeps_a_revoked_document_under_a_name_that_says_so(self, browser_of, people, origin, now):
        browser, address = browser_of("cong-dan"), f"/files/{document_of(origin).public_id}/"
        before = browser.get(address)["Content-Disposition"]

        issue(propose(begin(people["chuyen-vien"], origin, now), people, now, "thu_hoi"), people, now)

        assert "thu-hoi" not in before
        assert "-da-thu-hoi.pdf" in browser.get(address)["Content-Disposition"]
        page = browser.get(f"/dossiers/{origin.public_id}/").content.decode()
        assert 'mc-card--attention" aria-labelledby="results"' in page
        assert 'mc-card--done" aria-labelledby="results"' not in page

    def test_may_open_the_new_document(self, browser_of, people, origin, now):
        work = issue(propose(begin(people["chuyen-vien"], origin, now), people, now, "thay_the"), people, now)
        address = f"/files/{document_of(work).public_id}/"

        answers = {who: browser_of(who).get(address).status_code for who in ("cong-dan", "cong-dan-2")}

        assert answers == {"cong-dan": 200, "cong-dan-2": 404}

    def test_says_what_is_wrong_and_gets_a_receipt(self, browser_of, origin):
        browser = browser_of("cong-dan")
        assert (
            f"/dossiers/{origin.public_id}/correction/"
            in browser.get(f"/dossiers/{origin.public_id}/").content.decode()
        )

        response = browser.post(f"/dossiers/{origin.public_id}/correction/", sent(origin), follow=True)

        page = response.content.decode()
        work = ResultCorrection.objects.get().dossier
        assert work.receipt_no in page
        assert FAULT["noi_dung_sai"] in page

    def test_learns_that_the_office_is_at_it_without_a_name(self, browser_of, people, origin, now):
        begin(people["chuyen-vien"], origin, now)

        response = browser_of("cong-dan").post(f"/dossiers/{origin.public_id}/correction/", sent(origin))

        page = response.content.decode()
        assert response.status_code == 409
        assert "Văn bản này đang được xem lại" in page
        assert "Lý Hoàng Nam" not in page

    def test_cannot_take_the_offices_work_back(self, browser_of, people, origin, now):
        work = begin(people["chuyen-vien"], origin, now)

        page = browser_of("cong-dan").get(f"/dossiers/{work.public_id}/").content.decode()

        assert 'id="withdraw"' not in page
        assert "Sai sót cơ quan đã nêu" in page

    def test_does_not_find_it_among_the_procedures(self, browser_of, origin):
        browser = browser_of("cong-dan")

        answers = [browser.get(f"/{each}/result_correction/").status_code for each in ("thu-tuc", "apply")]

        assert answers == [404, 404]
