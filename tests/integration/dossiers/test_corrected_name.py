"""The register of institutions follows what becomes of a decision that gave a name."""

from datetime import timedelta

import pytest

from accounts.localdays import local_day
from accounts.models import Agency
from dossiers.correction_operations import follow_register, read_corrected
from dossiers.models import Dossier
from jobs.testing import run_all_jobs
from registry.models import Institution
from registry.selectors import names_of
from registry.services import Renaming, rename_institution
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do
from tests.integration.dossiers.institution_rename import NEW_NAME, OLD_NAME, apply, walk_on
from tests.integration.dossiers.result_correction import (
    REVOCATION,
    begin,
    document_of,
    publish_correction,
    words_of,
)

RIGHT_NAME = "Trường Trung cấp Công nghệ Sông Tiền Mẫu"
REPLACEMENT = {"sai_sot": "In nhầm tên.", "sua": [{"muc": "answers.ten_moi", "de_nghi": RIGHT_NAME}]}
LATER = "Quyết định đổi tên số 99/QĐ-UBND ngày 30/11/2026"


@pytest.fixture
def at(people, now):
    """The moment of the test, both procedures published."""
    publish_from_library("institution_rename", at=now)
    publish_correction(now)
    return now


@pytest.fixture
def renamed(people, at) -> Dossier:
    """A finished change of name, of an institution the register did not have before."""
    return walk_on(apply(people["cong-dan"], at), people, at)


def decide(people, origin: Dossier, at, way: str, answers: dict) -> Dossier:
    """Let the committee correct its decision, up to the sealed document."""
    work = begin(people["ubnd-chuyen-vien"], origin, at)
    run_all_jobs()
    work.refresh_from_db()
    work = do(people["ubnd-chuyen-vien"], work, "x1", way, answers, at, reason="Đã xác minh.")
    work = do(people["ubnd-truong-phong"], work, "x2", "dong_y", {}, at)
    work = do(people["chu-tich"], work, "x3", "ky", {}, at)
    return do(people["ubnd-van-thu"], work, "x4", "xong", {}, at)


class TestADecisionThatGaveAName:
    def test_is_known_to_have_written_into_the_register_of_institutions(self, people, renamed, at):
        work = begin(people["ubnd-chuyen-vien"], renamed, at)

        read = read_corrected(work, run=work.run, token_id="t", inputs={}, at=at)

        assert read["register"] == "institution"

    def test_is_revoked_and_the_name_before_comes_back(self, people, renamed, at):
        work = decide(people, renamed, at, "thu_hoi", REVOCATION)

        school = Institution.objects.get()
        names = names_of(school)
        assert school.name == OLD_NAME
        assert [each.name for each in names] == [OLD_NAME, NEW_NAME, OLD_NAME]
        assert names[0].grounds == document_of(work).citation

    def test_is_replaced_and_its_institution_bears_the_name_the_new_one_prints(self, people, renamed, at):
        work = decide(people, renamed, at, "thay_the", REPLACEMENT)

        school = Institution.objects.get()
        newest = names_of(school)[0]
        assert RIGHT_NAME in words_of(document_of(work))
        assert (school.name, newest.grounds) == (RIGHT_NAME, document_of(work).citation)
        assert newest.foreign_name == "Song Tien Technical School"

    def test_is_followed_once_however_often_the_job_runs(self, people, renamed, at):
        work = decide(people, renamed, at, "thu_hoi", REVOCATION)
        inputs = {"standing": "revoked", "changes": None, "quotas": None}

        again = follow_register(work, run=work.run, token_id="t", inputs=inputs, at=at)

        assert again == {"followed": "yes"}
        assert len(names_of(Institution.objects.get())) == 3

    def test_changes_nothing_where_a_later_decision_gave_another_name(self, people, renamed, at):
        school = Institution.objects.get()
        later = Renaming(
            named=str(school.public_id), old_name=NEW_NAME, new_name=RIGHT_NAME, grounds=LATER,
            on=local_day(at) + timedelta(days=1),
        )  # fmt: skip
        rename_institution(Agency.objects.get(code="H61.12"), later, actor_id=None, at=at)

        decide(people, renamed, at, "thu_hoi", REVOCATION)

        school.refresh_from_db()
        assert school.name == RIGHT_NAME
