"""Half of what was asked is there: the rest, and only the rest, goes back within the same round; both sides see it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossiers.models import Dossier, SupplementRound
from dossiers.services import Mark, claim, complete, judge, mark
from dossiers.status import Status
from jobs.testing import run_all_jobs
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do, open_item
from tests.integration.dossiers.diploma_reissue import apply, walk_on

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = Mark("can_cu_ho_tich", "Trang 2 bị mờ.", page=2)
MAJOR = Mark("nganh", "Ghi đúng tên ngành trên bằng.")


@pytest.fixture
def asked(people, now) -> Dossier:
    """An amendment whose appraisal asked for a page and a major."""
    publish_from_library("diploma_reissue", at=now)
    dossier = walk_on(apply(people["cong-dan"], now), people, now, until="c5")
    item = open_item(dossier, "c5")
    claim(people["chuyen-vien"], item.public_id, version=item.version, at=now)
    mark(people["chuyen-vien"], item.public_id, [PAGE, MAJOR], at=now)
    finish(people["chuyen-vien"], dossier, "c5", "can_bo_sung", now)
    dossier = do(people["truong-phong"], dossier, "s2", "duyet", {}, now)
    return do(people["tiep-nhan"], dossier, "s3", "gui", {}, now)


def finish(person, dossier, node, outcome, at, **data):
    """Complete a step that the person holds."""
    item = open_item(dossier, node)
    complete(
        person, item.public_id, outcome=outcome, version=item.version, at=at, data=data, files={}, reason="Xem mục."
    )  # fmt: skip
    run_all_jobs()
    dossier.refresh_from_db()
    return dossier


def page_of(people, who, address, *arguments) -> str:
    """Return a page as somebody reads it."""
    browser = Client()
    browser.force_login(people[who], backend=BACKEND)
    return browser.get(reverse(address, args=arguments)).content.decode()


class TestHalfOfWhatWasAsked:
    @pytest.fixture
    def answered(self, asked, people, now) -> Dossier:
        """The applicant wrote the major and cannot bring the page."""
        page, major = asked.supplement_rounds.get().items.all()
        return finish(
            people["cong-dan"], asked, "s4", "gui", now,
            **{
                f"answer-{page.pk}": "impossible", f"explanation-{page.pk}": "Bản gốc bị mất.",
                f"answer-{major.pk}": "corrected", "nganh": "Kế toán",
            },
        )  # fmt: skip

    def test_is_looked_at_by_the_office_while_the_applicant_knows_so(self, answered, people):
        shown = page_of(people, "cong-dan", "portal:dossier", answered.public_id)

        assert "cán bộ đang kiểm tra" in shown
        assert open_item(answered, "s5")

    def test_goes_back_with_what_is_missing_alone(self, answered, people, now):
        page, major = answered.supplement_rounds.get().items.all()
        step = open_item(answered, "s5")
        claim(people["tiep-nhan"], step.public_id, version=step.version, at=now)
        judge(people["tiep-nhan"], step.public_id, {page.pk: False, major.pk: True}, at=now)

        answered = finish(people["tiep-nhan"], answered, "s5", "con_thieu", now)

        sent = answered.supplement_rounds.get()
        assert (answered.status, sent.state) == (Status.SUPPLEMENT_REQUIRED, SupplementRound.State.SENT)
        assert answered.answers["nganh"] == "Kế toán"
        asked_again = page_of(
            people, "cong-dan", "portal:supplement", answered.public_id, open_item(answered, "s4").public_id
        )
        assert PAGE.reason in asked_again
        assert MAJOR.reason not in asked_again
        assert 'name="nganh"' not in asked_again
        dossier = page_of(people, "cong-dan", "portal:dossier", answered.public_id)
        assert f"{timezone.localtime(sent.answer_by):%d/%m/%Y %H:%M}" in dossier
        assert "Đang chờ bạn bổ sung" in dossier
