"""Publishing checklists: the same files once, a change as a new version, a province's addition over its base."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from inspections.checklist_folders import LIBRARY, read_folder
from inspections.checklists import ChecklistFaults, from_json
from inspections.models import ChecklistVersion, Target
from inspections.selectors.checklists import pinned
from inspections.services.publish_checklist import publish_checklist
from tests.unit.inspections.checklist_example import FILES

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 28, 2, tzinfo=UTC)
REWORDED = {**FILES, "sections/2.yaml": FILES["sections/2.yaml"].replace(b"Loai phong", b"Hang phong")}
OVERLAY = {
    "checklist.yaml": b"checklist: 1\ncode: PROVINCE\ntitle: Phieu cua tinh\nextends: SMALL\n",
    "sections/1.yaml": b"section: A\nitems:\n  - {key: A.9, text: cua tinh, kind: verdict}\n",
}


def published(files=FILES, name="small", at=AT):
    return publish_checklist(name, files, at=at, actor_id=None)


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("checklist", *arguments, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


class TestPublishing:
    def test_stores_the_compiled_form_under_its_hash_and_says_so_in_the_record(self):
        done = published()

        assert done.is_new
        assert done.version.content["hash"] == done.version.version_hash
        assert from_json(done.version.content).code == "SMALL"
        assert AuditEntry.objects.filter(action="inspection.checklist_published").count() == 1

    def test_the_same_files_again_changes_nothing(self):
        first = published()

        again = published(at=AT + timedelta(days=1))

        assert (again.version, again.is_new) == (first.version, False)
        assert AuditEntry.objects.filter(action="inspection.checklist_published").count() == 1

    def test_a_change_makes_a_new_version_and_leaves_the_one_before_as_it_was(self):
        first = published().version
        before = dict(first.content)

        second = published(REWORDED, at=AT + timedelta(days=1)).version

        first.refresh_from_db()
        assert (second.checklist, second.version_hash != first.version_hash) == (first.checklist, True)
        assert first.content == before

    def test_refuses_a_faulty_checklist_and_stores_nothing(self):
        with pytest.raises(ChecklistFaults):
            published({**FILES, "sections/1.yaml": b"section: A\n"})

        assert not ChecklistVersion.objects.exists()

    def test_takes_the_newest_published_version_of_what_is_extended(self):
        published()
        published(REWORDED, at=AT + timedelta(days=1))

        province = from_json(published(OVERLAY, "province", AT + timedelta(days=2)).version.content)

        assert (str(province.by_key["B.5"].text), "A.9" in province.by_key) == ("Hang phong", True)

    def test_refuses_an_addition_to_what_nobody_published(self):
        with pytest.raises(ChecklistFaults, match="no checklist 'SMALL'"):
            published(OVERLAY, "province")


class TestTheCommand:
    def test_publishes_the_library(self):
        run("publish", "--quiet")

        assert ChecklistVersion.objects.filter(checklist__name="gdnn_2026").count() == 1

    def test_checks_without_storing(self):
        assert "gdnn_2026: " in run("check", str(LIBRARY / "gdnn_2026"))
        assert not ChecklistVersion.objects.exists()

    def test_tells_every_fault_with_its_place(self, tmp_path):
        folder = tmp_path / "broken"
        (folder / "sections").mkdir(parents=True)
        (folder / "checklist.yaml").write_bytes(FILES["checklist.yaml"])
        (folder / "sections" / "1.yaml").write_text(
            "section: A\ntitle: A\nitems:\n  - {key: A, text: t, kind: no}\n"
        )
        err = StringIO()

        with pytest.raises(CommandError):
            call_command("checklist", "check", str(folder), stdout=StringIO(), stderr=err)

        assert "broken/sections/1.yaml:4: unknown kind 'no'" in err.getvalue()

    def test_checks_an_addition_against_the_folder_beside_it(self, tmp_path):
        for name, files in (("small", FILES), ("province", OVERLAY)):
            for path, content in files.items():
                file = tmp_path / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)

        assert "province: " in run("check", str(tmp_path / "province"))

    def test_publishes_what_is_extended_before_what_extends_it(self, tmp_path):
        for name, files in (("b_small", FILES), ("a_province", OVERLAY)):
            for path, content in files.items():
                file = tmp_path / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)

        run("publish", str(tmp_path / "a_province"), str(tmp_path / "b_small"))

        assert ChecklistVersion.objects.count() == 2

    def test_lists_what_is_published(self):
        published()

        assert run("list").startswith("small  ")

    def test_reads_a_folder_without_a_description_as_none(self, tmp_path):
        with pytest.raises(ChecklistFaults, match="missing"):
            read_folder(tmp_path)


class TestAnOpenVisit:
    def test_keeps_the_version_it_started_with(self, visit):
        files = read_folder(LIBRARY / "gdnn_2026")
        path = "sections/1_tuyen_sinh.yaml"
        reworded = {**files, path: files[path].replace("Ban hành và công khai".encode(), b"Cong khai")}

        newest = published(reworded, "gdnn_2026").version

        assert pinned(Target.objects.get(pk=visit.target.pk)).by_key["TS.01"].text.vi.startswith("Ban hành")
        assert from_json(newest.content).by_key["TS.01"].text.vi.startswith("Cong khai")
