"""A result is corrected, replaced or revoked in a dossier of its own, from the fault to the page anyone may verify."""

import uuid
from contextlib import suppress
from datetime import date
from functools import partial

import pytest
from django.test import Client

from accounts.localdays import local_day
from accounts.models import Agency
from accounts.services import appoint, waive_four_eyes
from audit.models import AuditEntry
from documents.models import IssuedDocument, StandingChange
from documents.selectors import file_of
from documents.services import revoke
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine
from dossiers.correction_operations import change_standing
from dossiers.correction_sources import document_values
from dossiers.corrections import open_correction
from dossiers.effects import DossierEffects
from dossiers.errors import (
    CannotCorrect,
    CannotWithdraw,
    CorrectionUnderWay,
    DrewUpTheWrongOne,
    MayNotApply,
    NotVisible,
)
from dossiers.models import Dossier, ResultCorrection, StatutoryPaper
from dossiers.selectors import procedures_offered
from dossiers.selectors.corrections import correctable_documents
from dossiers.services import begin_correction, claim, complete, submit, withdraw
from dossiers.status import Status
from forms.errors import Invalid
from jobs.testing import run_all_jobs
from notifications.models import Delivery, Notification
from registry.models import DiplomaRecord, Licence
from registry.selectors import licence_in_force, yearly_quota
from tests.integration.dossiers import diploma_reissue
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk
from tests.integration.dossiers.result_correction import (
    FAULT,
    REPLACEMENT,
    begin,
    document_of,
    hand_over,
    issue,
    propose,
    publish_correction,
    words_of,
)
from tests.integration.dossiers.test_codes import all_at_once
from tests.integration.dossiers.test_representation import power, send_by
from tests.integration.dossiers.test_vocational_activity import ANSWERS as LICENCE_ANSWERS
from tests.integration.dossiers.test_vocational_activity import STEPS as LICENCE_STEPS
from workflows.errors import FourEyes

OFFICER = "chuyen-vien"


@pytest.fixture
def at(people, now):
    """The moment of the test, the package published."""
    publish_correction(now)
    return now


@pytest.fixture
def origin(people, at) -> Dossier:
    """A finished dossier with its certified copy."""
    return walk(send(people["cong-dan"], at), people, at)


def verification_page(document: IssuedDocument) -> str:
    """Return what anyone reads at the address of a document's QR."""
    return Client().get(f"/verify/{document.verify_code}/").content.decode()


