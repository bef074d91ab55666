"""A change of name: the department submits, the people's committee decides, the register follows; each office sees its own."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from documents import storage
from documents.models import Certificate, IssuedDocument, NumberRegister, RegisterEntry
from documents.selectors import registers_of
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine
from dossiers.errors import CannotWithdraw, NotVisible
from dossiers.models import Dossier
from dossiers.preview import drafts_offered, draw_draft
from dossiers.register_operations import rename_institution
from dossiers.selectors import (
    desk_dossier,
    dossier_for_applicant,
    visible_document,
    work_item_page,
)
from dossiers.services import Excuse, claim, sign_extension, withdraw
from dossiers.services.export_own import export_own
from dossiers.sight import visible_dossiers
from dossiers.status import Status
from registry.models import Institution, Licence
from registry.selectors import name_on, names_of
from registry.services import Granted, record_licence
from tests.integration.dossiers.conftest import publish_from_library
from tests.integration.dossiers.diploma_copy import do, open_item
from tests.integration.dossiers.institution_rename import (
    COMMITTEE_STEPS,
    DEPARTMENT_STEPS,
    LAST_STEPS,
    NEW_NAME,
    OLD_NAME,
    apply,
    walk_on,
)
from tests.integration.dossiers.test_preview import text_of
from workflows.errors import FourEyes

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
COMMITTEE, DEPARTMENT = "H61", "H61.12"


@pytest.fixture
def at(people, now):
    """The moment of the test, the procedure published."""
    publish_from_library("institution_rename", at=now)
    return now


@pytest.fixture
def school(people, at) -> Institution:
    """The institution in the register, with a licence."""
    granted = Granted(
        {"name": OLD_NAME, "code": "86.TC.07", "kind": "truong_trung_cap"}, "7/QĐ-SGDĐT",
        (at - timedelta(days=400)).date(),
        [{"level": "trung_cap", "code": "5520123", "name": "Hàn", "place": "ĐĐ1", "yearly_quota": 60}],
    )  # fmt: skip
    return record_licence(
        Agency.objects.get(code=DEPARTMENT), granted, actor_id=None, at=at - timedelta(days=400)
    ).institution


@pytest.fixture
def at_the_committee(people, at):
    """A dossier whose submission is sealed and waits for the committee's clerk."""
    return walk_on(apply(people["cong-dan"], at), people, at, until="u1")


def issued(dossier, kind: str) -> IssuedDocument:
    return IssuedDocument.objects.get(subject_id=str(dossier.pk), kind=kind)


