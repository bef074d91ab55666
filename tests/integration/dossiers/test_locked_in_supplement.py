"""A locked answer stays what its source has proven, whatever an officer marks and an applicant sends in a supplement."""

import pytest

from accounts.models.people import IdentityLevel
from dossiers.models import Dossier
from dossiers.services import Mark
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.conftest import library
from tests.integration.dossiers.test_supplement import YEAR, answered, applicants_page, asked, ids

NAME = Mark("nguoi_ho_ten", "Họ tên chưa đúng.")
OPEN, LOCKED = b"path: full_name}", b"path: full_name, locked: true}"


@pytest.fixture
def dossier(people, now) -> Dossier:
    """An application whose name is locked and proven, with the name and a year marked."""
    files = read_folder(library() / "diploma_copy")
    form = "application.form.yaml"
    assert OPEN in files[form]
    publish(
        "diploma_copy",
        {**files, form: files[form].replace(OPEN, LOCKED)},
        at=now,
        actor_id=None,
        reason="Khóa họ tên",
    )
    citizen = people["cong-dan"]
    citizen.identity_level, citizen.full_name = IdentityLevel.NATIONAL_EID, "Nguyễn Thị Mai"
    citizen.save()
    return asked(people, now, NAME, YEAR)


class TestALockedAnswer:
    def test_is_not_overwritten_by_who_answers(self, dossier, people, now):
        name, year = ids(dossier)

        dossier = answered(
            people, dossier, now,
            **{f"answer-{name}": "corrected", f"answer-{year}": "corrected", "nguoi_ho_ten": "Người Khác", "nam_tn": "2021"},
        )  # fmt: skip

        assert (dossier.answers["nguoi_ho_ten"], dossier.answers["nam_tn"]) == ("Nguyễn Thị Mai", 2021)

    def test_is_shown_as_it_is_with_where_it_is_from_and_no_box_to_type_in(self, dossier, people):
        page = applicants_page(people, dossier)

        shown = page.browser.get(page.address).content.decode()

        assert "Lấy từ định danh điện tử của bạn; không sửa ở đây." in shown
        assert 'name="nguoi_ho_ten"' not in shown
        assert 'name="nam_tn"' in shown

    def test_stays_locked_when_a_mistake_elsewhere_brings_the_page_back(self, dossier, people):
        name, year = ids(dossier)
        page = applicants_page(people, dossier)

        answer = page.send(
            **{
                f"answer-{name}": "corrected",
                f"answer-{year}": "corrected",
                "nguoi_ho_ten": "Kẻ Khác",
                "nam_tn": "1",
            }
        )

        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "Kẻ Khác" not in shown and 'name="nguoi_ho_ten"' not in shown

    def test_leaves_answers_that_may_be_typed_as_they_were_given(self, dossier, people, now):
        people["cong-dan"].national_id = "086301000999"
        people["cong-dan"].save()
        name, year = ids(dossier)

        dossier = answered(
            people,
            dossier,
            now,
            **{f"answer-{name}": "corrected", f"answer-{year}": "corrected", "nam_tn": "2021"},
        )

        assert dossier.answers["nguoi_so_dinh_danh"] == "086301000123"