class TestEachWay:
    @pytest.mark.parametrize(
        ("way", "kind", "state", "headline"),
        [
            pytest.param(
                "dinh_chinh", "correction_letter", "corrected", "đã được đính chính", id="corrected"
            ),
            pytest.param("thay_the", "certified_copy", "replaced", "đã được thay thế", id="replaced"),
            pytest.param("thu_hoi", "revocation_decision", "revoked", "đã bị thu hồi", id="revoked"),
        ],
    )
    def test_ends_in_a_signed_document_that_both_pages_name(
        self, people, origin, at, way, kind, state, headline
    ):
        old = document_of(origin)
        work = issue(propose(begin(people[OFFICER], origin, at), people, at, way), people, at)

        work = hand_over(work, people, at)

        new = document_of(work)
        old.refresh_from_db()
        assert (work.status, work.result, new.kind, old.state) == (Status.RETURNED, way, kind, state)
        assert getattr(old, f"{state}_by") == new
        signatures = examine(file_of(new), trust_anchors())
        assert [each.is_good for each in signatures] == [True, True]
        assert old.number in words_of(new)
        old_page, new_page = verification_page(old), verification_page(new)
        assert headline in old_page
        assert new.number in old_page
        assert f"{new.issued_on:%d/%m/%Y}" in old_page
        assert "Văn bản có thật và đang có hiệu lực" in new_page
        assert old.number in new_page

    def test_tells_the_applicant_on_page_and_by_mail(self, people, origin, at):
        work = begin(people[OFFICER], origin, at)

        issue(propose(work, people, at, "thu_hoi"), people, at)

        told = Notification.objects.get(recipient=people["cong-dan"], kind="document.revoked")
        assert str(origin.public_id) in told.url
        assert (told.params["number"], told.params["by"]) == (
            document_of(origin).number,
            document_of(work).number,
        )
        assert Delivery.objects.filter(notification=told, channel="email").exists()

    def test_leaves_the_old_dossier_as_it_was(self, people, origin, at):
        before = (origin.status, origin.result, origin.answers, origin.step_answers.count())

        issue(propose(begin(people[OFFICER], origin, at), people, at, "dinh_chinh"), people, at)

        origin.refresh_from_db()
        assert (origin.status, origin.result, origin.answers, origin.step_answers.count()) == before

    def test_gives_a_replacement_form_and_series_of_the_old_one(self, people, origin, at):
        old = document_of(origin)

        work = issue(propose(begin(people[OFFICER], origin, at), people, at, "thay_the"), people, at)

        new, words = document_of(work), words_of(document_of(work))
        assert (new.title, new.entry.register, new.number) == (old.title, old.entry.register, "02/BS-SGDĐT")
        assert "2020" in words
        assert "Nguyễn Thị Mai" in words.title()
        assert "Văn bản này thay thế Bản sao văn bằng từ sổ gốc số 01/BS-SGDĐT" in words
        assert new.draft.context["record"] == {**old.draft.context["record"], "graduation_year": "2020"}

    def test_gives_a_replacement_the_letters_its_agency_has_today(self, people, origin, at):
        work = propose(begin(people[OFFICER], origin, at), people, at, "thay_the")
        Agency.objects.filter(code="H61.12").update(abbreviation="SGD")

        work = issue(work, people, at)

        assert document_of(work).number == "02/BS-SGD"

    def test_replaces_a_replacement_once_more(self, people, origin, at):
        first = issue(propose(begin(people[OFFICER], origin, at), people, at, "thay_the"), people, at)
        first = hand_over(first, people, at)
        again = {**REPLACEMENT, "sua": [{"muc": "record.graduation_year", "de_nghi": "2019"}]}

        second = issue(
            propose(begin(people[OFFICER], first, at), people, at, "thay_the", **again), people, at
        )

        words = words_of(document_of(second))
        assert "thay thế Bản sao văn bằng từ sổ gốc số 02/BS-SGDĐT" in words
        assert "01/BS-SGDĐT" not in words
        assert document_of(second).draft.context["record"]["graduation_year"] == "2019"

    def test_corrects_the_same_document_twice_and_keeps_both(self, people, origin, at):
        old = document_of(origin)
        letters = []
        for _each in range(2):
            work = issue(propose(begin(people[OFFICER], origin, at), people, at, "dinh_chinh"), people, at)
            letters.append(document_of(work).number)

        page = verification_page(old)

        assert StandingChange.objects.filter(document=old, state="corrected").count() == 2
        assert all(number in page for number in letters)

    def test_marks_the_old_document_once_however_often_the_job_runs(self, people, origin, at):
        work = issue(propose(begin(people[OFFICER], origin, at), people, at, "thay_the"), people, at)
        changes, told = StandingChange.objects.count(), Notification.objects.count()

        again = change_standing(
            work, run=work.run, token_id="t", inputs={"standing": "replaced", "reason": ""}, at=at
        )

        assert again == {"changed": "yes"}
        assert (StandingChange.objects.count(), Notification.objects.count()) == (changes, told)


