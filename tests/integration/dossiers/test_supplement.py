"""A supplement asked at reception: marks, Mẫu 02, the applicant's answer to just that, reminders, the end of the days."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import storage
from dossiers.errors import SupplementNotReady
from dossiers.models import Dossier, StepAnswer, SupplementItem, SupplementRound
from dossiers.services import Mark, claim, complete, mark
from dossiers.status import Status
from forms.errors import Invalid
from forms.models import Attachment
from jobs.testing import run_all_jobs
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import do, open_item, send
from tests.integration.uploads import PIXEL
from workflows.services import fire_timers, suspend

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
YEAR = Mark("nam_tn", "Năm trên bằng là 2021.", basis="Sổ gốc", page=None)
NAME = Mark("chu_bang_ho_ten", "Ghi đủ họ tên như trên bằng.")

WHO = Mark("tu_cach", "Bạn nộp thay người khác.", basis="", page=None)


def asked(people, now, *marks: Mark) -> Dossier:
    """A dossier whose reception officer has marked items and asked."""
    dossier = send(people["cong-dan"], now, nam_tn="2020")
    item = open_item(dossier, "b1")
    claim(people["tiep-nhan"], item.public_id, version=item.version, at=now)
    mark(people["tiep-nhan"], item.public_id, marks, at=now)
    item.refresh_from_db()
    complete(
        people["tiep-nhan"], item.public_id, outcome="bo_sung", version=item.version, at=now, data={}, files={},
        reason="Xem các mục đánh dấu.",
    )  # fmt: skip
    run_all_jobs()
    dossier.refresh_from_db()
    return dossier


def answered(people, dossier: Dossier, now, **data: str) -> Dossier:
    """Send the applicant's answer."""
    item = open_item(dossier, "s4")
    complete(
        people["cong-dan"], item.public_id, outcome="gui", version=item.version, at=now, data=data, files={}
    )
    run_all_jobs()
    dossier.refresh_from_db()
    return dossier


@dataclass(frozen=True)
class ApplicantsPage:
    """The applicant's page of what is asked, in a browser."""

    browser: Client
    address: str

    def version(self) -> str:
        """Return the version of the step that the page shows."""
        return str(self.browser.get(self.address).context["item"].version)

    def send(self, version: str | None = None, **data: object) -> HttpResponse:
        """Send the page, by default as it is shown now."""
        seen = self.version() if version is None else version
        return self.browser.post(self.address, {"outcome": "gui", "version": seen, **data})


def applicants_page(people, dossier: Dossier) -> ApplicantsPage:
    """Open the applicant's page."""
    browser = Client()
    browser.force_login(people["cong-dan"], backend=BACKEND)
    item = open_item(dossier, "s4")
    return ApplicantsPage(browser, reverse("portal:supplement", args=[dossier.public_id, item.public_id]))


def ids(dossier: Dossier) -> list[int]:
    """Return the items asked, in order."""
    return list(SupplementItem.objects.filter(round__dossier=dossier).values_list("pk", flat=True))


