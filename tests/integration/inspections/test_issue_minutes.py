"""Minutes signed by certificate: made anew and proved first, numbered, signed for the team, sealed, verifiable."""

import subprocess
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from accounts.localdays import local_day
from accounts.models import Appointment
from accounts.services import delegate
from audit.models import AuditEntry
from documents import storage
from documents.models import DocumentDraft, IssuedDocument
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine
from inspections.errors import MayNot, NotVisible
from inspections.minutes.errors import MinutesRefused
from inspections.models import Evidence, Finding, Minutes
from inspections.selectors.minutes import minutes_to_seal, visible_minutes
from inspections.services.issue_minutes import issue_minutes, seal_minutes
from inspections.services.make_minutes import make_minutes
from inspections.services.sign_minutes import Name, sign_minutes
from jobs.testing import run_all_jobs

pytestmark = pytest.mark.django_db(transaction=True)

SPOT = {
    "began_at": "2026-11-23T08:00:00+07:00",
    "ended_at": "2026-11-23T11:30:00+07:00",
    "place": "Trụ sở trường",
    "team": [{"name": "Đỗ Trưởng Đoàn", "title": "Trưởng đoàn"}],
    "representatives": [{"name": "Hoàng Thị Sen", "title": "Hiệu trưởng"}],
    "findings": [{"key": "khac", "text": "Chưa lưu sổ lên lớp", "days": 10}],
    "opinion": {"choice": "agrees"},
}


def drawn() -> bytes:
    """Return the picture of a signature."""
    written = BytesIO()
    Image.new("RGB", (60, 20), "navy").save(written, "PNG")
    return written.getvalue()


INK = drawn()


@pytest.fixture
def target(chain):
    """An institution's part that is being inspected."""
    return chain.announced()


@pytest.fixture
def signed(chain, target):
    """Minutes with the names of both sides."""
    lead = chain.people["truong-doan"]
    minutes = make_minutes(lead, target.public_id, kind="inspection", spot=SPOT, at=chain.at)
    put_names(chain, minutes)
    return minutes


class TestMinutesByCertificate:
    def test_are_numbered_signed_for_the_team_sealed_and_can_be_verified(self, chain, signed):
        issue_minutes(chain.people["truong-doan"], signed.public_id, at=chain.at)
        run_all_jobs()
        seal_minutes(chain.people["van-thu"], signed.public_id, at=chain.at)
        run_all_jobs()

        document = IssuedDocument.objects.get(subject_type="inspections.Minutes")
        pdf = storage.get(document.storage_key)
        words = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        assert document.number == "01/BB-ĐKT"
        assert document.signer_lines == ["T/M. ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN"]
        assert [fact.is_good for fact in examine(pdf, trust_anchors())] == [True, True]
        assert "Hoàng Thị Sen" in words
        assert signed.signatures.filter(method="certificate").get().content_digest == signed.content_digest

    def test_are_sealed_for_the_clerk_who_delegated_it_and_signed_in_the_leads_own_right(self, chain, signed):
        clerk, stand, lead = chain.people["van-thu"], chain.people["giu-so"], chain.people["truong-doan"]
        today = local_day(chain.at)
        for of, to in ((clerk, stand), (chain.people["lanh-dao"], lead)):
            delegate(
                appointment=Appointment.objects.get(person=of), to=to, starts_on=today, ends_on=today, basis="GUQ 1",
                document_kinds=[], actor=of, at=chain.at,
            )  # fmt: skip
        before = AuditEntry.objects.latest("pk").pk

        issue_minutes(lead, signed.public_id, at=chain.at)
        run_all_jobs()
        seal_minutes(stand, signed.public_id, at=chain.at)
        run_all_jobs()

        rows = AuditEntry.objects.filter(pk__gt=before)
        sealed = rows.get(action="inspections.minutes_sealed")
        document = IssuedDocument.objects.get(subject_type="inspections.Minutes")
        assert (sealed.actor_id, sealed.on_behalf_of_id) == (stand.pk, clerk.pk)
        assert {row.on_behalf_of_id for row in rows.filter(actor_id=stand.pk)} == {clerk.pk}
        assert rows.filter(
            action="documents.issued", target_id=str(document.public_id), actor_id=stand.pk
        ).exists()
        assert {row.on_behalf_of_id for row in rows.filter(actor_id=lead.pk)} == {None}

    def test_asked_for_twice_are_one_document(self, chain, signed):
        lead = chain.people["truong-doan"]

        first = issue_minutes(lead, signed.public_id, at=chain.at)
        second = issue_minutes(lead, signed.public_id, at=chain.at)

        assert first == second
        assert DocumentDraft.objects.filter(subject_type="inspections.Minutes").count() == 1

    def test_are_not_signed_when_the_store_was_tampered_with(self, chain, signed):
        content = {**signed.content, "spot": {**SPOT, "place": "Nơi khác"}}
        Minutes.objects.filter(pk=signed.pk).update(content=content)

        with pytest.raises(MinutesRefused, match="differs") as refused:
            issue_minutes(chain.people["truong-doan"], signed.public_id, at=chain.at)

        assert refused.value.told["faults"] == {"digest": "changed"}
        assert not DocumentDraft.objects.filter(subject_type="inspections.Minutes").exists()

    def test_are_not_signed_before_both_sides_have(self, chain, target):
        lead = chain.people["truong-doan"]
        minutes = make_minutes(lead, target.public_id, kind="inspection", spot=SPOT, at=chain.at)

        with pytest.raises(MinutesRefused, match="not_complete"):
            issue_minutes(lead, minutes.public_id, at=chain.at)

    def test_wait_for_the_pictures_of_the_signatures(self, chain, target):
        lead = chain.people["truong-doan"]
        minutes = make_minutes(lead, target.public_id, kind="inspection", spot=SPOT, at=chain.at)
        put_names(chain, minutes, are_here=False)

        with pytest.raises(MinutesRefused, match="pictures_missing"):
            issue_minutes(lead, minutes.public_id, at=chain.at)
        for each in minutes.signatures.all():
            arrive(each.image, chain.at)
        draft = issue_minutes(lead, minutes.public_id, at=chain.at)

        names = draft.context["minutes"]["signatures"]
        assert [each["image"].startswith("data:image/png") for each in names] == [True, True]

    @pytest.mark.parametrize(
        ("who", "error"),
        [
            pytest.param("thanh-vien", MayNot, id="a member"),
            pytest.param("co-so", NotVisible, id="the institution"),
        ],
    )
    def test_are_signed_by_who_leads_the_team_alone(self, chain, signed, who, error):
        with pytest.raises(error):
            issue_minutes(chain.people[who], signed.public_id, at=chain.at)

    def test_are_sealed_by_the_clerk_alone_and_after_the_lead(self, chain, signed):
        issue_minutes(chain.people["truong-doan"], signed.public_id, at=chain.at)

        with pytest.raises(NotVisible):
            seal_minutes(chain.people["truong-doan"], signed.public_id, at=chain.at)
        with pytest.raises(MinutesRefused, match="not_complete"):
            seal_minutes(chain.people["van-thu"], signed.public_id, at=chain.at)