class TestAnApplicantsRequest:
    def test_is_received_and_answered_where_nothing_is_wrong(self, people, origin, at):
        work = begin(people["cong-dan"], origin, at)
        run_all_jobs()
        work.refresh_from_db()

        work = hand_over(issue(propose(work, people, at, "khong_sua"), people, at), people, at)

        assert (work.status, work.result) == (Status.RETURNED, "khong_sua")
        assert document_of(work).kind == "reply_letter"
        assert "Văn bản đúng với sổ gốc." in words_of(document_of(work))
        assert document_of(origin).state == "valid"
        assert StatutoryPaper.objects.filter(dossier=work, form="01").exists()

    def test_is_refused_at_reception_with_a_reason(self, people, origin, at):
        work = begin(people["cong-dan"], origin, at)
        run_all_jobs()

        work = do(people["tiep-nhan"], work, "r1", "khong_tiep_nhan", {}, at, reason="Không nêu chỗ nào sai.")

        assert work.status == Status.REFUSED_AT_INTAKE
        assert [each.is_open for each in correctable_documents(origin)] == [True]

    def test_may_be_withdrawn(self, people, origin, at):
        work = begin(people["cong-dan"], origin, at)
        run_all_jobs()

        work = withdraw(people["cong-dan"], str(work.public_id), reason="Tôi đọc nhầm", at=at)

        assert work.status == Status.WITHDRAWN
        assert begin(people["cong-dan"], origin, at).pk != work.pk

    def test_needs_words(self, people, origin, at):
        with pytest.raises(Invalid) as refusal:
            begin(people["cong-dan"], origin, at, noi_dung_sai="")

        assert set(refusal.value.errors) == {"noi_dung_sai"}
        assert not ResultCorrection.objects.exists()

    def test_says_for_whom_it_is_made_as_the_old_dossier_does(self, people, at):
        origin = walk(send_by(people, power(people, at), at), people, at)

        work = begin(people["cong-dan-2"], origin, at)

        assert work.represented_name == "Nguyễn Thị Mai"
        assert work.representation == origin.representation

    @pytest.mark.services
    def test_pressed_twice_at_once_exists_once(self, people, origin, at):
        key = uuid.uuid4()

        works = all_at_once([partial(begin, people["cong-dan"], origin, at, idempotency_key=key)] * 2)

        assert works[0] == works[1]
        assert ResultCorrection.objects.count() == 1

    def test_sent_twice_exists_once(self, people, origin, at):
        key = uuid.uuid4()

        first, second = (begin(people["cong-dan"], origin, at, idempotency_key=key) for _ in range(2))

        assert first == second
        assert ResultCorrection.objects.count() == 1


class TestTheOfficesOwnWork:
    def test_stops_where_nothing_is_wrong(self, people, origin, at):
        work = begin(people[OFFICER], origin, at)
        run_all_jobs()
        work = propose(work, people, at, "khong_sua")

        work = do(people["truong-phong"], work, "x2", "dong_y", {}, at)

        assert work.status == Status.STOPPED
        assert document_of(origin).state == "valid"
        assert [each.is_open for each in correctable_documents(origin)] == [True]

    def test_is_not_the_applicants_to_withdraw(self, people, origin, at):
        work = begin(people[OFFICER], origin, at)
        run_all_jobs()

        with pytest.raises(CannotWithdraw):
            withdraw(people["cong-dan"], str(work.public_id), reason="", at=at)

    def test_acknowledges_nothing_and_says_that_it_looks_again(self, people, origin, at):
        work = begin(people[OFFICER], origin, at)
        run_all_jobs()
        work.refresh_from_db()

        kinds = set(Notification.objects.filter(subject_id=str(work.pk)).values_list("kind", flat=True))

        assert "dossier.correction_begun" in kinds
        assert "dossier.submitted" not in kinds
        assert (work.status, bool(work.code)) == (Status.IN_PROGRESS, True)
        assert not StatutoryPaper.objects.filter(dossier=work, form="01").exists()
        assert AuditEntry.objects.filter(
            action="dossier.correction_begun", actor_id=people[OFFICER].pk, target_id=str(origin.pk)
        ).exists()

    def test_is_signed_where_the_dossier_has_the_follower_of_who_issued(self, people, origin, at):
        work = begin(people[OFFICER], origin, at)
        follower = Agency.objects.get(code="H61.12.31")
        assert DossierEffects().resolve_agency(work.run, "corrected") == document_of(origin).agency_id

        Dossier.objects.filter(pk=work.pk).update(deciding_agency=follower)

        assert DossierEffects().resolve_agency(work.run, "corrected") == follower.pk

    def test_is_sent_back_and_proposed_otherwise(self, people, origin, at):
        work = propose(begin(people[OFFICER], origin, at), people, at, "thu_hoi")
        work = do(people["truong-phong"], work, "x2", "tra_lai", {}, at, reason="Thay thế là đủ.")

        work = issue(propose(work, people, at, "thay_the"), people, at)

        assert document_of(work).kind == "certified_copy"
        assert document_of(origin).state == "replaced"


