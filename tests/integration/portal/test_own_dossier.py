"""The applicant's page of a dossier, and that nobody else has it."""

from dossiers.models import Dossier
from tests.integration.dossiers.diploma_copy import send, walk


class TestADossierOfMine:
    def test_says_where_it_is_and_what_comes_next(self, citizen, people, now):
        dossier = send(people["cong-dan"], now)

        page = citizen.get(f"/dossiers/{dossier.public_id}/").content.decode()

        assert dossier.receipt_no in page
        assert 'aria-current="step"' in page
        assert f'data-live="dossier.{dossier.public_id}"' in page

    def test_names_no_officer(self, citizen, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")

        page = citizen.get(f"/dossiers/{dossier.public_id}/").content.decode()

        assert people["giu-so"].full_name not in page

    def test_offers_the_signed_result_and_its_verification(self, citizen, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now)

        page = citizen.get(f"/dossiers/{dossier.public_id}/").content.decode()

        assert "Tải về" in page
        assert "/verify/" in page

    def test_is_listed_among_mine(self, citizen, people, now):
        dossier = send(people["cong-dan"], now)

        assert str(dossier.public_id) in citizen.get("/dossiers/").content.decode()

    def test_does_not_exist_for_anyone_else(self, browser_of, people, now):
        dossier = send(people["cong-dan"], now)

        assert browser_of("cong-dan-2").get(f"/dossiers/{dossier.public_id}/").status_code == 404
        assert browser_of("tiep-nhan").get(f"/dossiers/{dossier.public_id}/").status_code == 404


class TestWithdrawing:
    def test_ends_the_dossier(self, citizen, people, now):
        dossier = send(people["cong-dan"], now)

        citizen.post(f"/dossiers/{dossier.public_id}/withdraw/", {"reason": "Nộp nhầm"})

        assert Dossier.objects.get().is_over

    def test_is_refused_once_the_result_is_out(self, citizen, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now)

        response = citizen.post(f"/dossiers/{dossier.public_id}/withdraw/", follow=True)

        assert "Không rút được nữa" in response.content.decode()

    def test_is_not_another_citizens(self, browser_of, people, now):
        dossier = send(people["cong-dan"], now)

        response = browser_of("cong-dan-2").post(f"/dossiers/{dossier.public_id}/withdraw/")

        assert response.status_code == 404
        assert not Dossier.objects.get().is_over
