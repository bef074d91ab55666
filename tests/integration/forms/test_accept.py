"""Sending a form: uploads are stored at once, answers are checked, nothing typed is lost."""

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override
from PIL import Image

from forms.attachments.scanners import Infected, ScannerUnavailable
from forms.errors import AttachmentGone, Invalid
from forms.loader import load_form
from forms.models import Attachment
from forms.rendering import BoundForm
from forms.services import accept, collect, hold, reference, sweep_unreferenced, texts_in
from tests.unit.forms.example import FORM, GOOD

pytestmark = pytest.mark.django_db

PAPERS = load_form(
    """\
form: papers
title: {vi: Giấy tờ}
sections:
  - key: s
    fields:
      - {key: ten, type: text, label: {vi: Họ tên}, required: true}
      - {key: giay, type: file, label: {vi: Bản chụp}, required: true, accept: [pdf, png], max_size: 100 kB}
      - {key: anh, type: file, label: {vi: Ảnh}, accept: [png, jpeg], max_files: 2}
""",
    file="papers.form.yaml",
)
PROGRAMMES = load_form(
    """\
form: programmes
title: {vi: Chương trình}
sections:
  - key: s
    fields:
      - key: ct
        type: table
        label: {vi: Chương trình}
        columns:
          - {key: ten, type: text, label: {vi: Tên}, required: true}
          - {key: tep, type: file, label: {vi: Tệp}, accept: [pdf]}
""",
    file="programmes.form.yaml",
)
AT = timezone.now()


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    return tmp_path / "files"


def pdf():
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target)
    return target.getvalue()


def png(size=(30, 20)):
    target = io.BytesIO()
    Image.new("RGB", size).save(target, "PNG")
    return target.getvalue()


def upload(name="bang.pdf", data=None):
    return SimpleUploadedFile(name, pdf() if data is None else data)


def send(person, files=None, data=None, **options):
    return accept(PAPERS, data=data or {"ten": "A"}, files=files or {}, owner_id=person.pk, at=AT, **options)


def refused(person, **sent):
    with pytest.raises(Invalid) as caught:
        send(person, **sent)
    return caught.value


class TestAccept:
    def test_takes_a_browsers_form(self, person):
        data = QueryDict(mutable=True)
        data.update(GOOD)

        accepted = accept(FORM, data=data, files=MultiValueDict(), owner_id=person.pk, at=AT)

        assert accepted.answers["so_dinh_danh"] == "086199001234"
        assert accepted.attachments == []

    def test_stores_an_upload_under_a_random_key(self, person):
        accepted = send(person, {"giay": [upload()]})

        attachment = accepted.attachments[0]
        assert accepted.answers["giay"] == [str(attachment.public_id)]
        assert (attachment.original_name, attachment.content_type) == ("bang.pdf", "application/pdf")
        assert "bang" not in attachment.storage_key
        with default_storage.open(attachment.storage_key) as stored:
            assert len(stored.read()) == attachment.size
        assert attachment.referenced_at is None

    def test_messages_are_in_the_readers_language(self, person):
        with override("vi"):
            errors = refused(person, data={"ten": ""}).errors

        assert errors == {"ten": ["Nhập họ tên."], "giay": ["Tải lên bản chụp."]}


