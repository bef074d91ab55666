"""The signed letter of a registration: what was found is shown to the applicant at once and to the officer beside the paper."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dossiers.services import submit
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.test_vocational_activity import ANSWERS
from tests.integration.signed_pdfs import changed, signed_pdf

NAME = "vocational_activity_registration"


@pytest.fixture
def letter(people, now, settings):
    """A letter signed with a certificate of this house, the procedure published."""
    publish_from_library(NAME, at=now)
    return signed_pdf("Lâm Quốc Bảo", settings.MOTCUA_KEYS_DIR, now)


def upload(browser, pdf: bytes):
    """Upload the letter on its page, then follow."""
    data = {"van_ban_dang_ky": SimpleUploadedFile("mau-04.pdf", pdf, content_type="application/pdf")}
    return browser.post(reverse("portal:section", args=[NAME, "van_ban"]), data, follow=True)


class TestTheApplicant:
    def test_sees_at_once_who_signed_and_that_it_holds(self, citizen, letter):
        response = upload(citizen, letter)

        page = response.content.decode()
        assert response.redirect_chain[-1][0].startswith(reverse("portal:section", args=[NAME, "van_ban"]))
        assert "Người ký: Lâm Quốc Bảo" in page
        assert "Chữ ký số đúng, tệp không bị sửa sau khi ký" in page

    def test_sees_that_it_was_changed_and_may_go_on(self, citizen, letter):
        page = upload(citizen, changed(letter)).content.decode()
        onwards = citizen.post(
            reverse("portal:section", args=[NAME, "van_ban"]), {"van_ban_dang_ky-kept": kept(page)}
        )

        assert "Tệp đã bị sửa sau khi ký, hoặc chữ ký bị hỏng" in page
        assert onwards.status_code == 302
        assert "van_ban" not in onwards.headers["Location"]


def kept(page: str) -> str:
    """Return the public id of the paper a page shows."""
    return page.partition('name="van_ban_dang_ky-kept" value="')[2].partition('"')[0]


class TestTheOfficer:
    def test_sees_the_same_beside_the_paper(self, browser_of, people, now, letter):
        pdf = SimpleUploadedFile("mau-04.pdf", changed(letter), content_type="application/pdf")
        dossier = submit(
            people["cong-dan"], NAME, data=ANSWERS, files={"van_ban_dang_ky": [pdf]}, idempotency_key=uuid.uuid4(), at=now
        )  # fmt: skip

        page = browser_of("tiep-nhan").get(reverse("desk:dossier", args=[dossier.public_id])).content.decode()

        assert page.count("Người ký: Lâm Quốc Bảo") == 2
        assert "Tệp đã bị sửa sau khi Lâm Quốc Bảo ký" in page