class TestSignedMinutes:
    def test_note_what_was_found(self, signed):
        (finding,) = Finding.objects.filter(target=signed.target)

        assert (finding.text, finding.nature) == ("Chưa lưu sổ lên lớp", "none")

    def test_are_seen_by_the_institution_once_they_are_complete_and_by_the_clerk_to_be_sealed(
        self, chain, target
    ):
        lead, head, clerk = (chain.people[who] for who in ("truong-doan", "co-so", "van-thu"))
        minutes = make_minutes(lead, target.public_id, kind="inspection", spot=SPOT, at=chain.at)

        seen = {who: [] for who in ("lead", "head", "clerk", "citizen")}
        people = {"lead": lead, "head": head, "clerk": clerk, "citizen": chain.people["cong-dan"]}
        for step in ("made", "signed", "certified"):
            if step == "signed":
                put_names(chain, minutes)
            if step == "certified":
                issue_minutes(lead, minutes.public_id, at=chain.at)
                run_all_jobs()
            for who, person in people.items():
                seen[who].append(is_seen(person, minutes, chain.at))

        assert seen == {
            "lead": [True, True, True],
            "head": [False, True, True],
            "clerk": [False, False, True],
            "citizen": [False, False, False],
        }
        assert list(minutes_to_seal(clerk, chain.at)) == [minutes]


def arrive(image, at):
    """Let the picture of a signature arrive."""
    image.storage_name = default_storage.save(f"evidence/{image.pk}", ContentFile(INK))
    image.content_type, image.received_bytes, image.completed_at = "image/png", image.size, at
    image.save(update_fields=["storage_name", "content_type", "received_bytes", "completed_at"])


def is_seen(person, minutes, at):
    """Whether minutes exist for somebody."""
    try:
        return visible_minutes(person, minutes.public_id, at) == minutes
    except NotVisible:
        return False


def put_names(chain, minutes, *, are_here=True):
    """Put the names of both sides under minutes, their pictures here or still on the tablet."""
    lead = chain.people["truong-doan"]
    for side, who in (("team", lead.full_name), ("institution", "Hoàng Thị Sen")):
        image = Evidence.objects.create(
            id=uuid4(), target=minutes.target, kind="signature", sha256="b" * 64, size=len(INK), by=lead,
            announced_at=chain.at,
        )  # fmt: skip
        if are_here:
            arrive(image, chain.at)
        name = Name(side=side, method="drawn", name=who, digest=minutes.content_digest, image=image.pk)
        sign_minutes(minutes, name, by=lead, at=chain.at)