class TestAChangeOfName:
    def test_goes_to_two_documents_each_with_number_signer_and_seal_of_its_own_office(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at)

        assert (dossier.status, dossier.result) == (Status.RETURNED, "cap")
        assert not dossier.run.work_items.filter(completed_at=None).exists()
        for kind, code, number, series, signer, lines in (
            ("submission", DEPARTMENT, "01/TTr-SGDĐT", "to_trinh", "lanh-dao", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            ("rename_decision", COMMITTEE, "01/QĐ-UBND", "quyet_dinh", "chu-tich", ["CHỦ TỊCH"]),
        ):  # fmt: skip
            document = issued(dossier, kind)
            assert (document.agency.code, document.number) == (code, number)
            assert (document.entry.register.agency.code, document.entry.register.series) == (code, series)
            assert (document.signer, document.signer_lines) == (people[signer], lines)
            hand, seal = examine(storage.get(document.storage_key), trust_anchors())
            assert hand.is_good and seal.is_good
            assert (hand.field, seal.field) == ("LeaderSignature", "AgencySeal")
            assert hand.fingerprint == Certificate.objects.get(person=people[signer]).fingerprint
            assert seal.fingerprint == Certificate.objects.get(agency__code=code).fingerprint

    def test_cites_the_submission_in_the_decision_under_the_committees_head(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at)

        submission, decision = (
            text_of(storage.get(issued(dossier, kind).storage_key))
            for kind in ("submission", "rename_decision")
        )

        assert "SỞ GIÁO DỤC VÀ ĐÀO TẠO" in submission
        assert "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Vĩnh Long" in submission
        assert "Tờ trình số 01/TTr-SGDĐT ngày" in " ".join(decision.split())
        assert "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH VĨNH LONG" in " ".join(decision.split())
        assert "SỞ GIÁO DỤC" not in decision.partition("QUYẾT ĐỊNH")[0]
        for text in (submission, decision):
            assert NEW_NAME in " ".join(text.split())

    def test_lets_the_register_bear_the_new_name_and_keep_the_old_one(self, people, at, school):
        dossier = walk_on(apply(people["cong-dan"], at), people, at)

        school.refresh_from_db()
        decision = issued(dossier, "rename_decision")
        newest, oldest = names_of(school)
        assert (school.name, newest.name, oldest.name) == (NEW_NAME, NEW_NAME, OLD_NAME)
        assert newest.grounds == decision.citation
        assert (newest.foreign_name, newest.written_by) == ("Song Tien Technical School", people["chu-tich"])
        assert oldest.valid_to == decision.issued_on - timedelta(days=1)
        assert name_on(school, decision.issued_on - timedelta(days=30)) == OLD_NAME
        assert name_on(school, decision.issued_on) == NEW_NAME
        licence = Licence.objects.get()
        assert (licence.institution, licence.state) == (school, Licence.State.VALID)
        assert [each.note for each in licence.versions.order_by("version")] == ["", decision.citation]

    def test_is_written_once_however_often_the_operation_runs(self, people, at, school):
        dossier = walk_on(apply(people["cong-dan"], at), people, at)
        inputs = {
            "institution": None, "names": {"old": OLD_NAME, "new": NEW_NAME, "foreign": None}, "facts": {},
            "decision": "rename_decision",
        }  # fmt: skip

        with transaction.atomic():
            rename_institution(dossier, run=dossier.run, token_id="again", inputs=inputs, at=at)

        assert [each.name for each in names_of(school)] == [NEW_NAME, OLD_NAME]
        assert Licence.objects.get().version == 2

    def test_enters_an_institution_the_register_did_not_have(self, people, at):
        walk_on(apply(people["cong-dan"], at), people, at)

        school = Institution.objects.get()
        assert school.name == NEW_NAME
        assert [each.name for each in names_of(school)] == [NEW_NAME, OLD_NAME]
        assert (school.kind, school.email) == ("truong_trung_cap", "songtien@example.vn")

    def test_gives_two_working_days_to_publish_after_the_result(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="n14")

        item = open_item(dossier, "n14")

        assert dossier.status == Status.RETURNED
        assert item.agency.code == DEPARTMENT
        assert item.due_at > item.opened_at + timedelta(days=1)
        assert dossier.decided_at <= item.opened_at


class TestARefusal:
    def test_by_the_committee_is_a_letter_of_its_own_and_a_result(self, people, at, at_the_committee, school):
        dossier = do(people["ubnd-van-thu"], at_the_committee, "u1", "tiep_nhan", {}, at)
        refusal = {"noi_dung_tra_loi": "Tên mới dễ nhầm với trường khác."}
        dossier = do(people["ubnd-chuyen-vien"], dossier, "u2", "tu_choi", refusal, at, reason="Dễ nhầm")

        dossier = walk_on(dossier, people, at, steps=(*COMMITTEE_STEPS[2:], LAST_STEPS[0]))

        letter = issued(dossier, "refusal_letter")
        assert (dossier.status, dossier.result) == (Status.RETURNED, "khong_cap")
        assert (letter.agency.code, letter.number) == (COMMITTEE, "01/UBND-KGVX")
        assert "dễ nhầm với trường khác" in text_of(storage.get(letter.storage_key))
        school.refresh_from_db()
        assert (school.name, names_of(school)) == (OLD_NAME, [])

    def test_for_none_of_the_three_cases_is_the_departments_reply(self, people, at):
        dossier = walk_on(
            apply(people["cong-dan"], at, truong_hop="khac"), people, at, steps=DEPARTMENT_STEPS[:2]
        )
        reply = {"noi_dung_tra_loi": "Quảng bá tuyển sinh không thuộc ba trường hợp."}
        dossier = do(
            people["chuyen-vien"], dossier, "n4", "khong_thuoc_truong_hop", {}, at, reason="Lý do khác"
        )

        dossier = walk_on(
            dossier, people, at,
            steps=(
                ("chuyen-vien", "k6", "trinh", reply), ("truong-phong", "k7", "dong_y", {}),
                ("lanh-dao", "k9", "ky", {}), ("van-thu", "k10", "xong", {}), LAST_STEPS[0],
            ),
        )  # fmt: skip

        letter = issued(dossier, "department_reply")
        assert (dossier.status, dossier.result) == (Status.RETURNED, "khong_cap")
        assert (letter.agency.code, letter.number) == (DEPARTMENT, "01/SGDĐT-GDNN-GDTX")
        assert dossier.deciding_agency is None
        assert not visible_dossiers(people["chu-tich"], at).exists()


class TestSentBackByTheCommittee:
    def test_goes_to_who_drafted_who_reads_why_and_submits_under_a_new_number(
        self, people, at, at_the_committee
    ):
        dossier = do(people["ubnd-van-thu"], at_the_committee, "u1", "tiep_nhan", {}, at)
        why = "Tờ trình chưa nêu căn cứ sáp nhập."
        dossier = do(people["ubnd-chuyen-vien"], dossier, "u2", "tra_lai_so", {}, at, reason=why)
        page = desk_dossier(people["chuyen-vien"], dossier.public_id, at)

        dossier = walk_on(dossier, people, at, steps=(*DEPARTMENT_STEPS[3:], *COMMITTEE_STEPS))

        assert why in [step.reason for step in page.steps]
        numbers = IssuedDocument.objects.filter(kind="submission").order_by("pk")
        assert [each.number for each in numbers] == ["01/TTr-SGDĐT", "02/TTr-SGDĐT"]
        decision = text_of(storage.get(issued(dossier, "rename_decision").storage_key))
        assert "Tờ trình số 02/TTr-SGDĐT" in " ".join(decision.split())


class TestWhatEachOfficeSees:
    def test_is_nothing_for_the_committee_before_it_is_asked(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="n10")

        for who in ("ubnd-van-thu", "ubnd-chuyen-vien", "chu-tich"):
            assert not visible_dossiers(people[who], at).exists()
            with pytest.raises(NotVisible):
                desk_dossier(people[who], dossier.public_id, at)

    def test_is_the_submission_but_no_word_of_the_departments_steps_for_the_committee(
        self, people, at, at_the_committee
    ):
        dossier = do(people["ubnd-van-thu"], at_the_committee, "u1", "tiep_nhan", {}, at)

        page = desk_dossier(people["ubnd-chuyen-vien"], dossier.public_id, at)

        assert [each.kind for each in page.issued] == ["submission"]
        assert page.answers
        assert {step.node_id for step in page.steps} == {"n1", "u1"}
        assert visible_document(people["chu-tich"], issued(dossier, "submission").public_id, at)

    def test_is_the_submission_and_no_paper_for_the_committees_clerk(self, people, at, at_the_committee):
        page = desk_dossier(people["ubnd-van-thu"], at_the_committee.public_id, at)

        assert [each.kind for each in page.issued] == ["submission"]
        assert not (page.answers or page.files or page.steps)

    def test_is_no_return_within_the_other_office(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="n7")
        dossier = do(people["truong-phong"], dossier, "n7", "tra_lai", {}, at, reason="Viết lại phần hai.")
        dossier = walk_on(dossier, people, at, steps=(*DEPARTMENT_STEPS[3:], *COMMITTEE_STEPS[:2]))
        dossier = do(people["chu-tich"], dossier, "u3", "tra_lai", {}, at, reason="Nêu rõ căn cứ.")

        read = {
            who: {
                step.reason for step in desk_dossier(people[who], dossier.public_id, at).steps if step.reason
            }
            for who in ("truong-phong", "ubnd-chuyen-vien")
        }

        assert read == {"truong-phong": {"Viết lại phần hai."}, "ubnd-chuyen-vien": {"Nêu rõ căn cứ."}}

    def test_is_no_submission_for_an_office_that_is_only_consulted(self, people, at, at_the_committee):
        dossier = do(people["ubnd-van-thu"], at_the_committee, "u1", "tiep_nhan", {}, at)
        Dossier.objects.filter(pk=dossier.pk).update(deciding_agency=Agency.objects.get(code="H61.12.31"))

        page = desk_dossier(people["ubnd-chuyen-vien"], dossier.public_id, at)

        assert page.issued == []
        with pytest.raises(NotVisible):
            visible_document(people["ubnd-chuyen-vien"], issued(dossier, "submission").public_id, at)

    def test_is_no_opinion_of_the_committee_for_the_department(self, people, at, at_the_committee):
        dossier = walk_on(at_the_committee, people, at, steps=COMMITTEE_STEPS[:2])

        page = desk_dossier(people["truong-phong"], dossier.public_id, at)

        read = {step.node_id for step in page.steps}
        assert {"n3", "n4", "n6", "n7"} <= read
        assert not read & {"u1", "u2"}

    def test_is_the_decision_and_no_submission_for_applicant_and_one_stop(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="n14")
        submission, decision = (issued(dossier, kind) for kind in ("submission", "rename_decision"))

        page = dossier_for_applicant(people["cong-dan"], dossier.public_id, at)
        desk = desk_dossier(people["tiep-nhan-2"], dossier.public_id, at)
        [exported] = export_own(people["cong-dan"], at=at)["dossiers"]

        assert [each.kind for each in page.issued] == ["rename_decision"]
        assert [each.kind for each in desk.issued] == ["rename_decision"]
        assert [each["number"] for each in exported["results"]] == [decision.number]
        for who in ("cong-dan", "tiep-nhan-2"):
            assert visible_document(people[who], decision.public_id, at) == decision
            with pytest.raises(NotVisible):
                visible_document(people[who], submission.public_id, at)

    def test_is_its_own_register_of_numbers_alone(self, people, at):
        walk_on(apply(people["cong-dan"], at), people, at, until="n12")
        committee, department = (Agency.objects.get(code=code) for code in (COMMITTEE, DEPARTMENT))
        theirs, ours = (
            NumberRegister.objects.get(agency=committee),
            NumberRegister.objects.filter(agency=department),
        )
        browser = Client()

        browser.force_login(people["ubnd-van-thu"], backend=BACKEND)
        shown = browser.get(reverse("administration:register", args=[theirs.public_id]))
        hidden = [browser.get(reverse("administration:register", args=[each.public_id])) for each in ours]

        assert [each.series for each in registers_of({committee.pk})] == ["quyet_dinh"]
        assert shown.status_code == 200
        assert "01/QĐ-UBND" in shown.content.decode()
        assert {each.status_code for each in hidden} == {404}

    def test_is_no_step_of_another_office(self, people, at, at_the_committee):
        item = open_item(at_the_committee, "u1")
        browser = Client()

        statuses = {}
        for who in ("ubnd-van-thu", "van-thu", "ubnd-chuyen-vien", "chu-tich", "cong-dan"):
            browser.force_login(people[who], backend=BACKEND)
            statuses[who] = browser.get(reverse("desk:work_item", args=[item.public_id])).status_code

        assert statuses == {
            "ubnd-van-thu": 200, "van-thu": 404, "ubnd-chuyen-vien": 404, "chu-tich": 404, "cong-dan": 404,
        }  # fmt: skip


class TestAnExtension:
    def test_is_the_apology_of_who_holds_the_decision_under_its_own_number(
        self, people, at, at_the_committee
    ):
        until = at_the_committee.due_at.date() + timedelta(days=5)

        with pytest.raises(NotVisible):
            sign_extension(
                people["lanh-dao"],
                at_the_committee.public_id,
                until=until,
                excuse=Excuse("khac", "Chậm"),
                at=at,
            )
        sign_extension(
            people["chu-tich"],
            at_the_committee.public_id,
            until=until,
            excuse=Excuse("khac", "Chờ ý kiến"),
            at=at,
        )

        paper = at_the_committee.statutory_papers.get(form="04")
        assert paper.agency.code == COMMITTEE
        assert paper.entry.register.agency.code == COMMITTEE
        assert paper.entry.text.endswith("-UBND")
        assert paper.values["agency"]["own_lines"] == ["Ủy ban nhân dân", "tỉnh Vĩnh Long"]
        assert at_the_committee.statutory_papers.get(form="01").agency.code == DEPARTMENT


class TestBeforeTheSignature:
    def test_the_chairman_reads_the_decision_with_the_number_of_the_submission(
        self, people, at, at_the_committee
    ):
        dossier = walk_on(at_the_committee, people, at, until="u3", steps=COMMITTEE_STEPS)
        page = work_item_page(people["chu-tich"], open_item(dossier, "u3").public_id, at)

        draft = " ".join(text_of(draw_draft(page, people["chu-tich"], at)).split())

        assert [each.kind for each in drafts_offered(page, at)] == ["rename_decision"]
        assert "……/QĐ-UBND" in draft
        assert "Tờ trình số 01/TTr-SGDĐT" in draft
        assert people["chu-tich"].full_name in draft

    def test_the_director_reads_submission_and_decision_and_signs_the_first_alone(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="n9")
        page = work_item_page(people["lanh-dao"], open_item(dossier, "n9").public_id, at)

        submission, decision = (
            " ".join(text_of(draw_draft(page, people["lanh-dao"], at, kind=kind)).split())
            for kind in ("submission", "rename_decision")
        )

        assert [each.kind for each in drafts_offered(page, at)] == ["submission", "rename_decision"]
        assert people["lanh-dao"].full_name in submission
        assert "……/QĐ-UBND" in decision
        assert people["lanh-dao"].full_name not in decision

    def test_nobody_signs_what_they_checked(self, people, at, at_the_committee):
        dossier = walk_on(at_the_committee, people, at, until="u3", steps=COMMITTEE_STEPS)
        item = open_item(dossier, "u3")
        dossier.step_answers.filter(node_id="u2").update(answered_by=people["chu-tich"])
        dossier.run.work_items.filter(node_id="u2").update(owner=people["chu-tich"])

        with pytest.raises(FourEyes):
            claim(people["chu-tich"], item.public_id, version=item.version, at=at)

    def test_the_applicant_may_withdraw_though_the_submission_is_signed(self, people, at, at_the_committee):
        withdraw(people["cong-dan"], str(at_the_committee.public_id), reason="Không đổi nữa", at=at)

        at_the_committee.refresh_from_db()
        assert at_the_committee.status == Status.WITHDRAWN
        assert not at_the_committee.run.work_items.filter(completed_at=None).exists()

    def test_a_withdrawal_leaves_no_number_of_an_unsealed_submission_in_hand(self, people, at):
        dossier = walk_on(apply(people["cong-dan"], at), people, at, until="n10")

        withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=at)

        [entry] = RegisterEntry.objects.filter(register__series="to_trinh")
        assert (entry.state, bool(entry.void_reason)) == (RegisterEntry.State.VOID, True)

    def test_the_applicant_may_not_withdraw_once_the_chairman_has_signed(self, people, at, at_the_committee):
        dossier = walk_on(at_the_committee, people, at, until="u4", steps=COMMITTEE_STEPS)

        with pytest.raises(CannotWithdraw):
            withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=at)

    def test_a_vice_chairwoman_signs_for_the_chairman(self, people, at, at_the_committee):
        dossier = walk_on(at_the_committee, people, at, until="u3", steps=COMMITTEE_STEPS)

        dossier = do(people["pho-chu-tich"], dossier, "u3", "ky", {}, at)
        dossier = do(people["ubnd-van-thu"], dossier, "u4", "xong", {}, at)

        assert issued(dossier, "rename_decision").signer_lines == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


class TestANumberOfTheCommittee:
    def test_made_void_by_its_clerk_leaves_the_departments_alone(self, people, at, at_the_committee):
        dossier = walk_on(at_the_committee, people, at, until="u4", steps=COMMITTEE_STEPS)
        dossier = do(people["ubnd-van-thu"], dossier, "u4", "huy_so", {}, at, reason="Sai trích yếu")

        dossier = walk_on(dossier, people, at, steps=COMMITTEE_STEPS[1:])

        entries = RegisterEntry.objects.filter(register__agency__code=COMMITTEE).order_by("number")
        assert [(each.text, each.state) for each in entries] == [
            ("01/QĐ-UBND", "void"), ("02/QĐ-UBND", "issued"),
        ]  # fmt: skip
        assert RegisterEntry.objects.get(register__series="to_trinh").state == "issued"
        assert issued(dossier, "submission").state == IssuedDocument.State.VALID