class TestASupplement:
    def test_lets_the_applicant_change_what_is_asked_and_nothing_else(self, people, now):
        dossier = asked(people, now, YEAR, NAME)
        first, second = ids(dossier)
        assert dossier.status == Status.SUPPLEMENT_REQUIRED
        sent = dossier.supplement_rounds.get()
        assert sent.answer_by == sent.sent_at + timedelta(days=30)

        dossier = answered(
            people, dossier, now, **{
                f"answer-{first}": "corrected", "nam_tn": "2021",
                f"answer-{second}": "impossible", f"explanation-{second}": "Trên bằng chỉ có tên này.",
                "nganh": "Ngành khác",
            },
        )  # fmt: skip

        assert dossier.answers["nam_tn"] == 2021
        assert dossier.answers["nganh"] == "Kế toán doanh nghiệp"
        assert dossier.answers["chu_bang_ho_ten"] == "Nguyễn Thị Mai"
        assert dossier.supplement_rounds.get().state == SupplementRound.State.SUPPLIED
        assert open_item(dossier, "b1")

    def test_is_sent_as_a_numbered_paper(self, people, now):
        dossier = asked(people, now, YEAR)

        paper = dossier.statutory_papers.get(form="02")

        assert paper.entry.text == "01/PBSHS-SGDĐT"
        assert paper.values["supplement"]["items"][0]["reason"] == YEAR.reason
        assert storage.get(paper.storage_key).startswith(b"%PDF-")
        assert paper.made_by == people["tiep-nhan"]

    def test_wants_an_answer_to_every_item(self, people, now):
        dossier = asked(people, now, YEAR, NAME)
        first, second = ids(dossier)

        with pytest.raises(Invalid) as refusal:
            answered(people, dossier, now, **{f"answer-{first}": "impossible"})

        assert set(refusal.value.errors) == {f"explanation-{first}", f"answer-{second}"}
        assert dossier.supplement_rounds.get().state == SupplementRound.State.SENT

    def test_keeps_a_wrong_answer_as_it_was_typed(self, people, now):
        dossier = asked(people, now, YEAR)

        with pytest.raises(Invalid) as refusal:
            answered(
                people, dossier, now, **{f"answer-{ids(dossier)[0]}": "corrected", "nam_tn": "hai nghìn"}
            )

        assert refusal.value.values["nam_tn"] == "hai nghìn"
        assert refusal.value.values["nganh"] == "Kế toán doanh nghiệp"

    @pytest.mark.parametrize("chosen", [{}, {"answer": "impossible"}], ids=["no choice", "impossible"])
    def test_keeps_a_correction_and_its_paper_where_the_item_is_not_answered(self, people, now, chosen):
        dossier = asked(people, now, WHO)
        page = applicants_page(people, dossier)
        choice = {f"{name}-{ids(dossier)[0]}": text for name, text in chosen.items()}
        upload = SimpleUploadedFile("uy-quyen.png", PIXEL, content_type="image/png")

        refused = page.send(**choice, tu_cach="uy_quyen", giay_chung_minh=upload)

        paper = Attachment.objects.get(owner=people["cong-dan"], original_name="uy-quyen.png")
        assert refused.status_code == 422
        assert refused.context["form"].values["tu_cach"] == "uy_quyen"
        assert f'name="giay_chung_minh-kept" value="{paper.public_id}"' in refused.content.decode()

    def test_tells_of_a_bad_paper_where_the_item_is_not_answered(self, people, now):
        dossier = asked(people, now, WHO)
        lie = SimpleUploadedFile("giay.pdf", b"MZ not a paper", content_type="application/pdf")

        refused = applicants_page(people, dossier).send(tu_cach="uy_quyen", giay_chung_minh=lie)

        assert set(refused.context["form"].errors) == {"giay_chung_minh"}

    def test_shows_the_applicant_only_the_questions_asked(self, people, now):
        dossier = asked(people, now, YEAR)
        browser = Client()
        browser.force_login(people["cong-dan"], backend=BACKEND)
        address = reverse("portal:supplement", args=[dossier.public_id, open_item(dossier, "s4").public_id])

        page = browser.get(address)
        refused = browser.post(address, {"outcome": "gui", "version": "1", "nam_tn": "2021"})

        assert YEAR.reason in page.content.decode()
        assert 'name="nam_tn"' in page.content.decode()
        assert 'name="nganh"' not in page.content.decode()
        assert refused.status_code == 422

    def test_is_taken_when_it_is_corrected_after_an_error(self, people, now):
        dossier = asked(people, now, YEAR)
        page = applicants_page(people, dossier)
        answer = {f"answer-{ids(dossier)[0]}": "corrected"}

        refused = page.send(**answer, nam_tn="1900")
        taken = page.send(str(refused.context["item"].version), **answer, nam_tn="2021")

        dossier.refresh_from_db()
        assert (refused.status_code, taken.status_code) == (422, 302)
        assert dossier.answers["nam_tn"] == 2021

    def test_sent_twice_is_answered_once(self, people, now):
        dossier = asked(people, now, YEAR)
        page = applicants_page(people, dossier)
        version, answer = page.version(), {f"answer-{ids(dossier)[0]}": "corrected", "nam_tn": "2021"}

        first, second = page.send(version, **answer), page.send(version, **answer)

        assert first.url == second.url == reverse("portal:dossier", args=[dossier.public_id])
        assert StepAnswer.objects.filter(dossier=dossier, node_id="s4").count() == 1

    def test_of_an_old_page_is_shown_again_with_all_that_was_sent(self, people, now):
        dossier = asked(people, now, WHO)
        page = applicants_page(people, dossier)
        item, answer = ids(dossier)[0], {"tu_cach": "uy_quyen"}
        upload = SimpleUploadedFile("uy-quyen.png", PIXEL, content_type="image/png")

        old = page.send(
            str(int(page.version()) - 1), **{f"answer-{item}": "corrected"}, **answer, giay_chung_minh=upload
        )
        form, version = old.context["form"], str(old.context["item"].version)
        papers = {"giay_chung_minh-kept": form.values["giay_chung_minh"]}
        taken = page.send(version, **{f"answer-{item}": "corrected"}, **answer, **papers)

        assert old.status_code == 409
        assert "uy-quyen.png" in old.content.decode()
        assert [each.answer for each in old.context["asked"]] == ["corrected"]
        assert form.values["tu_cach"] == "uy_quyen"
        assert taken.status_code == 302

    def test_of_a_case_on_hold_says_so_and_keeps_what_was_sent(self, people, now):
        dossier = asked(people, now, YEAR)
        page = applicants_page(people, dossier)
        version = page.version()
        suspend(run_id=dossier.run_id, at=now, actor_id=people["quan-tri"].pk, reason="Kiểm tra")

        held = page.send(version, **{f"answer-{ids(dossier)[0]}": "corrected"}, nam_tn="2021")

        assert held.status_code == 409
        assert "tạm giữ quy trình" in held.content.decode()
        assert held.context["form"].values["nam_tn"] == "2021"

    def test_is_marked_on_the_desk(self, people, now):
        dossier = send(people["cong-dan"], now)
        item = open_item(dossier, "b1")
        claim(people["tiep-nhan"], item.public_id, version=item.version, at=now)
        browser = Client()
        browser.force_login(people["tiep-nhan"], backend=BACKEND)
        address = reverse("desk:supplement", args=[item.public_id])

        shown = browser.get(address).content.decode()
        without_reason = browser.post(address, {"mark-nam_tn": "1", "reason-nam_tn": " "})
        kept = browser.post(address, {"mark-nam_tn": "1", "reason-nam_tn": "Sai năm"})

        assert 'name="mark-nam_tn"' in shown
        assert without_reason.status_code == 422
        assert kept.status_code == 302
        assert dossier.supplement_rounds.get().items.get().reason == "Sai năm"
        assert "Đánh dấu mục cần bổ sung (1)" in browser.get(kept.url).content.decode()

    def test_needs_marks_or_words(self, people, now):
        with pytest.raises(SupplementNotReady):
            do(people["tiep-nhan"], send(people["cong-dan"], now), "b1", "bo_sung", {}, now, reason=" ")


