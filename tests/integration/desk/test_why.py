"""“Why am I here?” on the dossier page: told to those who may read opinions, in words and not in codes."""

import pytest

from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do, send, walk
from tests.integration.dossiers.institution_rename import apply, walk_on


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


class TestAStepOfAnotherOffice:
    def test_is_explained_without_how_that_office_decided(self, browser_of, people, now):
        publish_from_library("institution_rename", at=now)
        dossier = walk_on(apply(people["cong-dan"], now), people, now, until="u2")
        refusal = {"noi_dung_tra_loi": "Tên dễ nhầm."}
        dossier = do(people["ubnd-chuyen-vien"], dossier, "u2", "tu_choi", refusal, now, reason="Dễ nhầm.")

        theirs, ours = (page_of(browser_of(who), dossier) for who in ("ubnd-chuyen-vien", "truong-phong"))

        assert "u2_outcome" in theirs
        assert "Vì sao hồ sơ đang ở bước" in ours
        assert "theo kết quả của một bước bạn không được xem" in ours
        assert [word for word in ("u2_outcome", "Đề nghị không đồng ý") if word in ours] == []
