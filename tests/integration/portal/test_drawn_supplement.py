"""An applicant who is asked for more keeps what is typed, and has the papers to sign drawn of it."""

import uuid

import pytest

from audit.models import AuditEntry
from dossiers.models import Dossier, StepDraft
from dossiers.services import Mark, claim, complete, export_own, mark, submit
from jobs.testing import run_all_jobs
from procedures.package import read_folder
from procedures.services import publish
from tests.integration.dossiers.conftest import library
from tests.integration.dossiers.diploma_copy import open_item
from tests.integration.dossiers.test_representation import represent_school
from tests.integration.dossiers.test_vocational_activity import ANSWERS
from tests.integration.portal.test_drawn_papers import NAME, fetched, text_of
from workflows.models import WorkItem

MARKS = (Mark("ten_co_so", "Ghi tên như quyết định."), Mark("van_ban_dang_ky", "Ký số lại."))
RIGHT = "Trường Trung cấp Cửu Long Hai"


@pytest.fixture
def at(people, now):
    """The moment of the test, the procedure published."""
    publish(NAME, read_folder(library() / NAME), at=now, actor_id=None)
    return now


def asked(dossier: Dossier, people, at) -> Dossier:
    """Reception marks the name and the letter, and asks."""
    run_all_jobs()
    item, officer = open_item(dossier, "n1"), people["tiep-nhan"]
    claim(officer, item.public_id, version=item.version, at=at)
    mark(officer, item.public_id, MARKS, at=at)
    item.refresh_from_db()
    complete(
        officer, item.public_id, outcome="bo_sung", version=item.version, at=at, data={}, files={},
        reason="Xem các mục.",
    )  # fmt: skip
    run_all_jobs()
    dossier.refresh_from_db()
    return dossier


@pytest.fixture
def dossier(people, at) -> Dossier:
    """A registration of which reception wants the name and the letter again."""
    sent = submit(people["cong-dan"], NAME, data=ANSWERS, files={}, idempotency_key=uuid.uuid4(), at=at)
    return asked(sent, people, at)


def page_of(dossier: Dossier) -> str:
    """Return the address at which the supplement is answered."""
    return f"/dossiers/{dossier.public_id}/supplement/{open_item(dossier, 's4').public_id}/"


def drafted(dossier: Dossier, **more: str) -> dict[str, str]:
    """Return what the page posts with its button that keeps a draft."""
    name = dossier.supplement_rounds.get().items.get(field="ten_co_so")
    return {"action": "draft", "ten_co_so": RIGHT, f"answer-{name.pk}": "corrected", **more}


class TestWhatIsTypedIntoASupplement:
    def test_is_kept_until_it_is_sent(self, citizen, dossier):
        letter = dossier.supplement_rounds.get().items.get(field="van_ban_dang_ky")
        more = {f"answer-{letter.pk}": "impossible", f"explanation-{letter.pk}": "Chữ ký số hết hạn."}

        citizen.post(page_of(dossier), drafted(dossier, **more))

        shown = citizen.get(page_of(dossier))
        page, version = shown.content.decode(), str(shown.context["item"].version)
        assert f'value="{RIGHT}"' in page
        assert "Chữ ký số hết hạn." in page
        assert "Đã lưu nháp lúc" in page
        assert page.count(" checked>") == 2
        dossier.refresh_from_db()
        assert dossier.answers["ten_co_so"] == ANSWERS["ten_co_so"]
        chosen = {f"answer-{letter.pk}": "impossible", f"explanation-{letter.pk}": "Chữ ký số hết hạn."}
        sent = {**drafted(dossier), **chosen, "outcome": "gui", "version": version}
        sent.pop("action")
        citizen.post(page_of(dossier), sent)
        dossier.refresh_from_db()
        assert (dossier.answers["ten_co_so"], StepDraft.objects.count()) == (RIGHT, 0)

    def test_is_not_said_to_be_kept_when_the_step_is_over(self, citizen, dossier):
        address = page_of(dossier)
        WorkItem.objects.filter(process_id=dossier.run_id).update(
            completed_at=dossier.submitted_at, status="DONE"
        )

        answer = citizen.post(address, drafted(dossier))

        assert (answer.status_code, StepDraft.objects.count()) == (409, 0)
        assert "chưa được ghi" in answer.content.decode()

    def test_says_who_typed_for_whom(self, people, browser_of, at):
        school = represent_school(people, "cong-dan-2", at)
        sent = submit(
            people["cong-dan-2"], NAME, data=ANSWERS, files={}, idempotency_key=uuid.uuid4(), at=at,
            representation=school,
        )  # fmt: skip
        dossier = asked(sent, people, at)

        browser_of("cong-dan-2").post(page_of(dossier), drafted(dossier))

        entry = AuditEntry.objects.get(action="dossier.step_draft_saved")
        assert entry.actor_id == people["cong-dan-2"].pk
        assert entry.stored.values["for"] == school.party_name

    def test_goes_along_when_the_applicant_asks_for_their_data(self, people, citizen, dossier, at):
        citizen.post(page_of(dossier), drafted(dossier))

        told = export_own(people["cong-dan"], at=at)["drafts"]

        assert [(each["dossier"], each["answers"]["ten_co_so"]) for each in told] == [
            (dossier.receipt_no, RIGHT)
        ]

    def test_is_nobody_elses_to_write_or_to_read(self, browser_of, dossier):
        address = page_of(dossier)

        answers = {
            who: browser_of(who).post(address, drafted(dossier)).status_code
            for who in ("cong-dan-2", "tiep-nhan")
        }

        assert answers == {"cong-dan-2": 404, "tiep-nhan": 404}
        assert not StepDraft.objects.exists()


class TestAPaperOfASupplement:
    def test_is_offered_where_it_is_asked_for_and_says_what_is_kept(self, citizen, dossier):
        address = page_of(dossier)
        before = text_of(fetched(citizen, f"{address}drawn/van_ban_dang_ky/"))

        citizen.post(address, drafted(dossier))

        after = text_of(fetched(citizen, f"{address}drawn/van_ban_dang_ky/"))
        assert f"{address}drawn/van_ban_dang_ky/" in citizen.get(address).content.decode()
        assert (ANSWERS["ten_co_so"] in before, RIGHT in before) == (True, False)
        assert (ANSWERS["ten_co_so"] in after, RIGHT in after) == (False, True)

    def test_leaves_as_it_was_what_cannot_be_supplied(self, citizen, dossier):
        name = dossier.supplement_rounds.get().items.get(field="ten_co_so")
        citizen.post(page_of(dossier), drafted(dossier, **{f"answer-{name.pk}": "impossible"}))

        text = text_of(fetched(citizen, f"{page_of(dossier)}drawn/van_ban_dang_ky/"))

        assert (ANSWERS["ten_co_so"] in text, RIGHT in text) == (True, False)

    @pytest.mark.parametrize("who", ["cong-dan-2", "tiep-nhan"])
    def test_does_not_exist_for_anybody_else(self, browser_of, dossier, who):
        address = f"{page_of(dossier)}drawn/van_ban_dang_ky/"

        assert browser_of(who).get(address).status_code == 404

    def test_of_a_question_without_one_does_not_exist(self, citizen, dossier):
        assert citizen.get(f"{page_of(dossier)}drawn/ten_co_so/").status_code == 404
