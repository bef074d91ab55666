"""Photos and files arrive in stretches, each byte once, and count only when their hash is right."""

import hashlib
import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unittest import mock
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from audit.models import AuditEntry
from forms.attachments.scanners import Infected, ScannerUnavailable
from inspections.checklists import from_json, to_json
from inspections.models import Evidence, EvidencePart, Inspection
from inspections.services.sync import sweep_parts
from inspections.services.sync.bytes_of_evidence import append, begin_anew, drop
from inspections.status import TargetStatus
from tests.integration.inspections.visit_world import JPEG, World

HALF = len(JPEG) // 2
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # fmt: skip


@pytest.fixture
def files(settings, tmp_path) -> Path:
    """The folder files are stored in."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return tmp_path


def announce(tablet, data=JPEG, **changes) -> str:
    """Announce a file; return its id."""
    operation = tablet.photo(data, **changes)
    (result,) = tablet.send(operation)
    assert result["status"] == "applied", result
    return operation["payload"]["id"]


def picture(width: int, height: int) -> bytes:
    """Return a JPEG of this size."""
    written = BytesIO()
    Image.new("RGB", (width, height), "white").save(written, "JPEG")
    return written.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """Return a small PNG whose header promises a picture of this size, black all over."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data))
            + kind
            + data
            + struct.pack(">I", zlib.crc32(kind + data) & 0xFFFFFFFF)
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10_000)))
        + chunk(b"IEND", b"")
    )


def demand_pictures(visit: World, key: str, longest_edge: int) -> None:
    """Pin the visit to a checklist that wants smaller pictures of an item."""
    version = visit.inspection.checklist_version
    checklist = from_json(version.content)
    items = [replace(each, max_pixels=longest_edge) if each.key == key else each for each in checklist.items]
    version.content = to_json(replace(checklist, items=tuple(items)))
    version.pk, version.version_hash = None, version.content["hash"]
    version.save(force_insert=True)
    Inspection.objects.filter(pk=visit.inspection.pk).update(checklist_version=version)


def stored(files: Path) -> list[bytes]:
    """Return what lies in the storage."""
    return [path.read_bytes() for path in files.rglob("*") if path.is_file()]