class TestFourEyes:
    @pytest.fixture
    def drafter(self, people, at):
        """Who compared and made the copy, meanwhile head of a division."""
        department = Agency.objects.get(code="H61.12")
        appoint(
            person=people["giu-so-2"], role="lanh_dao_phong", acts_for=department, sits_at=department,
            starts_on=date(2025, 7, 1), basis="Quyết định", title="Phó Trưởng phòng", signing_form="",
            actor=None, at=at,
        )  # fmt: skip
        return people["giu-so-2"]

    def test_keeps_who_drew_the_wrong_document_up_from_deciding(self, people, origin, at, drafter):
        work = propose(begin(people[OFFICER], origin, at), people, at, "dinh_chinh")
        item = open_item(work, "x2")

        with pytest.raises(DrewUpTheWrongOne):
            claim(drafter, item.public_id, version=item.version, at=at)

        item.refresh_from_db()
        assert item.owner is None

    def test_keeps_who_proposed_from_approving(self, people, origin, at, drafter):
        department = Agency.objects.get(code="H61.12")
        appoint(
            person=people[OFFICER], role="lanh_dao_phong", acts_for=department, sits_at=department,
            starts_on=date(2025, 7, 1), basis="Quyết định", title="Phó Trưởng phòng", signing_form="",
            actor=None, at=at,
        )  # fmt: skip
        work = propose(begin(people[OFFICER], origin, at), people, at, "dinh_chinh")
        item = open_item(work, "x2")

        with pytest.raises(FourEyes):
            claim(people[OFFICER], item.public_id, version=item.version, at=at)

    def test_may_be_waived_for_an_office_of_two_with_a_reason_on_record(self, people, origin, at, drafter):
        work = propose(begin(people[OFFICER], origin, at), people, at, "dinh_chinh")
        today = local_day(at)
        waive_four_eyes(
            Agency.objects.get(code="H61.12"), starts_on=today, ends_on=today, reason="Hai người",
            actor=people["quan-tri"], at=at,
        )  # fmt: skip
        item = open_item(work, "x2")
        item = claim(drafter, item.public_id, version=item.version, at=at)

        def approve(reason: str) -> Dossier:
            return complete(
                drafter, item.public_id, outcome="dong_y", version=item.version, at=at, data={}, files={},
                four_eyes_reason=reason,
            )  # fmt: skip

        with pytest.raises(DrewUpTheWrongOne):
            approve("")
        approve("Trưởng phòng đi công tác.")
        assert AuditEntry.objects.filter(action="dossier.judged_own_document").count() == 1


class TestWhoMayBegin:
    @pytest.mark.parametrize(
        ("who", "may"),
        [
            pytest.param("cong-dan", True, id="whose result it is"),
            pytest.param("cong-dan-2", False, id="another citizen"),
            pytest.param("chuyen-vien", True, id="a case officer of who decided"),
            pytest.param("giu-so-2", True, id="a keeper of who decided"),
            pytest.param("lanh-dao", True, id="its leader"),
            pytest.param("tiep-nhan", False, id="reception"),
            pytest.param("van-thu", False, id="its clerk"),
            pytest.param("truong-giu-so", False, id="a keeper of another agency"),
            pytest.param("quan-tri", False, id="the administrator"),
        ],
    )
    def test_is_the_applicant_and_who_reads_the_content_for_the_deciding_agency(
        self, people, origin, at, who, may
    ):
        with suppress(NotVisible):
            begin(people[who], origin, at)

        assert ResultCorrection.objects.exists() is may

    def test_is_nobody_before_the_dossier_is_finished(self, people, at):
        dossier = walk(send(people["cong-dan"], at), people, at, until="b5")

        with pytest.raises(NotVisible):
            begin_correction(
                people[OFFICER], dossier.public_id, uuid.uuid4(), data=FAULT, files={},
                idempotency_key=uuid.uuid4(), at=at,
            )  # fmt: skip

    def test_is_nobody_for_a_document_of_another_dossier(self, people, origin, at):
        other = walk(send(people["cong-dan-2"], at), people, at)

        with pytest.raises(NotVisible):
            begin_correction(
                people["cong-dan"], origin.public_id, document_of(other).public_id, data=FAULT, files={},
                idempotency_key=uuid.uuid4(), at=at,
            )  # fmt: skip

    def test_is_nobody_by_an_application(self, people, at):
        with pytest.raises(MayNotApply):
            submit(
                people["cong-dan"],
                "result_correction",
                data=FAULT,
                files={},
                idempotency_key=uuid.uuid4(),
                at=at,
            )

        assert "result_correction" not in [each.name for each in procedures_offered(at)]


