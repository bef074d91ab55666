"""What changed since the round before is said beside the answers, for those who read them."""

import re

from dossiers.services import Mark
from tests.integration.dossiers.diploma_copy import do, send, walk
from tests.integration.dossiers.test_supplement import answered, asked, ids


def changes_on(page: str) -> list[tuple[str, str]]:
    """Return what a page says was and is."""
    return re.findall(r"<del>(.*?)</del>.*?<ins>(.*?)</ins>", page, re.DOTALL)


class TestARoundAgain:
    def test_of_the_applicant_says_what_was_corrected(self, browser_of, people, now):
        dossier = asked(people, now, Mark("so_hieu", "Ghi lại số hiệu."))
        answered(people, dossier, now, **{f"answer-{ids(dossier)[0]}": "corrected", "so_hieu": "TC 009999"})

        page = browser_of("lanh-dao").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert ("TC 004512", "TC 009999") in changes_on(page)

    def test_of_a_step_that_was_sent_back_says_what_is_otherwise(self, browser_of, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")
        noted = {"da_doi_chieu": "true", "ghi_chu_ban_sao": "Trang 12"}
        dossier = do(people["giu-so-2"], dossier, "b3", "sai", noted, now, reason="Sai trang")
        dossier = do(people["giu-so"], dossier, "b2", "khop_mot", {}, now)
        do(people["giu-so-2"], dossier, "b3", "dung", {**noted, "ghi_chu_ban_sao": "Trang 21"}, now)

        page = browser_of("lanh-dao").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert ("Trang 12", "Trang 21") in changes_on(page)
        assert "Không có gì đổi so với lần trước." in page  # the search gave the same record again

    def test_is_not_told_of_a_first_round(self, browser_of, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")

        page = browser_of("lanh-dao").get(f"/desk/dossiers/{dossier.public_id}/").content.decode()

        assert "so với lần trước" not in page