class TestAPhoto:
    def test_that_is_announced_waits_for_its_bytes(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        head = an.client.head(f"/tablet/api/evidence/{number}/", headers={"X-Device": str(an.id)})

        assert (head["Upload-Offset"], head["Upload-Length"]) == ("0", str(len(JPEG)))

    def test_that_arrives_whole_has_a_receipt(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        answer = an.patch(number, 0, JPEG).json()

        assert (answer["offset"], answer["complete"]) == (len(JPEG), True)
        assert answer["receipt"]["digest"] == hashlib.sha256(JPEG).hexdigest()
        assert answer["receipt"]["seq"] == 2
        assert stored(files) == [JPEG]
        assert AuditEntry.objects.filter(action="inspections.evidence_complete").count() == 1

    def test_that_arrives_in_stretches_is_put_together(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        first = an.patch(number, 0, JPEG[:HALF]).json()
        second = an.patch(number, HALF, JPEG[HALF:]).json()

        assert (first["offset"], first["complete"]) == (HALF, False)
        assert second["complete"]
        assert stored(files) == [JPEG]
        assert not EvidencePart.objects.exists()

    def test_whose_stretch_is_sent_again_is_told_where_to_go_on(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)
        an.patch(number, 0, JPEG[:HALF])

        again = an.patch(number, 0, JPEG[:HALF])

        assert (again.status_code, again.json()["offset"]) == (409, HALF)

    @pytest.mark.parametrize("offset", [1, HALF + 1, len(JPEG), 10**11])
    def test_whose_stretch_begins_where_nothing_came_before_is_told_where_to_go_on(
        self, visit: World, files, offset
    ):
        an = visit.tablet("an")
        number = announce(an)
        an.patch(number, 0, JPEG[:HALF])

        ahead = an.patch(number, offset, JPEG[HALF:])

        assert (ahead.status_code, ahead.json()["offset"]) == (409, HALF)
        assert Evidence.objects.get().received_bytes == HALF

    @pytest.mark.parametrize(
        ("size", "fault"),
        [
            pytest.param(0, "too_small", id="nothing"),
            pytest.param(10_000_001, "too_large", id="a photo over its limit"),
            pytest.param(20_000_001, "too_large", id="more than any file"),
        ],
    )
    def test_that_is_too_large_is_refused_when_it_is_announced(self, visit: World, files, size, fault):
        an = visit.tablet("an")

        (result,) = an.send(an.photo(size=size))

        assert (result["status"], result["faults"]) == ("rejected", {"size": fault})
        assert not Evidence.objects.exists()

    def test_that_unpacks_to_more_than_a_memory_holds_is_refused_unopened(self, visit: World, files):
        an, bomb = visit.tablet("an"), png_that_says(60_000, 60_000)
        number = announce(an, bomb, content_type="image/png")

        answer = an.patch(number, 0, bomb)

        assert (answer.status_code, answer.json()["detail"]) == (422, "refused")
        assert "Ảnh quá lớn" in answer.json()["reason"]
        assert stored(files) == []

    def test_sent_again_after_its_end_has_the_same_receipt(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)
        first = an.patch(number, 0, JPEG).json()

        again = an.patch(number, 0, JPEG).json()

        assert again["receipt"] == first["receipt"]
        assert stored(files) == [JPEG]

    def test_with_another_hash_begins_anew(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)
        spoiled = JPEG[:-3] + b"abc"

        answer = an.patch(number, 0, spoiled)
        after = an.patch(number, 0, JPEG).json()

        assert (answer.status_code, answer.json()["detail"], answer.json()["offset"]) == (
            422,
            "wrong_hash",
            0,
        )
        assert after["complete"]
        assert stored(files) == [JPEG]

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(PDF, id="a PDF"),
            pytest.param(JPEG[:60], id="a broken picture"),
            pytest.param(b"<svg onload='x'/>", id="a drawing that acts"),
        ],
    )
    def test_that_is_none_is_refused_with_what_to_do(self, visit: World, files, data):
        an = visit.tablet("an")
        number = announce(an, data)

        answer = an.patch(number, 0, data)

        assert (answer.status_code, answer.json()["detail"]) == (422, "refused")
        assert answer.json()["reason"]
        assert stored(files) == []
        assert Evidence.objects.get().completed_at is None

    @pytest.mark.parametrize(
        ("most", "status"),
        [
            pytest.param(800, 200, id="as long as its item allows"),
            pytest.param(799, 422, id="longer than its item allows"),
        ],
    )
    def test_has_no_more_pixels_than_its_item_asks_for(self, visit: World, files, most, status):
        demand_pictures(visit, "TS.01", most)
        an, data = visit.tablet("an"), picture(600, 800)

        answer = an.patch(announce(an, data), 0, data)

        assert answer.status_code == status
        assert Evidence.objects.filter(completed_at=None).exists() is (status == 422)
        if status == 422:
            assert "800" in answer.json()["reason"] and "799" in answer.json()["reason"]

    def test_that_is_harmful_is_refused(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        with mock.patch("forms.services.store_attachment.scan", side_effect=Infected("Eicar")):
            answer = an.patch(number, 0, JPEG)

        assert "mã độc" in answer.json()["reason"]
        assert stored(files) == []

    def test_nobody_could_look_at_waits_and_is_kept_once_the_scanner_answers(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        with mock.patch("forms.services.store_attachment.scan", side_effect=ScannerUnavailable):
            waiting = an.patch(number, 0, JPEG)
        finished = resume(an, number)

        assert (waiting.status_code, waiting.json()["detail"]) == (503, "not_looked_at")
        assert finished["complete"]
        assert stored(files) == [JPEG]
        assert not AuditEntry.objects.filter(action="inspections.evidence_refused").exists()

    def test_begun_anew_while_it_is_checked_keeps_the_bytes_that_count(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        def another_request(data: bytes) -> None:
            begin_anew(Evidence.objects.get(pk=number), visit.at, why="Refused")
            append(Evidence.objects.get(pk=number), JPEG, visit.at)

        with mock.patch(
            "inspections.services.sync.bytes_of_evidence.check_harmless", side_effect=another_request
        ):
            an.patch(number, 0, JPEG)
        finished = resume(an, number)

        assert finished["complete"]
        assert an.get(f"evidence/{number}/").content == JPEG
        assert stored(files) == [JPEG]

    def test_that_is_longer_than_announced_is_refused(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        answer = an.patch(number, 0, JPEG + b"more")

        assert (answer.status_code, answer.json()["detail"]) == (422, "too_long")

    def test_in_too_large_a_stretch_is_refused(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)

        assert an.patch(number, 0, bytes(1_048_577)).status_code == 413

    def test_is_shown_to_the_team_alone(self, visit: World, files):
        an, binh, stranger = visit.tablet("an"), visit.tablet("binh"), visit.tablet("stranger")
        number = announce(an)
        an.patch(number, 0, JPEG)

        seen = binh.get(f"evidence/{number}/")

        assert seen.content == JPEG
        assert seen["Content-Type"] == "image/jpeg"
        assert "sandbox" in seen["Content-Security-Policy"]
        assert stranger.get(f"evidence/{number}/").status_code in (403, 404)

    def test_is_sent_by_nobody_else(self, visit: World, files):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        number = announce(an)

        assert binh.patch(number, 0, JPEG).status_code == 404

    def test_announced_before_the_end_may_still_arrive(self, visit: World, files):
        an = visit.tablet("an")
        number = announce(an)
        visit.target.status = TargetStatus.CLASSIFYING
        visit.target.save(update_fields=["status"])

        assert an.patch(number, 0, JPEG).json()["complete"]

    def test_under_an_id_that_is_taken_is_rejected(self, visit: World, files):
        an, binh = visit.tablet("an"), visit.tablet("binh")
        number = announce(an)

        (result,) = binh.send(binh.photo(id=number))

        assert (result["status"], result["detail"]) == ("rejected", "known_evidence")

    def test_of_nobody_is_not_there(self, visit: World, files):
        an = visit.tablet("an")

        assert an.patch(uuid4(), 0, JPEG).status_code == 404


class Killed(BaseException):
    """The process ended here."""


KILLS = [
    "inspections.services.sync.bytes_of_evidence.default_storage.save",
    "inspections.services.sync.bytes_of_evidence.finish",
    "inspections.services.sync.bytes_of_evidence.examine_unchanged",
    "inspections.services.sync.bytes_of_evidence.keep",
    "inspections.services.sync.bytes_of_evidence.note",
    "inspections.services.sync.bytes_of_evidence.drop",
]


@pytest.mark.django_db(transaction=True)
class TestAServerKilled:
    @pytest.mark.parametrize("place", KILLS, ids=[place.rpartition(".")[2] for place in KILLS])
    def test_while_the_last_stretch_comes_in_loses_nothing(self, visit: World, files, place):
        an = visit.tablet("an")
        number = announce(an)
        an.patch(number, 0, JPEG[:HALF])

        with mock.patch(place, side_effect=Killed), pytest.raises(Killed):
            an.patch(number, HALF, JPEG[HALF:])
        finished = resume(an, number)
        sweep_parts(at=visit.at + timedelta(days=2))

        assert finished["receipt"]["digest"] == hashlib.sha256(JPEG).hexdigest()
        assert stored(files) == [JPEG]
        assert not EvidencePart.objects.exists()
        assert AuditEntry.objects.filter(action="inspections.evidence_complete").count() == 1


def resume(tablet, number):
    """Go on as a tablet does: ask how far it is, send the rest, an empty stretch at the end."""
    head = tablet.client.head(f"/tablet/api/evidence/{number}/", headers={"X-Device": str(tablet.id)})
    offset = int(head["Upload-Offset"])
    return tablet.patch(number, offset, JPEG[offset:]).json()


class TestWhatACrashLeaves:
    def test_is_swept_after_a_day_and_not_before(self, visit: World, files):
        an = visit.tablet("an")
        evidence = Evidence.objects.get(pk=announce(an))
        part = EvidencePart.objects.create(
            evidence=evidence, size=3, storage_name="evidence/aa/b", begun_at=visit.at
        )
        default_storage.save("evidence/aa/b", BytesIO(b"abc"))

        early, late = sweep_parts(at=visit.at), sweep_parts(at=visit.at + timedelta(days=2))

        assert (early, late) == (0, 1)
        assert stored(files) == []
        drop(part)  # again: nothing happens