class TestADocumentThat:
    def test_is_being_corrected_refuses_and_names_who_began(self, people, origin, at):
        begin(people[OFFICER], origin, at)

        with pytest.raises(CorrectionUnderWay) as refusal:
            begin(people["giu-so"], origin, at)

        assert refusal.value.correction.begun_by == people[OFFICER]
        assert ResultCorrection.objects.count() == 1

    @pytest.mark.parametrize(
        ("way", "state"),
        [
            pytest.param("thu_hoi", "revoked", id="revoked"),
            pytest.param("thay_the", "replaced", id="replaced"),
        ],
    )
    def test_is_no_longer_in_force_refuses_and_names_what_did_it(self, people, origin, at, way, state):
        work = issue(propose(begin(people[OFFICER], origin, at), people, at, way), people, at)

        with pytest.raises(CannotCorrect) as refusal:
            begin(people["giu-so"], origin, at)

        assert (refusal.value.document.state, refusal.value.by) == (state, document_of(work))

    def test_is_revoked_between_two_questions_refuses_as_it_then_stands(
        self, people, origin, at, monkeypatch
    ):
        begin(people[OFFICER], origin, at)

        def ended_meanwhile(document: IssuedDocument) -> ResultCorrection | None:
            ResultCorrection.objects.update(closed_at=at)
            revoke(document_id=document.pk, reason="Cấp sai", on=local_day(at), actor_id=None, at=at)
            return open_correction(document)

        monkeypatch.setattr("dossiers.services.correct.open_correction", ended_meanwhile)
        with pytest.raises(CannotCorrect):
            begin(people["giu-so"], origin, at)

    @pytest.mark.services
    def test_two_begin_to_correct_at_once_is_corrected_by_one(self, people, origin, at):
        def attempt(who: str) -> tuple[str, object]:
            try:
                return who, begin(people[who], origin, at)
            except CorrectionUnderWay as refusal:
                return who, refusal

        answers = all_at_once([partial(attempt, who) for who in (OFFICER, "giu-so")])

        begun = [who for who, answer in answers if isinstance(answer, Dossier)]
        refused = [answer for _who, answer in answers if isinstance(answer, CorrectionUnderWay)]
        assert (len(begun), len(refused)) == (1, 1)
        assert refused[0].correction.begun_by == people[begun[0]]
        assert ResultCorrection.objects.count() == 1


