"""Pictures and files brought at the desk: the checks and receipts of a tablet's, named by the answer, nothing kept twice."""

import hashlib
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from audit.models import AuditEntry
from inspections.models import Answer, Evidence, EvidencePart, Target, TeamRole
from inspections.protocol.payloads import MOST_FILE_BYTES
from inspections.selectors.evaluation import evaluation_of
from inspections.services.evidence_at_desk import Upload, bring_evidence
from inspections.services.sync import bytes_of_evidence
from inspections.status import TargetStatus
from tests.integration.desk.test_answering_at_desk import answered, held_by_a_tablet
from tests.integration.desk.test_paper_minutes import browser, part  # noqa: F401 fixture by name
from tests.integration.inspections.conftest import visit  # noqa: F401 fixture by name
from tests.integration.inspections.visit_world import visit_of

pytestmark = pytest.mark.django_db


def picture(color="red", size=(40, 30)):
    """Return the bytes of a small picture."""
    content = BytesIO()
    Image.new("RGB", size, color).save(content, "JPEG")
    return content.getvalue()


def address(part, key="TS.01"):  # noqa: F811
    """Return where an item's pictures are brought."""
    return reverse("desk:inspections:item_evidence", args=[part.target.public_id, key])


def bring(part, *files, key="TS.01", who="lead", page=None, **more):  # noqa: F811
    """Send files on a page."""
    uploads = [SimpleUploadedFile(f"{number}.jpg", each) for number, each in enumerate(files, start=1)]
    sent = {"files": uploads, "idempotency_key": str(page or uuid4()), **more}
    return browser(part, who).post(address(part, key), sent)


def named(key="TS.01"):
    """Return the numbers of the files that an answer names."""
    return Answer.objects.get(item_key=key).values["evidence"]