class TestTheDaysOfASupplement:
    def test_end_with_two_reminders_and_a_stop(self, people, now):
        dossier = asked(people, now, YEAR)

        for day in (16, 28, 31):
            fire_timers(now + timedelta(days=day))
            run_all_jobs()
        reminders = Notification.objects.filter(
            recipient=people["cong-dan"], kind="dossier.supplement_reminder"
        )
        assert reminders.count() == 2

        do(people["truong-phong"], dossier, "s6", "dung", {}, now, reason="Quá hạn bổ sung.")
        dossier.refresh_from_db()

        assert dossier.status == Status.STOPPED
        assert dossier.supplement_rounds.get().state == SupplementRound.State.EXPIRED
        assert dossier.statutory_papers.get(form="05").values["reason"] == "Quá hạn bổ sung."

    def test_that_are_over_take_no_answer_until_the_head_gives_more(self, people, now, monkeypatch):
        dossier = asked(people, now, YEAR)
        address = applicants_page(people, dossier).address
        answer = {f"answer-{ids(dossier)[0]}": "corrected", "nam_tn": "2021"}
        later = now + timedelta(days=31)
        monkeypatch.setattr(timezone, "now", lambda: later)
        fire_timers(later)
        run_all_jobs()

        browser = Client()
        browser.force_login(people["cong-dan"], backend=BACKEND)
        late = browser.post(address, {"outcome": "gui", "version": "2", **answer}, follow=True)

        dossier.refresh_from_db()
        assert dossier.answers["nam_tn"] == 2020
        assert "đã quá hạn; chưa có gì được ghi thêm" in late.content.decode()
        assert "Đã hết hạn bổ sung lúc" in late.content.decode()
        head = Client()
        head.force_login(people["truong-phong"], backend=BACKEND)
        step = open_item(dossier, "s6")
        assert (
            "Dừng vì quá hạn bổ sung"
            in head.get(reverse("desk:work_item", args=[step.public_id])).content.decode()
        )

        dossier = do(people["truong-phong"], dossier, "s6", "cho_them", {}, later, reason="Người nộp ở xa")
        dossier = answered(people, dossier, later, **answer)

        assert dossier.answers["nam_tn"] == 2021
        assert dossier.supplement_rounds.get().state == SupplementRound.State.SUPPLIED
