"""A file brought into a register at the desk: looked at first, written once, and by whom the register is kept."""

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import NotAllowed
from accounts.models import Agency
from audit.models import AuditEntry
from registry.models import DiplomaRecord, Institution, RegisterImport
from registry.reading_rows import Unreadable
from registry.services import confirm_import, stage_import, sweep_imports
from registry.services.import_register import write_rows

HEADINGS = "code,name,valid_from\n"
GOOD = HEADINGS + "CS01,Trường Mẫu,01/01/2010\n"
BAD = HEADINGS + "CS01,,01/01/2010\nCS02,Trường Hai,ngày nào đó\n"


def upload(browser, content: str | bytes, register: str = "institutions H61.12", name: str = "co-so.csv"):
    """Upload a file as the form does, without scripts."""
    content = content.encode() if isinstance(content, str) else content
    data = {"register": register, "file": SimpleUploadedFile(name, content)}
    return browser.post(reverse("desk:imports"), data)


@pytest.fixture
def leader(browser_of):
    """The browser of the head of division, who keeps the registers of institutions and licences."""
    return browser_of("truong-phong")


class TestAGoodFile:
    def test_is_shown_before_it_is_written_and_written_when_confirmed(self, leader, people):
        address = upload(leader, GOOD).headers["Location"]

        shown = leader.get(address)
        before = Institution.objects.count()
        confirmed = leader.post(address)

        assert (shown.context["report"].new, before, confirmed.status_code) == (1, 0, 302)
        assert "Tệp này đã ghi vào sổ lúc" in leader.get(address).content.decode()
        entry = AuditEntry.objects.get(action="registry.imported")
        assert entry.actor_id == people["truong-phong"].pk

    def test_is_written_once_however_often_it_is_confirmed_or_uploaded(self, leader):
        address = upload(leader, GOOD).headers["Location"]
        again = upload(leader, GOOD).headers["Location"]

        codes = [leader.post(each).status_code for each in (address, address, again)]

        assert codes == [302, 302, 302]
        assert Institution.objects.count() == 1
        assert AuditEntry.objects.filter(action="registry.imported").count() == 1

    def test_of_diplomas_goes_into_the_keepers_register(self, browser_of):
        browser = browser_of("truong-giu-so")
        content = "holder_name,kind,institution\nNguyễn Văn A,trung_cap,Trường\n"

        browser.post(upload(browser, content, "diplomas H61.12.31").headers["Location"])

        assert DiplomaRecord.objects.get(holder_name="Nguyễn Văn A").keeper.code == "H61.12.31"


class TestThePage:
    @pytest.mark.parametrize(
        ("language", "words"), [("vi", "Tối đa 20.000 dòng"), ("en", "20,000")], ids=["Vietnamese", "English"]
    )
    def test_groups_thousands_as_its_reader_does(self, leader, language, words):
        page = leader.get(reverse("desk:imports"), headers={"accept-language": language}).content.decode()

        assert words in page


class TestABadFile:
    def test_says_every_fault_at_once_and_cannot_be_confirmed(self, leader):
        address = upload(leader, BAD).headers["Location"]

        page, confirmed = leader.get(address), leader.post(address)

        assert [(line, column) for line, column, _ in page.context["faults"]] == [
            (2, "Tên cơ sở"),
            (3, "Từ ngày"),
        ]
        assert "Ghi vào sổ" not in page.content.decode()
        assert confirmed.status_code == 422
        assert not Institution.objects.exists()

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"\xff\xfe\x00", "a.csv", "không phải văn bản UTF-8"),
            (b"no zip", "a.xlsx", "không đọc được như một bảng tính XLSX"),
            (b"\n\n", "a.csv", "không có dòng nào"),
        ],
        ids=["encoding", "no spreadsheet", "empty lines"],
    )
    def test_that_is_no_table_says_why(self, leader, content, name, words):
        address = upload(leader, content, name=name).headers["Location"]

        page, confirmed = leader.get(address), leader.post(address)

        assert words in page.content.decode()
        assert (page.status_code, confirmed.status_code) == (200, 422)

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"register": "institutions H61.12"},
            {"register": "institutions H61"},
            {"register": "x", "file": "x"},
        ],
        ids=["nothing", "no file", "another agency", "no register"],
    )
    def test_of_nothing_is_asked_for_again(self, leader, data):
        response = leader.post(reverse("desk:imports"), data)

        assert response.status_code == 422
        assert not RegisterImport.objects.exists()


class TestOthers:
    def test_do_not_find_a_file_of_a_register_they_do_not_keep(self, leader, browser_of):
        address = upload(leader, GOOD).headers["Location"]

        assert browser_of("giu-so").get(address).status_code == 404
        assert browser_of("giu-so").post(address).status_code == 404
        assert not Institution.objects.exists()

    def test_cannot_write_past_the_page(self, people, now):
        department, keeper = Agency.objects.get(code="H61.12"), people["giu-so"]
        staged = stage_import(
            "institutions", department, GOOD.encode(), name="a.csv", actor=people["truong-phong"], at=now
        )

        with pytest.raises(NotAllowed):
            confirm_import(staged, actor=keeper, at=now)
        with pytest.raises(NotAllowed):
            stage_import("licences", department, b"", name="a.csv", actor=keeper, at=now)


class TestAFileThatWasOvertaken:
    def test_by_the_sweeper_is_asked_for_again(self, people, now):
        department, actor = Agency.objects.get(code="H61.12"), people["truong-phong"]
        staged = stage_import("institutions", department, GOOD.encode(), name="a.csv", actor=actor, at=now)
        sweep_imports(at=now + timedelta(hours=25))

        with pytest.raises(Unreadable, match="gone"):
            confirm_import(staged, actor=actor, at=now)

    def test_by_another_register_says_which_row_is_there_now(self, leader, monkeypatch):
        def too_late(*args, **kwargs):
            other = Agency.objects.get(code="H61")
            Institution.objects.create(code="CS01", name="A", keeper=other, valid_from=date(2010, 1, 1))
            return write_rows(*args, **kwargs)

        monkeypatch.setattr(import_module("registry.services.import_register"), "write_rows", too_late)

        confirmed = leader.post(upload(leader, GOOD).headers["Location"])

        assert confirmed.status_code == 422
        assert [(line, column) for line, column, _ in confirmed.context["faults"]] == [(2, "Mã cơ sở")]


class TestTheSweep:
    def test_removes_what_was_written_and_what_nobody_confirmed_in_a_day(self, people, now):
        department, actor = Agency.objects.get(code="H61.12"), people["truong-phong"]
        written, forgotten, fresh = (
            stage_import("institutions", department, text.encode(), name=name, actor=actor, at=at)
            for text, name, at in (
                (GOOD, "a.csv", now), (BAD, "b.csv", now - timedelta(hours=25)), (BAD, "c.csv", now),
            )
        )  # fmt: skip
        confirm_import(written, actor=actor, at=now)

        assert sweep_imports(at=now) == 2

        left = dict(RegisterImport.objects.values_list("name", "storage_key"))
        assert left == {"a.csv": "", "c.csv": fresh.storage_key}
        folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
        assert [each.name for each in (folder / "imports").iterdir()] == [
            fresh.storage_key.rpartition("/")[2]
        ]
        assert not RegisterImport.objects.filter(pk=forgotten.pk).exists()