class TestFilesBroughtAtTheDesk:
    def test_are_whole_checked_and_named_by_the_answer(self, part):  # noqa: F811
        first, second = picture(), picture("blue")

        sent = bring(part, first, second, is_masked="on")

        rows = {str(each.pk): each for each in Evidence.objects.all()}
        target = Target.objects.get(pk=part.target.pk)
        assert sent.status_code == 302
        assert [rows[number].sha256 for number in named()] == [
            hashlib.sha256(each).hexdigest() for each in (first, second)
        ]
        assert {(each.kind, each.content_type, each.is_masked) for each in rows.values()} == {
            ("photo", "image/jpeg", True)
        }
        assert all(each.completed_at and each.seq for each in rows.values())
        assert Answer.objects.get().seq == target.sync_seq
        assert AuditEntry.objects.filter(action="inspections.evidence_complete").count() == 2

    def test_show_their_receipts(self, part):  # noqa: F811
        content = picture()
        bring(part, content)

        page = browser(part).get(address(part)).content.decode()

        assert hashlib.sha256(content).hexdigest()[:16] in page
        assert "Đã nhận đủ" in page

    def test_reach_the_tablets_with_the_answer(self, part):  # noqa: F811
        bring(part, picture())

        bundle = part.tablet("an").get(f"visits/{part.target.public_id}/").json()

        [number] = bundle["answers"]["TS.01"]["values"]["evidence"]
        assert bundle["evidence"][number]["complete"] is True

    def test_leave_what_was_answered_as_it_is_and_satisfy_what_it_asks(self, part):  # noqa: F811
        answered(part, verdict="fail", reason="Sai", note="Ghi riêng")
        before = evaluation_of(part.target).results["TS.01"].asks

        bring(part, picture())

        row = Answer.objects.get()
        assert (row.values["verdict"], row.values["note"], row.version) == ("fail", "Ghi riêng", 2)
        assert (before, evaluation_of(part.target).results["TS.01"].asks) == (("evidence",), ())

    def test_sent_twice_are_kept_once(self, part):  # noqa: F811
        page, content = uuid4(), picture()

        for _ in range(2):
            bring(part, content, page=page)

        assert Evidence.objects.count() == 1
        assert (len(named()), Answer.objects.get().version) == (1, 1)

    @pytest.mark.parametrize("moment", ["stage", "finish"])
    def test_sent_twice_at_the_same_time_are_kept_once(self, part, monkeypatch, moment):  # noqa: F811
        page, content, goes_on, others = uuid4(), picture(), getattr(bytes_of_evidence, moment), []

        def after_the_other(*given):
            if not others:
                others.append(None)
                others[0] = bring(part, content, page=page)
            return goes_on(*given)

        monkeypatch.setattr(bytes_of_evidence, moment, after_the_other)
        sent = bring(part, content, page=page)

        assert (sent.status_code, others[0].status_code) == (302, 302)
        assert Evidence.objects.get().completed_at
        assert (len(named()), EvidencePart.objects.count()) == (1, 0)

    def test_of_one_visit_never_stand_for_those_of_another(self, part):  # noqa: F811
        page, content = uuid4(), picture()
        bring(part, content, page=page)
        elsewhere = visit_of(part.inspection.agency, {part.people["lead"]: TeamRole.LEAD}, part.at)
        here = named()

        sent = browser(part).post(
            reverse("desk:inspections:item_evidence", args=[elsewhere.public_id, "TS.01"]),
            {"files": [SimpleUploadedFile("1.jpg", content)], "idempotency_key": str(page)},
        )

        assert sent.status_code == 404
        assert not elsewhere.answers.exists()
        assert named() == here

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            pytest.param(b"MZ khong phai anh", "1.jpg:", id="another kind"),
            pytest.param(b"\xff\xd8\xff broken", "1.jpg:", id="a broken picture"),
        ],
    )
    def test_of_another_kind_are_refused_and_leave_nothing_to_wait_for(self, part, content, told):  # noqa: F811
        sent = bring(part, content)

        assert sent.status_code == 422
        assert told in sent.content.decode()
        assert not Evidence.objects.filter(removed_at=None).exists()
        assert not EvidencePart.objects.filter(offset__isnull=False).exists()
        assert not Answer.objects.exists()

    def test_that_are_fine_are_kept_beside_one_that_is_not(self, part):  # noqa: F811
        page, content = uuid4(), picture()

        sent = bring(part, content, b"khong phai anh", page=page)

        assert sent.status_code == 422
        assert "2.jpg:" in sent.content.decode()
        assert len(named()) == 1

    def test_that_are_too_large_are_refused_with_what_to_do(self, part, monkeypatch):  # noqa: F811
        monkeypatch.setattr("inspections.services.keep_file.MOST_PHOTO_BYTES", 100)

        sent = bring(part, picture())

        assert sent.status_code == 422
        assert "Chọn tệp không quá" in sent.content.decode()
        assert not Evidence.objects.exists()

    def test_that_are_larger_than_any_are_refused_unread(self, part):  # noqa: F811
        def read():
            raise AssertionError("read")

        done = bring_evidence(
            part.people["lead"], part.target.public_id, "TS.01", [Upload("1.jpg", MOST_FILE_BYTES + 1, read)],
            page=uuid4(), at=part.at,
        )  # fmt: skip

        assert (done.kept, [name for name, _ in done.refused]) == ([], ["1.jpg"])

    def test_may_be_documents_beside_a_verdict(self, part):  # noqa: F811
        document = BytesIO()
        Image.new("RGB", (40, 30)).save(document, "PDF")

        bring(part, document.getvalue())

        assert [(each.kind, each.content_type) for each in Evidence.objects.all()] == [
            ("file", "application/pdf")
        ]

    def test_belong_to_one_unit_of_what_is_repeated(self, part):  # noqa: F811
        client = browser(part)
        client.post(
            reverse("desk:inspections:draw_sample", args=[part.target.public_id, "learner_files"]),
            {"population": "3"},
        )

        bring(part, picture(), key="TS.05#2")

        assert Evidence.objects.get().item_key == "TS.05#2"
        assert len(named("TS.05#2")) == 1
        assert client.get(address(part, "TS.05#4")).status_code == 404

    def test_say_when_they_were_taken_and_not_later_than_now(self, part):  # noqa: F811
        later = bring(part, picture(), taken_at="2999-01-01T08:00")
        bring(part, picture(), taken_at="2026-11-20T08:00")

        assert later.status_code == 422
        assert timezone.localtime(Evidence.objects.get().taken_at).isoformat() == "2026-11-20T08:00:00+07:00"

    def test_are_none_without_a_file(self, part):  # noqa: F811
        sent = browser(part).post(address(part), {"idempotency_key": str(uuid4())})

        assert sent.status_code == 422

    def test_wait_while_a_tablet_has_the_section(self, part):  # noqa: F811
        held_by_a_tablet(part)

        sent = bring(part, picture())

        assert sent.status_code == 422
        assert "máy tính bảng đang giữ" in sent.content.decode()
        assert not Evidence.objects.exists()

    def test_come_while_the_visit_takes_answers(self, part):  # noqa: F811
        Target.objects.filter(pk=part.target.pk).update(status=TargetStatus.CLASSIFYING)

        sent = bring(part, picture())

        assert sent.status_code == 422
        assert not Evidence.objects.exists()

    def test_are_the_teams_alone_and_of_an_item_that_takes_them(self, part):  # noqa: F811
        codes = [
            browser(part, "stranger").get(address(part)).status_code,
            browser(part).get(address(part, "KHONG.CO")).status_code,
            browser(part).get(address(part, "TS.04")).status_code,
        ]

        assert codes == [404, 404, 404]


class TestAFileTakenOffAnAnswer:
    def off(self, part, number, who="lead"):  # noqa: F811
        """Take a file off."""
        return browser(part, who).post(
            reverse("desk:inspections:drop_evidence", args=[part.target.public_id, number])
        )

    def test_is_named_no_more_and_stays_in_the_record(self, part):  # noqa: F811
        bring(part, picture(), picture("blue"))
        first, second = named()

        self.off(part, first)

        assert named() == [second]
        assert Evidence.objects.filter(pk=first, removed_at=None).exists()
        page = browser(part).get(reverse("desk:inspections:target", args=[part.target.public_id]))
        assert page.content.decode().count("không dùng trong câu trả lời") == 1

    def test_is_nobodys_outside_of_the_team(self, part):  # noqa: F811
        bring(part, picture())
        [number] = named()

        codes = [self.off(part, number, "stranger").status_code, self.off(part, uuid4()).status_code]

        assert codes == [404, 404]
        assert named() == [number]

    def test_is_none_of_another_visit(self, part):  # noqa: F811
        bring(part, picture())
        [number] = named()
        theirs = visit_of(part.inspection.agency, {part.people["lead"]: TeamRole.LEAD}, part.at)

        taken_off = browser(part).post(
            reverse("desk:inspections:drop_evidence", args=[theirs.public_id, number])
        )

        assert taken_off.status_code == 404
        assert named() == [number]
        assert not theirs.answers.exists()
