"""A step or a result that comes late says why: asked of who ends it, kept, read by the register and the apology."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.localdays import local_day
from dossiers.errors import LateReasonMissing
from dossiers.late_reasons import late_reasons, why_late
from dossiers.models import Dossier, Lateness, StepDraft
from dossiers.selectors.lateness import late_at
from dossiers.selectors.register_of_dossiers import received_between, register_rows
from dossiers.services import Excuse, claim, complete
from tests.integration.dossiers.diploma_copy import open_item, record_of, send, walk
from workflows.models import WorkItem

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR = timedelta(hours=1)


def long_ago(dossier, at, *, step=HOUR, result=None):
    """Let the open step have been due some time ago, and the result too where that is said."""
    WorkItem.objects.filter(process=dossier.run, completed_at=None).update(due_at=at - step)
    if result is not None:
        Dossier.objects.filter(pk=dossier.pk).update(due_at=at - result)
    dossier.refresh_from_db()
    return dossier


def end(dossier, person, at, **more):
    """Let the keeper end the search in the register."""
    item = open_item(dossier, "b2")
    item = claim(person, item.public_id, version=item.version, at=at)
    return complete(
        person, item.public_id, outcome="khop_mot", version=item.version, at=at,
        data={"ban_ghi": record_of(dossier)}, files={}, **more,
    )  # fmt: skip


@pytest.fixture
def searching(people, now):
    """A dossier in the hands of the keeper of the register."""
    return walk(send(people["cong-dan"], now), people, now, until="b2")


@pytest.fixture
def browser(people):
    client = Client()
    client.force_login(people["giu-so"], backend=BACKEND)
    return client


class TestTheList:
    def test_has_reasons_each_in_three_languages_and_one_that_must_be_explained(self):
        reasons = late_reasons()

        assert all(each.words.en and each.words.km for each in reasons.values())
        assert [each.key for each in reasons.values() if each.needs_words] == ["khac"]

    @pytest.mark.parametrize(
        ("chosen", "words", "said"),
        [
            pytest.param("qua_tai", "", "Số hồ sơ tăng nhiều trong cùng thời gian", id="the reason alone"),
            pytest.param(
                "thieu_nguoi", "Ốm", "Thiếu người: nghỉ phép, ốm, chưa có người thay. Ốm", id="with words"
            ),
            pytest.param("khac", "Mất điện", "Mất điện", id="only words where they are the reason"),
        ],
    )
    def test_is_said_in_words(self, chosen, words, said):
        assert why_late(chosen, words) == said


class TestAStepThatEndsLate:
    def test_needs_a_reason_of_the_list(self, searching, people, now):
        dossier = long_ago(searching, now)

        for excuse in (Excuse(), Excuse("vi_sao", "Bận"), Excuse("khac", " ")):
            with pytest.raises(LateReasonMissing):
                end(dossier, people["giu-so"], now, excuse=excuse)

        assert open_item(dossier, "b2")
        assert not Lateness.objects.exists()

    def test_keeps_the_reason_with_who_gave_it_and_what_was_owed(self, searching, people, now):
        dossier = long_ago(searching, now)
        owed = open_item(dossier, "b2").due_at

        end(dossier, people["giu-so"], now, excuse=Excuse("thieu_nguoi", "Một người nghỉ ốm"))

        late = Lateness.objects.get()
        assert (late.reason, late.words, late.given_by) == (
            "thieu_nguoi",
            "Một người nghỉ ốm",
            people["giu-so"],
        )
        assert (late.step_due_at, late.dossier_due_at, late.ended_at) == (owed, None, now)
        assert late.work_item.node_id == "b2"

    def test_in_time_asks_and_keeps_nothing(self, searching, people, now):
        end(searching, people["giu-so"], now, excuse=Excuse("qua_tai"))

        assert not Lateness.objects.exists()

    def test_asks_nothing_of_the_applicant(self, people, now):
        dossier = send(people["cong-dan"], now)
        item = open_item(dossier, "b1")
        item.role, item.due_at = "nguoi_nop", now - HOUR

        assert not late_at(item, dossier, now)


class TestAResultThatComesLate:
    def test_says_why_when_a_step_ends_after_it_was_owed_and_the_register_shows_it(
        self, searching, people, now
    ):
        dossier = long_ago(searching, now, step=-HOUR, result=HOUR)

        end(dossier, people["giu-so"], now, excuse=Excuse("loi_he_thong"))

        late = Lateness.objects.get()
        assert (late.step_due_at, late.dossier_due_at) == (None, dossier.due_at)
        day = local_day(now)
        rows = list(
            register_rows(received_between(people["lanh-dao"], day, day, now), people["lanh-dao"], now)
        )
        assert [row.note for row in rows] == ["trễ hạn: Lỗi phần mềm, chữ ký số hoặc đường truyền"]

    def test_is_asked_no_more_once_it_is_there(self, people, now):
        dossier = long_ago(walk(send(people["cong-dan"], now), people, now, until="b6"), now, step=-HOUR)
        Dossier.objects.filter(pk=dossier.pk).update(due_at=dossier.decided_at - HOUR)
        dossier.refresh_from_db()

        assert not late_at(open_item(dossier, "b6"), dossier, timezone.now())


class TestThePageOfALateStep:
    def test_asks_why_and_keeps_what_was_typed(self, searching, people, now, browser):
        dossier = long_ago(searching, now)
        item = open_item(dossier, "b2")
        claim(people["giu-so"], item.public_id, version=item.version, at=now)
        address = reverse("desk:work_item", args=[item.public_id])
        typed = {"outcome": "khop_mot", "version": item.version + 1, "ban_ghi": record_of(dossier)}

        shown = browser.get(address).content.decode()
        refused = browser.post(address, {**typed, "late_words": "Đang tìm"})
        sent = browser.post(address, {**typed, "late_reason": "khac", "late_words": "Mất điện"})

        assert 'name="late_reason"' in shown
        assert refused.status_code == 422
        assert 'href="#late_reason"' in refused.content.decode()
        assert 'value="Đang tìm"' in refused.content.decode()
        assert sent.status_code == 302
        assert Lateness.objects.get().words == "Mất điện"

    def test_keeps_the_reason_in_the_draft_of_the_step(self, searching, people, now, browser):
        item = open_item(long_ago(searching, now), "b2")
        claim(people["giu-so"], item.public_id, version=item.version, at=now)
        address = reverse("desk:work_item", args=[item.public_id])
        typed = {"action": "draft", "version": item.version + 1, "four_eyes_reason": "Chỉ còn một người"}

        browser.post(address, {**typed, "late_reason": "thieu_nguoi", "late_words": "Nghỉ ốm"})

        page = browser.get(address).content.decode()
        assert '<option value="thieu_nguoi" selected>' in page
        assert 'value="Nghỉ ốm"' in page
        assert StepDraft.objects.get().beside == {
            "late_reason": "thieu_nguoi",
            "late_words": "Nghỉ ốm",
            "four_eyes_reason": "Chỉ còn một người",
        }
        assert not Lateness.objects.exists()

    def test_asks_nothing_in_time(self, searching, people, now, browser):
        item = open_item(searching, "b2")
        claim(people["giu-so"], item.public_id, version=item.version, at=now)

        assert (
            "late_reason"
            not in browser.get(reverse("desk:work_item", args=[item.public_id])).content.decode()
        )
