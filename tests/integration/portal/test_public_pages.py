"""Pages for anyone: home, procedure, look-up, verification, files that may not be had."""

import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.models import IssuedDocument
from documents.selectors import file_of
from forms.models import Attachment
from portal.throttle import MISSES
from tests.integration.dossiers.diploma_copy import send, walk
from tests.integration.uploads import paper_of


@pytest.fixture(autouse=True)
def no_misses_yet():
    """Forget the misses of other tests."""
    cache.clear()


class TestHome:
    @pytest.mark.parametrize(
        ("query", "is_found"),
        [("ban sao van bang", True), ("BẢN SAO", True), ("1.005092", True), ("hộ khẩu", False)],
        ids=["without marks", "in capitals", "by code", "something else"],
    )
    def test_finds_a_procedure(self, browser_of, query, is_found):
        page = browser_of().get("/", {"q": query}).content.decode()

        assert ("/thu-tuc/diploma_copy/" in page) is is_found

    def test_speaks_english_after_the_switch(self, browser_of):
        browser = browser_of()

        browser.post("/i18n/setlang/", {"language": "en", "next": "/"})

        assert '<html lang="en"' in browser.get("/").content.decode()


class TestAProcedure:
    def test_says_who_how_long_what_and_where_to_start(self, browser_of):
        page = browser_of().get("/thu-tuc/diploma_copy/").content.decode()

        assert "Miễn phí" in page
        assert "/apply/diploma_copy/" in page

    def test_that_is_not_offered_does_not_exist(self, browser_of):
        assert browser_of().get("/thu-tuc/nothing/").status_code == 404


class TestLookingUp:
    def test_shows_where_a_dossier_is_and_nothing_about_the_person(self, browser_of, people, now):
        dossier = send(people["cong-dan"], now)

        page = browser_of().post("/lookup/", {"code": dossier.receipt_no.lower()}).content.decode()

        assert dossier.get_status_display() in page
        assert "Nguyễn Thị Mai" not in page
        assert str(dossier.public_id) not in page

    def test_says_that_a_code_is_unknown(self, browser_of):
        response = browser_of().post("/lookup/", {"code": "BN-0000-0000-0000"})

        assert response.status_code == 422
        assert "Không thấy hồ sơ" in response.content.decode()

    def test_is_throttled_after_many_wrong_codes(self, browser_of):
        browser = browser_of()
        for number in range(MISSES):
            browser.post("/lookup/", {"code": f"BN-{number}"})

        assert browser.post("/lookup/", {"code": "BN-X"}).status_code == 429


class TestVerifying:
    def test_leads_a_typed_code_to_its_page(self, browser_of):
        response = browser_of().get("/verify/", {"code": "abcd efgh-jkmn"})

        assert response.url == "/verify/ABCDEFGHJKMN/"

    def test_says_what_is_wrong_with_half_a_code(self, browser_of):
        response = browser_of().get("/verify/", {"code": "abc"})

        assert response.status_code == 422
        assert 'href="#code"' in response.content.decode()

    def test_knows_an_unknown_code_as_not_issued(self, browser_of):
        response = browser_of().get("/verify/ABCD-EFGH-JKMN/")

        assert response.status_code == 404
        assert "Không có văn bản nào mang mã này" in response.content.decode()

    def test_confirms_an_issued_document_by_code_and_by_file(self, browser_of, people, now):
        walk(send(people["cong-dan"], now), people, now)
        document = IssuedDocument.objects.get()
        browser = browser_of()

        by_code = browser.get(f"/verify/{document.verify_code}/").content.decode()
        file = SimpleUploadedFile("ket-qua.pdf", file_of(document), content_type="application/pdf")
        by_file = browser.post("/verify/", {"file": file}).content.decode()

        assert "đang có hiệu lực" in by_code
        assert document.number in by_code
        assert "Nguyễn Thị Mai" not in by_code
        assert "đang có hiệu lực" in by_file

    def test_finds_one_flipped_byte(self, browser_of, people, now):
        walk(send(people["cong-dan"], now), people, now)
        data = bytearray(file_of(IssuedDocument.objects.get()))
        data[len(data) // 2] ^= 1

        file = SimpleUploadedFile("ket-qua.pdf", bytes(data), content_type="application/pdf")
        page = browser_of().post("/verify/", {"file": file}).content.decode()

        assert "đang có hiệu lực" not in page


class TestFiles:
    def test_that_do_not_exist_and_files_of_others_look_the_same(self, browser_of, people, now):
        walk(send(people["cong-dan"], now), people, now)
        document = IssuedDocument.objects.get()
        other = browser_of("cong-dan-2")

        assert other.get(f"/files/{document.public_id}/").status_code == 404
        assert other.get(f"/files/{uuid.uuid4()}/").status_code == 404

    def test_come_to_who_may_have_them_sealed_off_from_our_pages(self, citizen, people, now):
        walk(send(people["cong-dan"], now), people, now)
        document = IssuedDocument.objects.get()

        response = citizen.get(f"/files/{document.public_id}/")

        assert response.content == file_of(document)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("asked", "disposition"), [("", "attachment"), ("?inline", "inline")], ids=["to keep", "to read here"]
    )
    def test_of_ours_are_kept_unless_asked_for_in_the_browser(self, citizen, people, now, asked, disposition):
        walk(send(people["cong-dan"], now), people, now)

        response = citizen.get(f"/files/{IssuedDocument.objects.get().public_id}/{asked}")

        assert response["Content-Disposition"].split(";")[0] == disposition
        assert response["Content-Type"] == "application/pdf"
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("content_type", "disposition"),
        [("image/png", "inline"), ("text/html", "attachment"), ("image/svg+xml", "attachment")],
        ids=["a picture", "a page", "a drawing with scripts"],
    )
    def test_of_the_applicant_open_in_the_browser_only_as_pictures_and_pdfs(
        self, citizen, people, now, content_type, disposition
    ):
        paper = paper_of(send(people["cong-dan"], now), people["cong-dan"], now)
        Attachment.objects.filter(pk=paper.pk).update(content_type=content_type)

        response = citizen.get(f"/files/{paper.public_id}/?inline")

        assert response["Content-Disposition"].split(";")[0] == disposition
        assert response["Content-Type"] == content_type
        assert "sandbox" in response["Content-Security-Policy"]


class TestMessages:
    def test_are_read_by_following_them(self, citizen, people, now):
        dossier = send(people["cong-dan"], now)
        message = people["cong-dan"].notifications.first()

        response = citizen.get(f"/notifications/{message.public_id}/")

        message.refresh_from_db()
        assert response.url == f"/dossiers/{dossier.public_id}/"
        assert message.read_at

    def test_of_others_do_not_exist(self, browser_of, people, now):
        send(people["cong-dan"], now)
        message = people["cong-dan"].notifications.first()

        assert browser_of("cong-dan-2").get(f"/notifications/{message.public_id}/").status_code == 404