class TestKeptUploads:
    def test_a_good_upload_survives_a_mistake_elsewhere(self, person):
        invalid = refused(person, data={"ten": ""}, files={"giay": [upload()]})

        again = send(person, data={"ten": "A", "giay-kept": invalid.values["giay"]})

        assert list(invalid.errors) == ["ten"]
        assert again.answers["giay"] == invalid.values["giay"]

    def test_values_of_a_draft_are_taken_as_they_are(self, person):
        draft = collect(PAPERS, data={}, files={"giay": [upload()]}, owner_id=person.pk, at=AT)

        assert send(person, data={**draft.values, "ten": "A"}).answers["giay"] == draft.values["giay"]

    def test_the_box_beside_it_removes_it(self, person):
        kept = send(person, {"giay": [upload()]}).answers["giay"]

        invalid = refused(person, data={"ten": "A", "giay-kept": kept, "giay-remove": kept})

        assert list(invalid.errors) == ["giay"]

    def test_a_new_one_replaces_the_only_one(self, person):
        kept = send(person, {"giay": [upload()]}).answers["giay"]

        again = send(person, {"giay": [upload("moi.pdf")]}, {"ten": "A", "giay-kept": kept})

        assert [each.original_name for each in again.attachments] == ["moi.pdf"]

    def test_where_several_are_asked_they_add_up_to_the_limit(self, person):
        pictures = [upload(f"{number}.png", png()) for number in range(3)]

        invalid = refused(person, files={"giay": [upload()], "anh": pictures})

        assert list(invalid.errors) == ["anh"]
        assert len(invalid.values["anh"]) == 3

    @pytest.mark.parametrize(
        "public_id", ["", "x", "../../etc/passwd", "0b8e7a2c-5d0e-4b53-9a64-2f1f3c0d9e11"], ids=repr
    )
    def test_an_unknown_one_is_not_taken(self, person, public_id):
        assert "giay" in refused(person, data={"ten": "A", "giay-kept": [public_id]}).errors

    def test_somebody_elses_is_not_taken(self, person, stranger):
        theirs = send(stranger, {"giay": [upload()]}).answers["giay"]

        invalid = refused(person, data={"ten": "A", "giay-kept": theirs})

        assert invalid.errors["giay"] == ["Tệp đã tải lên trước đây không còn. Tải lên lại."]
        assert invalid.values["giay"] == []

    def test_one_uploaded_in_vain_is_told_without_judging_the_rest(self, person):
        sent = collect(
            PAPERS, data={"ten": ""}, files={"giay": [upload(data=b"MZ")]}, owner_id=person.pk, at=AT
        )

        assert list(sent.errors) == ["ten", "giay"]
        assert sent.told == {"giay": sent.errors["giay"]}

    def test_one_too_many_is_told_too(self, person):
        pictures = [upload(f"{number}.png", png()) for number in range(3)]

        sent = collect(PAPERS, data={}, files={"anh": pictures}, owner_id=person.pk, at=AT)

        assert sent.told == {"anh": sent.errors["anh"]}


class TestPapersInATable:
    PAGE = {"ct-order": "1 2", "ct-1-ten": "Hàn", "ct-2-ten": "May"}

    def collect(self, person, data, **files):
        sent = MultiValueDict({name.replace("__", "-"): [each] for name, each in files.items()})
        return collect(PROGRAMMES, data=data, files=sent, owner_id=person.pk, at=AT)

    def test_are_kept_with_their_rows(self, person):
        once = self.collect(person, self.PAGE, ct__2__tep=upload("may.pdf"))
        rows = once.values["ct"]
        kept = {f"ct-{row['id']}-tep-kept": row["tep"] for row in rows if row["tep"]}

        again = self.collect(person, {**self.PAGE, **kept}, ct__1__tep=upload("han.pdf"))

        assert [len(row["tep"]) for row in rows] == [0, 1]
        assert {each.original_name for each in again.attachments} == {"han.pdf", "may.pdf"}
        assert again.errors == {}
        assert set(texts_in(again.answers["ct"])) == {str(each.public_id) for each in again.attachments}
        assert hold(again.values, owner_id=person.pk, until=AT) == 2

    def test_are_taken_from_a_draft_and_removed_by_the_box(self, person):
        draft = self.collect(person, self.PAGE, ct__2__tep=upload()).values

        from_draft = self.collect(person, draft)
        removed = self.collect(
            person,
            {**self.PAGE, "ct-2-tep-kept": draft["ct"][1]["tep"], "ct-2-tep-remove": draft["ct"][1]["tep"]},
        )

        assert from_draft.values["ct"] == draft["ct"]
        assert removed.values["ct"][1]["tep"] == []

    def test_that_are_refused_or_somebody_elses_are_told_at_their_cell(self, person, stranger):
        theirs = self.collect(stranger, self.PAGE, ct__1__tep=upload()).values["ct"][0]["tep"]

        refused = self.collect(person, {**self.PAGE, "ct-1-tep-kept": theirs}, ct__2__tep=upload(data=b"MZ"))

        assert [text.at for text in refused.errors["ct"]] == [("1", "tep"), ("2", "tep")]
        assert [row["tep"] for row in refused.values["ct"]] == [[], []]

    @pytest.mark.parametrize("action", ["", "add:ct"], ids=["saving", "a button"])
    def test_that_were_uploaded_in_vain_are_told_without_judging_the_rest(self, person, action):
        page = {"ct-order": "1 2", "ct-1-ten": "", "ct-2-ten": "May", "form_action": action}

        sent = self.collect(person, page, ct__2__tep=upload(data=b"MZ"))

        assert [(str(text)[:8], text.at) for text in sent.told["ct"]] == [("Chọn tệp", ("2", "tep"))]

    def test_of_a_row_that_is_taken_away_are_not_told(self, person):
        page = {**self.PAGE, "form_action": "remove:ct:2"}

        sent = self.collect(person, page, ct__2__tep=upload(data=b"MZ"))

        assert sent.told == {}

    def test_are_on_the_page_with_their_names(self, person):
        values = self.collect(person, self.PAGE, ct__2__tep=upload("may.pdf")).values

        html = render_to_string(
            "eforms/form.html", {"form": BoundForm(PROGRAMMES, values=values, owner_id=person.pk)}
        )

        assert f'name="ct-2-tep-kept" value="{values["ct"][1]["tep"][0]}"' in html
        assert "may.pdf" in html
        assert "(1 kB)" in html