class TestTheRegister:
    @pytest.fixture
    def amended(self, people, at) -> Dossier:
        """A finished amendment of a diploma, written into the original register."""
        publish_from_library("diploma_reissue", at=at)
        return diploma_reissue.walk_on(diploma_reissue.apply(people["cong-dan"], at), people, at)

    @pytest.fixture
    def licensed(self, people, at) -> Dossier:
        """A finished registration, with its licence."""
        name = "vocational_activity_registration"
        publish_from_library(name, at=at)
        dossier = submit(
            people["cong-dan"], name, data=LICENCE_ANSWERS, files={}, idempotency_key=uuid.uuid4(), at=at
        )
        for who, node, outcome, answers in LICENCE_STEPS:
            dossier = do(people[who], dossier, node, outcome, answers, at, reason="Theo tờ trình.")
        return dossier

    def test_no_longer_knows_a_revoked_licence_as_valid(self, people, licensed, at):
        licence = Licence.objects.get()
        assert licence_in_force(licence.institution, licence.issued_on) == licence

        work = issue(propose(begin(people["giu-so"], licensed, at), people, at, "thu_hoi"), people, at)

        licence.refresh_from_db()
        assert licence.state == Licence.State.REVOKED
        assert licence_in_force(licence.institution, licence.issued_on) is None
        assert licence.versions.last().note == document_of(work).citation

    def test_takes_a_replaced_licence_with_its_right_quotas(self, people, licensed, at):
        old = Licence.objects.get()
        changes = {
            "sua": [{"muc": "steps.n6.danh_sach_nganh", "de_nghi": "Hàn, trung cấp, 55 học sinh một năm"}],
            "quy_mo": [{"nganh": str(old.majors.get().pk), "quy_mo": "55"}],
        }

        work = propose(begin(people["giu-so"], licensed, at), people, at, "thay_the", **changes)
        work = issue(work, people, at)

        old.refresh_from_db()
        new = Licence.objects.exclude(pk=old.pk).get()
        assert (old.state, new.state, new.number) == ("replaced", "valid", document_of(work).number)
        assert new.institution == old.institution
        assert yearly_quota(new.institution, "5520123", new.issued_on) == 55
        assert "55 học sinh" in words_of(document_of(work))

    def test_takes_back_what_a_revoked_amendment_wrote(self, people, amended, at):
        record = DiplomaRecord.objects.get(serial_no="TC 004512")
        assert (record.holder_name, record.birth_day) == ("Nguyễn Thị Mai Anh", 18)

        work = issue(propose(begin(people["giu-so"], amended, at), people, at, "thu_hoi"), people, at)

        record.refresh_from_db()
        assert (record.holder_name, record.birth_day, record.version) == ("Nguyễn Thị Mai", 8, 3)
        assert record.note == document_of(work).citation

    def test_is_written_anew_by_its_keeper_for_a_replaced_amendment(self, people, amended, at):
        change = {
            "sua": [{"muc": "steps.c5.noi_dung_sua", "de_nghi": "Ngày sinh: 08/3/2001 thành 28/3/2001"}]
        }
        work = propose(begin(people["giu-so"], amended, at), people, at, "thay_the", **change)
        work = issue(work, people, at)
        written = {"da_ghi": "true", "sua_so": [{"muc": "ngay_sinh", "de_nghi": "28/3/2001"}]}

        work = do(people["giu-so-2"], work, "x6", "da_ghi", written, at)

        record = DiplomaRecord.objects.get(serial_no="TC 004512")
        assert (record.birth_day, record.version) == (28, 3)
        assert record.note == document_of(work).citation

    def test_offers_the_words_of_the_first_document_where_a_replacement_is_replaced(
        self, people, amended, at
    ):
        change = {"sua": [{"muc": "steps.c5.noi_dung_sua", "de_nghi": "Ngày sinh: 28/3/2001"}]}
        first = issue(
            propose(begin(people["giu-so"], amended, at), people, at, "thay_the", **change), people, at
        )
        first = do(people["giu-so-2"], first, "x6", "da_ghi", {"da_ghi": "true"}, at)
        first = hand_over(first, people, at)

        second = begin(people["giu-so"], first, at)

        offered = {each.value for each in document_values(second, {})}
        assert offered == {each.value for each in document_values(first, {})}
        assert "steps.c5.noi_dung_sua" in offered

    def test_keeps_the_diploma_of_a_revoked_copy(self, people, origin, at):
        before = DiplomaRecord.objects.get(serial_no="TC 004512").version

        issue(propose(begin(people[OFFICER], origin, at), people, at, "thu_hoi"), people, at)

        record = DiplomaRecord.objects.get(serial_no="TC 004512")
        assert (record.state, record.version) == ("valid", before)
