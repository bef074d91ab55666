"""“Why am I here?” on the dossier page: told to those who may read opinions, in words and not in codes."""

import pytest

from tests.integration.dossiers.diploma_copy import send, walk


@pytest.fixture
def comparing(people, now):
    """A dossier whose record was found and whose copy is being drawn up."""
    return walk(send(people["cong-dan"], now), people, now, until="b3")


def page_of(browser, dossier) -> str:
    """Return the officer's page of a dossier."""
    return browser.get(f"/desk/dossiers/{dossier.public_id}/").content.decode()


class TestAnOpenStep:
    def test_is_explained_by_who_ended_which_step_how_and_by_what_held(self, browser_of, people, comparing):
        page = page_of(browser_of("giu-so"), comparing)

        assert "Vì sao hồ sơ đang ở bước" in page
        assert f"{people['giu-so'].full_name} đã làm xong bước “Tra sổ gốc" in page
        assert "Rẽ nhánh" in page
        assert "kết quả bước “" in page

    def test_is_explained_from_the_moment_of_sending(self, browser_of, people, now):
        sent = send(people["cong-dan"], now)

        assert "Hồ sơ được gửi lúc" in page_of(browser_of("lanh-dao"), sent)

    def test_is_not_explained_to_who_may_not_read_opinions(self, browser_of, comparing):
        assert "Vì sao hồ sơ đang ở bước" not in page_of(browser_of("tiep-nhan"), comparing)
