"""Minutes without a tablet: made at the desk, printed, signed in ink, the scan brought back as the original."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspections.indicator_facts import digital_facts
from inspections.indicators import PAPER
from inspections.models import Evidence, Finding, Minutes, Target
from inspections.services import add_finding
from inspections.services.make_minutes import make_minutes
from inspections.services.sign_minutes import Name, sign_minutes
from jobs.testing import run_all_jobs
from tests.integration.inspections.chain import open_nodes
from tests.integration.inspections.conftest import chain, visit  # noqa: F401 fixtures by name
from tests.integration.inspections.test_minutes import SPOT
from tests.integration.inspections.visit_world import JPEG, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(visit):  # noqa: F811
    """An institution's part that is being inspected, its team seated at the desk."""
    for person in visit.people.values():
        seat(person, visit.inspection.agency, visit.at)
    return visit


def browser(world, name="lead"):
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(world.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def make_url(target, kind):
    """Return where minutes of a kind are made."""
    return reverse("desk:inspections:make_minutes", args=[target.public_id, kind])


def ink_url(minutes):
    """Return where the signed paper is brought back."""
    return reverse("desk:inspections:ink_minutes", args=[minutes.public_id])


def announced_scan(world):
    """Return the scan of signed paper as a tablet announced it, none of its bytes here."""
    return Evidence.objects.create(
        id=uuid4(), target=world.target, kind="photo", item_key="minutes", sha256="0" * 64, size=10,
        by=world.people["lead"], announced_at=world.at,
    )  # fmt: skip


def put_in_ink(world, minutes, side, who, scan):
    """Put a name in ink under minutes, pictured by a scan."""
    name = Name(side=side, method="ink", name=who, digest=minutes.content_digest, image=scan.pk)
    minutes.refresh_from_db()
    sign_minutes(minutes, name, by=world.people["lead"], at=world.at)


def moment_of(key, at):
    """Return a moment as four boxes send it."""
    local = timezone.localtime(at)
    return {
        f"{key}-day": local.day,
        f"{key}-month": local.month,
        f"{key}-year": local.year,
        f"{key}-time": f"{local:%H:%M}",
    }


def written(part, **more):
    """Return a form as a member fills it in."""
    lead = part.member("lead")
    return {
        "idempotency_key": str(uuid4()),
        **moment_of("bat_dau", part.at - timedelta(hours=3)),
        **moment_of("ket_thuc", part.at - timedelta(hours=1)),
        "dia_diem": "Trụ sở trường", "doan": [str(lead.public_id)],
        "dai_dien-order": "R1", "dai_dien-R1-ho_ten": "Hoàng Thị Sen", "dai_dien-R1-chuc_vu": "Hiệu trưởng",
        "y_kien": "none", "so_ban": "2", "ky_tung_trang": "false", **more,
    }  # fmt: skip


def signed(lead, **more):
    """Return the form of a paper that both sides signed."""
    return {
        "idempotency_key": str(uuid4()), "scan": SimpleUploadedFile("bien-ban.jpg", JPEG, content_type="image/jpeg"),
        "team": [lead.full_name], "institution": "signed", "name": "Hoàng Thị Sen",
        "title": "Hiệu trưởng", **more,
    }  # fmt: skip


def made(lead, target, at, kind="inspection", **spot):
    """Return minutes made at the desk, unsigned."""
    named = {**SPOT, "team": [{"name": lead.full_name, "title": "Trưởng đoàn"}], **spot}
    if kind != "inspection":
        named |= {"findings": [], "rights_explained": True}
    return make_minutes(lead, target.public_id, kind=kind, spot=named, at=at, number=uuid4())


class TestMinutesMadeAtTheDesk:
    def test_say_what_was_typed_and_what_the_server_knows(self, part):
        target = part.target
        findings = {"ton_tai-order": "R1", "ton_tai-R1-muc": "TS.01", "ton_tai-R1-noi_dung": "Chưa công khai",
                    "ton_tai-R1-so_ngay": "10"}  # fmt: skip

        sent = browser(part).post(make_url(target, "inspection"), written(part, **findings))

        minutes = Minutes.objects.get(target=target)
        assert sent.status_code == 302
        assert (minutes.made_on, minutes.proof["outcome"]) == ("server", "equal")
        assert minutes.content["spot"]["representatives"][0]["name"] == "Hoàng Thị Sen"
        assert minutes.content["spot"]["findings"][0] == {
            "key": "TS.01", "text": "Chưa công khai", "recommendation": "", "days": 10
        }  # fmt: skip
        assert minutes.content["spot"]["team"][0]["title"] == "Trưởng đoàn"
        assert minutes.seq == Target.objects.get(pk=target.pk).sync_seq > 0

    def test_sent_twice_are_made_once(self, part):
        target = part.target
        form = written(part, noi_dung_lam_viec="Xem sổ")

        answers = [browser(part).post(make_url(target, "session"), form).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert Minutes.objects.filter(target=target).count() == 1

    def test_begin_with_what_the_team_found(self, part):
        target = part.target
        add_finding(
            part.people["an"],
            target,
            text="Thiếu sổ cấp văn bằng",
            idempotency_key=uuid4(),
            at=part.at,
        )

        page = browser(part).get(make_url(target, "inspection")).content.decode()

        assert "Thiếu sổ cấp văn bằng" in page

    def test_keep_what_was_typed_when_nobody_of_the_institution_is_named(self, part):
        target = part.target
        form = written(
            part,
            **{"dai_dien-R1-ho_ten": "", "dai_dien-R1-chuc_vu": "", "y_kien_khac": "Lời nói riêng"},
        )

        sent = browser(part).post(make_url(target, "inspection"), form)

        assert sent.status_code == 422
        assert "vì sao cơ sở vắng mặt" in sent.content.decode()
        assert "Lời nói riêng" in sent.content.decode()
        assert not Minutes.objects.filter(target=target).exists()

    def test_take_another_row_without_a_script_and_lose_nothing(self, part):
        target = part.target
        form = written(part, form_action="add:ton_tai", y_kien_khac="Còn đó")

        page = browser(part).post(make_url(target, "inspection"), form).content.decode()

        assert "Còn đó" in page
        assert not Minutes.objects.exists()

    def test_are_nobodys_outside_of_the_team(self, part):
        target = part.target

        answer = browser(part, "stranger").get(make_url(target, "inspection"))

        assert answer.status_code == 404

    def test_that_are_signed_are_not_made_again(self, part):
        target = part.target
        browser(part).post(ink_url(made(part.people["lead"], target, part.at)), signed(part.people["lead"]))

        form = written(part, y_kien_khac="Lời đã gõ")

        sent = browser(part).post(make_url(target, "inspection"), form)

        assert sent.status_code == 409
        assert "Lời đã gõ" in sent.content.decode()
        assert Minutes.objects.filter(target=target).count() == 1


class TestThePaperSignedInInk:
    def test_is_the_original_with_its_scan_and_completes_the_minutes(self, part):
        target = part.target
        minutes = made(part.people["lead"], target, part.at)

        sent = browser(part).post(ink_url(minutes), signed(part.people["lead"]))

        minutes.refresh_from_db()
        scan = Evidence.objects.get(target=target)
        assert sent.status_code == 302
        assert (minutes.original, minutes.complete_at is not None) == ("paper", True)
        assert {each.image_id for each in minutes.signatures.all()} == {scan.pk}
        assert (scan.completed_at is not None, scan.content_type) == (True, "image/jpeg")
        assert Finding.objects.filter(target=target).count() == 2

    def test_is_counted_as_paper_with_its_picture(self, part):
        target = part.target
        browser(part).post(ink_url(made(part.people["lead"], target, part.at)), signed(part.people["lead"]))

        ((_, facts),) = digital_facts([target])

        assert (facts.minutes_original, facts.signed_paper_pictured) == (PAPER, True)

    def test_is_not_counted_before_the_bytes_of_its_scan_are_here(self, part):
        target = part.target
        minutes = made(part.people["lead"], target, part.at)
        names = [("team", part.people["lead"].full_name), ("institution", "Hoàng Thị Sen")]
        lost, whole = announced_scan(part), announced_scan(part)
        for side, who in names:
            put_in_ink(part, minutes, side, who, lost)

        ((_, before),) = digital_facts([target])
        whole.completed_at, whole.received_bytes = part.at, whole.size
        whole.save(update_fields=["completed_at", "received_bytes"])
        put_in_ink(part, minutes, *names[0], whole)
        ((_, one_name),) = digital_facts([target])
        put_in_ink(part, minutes, *names[1], whole)
        ((_, both_names),) = digital_facts([target])

        pictured = [each.signed_paper_pictured for each in (before, one_name, both_names)]
        assert (before.minutes_original, pictured) == (PAPER, [False, False, True])

    def test_sent_twice_is_kept_once(self, part):
        minutes = made(part.people["lead"], part.target, part.at)
        form = signed(part.people["lead"])
        browser(part).post(ink_url(minutes), form)
        form["scan"].seek(0)

        again = browser(part).post(ink_url(minutes), form)

        assert again.status_code == 302
        assert (Evidence.objects.count(), minutes.signatures.count()) == (1, 2)

    def test_of_another_kind_is_refused_in_words_and_nothing_is_signed(self, part):
        minutes = made(part.people["lead"], part.target, part.at)
        wrong = SimpleUploadedFile("bien-ban.pdf", b"MZ no document at all", content_type="application/pdf")

        sent = browser(part).post(ink_url(minutes), signed(part.people["lead"], scan=wrong))

        assert sent.status_code == 422
        assert "Hoàng Thị Sen" in sent.content.decode()
        assert not minutes.signatures.exists()

    def test_that_the_institution_refused_waits_for_who_confirms_it_and_takes_that_later(self, part):
        minutes = made(part.people["lead"], part.target, part.at)
        refusing = {"institution": "refused", "refusal": "Không đồng ý"}
        browser(part).post(ink_url(minutes), signed(part.people["lead"], **refusing))
        minutes.refresh_from_db()
        before = minutes.complete_at
        confirming = {
            "confirming": "commune",
            "confirming_name": "Lý Xã",
            "national_id": "010099000001",
            "address": "Bắc Hà",
        }

        sent = browser(part).post(ink_url(minutes), signed(part.people["lead"], **refusing, **confirming))

        minutes.refresh_from_db()
        assert (before, sent.status_code) == (None, 302)
        assert minutes.complete_at is not None
        assert sorted(minutes.signatures.values_list("side", flat=True)) == ["commune", "institution", "team"]

    def test_is_not_confirmed_by_somebody_of_the_house(self, part):
        minutes = made(part.people["lead"], part.target, part.at)
        one_of_us = part.people["stranger"]
        form = signed(
            part.people["lead"], institution="refused", refusal="Không đồng ý", confirming="witness",
            confirming_name=one_of_us.full_name, national_id=one_of_us.national_id or "1", address="Lào Cai",
        )  # fmt: skip

        sent = browser(part).post(ink_url(minutes), form)

        assert sent.status_code == 422
        assert not minutes.signatures.exists()

    def test_of_an_announcement_starts_the_days_from_when_it_was_announced(self, chain):  # noqa: F811
        _, (target, _) = chain.opened(variant="B")
        lead, ended = chain.people["truong-doan"], chain.at - timedelta(minutes=5)
        minutes = made(
            lead,
            target,
            chain.at,
            "announcement",
            ended_at=ended.isoformat(),
            began_at=(ended - timedelta(hours=1)).isoformat(),
        )

        browser(chain, "truong-doan").post(ink_url(minutes), signed(lead))
        run_all_jobs()

        target.refresh_from_db()
        assert target.announced_at == ended
        assert open_nodes(target) == ["k8"]