class TestHostileUploads:
    @pytest.mark.parametrize(
        ("name", "data", "reason"),
        [
            ("bang.pdf", b"MZ\x90\x00" + bytes(500), "Chọn tệp PDF, PNG."),
            ("bang.png", b"<html><script>alert(1)</script></html>", "Chọn tệp PDF, PNG."),
            ("bang.pdf", b"PK\x03\x04" + bytes(500), "Chọn tệp PDF, PNG."),
            ("bang.pdf", b"", "Tệp rỗng."),
            ("bang.pdf", b"%PDF-1.7" + bytes(100_001), "Chọn tệp không quá 0,1 MB."),
        ],
        ids=["a program as PDF", "a page as PNG", "an archive as PDF", "nothing", "too big"],
    )
    def test_are_refused_with_the_reason_and_leave_nothing(self, person, own_storage, name, data, reason):
        invalid = refused(person, files={"giay": [upload(name, data)], "anh": [upload("anh.png", png())]})

        assert list(invalid.errors) == ["giay"]
        assert invalid.errors["giay"][0].startswith(reason)
        assert [each.original_name for each in Attachment.objects.all()] == ["anh.png"]
        assert len(stored_files(own_storage)) == 1

    def test_a_path_in_the_name_goes_nowhere(self, person, own_storage):
        accepted = send(person, {"giay": [upload("..\\..\\../../../tmp/bang.pdf")]})

        assert accepted.attachments[0].original_name == "bang.pdf"
        assert [path.parent.parent.name for path in stored_files(own_storage)] == ["attachments"]

    def test_text_sent_where_a_file_belongs_is_refused(self, person):
        assert "giay" in refused(person, files={"giay": ["not a file"]}).errors


class TestScanner:
    @pytest.mark.parametrize(
        ("scanner", "reason"),
        [("found", "Tệp này có mã độc"), ("silent", "Chưa kiểm tra được tệp")],
    )
    def test_a_file_it_knows_or_cannot_see_is_refused(self, person, settings, scanner, reason):
        settings.MOTCUA_SCANNER = f"{__name__}.{scanner}"

        assert refused(person, files={"giay": [upload()]}).errors["giay"][0].startswith(reason)
        assert not Attachment.objects.exists()


class TestSweeping:
    def test_takes_what_nothing_needed_for_a_day(self, person, own_storage):
        old = send(person, {"giay": [upload()]}).attachments[0]

        assert sweep_unreferenced(at=AT + timedelta(hours=25)) == 1
        assert not Attachment.objects.filter(pk=old.pk).exists()
        assert stored_files(own_storage) == []

    def test_leaves_what_is_fresh_or_needed(self, person):
        attachments = send(person, {"giay": [upload()]}).attachments

        fresh = sweep_unreferenced(at=AT + timedelta(hours=23))
        with transaction.atomic():
            reference(attachments, at=AT)

        assert fresh == 0
        assert sweep_unreferenced(at=AT + timedelta(days=9)) == 0

    def test_leaves_what_a_draft_holds_until_its_day(self, person, stranger):
        values = collect(PAPERS, data={}, files={"giay": [upload()]}, owner_id=person.pk, at=AT).values

        held = hold(values, owner_id=person.pk, until=AT + timedelta(days=90))

        assert held == 1
        assert hold(values, owner_id=stranger.pk, until=AT) == 0
        assert sweep_unreferenced(at=AT + timedelta(days=89)) == 0
        assert sweep_unreferenced(at=AT + timedelta(days=91)) == 1

    def test_what_was_swept_cannot_be_kept(self, person):
        attachments = send(person, {"giay": [upload()]}).attachments
        sweep_unreferenced(at=AT + timedelta(hours=25))

        with pytest.raises(AttachmentGone):
            reference(attachments, at=AT)


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def found(data: bytes) -> None:
    raise Infected("Eicar")


def silent(data: bytes) -> None:
    raise ScannerUnavailable("no answer")
